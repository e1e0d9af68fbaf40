/** What is wrong with an opening while it is typed. A finding says what and where, never the words. */
import { contactHits, isKnown, type KnownContacts } from './contact-lint.ts';
import type { WordKind } from './lint-words.ts';
import { type Draft, type DraftField, type MustName, missing } from './musts.ts';
import { localesOf, textsOfNote } from './note-translations.ts';
import type { Day, Pay, Work } from './opening.ts';
import { monthlyPay } from './pay.ts';
import type { PayNorm } from './pay-norm.ts';
import { readingOf, type Span } from './reading.ts';
import { wordHits } from './word-lint.ts';

/** What may be found. */
export type FindingKind =
  | `missing-${MustName}`
  | 'over'
  | 'ends-before-start'
  | 'against-pledge'
  | WordKind
  | 'unknown-link'
  | 'unknown-phone'
  | 'pay-too-high'
  | 'pay-too-low'
  | 'other-currency'
  | 'stale-translation';

/** It cannot be published; a moderator looks at it first; whoever types may think again. */
export type Severity = 'block' | 'moderate' | 'hint';

export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly field: DraftField;
  /** Of a translation: its language. */
  readonly locale?: string;
  /** Where in the field it stands, for marking it; for people only, never for logs. `null`: the field as a whole. */
  readonly span: Span | null;
}

export interface LintContext {
  readonly today: Day;
  /** Of the organisation that posts. */
  readonly known: KnownContacts;
  /** ISO 4217, the country's. */
  readonly currency: string;
  /** `null` where no source is on file: pay is not judged then. */
  readonly payNorm: Pick<PayNorm, 'usual' | 'least'> | null;
}

/** Everything that is wrong with the draft: what is missing first, then field by field. */
export function lint(draft: Draft, context: LintContext): readonly Finding[] {
  const inTexts = [
    ...textsOf(draft).flatMap(([field, text]) => textFindings(field, text, context.known)),
    ...textsOfNote(draft).flatMap(([locale, text]) =>
      textFindings('notes', text, context.known).map((found) => ({ ...found, locale })),
    ),
  ];
  return [
    ...missing(draft).map(({ must, field }) => finding(`missing-${must}`, 'block', field)),
    ...dateFindings(draft, context.today),
    ...payFindings(draft, context),
    ...inTexts,
    ...pledgeFindings(draft, inTexts),
    ...staleFindings(draft),
    ...contactFindings(draft, context.known),
  ];
}

const finding = (
  kind: FindingKind,
  severity: Severity,
  field: DraftField,
  span: Span | null = null,
): Finding => ({ kind, severity, field, span });

function dateFindings({ startsOn, endsOn, validUntil }: Draft, today: Day): readonly Finding[] {
  const ends = (
    [
      ['endsOn', endsOn],
      ['validUntil', validUntil],
    ] as const
  ).flatMap(([field, end]) =>
    end !== null && end !== undefined && end < today && (field === 'endsOn' || end !== endsOn)
      ? [finding('over', 'block', field)]
      : [],
  );
  // It may have waited for whoever looks at it: they see that it began.
  const began = startsOn !== null && startsOn !== undefined && startsOn < today;
  const over = [...(began ? [finding('over', 'moderate', 'startsOn')] : []), ...ends];
  const isReversed =
    startsOn !== null && startsOn !== undefined && endsOn !== null && (endsOn ?? startsOn) < startsOn;
  return isReversed ? [...over, finding('ends-before-start', 'block', 'endsOn')] : over;
}

/** What a promise rules out. */
const RULED_OUT = [
  ['no-fee', 'fee'],
  ['papers', 'passport-kept'],
] as const;

/** Words may be misread, but not two promises at once: what takes back both is not published under them. */
function pledgeFindings({ pledge = [] }: Draft, inTexts: readonly Finding[]): readonly Finding[] {
  const broken = RULED_OUT.filter(
    ([point, kind]) => pledge.includes(point) && inTexts.some((found) => found.kind === kind),
  );
  if (broken.length === 0) return [];
  return [finding('against-pledge', broken.length > 1 ? 'block' : 'moderate', 'pledge')];
}

/** Pay above twice the usual is the mark of a trap: no honest neighbour pays it. */
const TOO_MANY_TIMES = 2;

function payFindings(
  { pay = null, work = null, hoursPerDay = null }: Draft,
  context: LintContext,
): readonly Finding[] {
  if (pay === null) return [];
  if (pay.currency !== context.currency) return [finding('other-currency', 'hint', 'pay')];
  const monthly = monthlyPay(pay, hoursPerDay);
  const { usual = null, least = null } = context.payNorm ?? {};
  if (monthly === null) return [];
  if (usual !== null && monthly > TOO_MANY_TIMES * usual)
    return [finding(tooHigh(work, pay), 'moderate', 'pay')];
  return least !== null && monthly < least ? [finding('pay-too-low', 'moderate', 'pay')] : [];
}

/** Couriers of drugs are promised much, by the week. */
const tooHigh = (work: Work | null, { unit }: Pay): FindingKind =>
  work === 'courier' && unit === 'week' ? 'drug-courier' : 'pay-too-high';

/** Longer texts are not kept, and hostile ones cost little. */
const LONGEST_READ = 4_000;

const textsOf = (draft: Draft): readonly (readonly [DraftField, string])[] =>
  (
    [
      ['title', draft.title],
      ['note', draft.note],
      ['place', draft.place],
      ['employer', draft.employer],
      ['vouchedBy', draft.vouchedBy],
      ['pickup', draft.harvest?.pickup],
    ] as const
  ).flatMap(([field, text]) => (text === null || text === undefined ? [] : [[field, text] as const]));

function textFindings(field: DraftField, text: string, known: KnownContacts): readonly Finding[] {
  const reading = readingOf(text.slice(0, LONGEST_READ));
  return (
    [...wordHits(reading), ...contactHits(reading, known)]
      // People ring the contact: a telephone that stands elsewhere is somebody's own, and whoever posts can move it.
      .map(({ kind, span }) => finding(kind, kind === 'unknown-phone' ? 'block' : 'moderate', field, span))
      .sort((a, b) => (a.span?.from ?? 0) - (b.span?.from ?? 0))
  );
}

/** Nobody is shown a translation of words that the note had before. */
const staleFindings = ({ note = null, notes = {} }: Draft): readonly Finding[] =>
  localesOf({ note, notes }, 'stale').map((locale) => ({
    ...finding('stale-translation', 'hint', 'notes'),
    locale,
  }));

function contactFindings({ contact }: Draft, known: KnownContacts): readonly Finding[] {
  const ways = [
    ['phone', contact?.phone],
    ['link', contact?.url],
  ] as const;
  return ways
    .filter(
      ([kind, way]) => typeof way === 'string' && /[\p{L}\p{N}]/u.test(way) && !isKnown(kind, way, known),
    )
    .map(([kind]) => finding(`unknown-${kind}`, 'moderate', 'contact'));
}
