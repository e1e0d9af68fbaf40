/** Seasons in words: the calendar, and what somebody waits for. */
import type { Country, SeasonRow } from './country.ts';
import { type Phrase, phrase, raw } from './message.ts';
import { CROPS, type Day, type RegionCode } from './opening.ts';
import { listed, regionName, workLabel } from './phrases.ts';
import type { Calendar, CalendarLine } from './season.ts';
import { WHOLE_COUNTRY } from './season-plan.ts';
import { ANY_CROP, PERMIT_PLACE, readWish } from './season-wish.ts';
import type { SeasonWish } from './subscriber.ts';

/** Regions named in one line; a season of a whole country is everywhere. */
const MOST_NAMED = 4;
/** Lines of a calendar on one screen: with its head and foot, what WhatsApp takes in one message. */
const LINES_A_PAGE = 8;

/** A crop, every harvest, or a group of crops or work; a test holds the texts against all packages. */
export function subjectName(subject: string): Phrase {
  if (subject === ANY_CROP) return phrase('season:every');
  return phrase(CROPS.some((crop) => crop === subject) ? `crops:${subject}` : `season:groups.${subject}`);
}

/** A region, the whole country, or wherever a right to work counts. */
export function placeName(place: string): Phrase {
  if (place === WHOLE_COUNTRY) return phrase('season:everywhere');
  return place === PERMIT_PLACE ? phrase('season:place-permit') : regionName(place);
}

/** A wish: what, and where. */
export function wishWords(wish: SeasonWish): Phrase {
  const { subject, place } = readWish(wish);
  return phrase('season:wish', { what: subjectName(subject), where: placeName(place) });
}

/** What is harvested, or which work it is. */
export function seasonName({ crops, variety, work }: SeasonRow): Phrase {
  if (variety !== undefined) return phrase(`season:varieties.${variety}`);
  const named = listed(crops.map((crop) => phrase(`crops:${crop}`)));
  return named ?? (work === null ? phrase('terms:kinds.harvest.label') : workLabel(work));
}

const whereOf = (regions: readonly RegionCode[], country: Pick<Country, 'regions'>): Phrase =>
  regions.length === country.regions.length
    ? phrase('season:everywhere')
    : (listed(regions.map(regionName), MOST_NAMED) ?? phrase('season:everywhere'));

function lineWords(line: CalendarLine, today: Day, country: Pick<Country, 'regions'>): Phrase {
  const known = {
    what: seasonName(line.season),
    where: whereOf(line.regions, country),
    end: { day: line.to },
  };
  return line.from <= today
    ? phrase('season:line-now', known)
    : phrase('season:line', { ...known, start: { day: line.from } });
}

/** The month in which it begins; with the year where that is another. */
function headOf({ from }: CalendarLine, today: Day): Phrase {
  if (from <= today) return phrase('season:now');
  const [year = '', month = ''] = from.split('-');
  const named = { month: phrase(`season:months.${Number(month)}`) };
  return today.startsWith(year)
    ? phrase('season:month', named)
    : phrase('season:month-year', { ...named, year: raw(year) });
}

/** One page of the calendar, by month; what goes on all year stands on the last. Pages count from 0. */
export function calendarPage(
  { lines, allYear }: Calendar,
  page: number,
  today: Day,
  country: Pick<Country, 'regions'>,
): { readonly lines: readonly Phrase[]; readonly pages: number } {
  const pages = Math.max(1, Math.ceil(lines.length / LINES_A_PAGE));
  const at = Math.min(page, pages - 1);
  const here = lines.slice(at * LINES_A_PAGE, (at + 1) * LINES_A_PAGE);
  const words = here.flatMap((line, index) => {
    const head = headOf(line, today);
    const before = here[index - 1];
    const same = before !== undefined && JSON.stringify(headOf(before, today)) === JSON.stringify(head);
    return [...(same ? [] : [head]), lineWords(line, today, country)];
  });
  const always =
    at < pages - 1
      ? []
      : allYear.map(({ season, regions }) =>
          phrase('season:all-year', { what: seasonName(season), where: whereOf(regions, country) }),
        );
  return {
    lines: words.length + always.length === 0 ? [phrase('season:none')] : [...words, ...always],
    pages,
  };
}
