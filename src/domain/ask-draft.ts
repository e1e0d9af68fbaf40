/** The questions about an opening: one for each step, most of them one tap. What is answered is in the draft at once. */
import { basisNow } from './ask-permit.ts';
import type { Dialogue, KeptAnswer, NumberQuestion, Option } from './conversation.ts';
import type { Organisation } from './coordinator.ts';
import type { Desk } from './desk.ts';
import { lineIn, pageIn } from './desk-words.ts';
import {
  COUNTED,
  cropsOf,
  type KeptDraft,
  type Said,
  type Step,
  stepsOf,
  withAnswer,
  withRights,
  withTerms,
} from './draft.ts';
import { daysAfter } from './feed-values.ts';
import { type Phrase, phrase, raw } from './message.ts';
import type { Draft } from './musts.ts';
import {
  AIDS,
  CONTRACTS,
  type Crop,
  type Day,
  KINDS,
  PAY_UNITS,
  PAYERS,
  type PayUnit,
  PLEDGES,
  PROVISIONS,
  WORKS,
  type Work,
} from './opening.ts';
import { kindLabel, regionName, workLabel } from './phrases.ts';
import { dayIn } from './prefill.ts';
import { readNumber } from './search.ts';
import { typedText } from './typed-text.ts';
import { WORK_OF_CROP } from './work-words.ts';

/** More regions than this are chosen by district. */
const MOST_FLAT = 12;

/** What an answer changes, given what was said before. */
type Change = (said: Said) => Draft;
/** The same, where it also settles other questions. */
type Settles = { readonly whole: (said: Said) => Said };

/** What of a question is the same for all. */
interface Asking {
  readonly id: string;
  readonly text: readonly Phrase[];
  readonly step?: { readonly now: number; readonly of: number };
}

const words = (text: string): Phrase => phrase('common:as-is', { text: raw(text) });
const named = (what: string): Phrase => phrase(`post:field-${what}`);

/** Where the name of a field alone does not say what is meant. */
function questionFor(step: Step, draft: KeptDraft | null): Phrase {
  const { kind, pay } = draft?.said.content ?? {};
  if (step === 'place') return phrase(kind === 'harvest' ? 'post:ask-place-harvest' : 'post:ask-place');
  if (step === 'norm' && pay != null && COUNTED.includes(pay.unit))
    return phrase(`post:ask-norm-${pay.unit}`);
  return step === 'guarantee' ? phrase('post:ask-guarantee') : named(step);
}

function asking(step: Step, draft: KeptDraft | null, ...how: readonly string[]): Asking {
  const steps = draft === null ? [] : stepsOf(draft.said, draft.organisation);
  return {
    id: step,
    text: [
      phrase('post:ask', { what: questionFor(step, draft) }),
      ...how.map((key) => phrase(`post:${key}`)),
    ],
    ...(steps.includes(step) ? { step: { now: steps.indexOf(step) + 1, of: steps.length } } : {}),
  };
}

const keep = (desk: Desk, id: string, step: Step, change: Change): Promise<string | null> =>
  desk.saveDraft(id, (said) => withAnswer(said, step, change(said)));

/** Asks one question about a draft and keeps the answer. `false`: the draft is gone. */
export async function askStep(dialogue: Dialogue, id: string, step: Step): Promise<boolean> {
  const draft = await dialogue.desk.draft(id);
  const change = await answerTo(dialogue, id, step, draft);
  if (change === 'kept') return true;
  if (change === 'gone') return false;
  return dialogue.act('save', async (desk) => {
    const kept =
      typeof change === 'function' ? keep(desk, id, step, change) : desk.saveDraft(id, change.whole);
    return (await kept) !== null;
  });
}

/** Works that a harvest can be of, before all others. */
const HARVESTED: ReadonlySet<Work> = new Set(WORK_OF_CROP.values());

const worksFor = (draft: KeptDraft | null): readonly Work[] =>
  draft?.said.content.kind === 'harvest' ? WORKS.filter((work) => HARVESTED.has(work)) : WORKS;

