/** The questions about a draft that take a day or a number, by tap or typed. */
import type { Dialogue, KeptAnswer, NumberQuestion } from './conversation.ts';
import { type KeptDraft, withTerms } from './draft.ts';
import { asking, type Change, unclear, words } from './draft-question.ts';
import { daysAfter } from './feed-values.ts';
import { phrase } from './message.ts';
import type { Day, PayUnit } from './opening.ts';
import { dayIn } from './prefill.ts';

/** Days from today on which work begins, and from its first day on which it ends. */
const AHEAD = { starts: [0, 1, 2, 3, 7, 14, 21, 30], ends: [7, 14, 30, 45, 60, 90] } as const;

/** On which day work begins or ends. */
export async function askDay(
  dialogue: Dialogue,
  step: 'starts' | 'ends',
  draft: KeptDraft | null,
): Promise<Change> {
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

/** What one person does a day, by unit. */
const NORMS: Readonly<Partial<Record<PayUnit, readonly string[]>>> = {
  kg: ['20-40', '40-60', '60-100', '100-200', '200-400'],
  box: ['5-10', '10-20', '20-40', '40-80'],
  piece: ['50-100', '100-200', '200-500'],
};

/** How much one person does a day. */
export async function askNorm(dialogue: Dialogue, draft: KeptDraft | null): Promise<Change> {
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

/** What is a number. */
export type Counted = 'guarantee' | 'hours' | 'days' | 'places';

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

/** Asks for one. */
export async function askCount(dialogue: Dialogue, step: Counted, draft: KeptDraft | null): Promise<Change> {
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
