/** One message on its way: new, or in place of an older one. */
import type { Api } from 'grammy';
import type { RenderedMessage } from '../../domain/message.ts';
import type { ScreenMark, SendOptions } from '../../domain/terms.ts';
import { meaningOf } from './errors.ts';
import { hasCaption, renderKeyboard, TEXT_OPTIONS } from './rendering.ts';

/** Sends or replaces one message; resolves to its mark, throws what grammY throws. */
export type Send = (chat: number, message: RenderedMessage, options: SendOptions) => Promise<ScreenMark>;

/** Sends over this `Api`. */
export function createSend(api: Api): Send {
  // A Bot API server of one's own may be older than disabled buttons; found out once.
  let disabled = true;

  const sendNew: Send = async (chat, { text, buttons }, { silent = false, shareable = true }) => {
    const sent = await api.sendMessage(chat, text, {
      ...TEXT_OPTIONS,
      disable_notification: silent,
      protect_content: !shareable,
      ...(buttons.length === 0 ? {} : { reply_markup: renderKeyboard(buttons, { disabled }) }),
    });
    return String(sent.message_id);
  };

  const replace: Send = async (chat, message, options) => {
    const mark = Number(options.replaces);
    if (!Number.isSafeInteger(mark) || mark <= 0) return sendNew(chat, message, options);
    try {
      const reply_markup = renderKeyboard(message.buttons, { disabled });
      await api.editMessageText(chat, mark, message.text, { ...TEXT_OPTIONS, reply_markup });
      return String(mark);
    } catch (thrown) {
      const meaning = meaningOf(thrown);
      if (meaning === 'unchanged') return String(mark);
      if (meaning === 'uneditable') return sendNew(chat, message, options);
      throw thrown;
    }
  };

  return async (chat, message, options) => {
    const send = options.replaces === undefined || options.replaces === null ? sendNew : replace;
    try {
      return await send(chat, message, options);
    } catch (thrown) {
      if (!disabled || !hasCaption(message.buttons) || meaningOf(thrown) !== 'no-disabled-buttons')
        throw thrown;
      disabled = false;
      return send(chat, message, options);
    }
  };
}