async function answerTo(
  dialogue: Dialogue,
  id: string,
  step: Step,
  draft: KeptDraft | null,
): Promise<Change | Settles | 'kept' | 'gone'> {
  const content = draft?.said.content ?? {};
  switch (step) {
    case 'kind': {
      const kind = await dialogue.askOne({
        ...asking(step, draft),
        options: KINDS.map((value) => ({ value, label: kindLabel(value) })),
      });
      return () => (kind === null ? {} : { kind });
    }
    case 'work': {
      const work = await dialogue.askOne({
        ...asking(step, draft),
        options: worksFor(draft).map((value) => ({ value, label: workLabel(value) })),
      });
      return () => ({ work, crop: null });
    }
    case 'aid': {
      const aid = await dialogue.askOne({
        ...asking(step, draft),
        options: AIDS.map((value) => ({ value, label: phrase(`terms:aids.${value}.label`) })),
      });
      return () => ({ aid });
    }
    case 'crop': {
      const crop = await dialogue.askOne<Crop>({
        ...asking(step, draft),
        skippable: true,
        options: cropsOf(content.work).map((value) => ({ value, label: phrase(`crops:${value}`) })),
      });
      return () => ({ crop });
    }
    case 'region': {
      const region = await dialogue.askOne({
        ...asking(step, draft, 'type-region'),
        ...regionsFor(dialogue, draft),
      });
      return () => (region === null ? {} : { region });
    }
    case 'starts':
    case 'ends':
      return askDay(dialogue, step, draft);
    case 'unit': {
      const unit = await dialogue.askOne<PayUnit>({
        ...asking(step, draft),
        options: PAY_UNITS.map((value) => ({ value, label: phrase(`terms:each.${value}`) })),
      });
      const currency = dialogue.exchange.posting.currency;
      return ({ content: { pay } }) => ({
        pay: { min: pay?.min ?? null, max: pay?.max ?? null, unit: unit ?? 'month', currency },
      });
    }
    case 'norm':
      return askNorm(dialogue, draft);
    case 'housing':
    case 'food':
    case 'transport': {
      const given = await dialogue.askOne({
        ...asking(step, draft),
        columns: 1,
        options: PROVISIONS.map((value) => ({
          value,
          label: phrase(value === 'paid' ? `post:paid-${step}` : `terms:${step}.${value}`),
        })),
      });
      return () => ({ [step]: given });
    }
    case 'home':
    case 'patent': {
      const payer = await dialogue.askOne({
        ...asking(step, draft),
        columns: 1,
        options: PAYERS.map((value) => ({ value, label: phrase(`post:payer-${value}`) })),
      });
      return (said) => (step === 'home' ? withTerms(said, { wayHome: payer }) : { permitPayer: payer });
    }
    case 'rights':
      return askRights(dialogue, draft);
    case 'contract': {
      const contract = await dialogue.askOne({
        ...asking(step, draft),
        columns: 1,
        options: CONTRACTS.map((value) => ({ value, label: phrase(`post:contract-${value}`) })),
      });
      return () => ({ contract });
    }
    case 'quota': {
      const quota = await dialogue.askOne({
        ...asking(step, draft, 'quota-how'),
        skippable: true,
        options: (['yes', 'no'] as const).map((value) => ({ value, label: phrase(`terms:words.${value}`) })),
      });
      return () => ({ quota: quota === null ? null : quota === 'yes' });
    }
    case 'pay':
      return askPay(dialogue, draft);
    case 'guarantee':
    case 'hours':
    case 'days':
    case 'places':
      return askCount(dialogue, step, draft);
    case 'pledge': {
      const points = await dialogue.askMany({
        ...asking(step, draft, 'pledge-how', 'pledge-five'),
        any: phrase('post:pledge-all'),
        columns: 1,
        options: PLEDGES.map((value) => ({ value, label: phrase(`post:pledge-${value}`) })),
      });
      return () => ({ pledge: points === 'any' ? PLEDGES : (points ?? []) });
    }
    case 'place':
    case 'employer':
    case 'contact':
    case 'note':
      return askWords(dialogue, id, step, draft);
  }
}

/** Whom the employer takes: everybody whom the law lets is one tap. Without rules there is nothing to choose from. */
async function askRights(dialogue: Dialogue, draft: KeptDraft | null): Promise<Settles> {
  const { law } = dialogue.exchange;
  const bases = await dialogue.remember('bases', () => law().bases);
  const bound = await dialogue.remember('bound', () =>
    law().bases.filter((basis) => basisNow(dialogue, basis)?.bound === 'employer'),
  );
  const chosen =
    bases.length === 0
      ? 'any'
      : await dialogue.askMany({
          ...asking('rights', draft, 'rights-how'),
          any: phrase('post:rights-any'),
          columns: 1,
          options: bases.map((value) => ({ value, label: phrase(`permit:basis-${value}`) })),
        });
  const accepts = chosen === 'any' || (chosen?.length ?? 0) > 0 ? chosen : null;
  const needsQuota = Array.isArray(accepts) && accepts.some((basis) => bound.includes(basis));
  return { whole: (said) => withRights(said, accepts, needsQuota) };
}

