/** The question of what is paid: a sum, or a range of two. */
import type { Dialogue, KeptAnswer } from './conversation.ts';
import type { KeptDraft } from './draft.ts';
import { asking, type Change } from './draft-question.ts';
import { phrase } from './message.ts';
import type { PayUnit } from './opening.ts';
import { readNumber } from './search.ts';

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

/** Asks what is paid for what was said to be paid. */
export async function askPay(dialogue: Dialogue, draft: KeptDraft | null): Promise<Change> {
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
