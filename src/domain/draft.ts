/** An opening on its way: what a coordinator has said of it so far, and what is asked next. Pure. */

import { expiresOn } from './admission.ts';
import { isKnown } from './contact-lint.ts';
import type { Organisation } from './coordinator.ts';
import { titleIn } from './desk-words.ts';
import type { Draft } from './musts.ts';
import {
  type Contact,
  CROPS,
  type Crop,
  type Day,
  type HarvestTerms,
  type Opening,
  type OpeningContent,
  type PayUnit,
  UNSTATED,
  type Work,
} from './opening.ts';
import { WORK_OF_CROP } from './work-words.ts';

/** What is asked, in the order in which it is asked. */
export const STEPS = [
  'kind',
  'work',
  'aid',
  'crop',
  'region',
  'place',
  'starts',
  'ends',
  'unit',
  'pay',
  'norm',
  'guarantee',
  'hours',
  'days',
  'housing',
  'food',
  'transport',
  'home',
  'rights',
  'patent',
  'quota',
  'contract',
  'places',
  'employer',
  'contact',
  'pledge',
  'note',
] as const;
export type Step = (typeof STEPS)[number];

/** What was said, and which questions were answered: also those that somebody skipped. */
export interface Said {
  readonly content: Draft;
  readonly asked: readonly Step[];
}

/** A draft as it is kept. */
export interface KeptDraft {
  readonly id: string;
  readonly said: Said;
  readonly organisation: Organisation;
  /** Who writes it: a coordinator's id. */
  readonly by: string;
  readonly updatedAt: Date;
  /** Waits for another person. */
  readonly submitted: boolean;
  /** Why it waits; of one that was sent back, why it was. */
  readonly review: readonly string[];
  /** Somebody sent it back. */
  readonly refused: boolean;
}

/** Why somebody sends a draft back. */
export const BACK_REASONS = ['pay', 'place', 'contact', 'promises', 'dates', 'not-ours'] as const;
export type BackReason = (typeof BACK_REASONS)[number];

/** Why a draft was sent back; `null` where it was not, or nobody said why. */
export const backReasonOf = ({
  refused,
  review,
}: Pick<KeptDraft, 'refused' | 'review'>): BackReason | null =>
  refused ? (BACK_REASONS.find((reason) => review.includes(reason)) ?? null) : null;

/** Nothing said of a harvest. */
const NO_TERMS: HarvestTerms = {
  unitsMin: null,
  unitsMax: null,
  guaranteedDay: null,
  daysPerWeek: null,
  brigade: null,
  comeFrom: null,
  comeUntil: null,
  pickup: null,
  foodADay: null,
  housingADay: null,
  wayHome: null,
};

/** Units of which somebody does many a day. */
export const COUNTED: readonly PayUnit[] = ['kg', 'box', 'piece'];

/** Crops that are a work's own; none for work that has no crop. */
export const cropsOf = (work: Work | null | undefined): readonly Crop[] =>
  work == null ? [] : CROPS.filter((crop) => WORK_OF_CROP.get(crop) === work);

/** Whether a question makes sense, given what was said. */
function applies(step: Step, { kind, work, pay }: Draft, organisation: Organisation): boolean {
  switch (step) {
    case 'kind':
    case 'region':
    case 'place':
    case 'employer':
    case 'pledge':
    case 'note':
      return true;
    case 'contact':
      return organisation.line === null && organisation.url === null;
    case 'aid':
      return kind === 'support';
    case 'crop':
      return kind !== 'support' && cropsOf(work).length > 0;
    case 'ends':
      return kind === 'harvest' || kind === 'temporary';
    case 'norm':
    case 'guarantee':
      return kind === 'harvest' && pay != null && COUNTED.includes(pay.unit);
    case 'days':
    case 'home':
      return kind === 'harvest';
    default:
      return kind !== 'support';
  }
}

/** Everything that is asked of such an opening. */
export const stepsOf = ({ content }: Said, organisation: Organisation): readonly Step[] =>
  STEPS.filter((step) => applies(step, content, organisation));

/** What is asked next; `null`: everything was. */
export const nextStep = (said: Said, organisation: Organisation): Step | null =>
  stepsOf(said, organisation).find((step) => !said.asked.includes(step)) ?? null;

/** The same with one more answer. */
export const withAnswer = (said: Said, step: Step, change: Draft): Said => ({
  content: { ...said.content, ...change },
  asked: said.asked.includes(step) ? said.asked : [...said.asked, step],
});

