/**
 * What a delivered marketing template costs, by the market of the person's number, from Meta alone: whoever sells access
 * to the service may add to it. Meta revises its prices with each quarter, so each row ends with its own.
 */
import type { MessagePrice } from '../../domain/message-price.ts';
import type { Day } from '../../domain/opening.ts';
import type { Sourced } from '../../domain/rules.ts';

export interface PriceRow extends Sourced {
  /** As Meta's rate card calls it. */
  readonly market: string;
  /** ISO 3166-1 alpha-2: countries of ours in it. */
  readonly countries: readonly string[];
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
}

const SECOND_HAND =
  'Two copies of Meta’s rate card in US dollars of 1 January 2026, seen on 28 November 2026; no change of this market’s marketing rate was announced since';

const ROWS: readonly PriceRow[] = (
  [
    ['rest-of-asia-pacific', 'Rest of Asia Pacific', ['TJ', 'TM', 'UZ', 'VN'], 0.0732],
    ['rest-of-europe-east', 'Rest of Central & Eastern Europe', ['AM', 'AZ', 'BY', 'GE', 'MD'], 0.086],
    ['united-kingdom', 'United Kingdom', ['GB'], 0.0529],
    ['other', 'Other', ['KG'], 0.0604],
  ] as const
).map(([id, market, countries, amount]) => ({
  id: `marketing-${id}`,
  market,
  countries,
  amount,
  currency: 'USD',
  source: SECOND_HAND,
  from: '2026-10-01',
  to: '2026-12-31',
  checkedAt: '2026-11-28',
  confidence: 'general',
}));

/**
 * Between what and what one costs on a day; `null` where no row speaks of that day. The country of a person's number is
 * sealed with their address, so it is never asked whose price it is.
 */
export function templatePrice(day: Day, rows: readonly PriceRow[] = ROWS): MessagePrice | null {
  const current = rows.filter(
    ({ confidence, from, to }) => confidence !== 'open' && from <= day && (to === null || day <= to),
  );
  const amounts = current.map(({ amount }) => amount);
  const [first] = current;
  if (first === undefined || current.some(({ currency }) => currency !== first.currency)) return null;
  return { least: Math.min(...amounts), most: Math.max(...amounts), currency: first.currency };
}
