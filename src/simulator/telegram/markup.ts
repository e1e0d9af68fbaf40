/** Reply markups: what Telegram accepts as buttons. */
import type { Parameters } from './parameters.ts';
import { badRequest } from './refusal.ts';
import type { InlineButton } from './terms.ts';

/** Buttons a message may carry; Telegram's apps show no more. */
const MAX_BUTTONS = 100;
const MAX_DATA_BYTES = 64;
const MAX_COPY_UNITS = 256;
const MAX_PLACEHOLDER_UNITS = 64;
const STYLES: ReadonlySet<string> = new Set(['danger', 'success', 'primary']);
const PRESSES = ['callback_data', 'url', 'copy_text', 'disabled'] as const;

/** The keyboard that replaces the letters on a phone. */
export interface ReplyKeyboard {
  readonly rows: readonly (readonly string[])[];
  readonly oneTime: boolean;
  readonly placeholder: string | null;
}

/** What a message does to the phone beside its text. */
export interface Markup {
  readonly buttons: readonly (readonly InlineButton[])[];
  /** `undefined` leaves the reply keyboard as it is, `null` takes it away. */
  readonly keyboard?: ReplyKeyboard | null;
}

const NO_MARKUP: Markup = { buttons: [] };

// The shapes below were checked field by field by `parameters.ts`; this only gives them their names back.
interface PublishedMarkup {
  readonly inline_keyboard?: readonly (readonly InlineButton[])[];
  readonly keyboard?: readonly (readonly (string | { readonly text: string; readonly style?: string })[])[];
  readonly one_time_keyboard?: boolean;
  readonly input_field_placeholder?: string;
  readonly remove_keyboard?: boolean;
}

function checkUrl(url: string): void {
  const wrong = badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
  if (!URL.canParse(url)) throw wrong;
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:' && protocol !== 'tg:') throw wrong;
  if (protocol !== 'tg:' && !hostname.includes('.')) throw wrong;
}

function checkButton(button: InlineButton): void {
  if (button.text.trim() === '') throw badRequest("can't parse inline keyboard button: text is empty");
  if (button.style !== undefined && !STYLES.has(button.style))
    throw badRequest("can't parse inline keyboard button: invalid style specified");
  const presses = PRESSES.filter((press) => button[press] !== undefined);
  if (presses.length === 0) throw badRequest('text buttons are unallowed in the inline keyboard');
  if (presses.length > 1) throw badRequest('BUTTON_TYPE_INVALID');
  const { callback_data: data, copy_text: copy, url } = button;
  if (data !== undefined && (data === '' || Buffer.byteLength(data) > MAX_DATA_BYTES))
    throw badRequest('BUTTON_DATA_INVALID');
  if (copy !== undefined && (copy.text === '' || copy.text.length > MAX_COPY_UNITS))
    throw badRequest('BUTTON_COPY_TEXT_INVALID');
  if (url !== undefined) checkUrl(url);
}

function replyKeyboard(markup: PublishedMarkup): ReplyKeyboard {
  const rows = (markup.keyboard ?? []).map((row) =>
    row.map((button) => (typeof button === 'string' ? button : button.text)),
  );
  if (rows.flat().length === 0 || rows.flat().some((text) => text === ''))
    throw badRequest("can't parse keyboard button: text is empty");
  const placeholder = markup.input_field_placeholder ?? null;
  if (placeholder !== null && (placeholder === '' || placeholder.length > MAX_PLACEHOLDER_UNITS))
    throw badRequest('input field placeholder must be 1-64 characters long');
  return { rows, oneTime: markup.one_time_keyboard === true, placeholder };
}

/** The markup of a call, or its refusal. */
export function readMarkup(parameters: Parameters): Markup {
  const given = parameters['reply_markup'];
  if (typeof given !== 'object' || given === null) return NO_MARKUP;
  const markup: PublishedMarkup = given;
  if (markup.inline_keyboard !== undefined) {
    const buttons = markup.inline_keyboard.filter((row) => row.length > 0);
    for (const button of buttons.flat()) checkButton(button);
    if (buttons.flat().length > MAX_BUTTONS) throw badRequest('reply markup is too long');
    return { buttons };
  }
  if (markup.keyboard !== undefined) return { buttons: [], keyboard: replyKeyboard(markup) };
  return markup.remove_keyboard === true ? { buttons: [], keyboard: null } : NO_MARKUP;
}
