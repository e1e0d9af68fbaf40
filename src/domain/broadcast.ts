/** A broadcast: one of an organisation's open openings, announced again to whom it fits, or to some of them. */

import type { Figure } from './audience-figures.ts';
import type { Exclusion } from './audience-terms.ts';
import type { Bitmap } from './bitmap.ts';
import type { Demands } from './matching.ts';
import type { MessagePrice } from './message-price.ts';
import type { Opening, RegionCode } from './opening.ts';
import { PERMIT_PLACE } from './season-wish.ts';
import type { AnyOf, Preferences } from './subscriber.ts';
import type { VerdictKind } from './verdict-terms.ts';

/** What somebody may have asked for by name, instead of "anything". */
export const NAMED = ['kind', 'work', 'region', 'crop'] as const;
export type Named = (typeof NAMED)[number];

/** Which of those whom the opening fits it is for: closed values only. */
export interface AudienceFilter {
  /** Only who asked for these of the opening by name. */
  readonly named: readonly Named[];
  readonly locales: 'any' | readonly string[];
}

export const EVERYBODY: AudienceFilter = { named: [], locales: 'any' };

/** What is announced, and to whom. */
export interface BroadcastPlan {
  readonly opening: Opening;
  readonly filter: AudienceFilter;
  readonly urgent: boolean;
}

/** Waits before anything leaves: time to take it back. */
export const UNDO_MS = { normal: 60_000, urgent: 10_000 } as const;
/** A broadcast that is urgent is not urgent tomorrow. */
export const LASTS_MS = { normal: 48 * 3_600_000, urgent: 12 * 3_600_000 } as const;
/** Nobody agreed for so long: it is not sent any more. */
export const ASKED_MS = 3_600_000;
/** Urgent broadcasts count for so long against an organisation's budget. */
export const BUDGET_MS = 7 * 24 * 3_600_000;

const isNamed = (answer: AnyOf<string>, value: string): boolean =>
  answer !== null && answer !== 'any' && answer.includes(value);

/** Whether the filter leaves somebody in: the definition that the index keeps to. */
export function isWithin(
  { preferences, locale }: { readonly preferences: Preferences; readonly locale: string },
  { named, locales }: AudienceFilter,
  { kind, work, region, subjects }: Demands,
): boolean {
  if (locales !== 'any' && !locales.includes(locale)) return false;
  const has: Readonly<Record<Named, () => boolean>> = {
    kind: () => isNamed(preferences.kinds, kind),
    work: () => work === null || isNamed(preferences.works, work),
    region: () => isNamed(preferences.regions, region),
    crop: () =>
      (preferences.seasons ?? []).some((wish) =>
        subjects.some((subject) => wish === `${subject}@${region}` || wish === `${subject}@${PERMIT_PLACE}`),
      ),
  };
  return named.every((one) => has[one]());
}

/** Everybody a broadcast would go to now, and why it goes to nobody else: never shown as it is. */
export interface Survey {
  readonly whom: Bitmap;
  readonly channels: readonly { readonly channel: string; readonly people: Bitmap }[];
  readonly locales: readonly { readonly value: string; readonly people: Bitmap }[];
  readonly verdicts: readonly { readonly value: VerdictKind; readonly people: Bitmap }[];
  /** By the hour it is where they live. */
  readonly hours: readonly { readonly hour: number; readonly people: Bitmap }[];
  readonly others: readonly { readonly why: OtherReason; readonly people: number }[];
}

/** The index that pushes find their audiences by. */
export interface AudiencePort {
  survey(plan: BroadcastPlan): Promise<Survey>;
  whom(plan: BroadcastPlan): Promise<Bitmap>;
}

/** What is told of an audience before anything is sent. */
export type Reach =
  /** It would show a handful of people, alone or beside what was asked before. */
  | { readonly kind: 'refused' }
  /** Too many different questions in a day. */
  | { readonly kind: 'enough' }
  | {
      readonly kind: 'told';
      readonly people: Figure;
      readonly locales: readonly { readonly locale: string; readonly people: Figure }[];
      readonly verdicts: readonly { readonly verdict: VerdictKind; readonly people: Figure }[];
      /** Why it does not reach others, most first. */
      readonly others: readonly { readonly why: OtherReason; readonly people: Figure }[];
      /** By channel: how long it takes, and what the service's window and cap hold back. */
      readonly channels: readonly ChannelReach[];
      /** Who would have to wait for their morning. */
      readonly quiet: Figure;
      readonly minutes: number;
    };

export type OtherReason = keyof Exclusion['reasons'] | 'paused' | 'told' | 'filter';

export interface ChannelReach {
  readonly channel: string;
  readonly people: Figure;
  /** Outside their reply window; `null` on a channel without one. */
  readonly outside: Figure | null;
  /** Of these, how many are more than the service lets us write to in a day. */
  readonly beyond: Figure | null;
  /** What it costs to knock at all who are outside; `null` where no price is on file, or nothing is charged. */
  readonly cost: MessagePrice | null;
}

/** `closed`, `left`: when it was to begin, its opening was not open, or whoever set it for then might send no more. */
export const BROADCAST_STATES = ['asked', 'sent', 'undone', 'refused', 'closed', 'left'] as const;
export type BroadcastState = (typeof BROADCAST_STATES)[number];

/** How a broadcast stands, in counts alone. */
export interface BroadcastAccount {
  readonly id: string;
  readonly code: string;
  readonly organisationId: string;
  readonly by: string | null;
  /** The name for the role of whoever wrote it, while they are a coordinator. */
  readonly alias: string | null;
  readonly filter: AudienceFilter;
  readonly openingCode: string;
  /** Where the opening is: its clock is the one that times are told by. */
  readonly region: RegionCode;
  readonly urgent: boolean;
  readonly state: BroadcastState;
  /** The time that was chosen for it; `null`: as soon as may be. */
  readonly setFor: Date | null;
  /** When it goes; of one that is asked for, until when somebody may agree. */
  readonly sendAt: Date;
  readonly expiresAt: Date;
  readonly foreseen: number;
  /** Everything rests, or its organisation: nothing leaves until that ends. */
  readonly halted: boolean;
  readonly pushes: readonly {
    readonly state: string;
    readonly total: number;
    readonly sent: number;
    readonly uncertain: number;
    readonly skipped: Readonly<Record<string, number>>;
    readonly failed: Readonly<Record<string, number>>;
    readonly onTheWay: number;
    /** How many who had their turn have to wait for their morning, or for their next day. */
    readonly waiting: number;
  }[];
}
