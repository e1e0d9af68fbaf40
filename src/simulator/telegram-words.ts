/** Reads what the control API is told to do on Telegram; anything else is null. */
import { field, readNetworkFault, readNumber, readText } from './control-words.ts';
import type { Fault, LimitMode, Phone, TelegramStandIn } from './telegram/terms.ts';
import { ATTACHMENTS } from './terms.ts';

/** Something to do on a phone. Throws with words for people when it cannot be done now. */
type Act = (phone: Phone, telegram: TelegramStandIn) => void;

/** `{act, …}` as something to do. */
export function readTelegramAct(body: unknown): Act | null {
  const text = readText(body, 'text');
  const data = readText(body, 'data');
  switch (readText(body, 'act')) {
    case 'start':
      return (phone) => {
        if (phone.standing === 'blocked') phone.unblocks();
        phone.start();
      };
    case 'say':
      return text === null || text.trim() === '' ? null : (phone) => phone.say(text);
    case 'tap':
      return data === null
        ? null
        : (phone) => void phone.tapData(data, readNumber(body, 'messageId') ?? undefined);
    case 'send': {
      const kind = ATTACHMENTS.find((each) => each === readText(body, 'attachment'));
      return kind === undefined ? null : (phone) => phone.sends(kind);
    }
    case 'block':
      return (phone) => phone.blocks();
    case 'unblock':
      return (phone) => phone.unblocks();
    case 'lose-network':
      return (phone) => phone.losesNetwork();
    case 'return':
      return (phone) => phone.returns();
    case 'language':
      return text === null ? null : (phone, telegram) => telegram.setLanguage(phone.id, text);
    default:
      return null;
  }
}

/** `{mode}`. */
export const readTelegramLimits = (body: unknown): LimitMode | null =>
  (['off', 'telegram', 'strict'] as const).find((mode) => mode === readText(body, 'mode')) ?? null;

/** A fault of the Bot API. */
export function readTelegramFault(value: unknown): Fault | null {
  switch (readText(value, 'kind')) {
    case 'throttle':
      return { kind: 'throttle', retryAfterSeconds: readNumber(value, 'retryAfterSeconds') ?? 3 };
    case 'error':
      return {
        kind: 'error',
        status: readNumber(value, 'status') ?? 500,
        done: field(value, 'done') === true,
      };
    case 'blocked':
      return { kind: 'blocked' };
    case 'unauthorized':
      return { kind: 'unauthorized' };
    default:
      return readNetworkFault(value);
  }
}
