/** A message as Telegram shows it, without sending it. */
import type { RenderedMessage } from '../../domain/message.ts';
import type { Showing } from '../../domain/sights.ts';
import { plainText } from '../../domain/texts.ts';
import { renderKeyboard } from './rendering.ts';

/** Bold and italic are no signs there; labels stand whole. */
export const showOnTelegram = (message: RenderedMessage): Showing => ({
  bodies: [
    {
      text: plainText(message.text),
      buttons: renderKeyboard(message.buttons, { disabled: true })
        .inline_keyboard.flat()
        .map(({ text }) => text),
      opens: null,
    },
  ],
  knock: null,
});
