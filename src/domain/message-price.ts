/** What messages cost that a service charges for, as far as that may be said of people who are told in coarse figures. */
import { boundsOf, type Figure } from './audience-figures.ts';

/** Between what and what one message costs. */
export interface MessagePrice {
  readonly least: number;
  readonly most: number;
  /** ISO 4217. */
  readonly currency: string;
}

/** Two figures of it: more would say more than is known. */
const rounded = (amount: number, how: (value: number) => number): number => {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, amount))) - 1);
  return Math.max(0, how(amount / unit)) * unit;
};

/** Between what and what one message to each of so many costs, in whole units: it tells no more than the figure does. */
export function costOf(people: Figure, { least, most, currency }: MessagePrice): MessagePrice {
  const bounds = boundsOf(people);
  return {
    least: rounded(bounds.least * least, Math.floor),
    most: rounded(bounds.most * most, Math.ceil),
    currency,
  };
}
