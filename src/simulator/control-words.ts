/** Reads what the control API is told; anything else is null. */
import type { FaultRule, NetworkFault } from './terms.ts';

/** What stands under a name in a body. */
export const field = (body: unknown, name: string): unknown =>
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

/** A fault on the way to any service. */
export function readNetworkFault(value: unknown): NetworkFault | null {
  const done = field(value, 'done') === true;
  switch (readText(value, 'kind')) {
    case 'slow':
      return { kind: 'slow', ms: readNumber(value, 'ms') ?? 5000 };
    case 'hang':
      return { kind: 'hang', done };
    case 'cut':
      return { kind: 'cut', done };
    case 'reset':
      return { kind: 'reset' };
    default:
      return null;
  }
}

/** A rule as `FaultRule` describes it, with the faults of a service. */
export function readFaultRule<Fault>(
  body: unknown,
  readFault: (value: unknown) => Fault | null,
): FaultRule<Fault> | null {
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