function regionsFor({ exchange: { places, posting } }: Dialogue, draft: KeptDraft | null) {
  const theirs = draft?.organisation.regions ?? 'any';
  const regions = places.regions.filter(({ code }) => theirs === 'any' || theirs.includes(code));
  const districts = places.districts.filter((one) => regions.some(({ district }) => district === one));
  return {
    ...(regions.length <= MOST_FLAT
      ? {}
      : { groups: districts.map((value) => ({ value, label: regionName(value) })) }),
    options: regions.map(({ code, district }) => ({ value: code, label: regionName(code), group: district })),
    search: (typed: string) =>
      posting.regionsLike(typed).filter((code) => regions.some((region) => region.code === code)),
  };
}

/** Days from today on which work begins, and from its first day on which it ends. */
const AHEAD = { starts: [0, 1, 2, 3, 7, 14, 21, 30], ends: [7, 14, 30, 45, 60, 90] } as const;

async function askDay(dialogue: Dialogue, step: 'starts' | 'ends', draft: KeptDraft | null): Promise<Change> {
  const { today } = dialogue;
  const from: Day = step === 'starts' ? today : (draft?.said.content.startsOn ?? today);
  const day = await dialogue.askText<string>({
    ...asking(step, draft, 'type-day'),
    options: AHEAD[step].map((days) => {
      const value = daysAfter(from, days);
      return { value, label: phrase('common:as-is', { text: { day: value } }) };
    }),
    read: async (text): Promise<KeptAnswer> => {
      const typed = dayIn(text, from);
      if (typed === null) return unclear;
      if (typed >= from) return { kind: 'kept', value: typed };
      const hint =
        step === 'starts' ? phrase('post:day-past') : phrase('post:day-before', { day: { day: from } });
      return { kind: 'unclear', hint };
    },
  });
  return () => (step === 'starts' ? { startsOn: day } : { endsOn: day });
}

const unclear = { kind: 'unclear', hint: phrase('post:unclear') } as const;

/** What one person does a day, by unit. */
const NORMS: Readonly<Partial<Record<PayUnit, readonly string[]>>> = {
  kg: ['20-40', '40-60', '60-100', '100-200', '200-400'],
  box: ['5-10', '10-20', '20-40', '40-80'],
  piece: ['50-100', '100-200', '200-500'],
};

async function askNorm(dialogue: Dialogue, draft: KeptDraft | null): Promise<Change> {
  const norm = await dialogue.askText<string>({
    ...asking('norm', draft, 'type-too'),
    skippable: true,
    options: (NORMS[draft?.said.content.pay?.unit ?? 'kg'] ?? []).map((value) => ({
      value,
      label: words(value.replace('-', '–')),
    })),
    read: async (text): Promise<KeptAnswer> => {
      const [, low, high] = /^\s*(\d{1,5})(?:\s*[-–—]\s*(\d{1,5}))?\D*$/.exec(text) ?? [];
      return low === undefined || Number(low) === 0 || Number(high ?? low) < Number(low)
        ? unclear
        : { kind: 'kept', value: `${Number(low)}-${Number(high ?? low)}` };
    },
  });
  const [min, max] = (norm ?? '').split('-').map(Number);
  return (said) => withTerms(said, norm === null ? {} : { unitsMin: min ?? null, unitsMax: max ?? null });
}

type Counted = 'guarantee' | 'hours' | 'days' | 'places';

/** Round sums by unit: any other may be typed. */
const SUMS: Readonly<Record<PayUnit, readonly number[]>> = {
  hour: [250, 300, 350, 400, 500],
  day: [2_000, 2_500, 3_000, 3_500, 4_000],
  week: [15_000, 20_000, 25_000, 30_000],
  month: [50_000, 60_000, 80_000, 100_000, 120_000],
  season: [100_000, 150_000, 200_000, 300_000],
  kg: [15, 20, 30, 40, 50, 70],
  box: [50, 80, 100, 150, 200],
  piece: [5, 10, 20, 50],
};

const MOST_PAID = 10_000_000;

/** A sum, or two with the lower first: `40-50`, `от 80 до 100 тыс.`; `null` where it is none. */
function sumsIn(text: string): string | null {
  const [low, high = low, ...more] = text
    .slice(0, 40)
    .split(/\s*[-–—]\s*|\sдо\s|\sto\s/u)
    .map(readNumber);
  if (low == null || high == null || more.length > 0) return null;
  // Thousands are said once: `80-100 тыс.`
  const min = high >= 1_000 && low < 1_000 && low * 1_000 <= high ? low * 1_000 : low;
  return min >= 1 && min <= high && high <= MOST_PAID ? `${min}-${high}` : null;
}

