import type { SeasonRow } from './country.ts';
import type { Offered } from './next-harvest.ts';
import type { Opening } from './opening.ts';
import type { SeasonWindow } from './season.ts';
import { WHOLE_COUNTRY } from './season-plan.ts';
import { truePay } from './true-pay.ts';

/** Whether an opening is work of a season: its crop, or where the season has none, its work. */
const isOfSeason = ({ crops, work }: SeasonRow, opening: Opening): boolean =>
  crops.length === 0
    ? work !== null && opening.work === work
    : opening.crop !== null && crops.includes(opening.crop);

/** Openings of a season in its region, of those given. */
export const openingsOf = (
  { season, region }: Pick<SeasonWindow, 'season' | 'region'>,
  openings: readonly Opening[],
): readonly Opening[] =>
  openings.filter(
    (opening) => (region === WHOLE_COUNTRY || opening.region === region) && isOfSeason(season, opening),
  );

/** The best lower end of a day, of openings that state enough for one. */
function bestDay(openings: readonly Opening[]): number | null {
  const days = openings.flatMap((opening) => {
    const pay = truePay(opening);
    return pay.kind === 'stated' && pay.net !== null ? [pay.net.min] : [];
  });
  return days.length === 0 ? null : Math.max(...days);
}

/** What is offered of a season, by the openings that can be taken up. */
export const offeredIn =
  (openings: readonly Opening[]): ((window: SeasonWindow) => Offered) =>
  (window) => {
    const found = openingsOf(window, openings);
    return {
      open: found.length,
      housed: found.some(({ housing }) => housing === 'free' || housing === 'paid'),
      dayPay: bestDay(found),
    };
  };
