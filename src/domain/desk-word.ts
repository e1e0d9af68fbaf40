/** What coordinators are told of each other's doings, though they did not write first. */
import { beginData } from './button-data.ts';
import { type Button, type Message, phrase, raw, say } from './message.ts';

/** `asked`: somebody must agree to a broadcast; `agreed`, `refused`: somebody decided; `confirmed`: they may act now. */
export type DeskWordKind = 'asked' | 'agreed' | 'refused' | 'confirmed';

/** One word, and how whoever hears it is spoken to. */
export interface DeskWord {
  readonly coordinatorId: string;
  readonly locale: string;
  readonly kind: DeskWordKind;
  /** The code of a broadcast; empty where it is about none. */
  readonly subject: string;
  readonly saidAt: Date;
}

/** With the way to what it is about. */
export function deskWordMessage({ kind, subject }: DeskWord): Message {
  if (kind === 'confirmed') return say(phrase('people:word-confirmed'));
  const see: Button = {
    label: phrase(kind === 'asked' ? 'broadcast:to-look' : 'broadcast:to-see'),
    press: { kind: 'data', data: beginData('broadcast', `see-${subject}`) },
  };
  return { lines: [phrase(`broadcast:word-${kind}`, { code: raw(subject) })], buttons: [[see]] };
}
