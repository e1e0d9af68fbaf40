/** Tells the business how its messages fare. */
import type { Hook } from './hook.ts';
import { type BusinessNumber, type Recipient, type StatusName, statusValue } from './payloads.ts';
import type { Person, Sent } from './people.ts';
import type { StatusMode } from './terms.ts';

export interface Statuses {
  mode(next: StatusMode): void;
  /** The service took it, and it reached the phone unless the phone has no network. */
  sent(to: Recipient, sent: Sent, delivered: boolean): void;
  /** It failed after it was taken. */
  failed(to: Recipient, sent: Sent, code: number): void;
  /** The network is back: what was on its way arrives. */
  arrived(person: Person, sent: readonly Sent[]): void;
  /** The person looked at the chat. */
  read(person: Person): void;
}

/** The same disorder in every run. */
function createDisorder(): <T>(items: readonly T[]) => readonly T[] {
  let state = 1;
  const next = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  return (items) => {
    const mixed = [...items];
    for (let place = mixed.length - 1; place > 0; place -= 1) {
      const other = next(place + 1);
      [mixed[place], mixed[other]] = [mixed[other] as never, mixed[place] as never];
    }
    return mixed;
  };
}

/** Statuses of one number, on their way through a hook. */
export function createStatuses(room: {
  readonly hook: Hook;
  readonly number: BusinessNumber;
  readonly now: () => Date;
  readonly mode: StatusMode;
}): Statuses {
  const { hook, number } = room;
  const shuffled = createDisorder();
  let mode = room.mode;

  function tell(to: Recipient, sent: Sent, names: readonly StatusName[], code?: number): void {
    if (mode === 'off') return;
    const at = room.now().getTime();
    for (const name of mode === 'in-order' ? names : shuffled([...names, ...names])) {
      const value = statusValue(number, to, sent, name, at, name === 'failed' ? code : undefined);
      hook.push({ field: 'messages', value, time: null, bubble: null });
    }
  }

  return {
    mode(next) {
      mode = next;
    },
    sent: (to, sent, delivered) => tell(to, sent, delivered ? ['sent', 'delivered'] : ['sent']),
    failed: (to, sent, code) => tell(to, sent, ['failed'], code),
    arrived(person, sent) {
      for (const each of sent) tell(person, each, ['delivered']);
    },
    read(person) {
      const unread = person.unread;
      person.unread = [];
      // Out of order, what was delivered long ago is told once more after it was read.
      for (const each of unread) tell(person, each, mode === 'in-order' ? ['read'] : ['read', 'delivered']);
    },
  };
}
