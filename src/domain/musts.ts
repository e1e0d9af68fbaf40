/** What an opening must say before it may be published: without it a worker cannot decide, or is easily deceived. */
import type { Kind, OpeningContent } from './opening.ts';
import { withoutHidden } from './typed-text.ts';

/** What is typed so far. */
export type Draft = Partial<OpeningContent>;

/** A part of a draft, as a form asks for it. */
export type DraftField = keyof OpeningContent | 'daysPerWeek' | 'pickup';

type Value = string | number | boolean | null | undefined;

/** Said, and by more than a dash. */
const isSaid = (value: Value): boolean =>
  typeof value === 'string'
    ? /[\p{L}\p{N}]/u.test(withoutHidden(value))
    : value !== null && value !== undefined;

interface Must {
  readonly field: DraftField;
  readonly isStated: (draft: Draft) => boolean;
}

/** Named as a finding says it after `missing-`. */
const MUSTS = {
  kind: { field: 'kind', isStated: ({ kind }) => isSaid(kind) },
  work: { field: 'work', isStated: ({ work }) => isSaid(work) },
  aid: { field: 'aid', isStated: ({ aid }) => isSaid(aid) },
  region: { field: 'region', isStated: ({ region }) => isSaid(region) },
  place: { field: 'place', isStated: ({ place }) => isSaid(place) },
  start: { field: 'startsOn', isStated: ({ startsOn }) => isSaid(startsOn) },
  end: { field: 'endsOn', isStated: ({ endsOn }) => isSaid(endsOn) },
  pay: { field: 'pay', isStated: ({ pay }) => isSaid(pay?.min) || isSaid(pay?.max) },
  hours: { field: 'hoursPerDay', isStated: ({ hoursPerDay }) => isSaid(hoursPerDay) },
  days: { field: 'daysPerWeek', isStated: ({ harvest }) => isSaid(harvest?.daysPerWeek) },
  housing: { field: 'housing', isStated: ({ housing }) => isSaid(housing) },
  food: { field: 'food', isStated: ({ food }) => isSaid(food) },
  transport: { field: 'transport', isStated: ({ transport }) => isSaid(transport) },
  'way-home': { field: 'harvest', isStated: ({ harvest }) => isSaid(harvest?.wayHome) },
  'permit-payer': { field: 'permitPayer', isStated: ({ permitPayer }) => isSaid(permitPayer) },
  rights: { field: 'accepts', isStated: ({ accepts }) => (accepts?.length ?? 0) > 0 },
  contract: { field: 'contract', isStated: ({ contract }) => isSaid(contract) },
  places: { field: 'places', isStated: ({ places }) => isSaid(places) },
  employer: {
    field: 'employer',
    isStated: ({ employer, vouchedBy }) => isSaid(employer) || isSaid(vouchedBy),
  },
  contact: { field: 'contact', isStated: ({ contact }) => isSaid(contact?.url) || isSaid(contact?.phone) },
  'no-fee': { field: 'pledge', isStated: ({ pledge }) => pledge?.includes('no-fee') === true },
  'no-papers': { field: 'pledge', isStated: ({ pledge }) => pledge?.includes('papers') === true },
} as const satisfies Readonly<Record<string, Must>>;

export type MustName = keyof typeof MUSTS;

const ALWAYS = ['kind', 'region', 'place', 'employer', 'contact', 'no-fee'] as const;
const OF_WORK = [
  ...ALWAYS,
  ...(['work', 'start', 'pay', 'hours', 'housing', 'food', 'transport', 'permit-payer', 'places'] as const),
  ...(['rights', 'contract'] as const),
  'no-papers',
] as const;

/**
 * What each kind must say: the card of a worker's needs, made of US form 790, Contratados and IRIS principle 3. Steady
 * work has no end; only a harvest has fields for its week and its way home.
 */
const MUSTS_OF: Readonly<Record<Kind, readonly MustName[]>> = {
  vacancy: OF_WORK,
  temporary: [...OF_WORK, 'end'],
  harvest: [...OF_WORK, 'end', 'days', 'way-home'],
  support: [...ALWAYS, 'aid'],
};

/** What the draft does not say yet, and the field that asks for it. Without a kind nobody knows what it needs. */
export const missing = (draft: Draft): readonly { readonly must: MustName; readonly field: DraftField }[] =>
  (draft.kind === undefined ? ['kind' as const] : MUSTS_OF[draft.kind])
    .filter((must) => !MUSTS[must].isStated(draft))
    .map((must) => ({ must, field: MUSTS[must].field }));
