import { loadCountry } from '../country.ts';
import { type Country, isSettled, type SeasonRow } from '../domain/country.ts';
import { regionsOf, type SeasonShift, windowIn } from '../domain/season.ts';
import { WHOLE_COUNTRY } from '../domain/season-plan.ts';
import { seasonShifts } from '../store/seasons.ts';
import { type Command, type CommandInput, JSON_OPTION, Refusal } from './command.ts';
import { todayIn } from './law-in-force.ts';
import { hasDatabase, withDatabase } from './with-database.ts';

/** What coordinators said of seasons of this year or later; nothing where no exchange was ever started. */
const shiftsFrom = async (
  config: CommandInput['config'],
  { defaultTimeZone }: Country,
  year: number,
): Promise<readonly SeasonShift[]> =>
  hasDatabase(config) ? withDatabase(config, (pool) => seasonShifts(pool, defaultTimeZone, year)) : [];

/** Throws a `Refusal` for a region that the package does not have. */
export function regionOption({ regions, code }: Country, value: string | boolean | undefined): string | null {
  if (value === undefined) return null;
  const region = regions.find((one) => one.code === value)?.code;
  if (region === undefined) throw new Refusal(`There is no region ${value} in the package of ${code}.`);
  return region;
}

function yearOption(value: string | boolean | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  const year = Number(value);
  if (!Number.isInteger(year) || year < 2000 || year > 2100)
    throw new Refusal('--year takes a year such as 2026');
  return year;
}

/** Where a row is listed: one region, each it speaks of, or once for the whole country. */
function placesOf(season: SeasonRow, country: Country, region: string | null): readonly string[] {
  const all = season.regions === '*' ? [WHOLE_COUNTRY] : regionsOf(season, country);
  if (region === null) return all.length === 0 ? ['-'] : all;
  return regionsOf(season, country).filter((code) => code === region);
}

/** A season of one year and region with everything that is known of it, and where it is from. */
function lineOf(season: SeasonRow, region: string, year: number, shifts: readonly SeasonShift[]) {
  const { from, to, over } = windowIn(season, region, year, shifts);
  const said = shifts.find(
    (shift) => shift.seasonId === season.id && shift.region === region && shift.year === year,
  );
  const { id, crops, work, phase, payUnit, unitsPerDay, confidence, source, checkedAt, note, abroad } =
    season;
  return {
    id,
    ...{ crops, work, region, phase, year, from, to, over },
    endKnown: season.windowTo !== null,
    usual: { from: season.windowFrom, to: season.windowTo },
    packageShift: season.yearShift[year] ?? 0,
    shift:
      said === undefined ? null : { days: said.days, over: said.over, revision: said.revision, on: said.on },
    ...{ payUnit, unitsPerDay, confidence, source, checkedAt, note: note ?? null, abroad },
    told: isSettled(season) && !abroad,
  };
}

type Line = ReturnType<typeof lineOf>;

function wordsOf(line: Line): string {
  const what = line.crops.length > 0 ? line.crops.join(', ') : line.work;
  const days = line.phase === 'all-year' ? 'all year' : `${line.from} to ${line.to}`;
  const notes = [
    line.confidence,
    `checked ${line.checkedAt}`,
    ...(line.endKnown ? [] : ['no end on file: thirty days']),
    ...(line.shift === null ? [] : [line.over ? 'OVER' : `moved by ${line.shift.days} days`]),
    ...(line.told ? [] : ['nobody is told']),
  ];
  return `${days}  ${line.region.padEnd(6)}  ${line.id}: ${what}\n    ${notes.join('; ')}: ${line.source}`;
}

/** The harvest calendar: what the package knows, and what coordinators said of a year. */
export const seasons: Command = {
  name: 'seasons',
  takes: '',
  summary: 'Shows the harvest calendar of a year, with sources and what coordinators said.',
  options: {
    region: { type: 'string', help: 'only what is harvested there, such as RU-LIP' },
    year: { type: 'string', help: 'default this year' },
    json: JSON_OPTION,
  },
  async run({ config, options, print }) {
    const country = await loadCountry(config.country);
    const region = regionOption(country, options['region']);
    const year = yearOption(options['year'], Number(todayIn(country).slice(0, 4)));
    const shifts = await shiftsFrom(config, country, year);
    const lines = country.seasons
      .flatMap((season) =>
        placesOf(season, country, region).map((place) => lineOf(season, place, year, shifts)),
      )
      .sort((a, b) => (`${a.from} ${a.id} ${a.region}` < `${b.from} ${b.id} ${b.region}` ? -1 : 1));
    if (options['json'] === true) print(JSON.stringify(lines));
    else for (const line of lines) print(wordsOf(line));
    return 0;
  },
};
