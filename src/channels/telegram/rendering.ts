/** A rendered message in Telegram's words. Our markup is a subset of its HTML already. */
import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types';
import type { Button, RenderedMessage } from '../../domain/message.ts';
import { CAPTION_DATA } from './projection.ts';

/** What every text goes out with. Previews would call foreign servers for whoever reads. */
export const TEXT_OPTIONS = { parse_mode: 'HTML', link_preview_options: { is_disabled: true } } as const;

/** Rows without buttons are left out; no buttons is an empty keyboard, which an edit needs to remove the old one. */
export function renderKeyboard(
  buttons: RenderedMessage['buttons'],
  options: { readonly disabled: boolean },
): InlineKeyboardMarkup {
  const rows = buttons.filter((row) => row.length > 0);
  return { inline_keyboard: rows.map((row) => row.map((button) => renderButton(button, options.disabled))) };
}

/** Whether any button is a caption. */
export const hasCaption = (buttons: RenderedMessage['buttons']): boolean =>
  buttons.some((row) => row.some((button) => button.press.kind === 'label'));

function renderButton(button: Button<string>, disabled: boolean): InlineKeyboardButton {
  const style = styleOf(button);
  const face = { text: button.label, ...(style === null ? {} : { style }) };
  const { press } = button;
  switch (press.kind) {
    case 'data':
      return { ...face, callback_data: press.data };
    case 'url':
      return { ...face, url: press.url };
    case 'copy':
      return { ...face, copy_text: { text: press.text } };
    case 'label':
      return disabled ? { ...face, disabled: {} } : { ...face, callback_data: CAPTION_DATA };
  }
}

function styleOf({ emphasis, ticked }: Button<string>): 'success' | 'danger' | 'primary' | null {
  if (emphasis === 'good') return 'success';
  if (emphasis === 'danger') return 'danger';
  return ticked === true ? 'primary' : null;
}
