/** The one question that whoever posted an opening is asked before it ends. */
import { beginData } from './button-data.ts';
import { type Message, phrase, raw } from './message.ts';
import type { Day } from './opening.ts';

/** An opening that ends soon, and how its poster is spoken to. */
export interface KeeperAsk {
  readonly openingId: string;
  readonly code: string;
  readonly title: string;
  readonly expiresOn: Day;
  /** The coordinator who posted it. */
  readonly coordinatorId: string;
  readonly locale: string;
}

/** How it ended: `lost`, nobody can be reached there; `later`, it is worth another try. */
export type Asked = 'asked' | 'lost' | 'later';

/** "Still open?", with the two answers that need no more than a tap or two. */
export const keeperAskMessage = ({ code, title, expiresOn }: KeeperAsk): Message => ({
  lines: [
    phrase('mine:still', { code: raw(code), day: { day: expiresOn } }),
    phrase('common:as-is', { text: raw(title) }),
  ],
  buttons: [
    ['extend', 'close'].map((way) => ({
      label: phrase(`mine:way-${way}`),
      press: { kind: 'data', data: beginData('keep', `${code}~${way}`) },
    })),
  ],
});
