/** Reads what the control API is told; anything else is null. */
import type { Fault, LimitMode, Phone, TelegramStandIn } from './telegram/terms.ts';
import { ATTACHMENTS, type FaultRule } from './terms.ts';

/** Something to do on a phone. Throws with words for people when it cannot be done now. */
export type ControlAct = (phone: Phone, telegram: TelegramStandIn) => void;

const field = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;

/** A text under a name. */
export const readText = (body: unknown, name: string): string | null => {
  const value = field(body, name);
  return typeof value === 'string' ? value : null;
};

/** A finite number under a name. */
export const readNumber = (body: unknown, name: string): number | null => {
  const value = field(body, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
};

/** `{act, …}` as something to do. */
export function readAct(body: unknown): ControlAct | null {
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
export const readLimitMode = (body: unknown): LimitMode | null =>
  (['off', 'telegram', 'strict'] as const).find((mode) => mode === readText(body, 'mode')) ?? null;

function readFault(value: unknown): Fault | null {
  const done = field(value, 'done') === true;
  switch (readText(value, 'kind')) {
    case 'throttle':
      return { kind: 'throttle', retryAfterSeconds: readNumber(value, 'retryAfterSeconds') ?? 3 };
    case 'error':
      return { kind: 'error', status: readNumber(value, 'status') ?? 500, done };
    case 'slow':
      return { kind: 'slow', ms: readNumber(value, 'ms') ?? 5000 };
    case 'hang':
      return { kind: 'hang', done };
    case 'cut':
      return { kind: 'cut', done };
    case 'reset':
      return { kind: 'reset' };
    case 'blocked':
      return { kind: 'blocked' };
    case 'unauthorized':
      return { kind: 'unauthorized' };
    default:
      return null;
  }
}

/** A rule as `FaultRule` describes it. */
export function readFaultRule(body: unknown): FaultRule<Fault> | null {
  const fault = readFault(field(body, 'fault'));
  if (fault === null) return null;
  const list = (name: string): readonly unknown[] | null => {
    const value = field(body, name);
    return Array.isArray(value) ? value : null;
  };
  const numbers = (['skip', 'calls', 'share'] as const).flatMap((name) => {
    const value = readNumber(body, name);
    return value === null ? [] : [[name, value]];
  });
  const methods = list('methods')?.filter((method) => typeof method === 'string');
  const chats = list('chats')?.filter((chat) => typeof chat === 'number');
  return {
    fault,
    ...Object.fromEntries(numbers),
    ...(methods === undefined ? {} : { methods }),
    ...(chats === undefined ? {} : { chats }),
  };
}
