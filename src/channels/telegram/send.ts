/** One message on its way: new, or in place of an older one. */
import { type Api, InputFile } from 'grammy';
import type { Picture, RenderedMessage } from '../../domain/message.ts';
import { pngSize } from '../../domain/png.ts';
import { type ScreenMark, SendError, type SendOptions } from '../../domain/terms.ts';
import { plainText } from '../../domain/texts.ts';
import { meaningOf, toSendError } from './errors.ts';
import { hasCaption, renderKeyboard, TEXT_OPTIONS } from './rendering.ts';

/**
 * Sends or replaces one message; resolves to its mark, `null` where nothing went out. Throws what grammY throws, and
 * `SendError` where nothing may go out or only a part did.
 */
export type Send = (
  chat: number,
  message: RenderedMessage,
  options: SendOptions,
) => Promise<ScreenMark | null>;

/** UTF-16 units of a caption after markup, bytes and pixels of a photo. Source: the Bot API's `sendPhoto`, 10.1. */
const CAPTION_UNITS = 1_024;
const PHOTO_BYTES = 10_000_000;
const PHOTO_SIDES = 10_000;
const PHOTO_RATIO = 20;

/** Sends over this `Api`. */
export function createSend(api: Api): Send {
  // A Bot API server of one's own may be older than disabled buttons; found out once.
  let disabled = true;

  /** Calls again without disabled buttons where the server does not know them. */
  async function tolerantly<T>(buttons: RenderedMessage['buttons'], call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (thrown) {
      if (!disabled || !hasCaption(buttons) || meaningOf(thrown) !== 'no-disabled-buttons') throw thrown;
      disabled = false;
      return call();
    }
  }

  const lookOf = (
    buttons: RenderedMessage['buttons'],
    { silent = false, shareable = true }: SendOptions,
  ) => ({
    disable_notification: silent,
    protect_content: !shareable,
    ...(buttons.length === 0 ? {} : { reply_markup: renderKeyboard(buttons, { disabled }) }),
  });

  const sendText = async (chat: number, { text, buttons }: RenderedMessage, options: SendOptions) => {
    const sent = await tolerantly(buttons, () =>
      api.sendMessage(chat, text, { ...TEXT_OPTIONS, ...lookOf(buttons, options) }),
    );
    return String(sent.message_id);
  };

  /** A text that is too long for a caption follows with the buttons, and is the message that can be replaced. */
  const sendPicture = async (
    chat: number,
    { png }: Picture<string>,
    message: RenderedMessage,
    options: SendOptions,
  ) => {
    if (!isPhoto(png))
      throw new SendError({ kind: 'rejected' }, { cause: new Error('no photo for Telegram') });
    const photo = (): InputFile => new InputFile(png, 'picture.png');
    const { text, buttons } = message;
    if (plainText(text).length <= CAPTION_UNITS) {
      const caption = text === '' ? {} : { caption: text, parse_mode: TEXT_OPTIONS.parse_mode };
      const sent = await tolerantly(buttons, () =>
        api.sendPhoto(chat, photo(), { ...caption, ...lookOf(buttons, options) }),
      );
      return String(sent.message_id);
    }
    await api.sendPhoto(chat, photo(), lookOf([], options));
    return sendText(chat, message, { ...options, silent: true }).catch((thrown: unknown) => {
      throw meaningOf(thrown) === null ? thrown : halfSent(thrown);
    });
  };

  const sendNew: Send = (chat, message, options) =>
    message.picture === undefined
      ? sendText(chat, message, options)
      : sendPicture(chat, message.picture, message, options);

  const elsewhere: Send = async (chat, message, options) =>
    options.onlyInPlace === true ? null : sendNew(chat, message, options);

  const replace: Send = async (chat, message, options) => {
    const mark = Number(options.replaces);
    const { text, buttons, picture } = message;
    if (!Number.isSafeInteger(mark) || mark <= 0 || picture !== undefined)
      return elsewhere(chat, message, options);
    try {
      await tolerantly(buttons, () => {
        const reply_markup = renderKeyboard(buttons, { disabled });
        return api.editMessageText(chat, mark, text, { ...TEXT_OPTIONS, reply_markup });
      });
      return String(mark);
    } catch (thrown) {
      const meaning = meaningOf(thrown);
      if (meaning === 'unchanged') return String(mark);
      if (meaning === 'uneditable') return elsewhere(chat, message, options);
      throw thrown;
    }
  };

  return (chat, message, options) => {
    const isNew = options.replaces === undefined || options.replaces === null;
    return isNew ? sendNew(chat, message, options) : replace(chat, message, options);
  };
}

/** The picture has gone out: whoever sends it all again sends it twice, so it counts as a copy. */
const halfSent = (thrown: unknown): SendError =>
  new SendError({ kind: 'unavailable', reached: 'maybe' }, { cause: toSendError(thrown) });

function isPhoto(png: Uint8Array): boolean {
  const size = pngSize(png);
  if (size === null || png.length > PHOTO_BYTES) return false;
  const [short = 0, long = 0] = [size.width, size.height].toSorted((a, b) => a - b);
  return short > 0 && short + long <= PHOTO_SIDES && long / short <= PHOTO_RATIO;
}