/**
 * The same with the rights to work that the employer takes. Only who names a right that is bound to an employer is
 * asked for a quota; of everybody whom the law lets, nobody would be helped by asking each poster.
 */
export function withRights(said: Said, accepts: Draft['accepts'], needsQuota: boolean): Said {
  const { content, asked } = withAnswer(said, 'rights', { accepts: accepts ?? null });
  const others = asked.filter((step) => step !== 'quota');
  const named = { content, asked: others };
  return needsQuota ? named : withAnswer(named, 'quota', Array.isArray(accepts) ? { quota: null } : {});
}

/** The terms of its harvest, with a change. */
export const withTerms = ({ content }: Said, terms: Partial<HarvestTerms>): Draft => ({
  harvest: { ...(content.harvest ?? NO_TERMS), ...terms },
});

/** What the next opening takes over from one: everything but what is its own. */
export const copyOf = (opening: OpeningContent, organisation: Organisation): Said => {
  const {
    startsOn: _,
    endsOn: __,
    validUntil: ___,
    postedOn: ____,
    pledge: _____,
    title: ______,
    ...content
  } = opening;
  const again: readonly Step[] = [
    ...(['starts', 'ends', 'pledge'] as const),
    // Older openings did not say it.
    ...(content.accepts === null ? (['rights'] as const) : []),
    ...(content.contract === null ? (['contract'] as const) : []),
  ];
  return {
    content,
    asked: STEPS.filter((step) => !again.includes(step) && applies(step, content, organisation)),
  };
};

/** What it is called: nobody types a title, so it is the work in the poster's words. */
export interface Named {
  readonly title: string;
  readonly today: Day;
}

/** What it says of a harvest; a norm of what is not counted any more says nothing. */
function termsOf({ harvest = null, pay }: Draft): HarvestTerms | null {
  const isCounted = pay != null && COUNTED.includes(pay.unit);
  return harvest === null || isCounted
    ? harvest
    : { ...harvest, unitsMin: null, unitsMax: null, guaranteedDay: null };
}

/** How they are reached, and whether by a line of who vouches. */
function contactOf({ contact }: Draft, { url, line }: Organisation): Contact {
  const isSaid = contact?.url != null || contact?.phone != null;
  const { own: _, ...said } = isSaid ? contact : { url, phone: line };
  const phones = line === null ? [] : [line];
  const isOwn = said.phone !== null && isKnown('phone', said.phone, { phones, links: [] });
  return isOwn ? { ...said, own: true } : said;
}

/** The draft with what goes without saying: who vouches for it, and how they are reached. */
export function wholeDraft({ content }: Said, organisation: Organisation, { title, today }: Named): Draft {
  const isHarvest = content.kind === 'harvest';
  return {
    ...content,
    title: content.title ?? title,
    contact: contactOf(content, organisation),
    vouchedBy: titleIn(organisation, content.locale ?? 'en'),
    harvest: isHarvest ? termsOf(content) : null,
    ...(content.kind === 'support' ? { work: null, crop: null, pay: null } : { aid: null }),
    postedOn: today,
    validUntil: content.validUntil ?? content.endsOn ?? null,
  };
}

/** The content of an opening, where nothing that must be said is missing; what is not said is not stated. */
export function contentOf(draft: Draft): OpeningContent | null {
  const { kind, title, region, locale, contact, postedOn } = draft;
  if (
    kind === undefined ||
    title === undefined ||
    region === undefined ||
    locale === undefined ||
    contact === undefined ||
    postedOn === undefined
  )
    return null;
  return {
    ...UNSTATED,
    work: null,
    crop: null,
    aid: null,
    note: null,
    place: null,
    startsOn: null,
    endsOn: null,
    pay: null,
    hoursPerDay: null,
    housing: null,
    food: null,
    transport: null,
    places: null,
    medicalBook: null,
    employer: null,
    employerId: null,
    validUntil: null,
    ...draft,
    kind,
    title,
    region,
    locale,
    contact,
    postedOn,
  };
}

/** Where no code is yet. */
const NO_CODE = '?????';

/** The opening as it would be held. */
export const openingFrom = (content: OpeningContent, id: string, code: string = NO_CODE): Opening => ({
  ...content,
  id,
  code,
  source: 'chat',
  externalId: id,
  status: 'open',
  closeReason: null,
  placesLeft: content.places,
  expiresOn: expiresOn(content),
  bulletinId: null,
  revision: 0,
  placesAt: null,
});
