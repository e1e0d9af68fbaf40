/** Reads what the control API is told to do on Telegram; anything else is null. */
import { readAct, readNumber, readServiceFault, readText } from './control-words.ts';
import type { Fault, LimitMode, Phone, TelegramStandIn } from './telegram/terms.ts';
import { ATTACHMENTS } from './terms.ts';

/** Something to do on a phone. Throws with words for people when it cannot be done now. */
type Act = (phone: Phone, telegram: TelegramStandIn) => void;

/** `{act, …}` as something to do. */
export function readTelegramAct(body: unknown): Act | null {
  const data = readText(body, 'data');
  switch (readText(body, 'act')) {
    case 'start':
      return (phone) => {
        if (phone.standing === 'blocked') phone.unblocks();
        phone.start();
      };
    case 'tap':
      return data === null
        ? null
        : (phone) => void phone.tapData(data, readNumber(body, 'messageId') ?? undefined);
    case 'block':
      return (phone) => phone.blocks();
    case 'unblock':
      return (phone) => phone.unblocks();
    default:
      return readAct(body, ATTACHMENTS);
  }
}

/** `{mode}`. */
export const readTelegramLimits = (body: unknown): LimitMode | null =>
  (['off', 'telegram', 'strict'] as const).find((mode) => mode === readText(body, 'mode')) ?? null;

/** A fault of the Bot API. */
export const readTelegramFault = (value: unknown): Fault | null =>
  readText(value, 'kind') === 'blocked' ? { kind: 'blocked' } : readServiceFault(value);
