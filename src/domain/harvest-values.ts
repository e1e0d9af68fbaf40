/** Reading the terms of a harvest as people write them in a table: what is blank is not stated, and never 0. */
import { day, type Fields, flag, text, whole } from './feed-values.ts';
import { type HarvestTerms, PAYERS, type Payer, PLEDGES, type Pledge } from './opening.ts';
import { keptText } from './plain-text.ts';

/** Words for "nothing": a stated 0. */
const NOTHING = /^(?:0+|none|no|нет|без|йўқ|yo[ʻ‘’'ʼ]q|не|нест|жок)$/iu;

/** A sum that may be nothing: `0` where that is what was written, `null` where nothing was. */
const sumOrNone = (value: unknown, max?: number): number | null =>
  NOTHING.test(text(value) ?? '') ? 0 : whole(value, max);

const MOST_DAYS = 7;
const MOST_TOGETHER = 500;

/** Cells that hold one number each, and how each is read. */
const NUMBERS: Readonly<Record<string, (value: unknown) => number | null>> = {
  units_per_day_min: whole,
  units_per_day_max: whole,
  guaranteed_min: sumOrNone,
  days_week: (value) => whole(value, MOST_DAYS),
  brigade: (value) => whole(value, MOST_TOGETHER),
  food_price: sumOrNone,
  housing_price: sumOrNone,
};

const numberIn = (cells: Fields, name: string): number | null => NUMBERS[name]?.(cells[name]) ?? null;

/** The first cell of a harvest's that says something we cannot read. */
export function misreadTerm(cells: Fields): string | null {
  const misread = (name: string, read: (value: unknown) => unknown): boolean =>
    text(cells[name]) !== null && read(cells[name]) === null;
  const days = ['come_from', 'come_until'].find((name) => misread(name, day));
  return days ?? Object.entries(NUMBERS).find(([name, read]) => misread(name, read))?.[0] ?? null;
}

/** Terms of a harvest from cells by our column names; `null` where none is stated. */
export function termsOf(cells: Fields): HarvestTerms | null {
  const [low, high] = [numberIn(cells, 'units_per_day_min'), numberIn(cells, 'units_per_day_max')];
  const swapped = low !== null && high !== null && low > high;
  const terms: HarvestTerms = {
    unitsMin: swapped ? high : low,
    unitsMax: swapped ? low : high,
    guaranteedDay: numberIn(cells, 'guaranteed_min'),
    daysPerWeek: numberIn(cells, 'days_week'),
    brigade: numberIn(cells, 'brigade'),
    comeFrom: day(cells['come_from']),
    comeUntil: day(cells['come_until']),
    pickup: keptText(text(cells['pickup'])?.replace(/\s+/g, ' ') ?? null, 120),
    foodADay: numberIn(cells, 'food_price'),
    housingADay: numberIn(cells, 'housing_price'),
    wayHome: payerOf(cells['transport_home']),
  };
  return Object.values(terms).every((term) => term === null) ? null : terms;
}

/** Who pays something: in words, or by whether it is free for the worker. */
export function payerOf(value: unknown): Payer | null {
  const written = text(value)?.toLowerCase();
  if (written === undefined) return null;
  const named = PAYERS.find((payer) => payer === written);
  if (named !== undefined) return named;
  if (/свой|своих|сам|работник|рабочи|worker|paid|платно|none/u.test(written) && !/бесплатно/u.test(written))
    return 'worker';
  if (/работодател|хозяйств|компани|наш|employer|бесплатно|возмещ/u.test(written)) return 'employer';
  const free = flag(value);
  return free === null ? null : free ? 'employer' : 'worker';
}

/** Points of the pledge: `all`, or a list of them; `null` where a word of it is none. */
export function pledgeOf(value: unknown): readonly Pledge[] | null {
  const words = (text(value)?.toLowerCase() ?? '').split(/[\s,;|]+/).filter((word) => word !== '');
  if (words.length === 1 && words[0] === 'all') return PLEDGES;
  const points = PLEDGES.filter((point) => words.includes(point));
  return points.length === new Set(words).size ? points : null;
}
