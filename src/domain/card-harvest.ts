/** What a card says of a harvest beside what every card says, and what its pay comes to. */
import { type Phrase, type PhraseValue, phrase, raw } from './message.ts';
import type { HarvestTerms, Opening, PayUnit } from './opening.ts';
import { listed } from './phrases.ts';
import {
  type CountedPay,
  type Deduction,
  type PermitCost,
  type Span,
  truePay,
  type UnstatedPay,
  unitsOf,
} from './true-pay.ts';

const PIECES = ['kg', 'box', 'piece'] as const satisfies readonly PayUnit[];
type Piece = (typeof PIECES)[number];

const pieceOf = ({ pay }: Opening): Piece | null => PIECES.find((unit) => unit === pay?.unit) ?? null;

/** The lines of a harvest; none for anything else. `permit` is what one costs whom, where a verdict says it. */
export function harvestLines(opening: Opening, permit: PermitCost | null = null): readonly Phrase[] {
  if (opening.kind !== 'harvest') return [];
  const { harvest } = opening;
  const pay = truePay(opening, permit);
  return [
    ...(pieceOf(opening) === null && (harvest?.guaranteedDay ?? null) === null
      ? []
      : [guaranteeLine(opening)]),
    ...(harvest === null ? [] : termLines(harvest)),
    phrase(`harvest:home-${harvest?.wayHome ?? 'unknown'}`),
    ...(pay.kind === 'stated' ? payLines(opening, pay, permit) : unstatedLines(opening, pay)),
  ];
}

function guaranteeLine({ harvest, pay }: Opening): Phrase {
  const least = harvest?.guaranteedDay ?? null;
  if (least === null) return phrase('harvest:guarantee-unknown');
  if (least === 0) return phrase('harvest:guarantee-none');
  return phrase('harvest:guarantee', { amount: { amount: least, currency: pay?.currency ?? 'RUB' } });
}

/** What few state, and nobody misses where it is not stated. */
const termLines = ({ brigade, comeFrom, comeUntil, pickup }: HarvestTerms): readonly Phrase[] => [
  ...(brigade === null ? [] : [phrase('harvest:brigade', { count: brigade })]),
  ...comeLine(comeFrom, comeUntil),
  ...(pickup === null ? [] : [phrase('harvest:pickup', { place: raw(pickup) })]),
];

function comeLine(from: HarvestTerms['comeFrom'], until: HarvestTerms['comeUntil']): readonly Phrase[] {
  if (from !== null && until !== null)
    return [phrase('harvest:come-range', { start: { day: from }, end: { day: until } })];
  if (from !== null) return [phrase('harvest:come-from', { start: { day: from } })];
  return until === null ? [] : [phrase('harvest:come-until', { end: { day: until } })];
}

/** Without a sum, the norm and what is taken off are still said where they are known. */
function unstatedLines(opening: Opening, { missing, deductions }: UnstatedPay): readonly Phrase[] {
  const piece = pieceOf(opening);
  const units = unitsOf(opening.harvest);
  const off = offOf(deductions, opening.pay?.currency ?? 'RUB');
  return [
    ...(piece === null || units === null ? [] : [phrase('harvest:norm', { units: unitWords(units, piece) })]),
    ...(missing === 'units' ? [phrase('harvest:norm-unknown')] : []),
    ...(off === undefined ? [] : [phrase('harvest:prices', { list: off })]),
    phrase(missing === 'units' ? 'harvest:unstated-units' : 'harvest:unstated'),
  ];
}

/** Sums with whose they are; none where they would only repeat the pay that is stated. */
function payLines(opening: Opening, pay: CountedPay, permit: PermitCost | null): readonly Phrase[] {
  const month = monthLine(opening, pay);
  const sums = [
    ...dayLines(opening, pay),
    ...month,
    ...(pay.left === null
      ? []
      : [phrase(`harvest:left${inAll(pay)}`, { sum: spanWords(pay.left, pay.currency) })]),
    ...(month.length > 0 && isOpen(pay, permit) ? [phrase('harvest:permit-open')] : []),
  ];
  return sums.length === 0 ? [] : [...sums, phrase('harvest:by-poster')];
}

/** A permit that the worker may have to pay, and that no sum has been lessened by. */
const isOpen = ({ left }: CountedPay, permit: PermitCost | null): boolean =>
  permit !== null && left === null && permit.payer !== 'employer';

function dayLines(
  opening: Opening,
  { gross, units, deductions, lifted, currency }: CountedPay,
): readonly Phrase[] {
  const off = offOf(deductions, currency);
  const piece = pieceOf(opening);
  const repeats = opening.pay?.unit === 'day' && off === undefined && !lifted;
  if (gross === null || repeats) return off === undefined ? [] : [phrase('harvest:prices', { list: off })];
  const sum = spanWords(gross, currency);
  const day =
    units === null || piece === null
      ? phrase('harvest:pay-day', { sum })
      : phrase('harvest:pay-day-at', { sum, units: unitWords(units, piece) });
  return [
    off === undefined ? day : phrase('harvest:less', { sum: day, list: off }),
    ...(lifted ? [phrase(gross.min === gross.max ? 'harvest:lifted-one' : 'harvest:lifted')] : []),
  ];
}

/** Which words: of a month, or of work that is shorter. */
const inAll = ({ whole }: CountedPay): '' | '-whole' => (whole ? '-whole' : '');

function monthLine(opening: Opening, pay: CountedPay): readonly Phrase[] {
  const { month, days, deductions, currency } = pay;
  if (month === null || days === null) return [];
  if (opening.pay?.unit === 'month' && deductions.length === 0) return [];
  const open = deductions.some(({ aDay }) => aDay === null);
  const key = open ? 'month-open' : deductions.length === 0 ? 'month' : 'month-after';
  return [phrase(`harvest:${key}${inAll(pay)}`, { sum: spanWords(month, currency), count: days })];
}

const offOf = (deductions: readonly Deduction[], currency: string): Phrase | undefined =>
  listed(
    deductions.map(({ what, aDay }) =>
      aDay === null
        ? phrase(`harvest:${what}-unpriced`)
        : phrase(`harvest:${what}-price`, { amount: { amount: aDay, currency } }),
    ),
  );

const unitWords = ({ min, max }: Span, piece: Piece): Phrase =>
  phrase(`harvest:units.${piece}`, {
    count: max,
    number: min === max ? max : phrase('harvest:span', { min, max }),
  });

/** A loss is said in words: a dash before a figure is easily taken for the dash of a range. */
function spanWords({ min, max }: Span, currency: string): PhraseValue {
  const one = (amount: number): PhraseValue =>
    amount < 0 ? phrase('harvest:minus', { amount: { amount: -amount, currency } }) : { amount, currency };
  if (min === max) return one(min);
  if (min < 0) return phrase('harvest:from-to', { min: one(min), max: one(max) });
  return phrase('harvest:span', { min, max: one(max) });
}