async function askPay(dialogue: Dialogue, draft: KeptDraft | null): Promise<Change> {
  const { currency } = dialogue.exchange.posting;
  const unit = draft?.said.content.pay?.unit ?? 'month';
  const sum = await dialogue.askText<string>({
    ...asking('pay', draft, 'type-pay'),
    literal: true,
    options: SUMS[unit].map((value) => ({
      value: String(value),
      label: phrase('common:as-is', { text: { amount: value, currency } }),
    })),
    read: async (text): Promise<KeptAnswer> => {
      const value = sumsIn(text);
      return value === null
        ? { kind: 'unclear', hint: phrase('post:pay-hint', { max: MOST_PAID }) }
        : { kind: 'kept', value };
    },
  });
  const [min = null, max = min] = sum === null ? [] : sum.split('-').map(Number);
  return (said) => ({ pay: { unit: said.content.pay?.unit ?? 'month', currency, min, max } });
}

const COUNTS = {
  guarantee: { values: [0, 1_000, 1_500, 2_000, 2_500], max: 1_000_000 },
  hours: { values: [6, 8, 10, 12], max: 24 },
  days: { values: [5, 6, 7], max: 7 },
  places: { values: [5, 10, 15, 20, 30, 50], max: 10_000 },
} as const;

function countQuestion(
  step: Counted,
  draft: KeptDraft | null,
  currency: string,
): Omit<NumberQuestion, 'kind'> {
  const { values, max } = COUNTS[step];
  const isSum = step === 'guarantee';
  return {
    ...asking(step, draft, 'type-too'),
    min: step === 'guarantee' ? 0 : 1,
    max,
    suggestions: values.map((value) => ({
      value,
      label: phrase('common:as-is', { text: isSum ? { amount: value, currency } : value }),
    })),
  };
}

async function askCount(dialogue: Dialogue, step: Counted, draft: KeptDraft | null): Promise<Change> {
  const { currency } = dialogue.exchange.posting;
  const number = await dialogue.askNumber(countQuestion(step, draft, currency));
  return (said) => {
    switch (step) {
      case 'guarantee':
        return withTerms(said, { guaranteedDay: number });
      case 'hours':
        return { hoursPerDay: number };
      case 'days':
        return withTerms(said, { daysPerWeek: number });
      case 'places':
        return { places: number };
    }
  };
}

type Worded = 'place' | 'employer' | 'contact' | 'note';

const LONGEST: Readonly<Record<Exclude<Worded, 'contact'>, number>> = {
  place: 120,
  employer: 120,
  note: 600,
};

/** Nobody sends a longer one. */
const MOST_TYPED = 4_000;

/** What typed words change, or `null` where they are no answer. */
function wordsIn(step: Worded, text: string): Draft | null {
  if (step === 'contact') {
    const [url, phone] = [pageIn(text), lineIn(text)];
    return url === null && phone === null ? null : { contact: { url, phone: url === null ? phone : null } };
  }
  const typed = typedText(step === 'note' ? text : text.replace(/\s+/g, ' '), LONGEST[step]);
  return /[\p{L}\p{N}]/u.test(typed) ? { [step]: typed } : null;
}

/** What may be tapped in place of words. */
function instead(step: Worded, organisation: Organisation | undefined): readonly Option[] {
  if (step === 'employer') return [{ value: 'none', label: phrase('post:employer-vouched') }];
  if (step !== 'contact' || organisation === undefined) return [];
  const { line, url } = organisation;
  return line === null && url === null ? [] : [{ value: 'none', label: phrase('post:contact-own') }];
}

/** Words go to the draft while they are read, and nowhere else. */
async function askWords(
  dialogue: Dialogue,
  id: string,
  step: Worded,
  draft: KeptDraft | null,
): Promise<Change | 'kept' | 'gone'> {
  const options = instead(step, draft?.organisation);
  const answer = await dialogue.askText<string>({
    ...asking(step, draft, step === 'place' ? 'type' : `type-${step}`),
    ...(options.length === 0 ? {} : { options, columns: 1 }),
    skippable: step === 'note',
    read: async (text, desk): Promise<KeptAnswer> => {
      if (step !== 'contact' && typedText(text, MOST_TYPED) !== typedText(text, LONGEST[step]))
        return { kind: 'unclear', hint: phrase('post:too-long', { max: LONGEST[step] }) };
      const change = wordsIn(step, text);
      if (change === null) return unclear;
      const kept = await keep(desk, id, step, () => change);
      return { kind: 'kept', value: kept === null ? 'gone' : 'kept' };
    },
  });
  if (answer === 'kept' || answer === 'gone') return answer;
  return () => (step === 'contact' ? { contact: { url: null, phone: null } } : { [step]: null });
}
