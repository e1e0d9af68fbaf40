import { loadCountry } from '../country.ts';
import type { Country, SeasonRow } from '../domain/country.ts';
import type { Day } from '../domain/opening.ts';
import { isIn, MOST_SHIFT_DAYS, type SeasonWindow, windowIn, yearToShift } from '../domain/season.ts';
import { seasonShifts, shiftSeason, shiftsSince } from '../store/seasons.ts';
import { type Command, type CommandInput, JSON_OPTION, Refusal } from './command.ts';
import { todayIn } from './law-in-force.ts';
import { regionOption } from './seasons.ts';
import { withDatabase } from './with-database.ts';

const HOW = [
  'season shift straw-lip --region RU-LIP --days 7     a week later than usual',
  'season shift straw-lip --region RU-LIP --days=-5    five days earlier',
  'season shift straw-lip --region RU-LIP --days 0     as usual after all',
  'season shift straw-lip --region RU-LIP --over       over this year',
].join('\n  ');

function daysOf({ options }: CommandInput): number {
  const { days, over } = options;
  if ((days === undefined) === (over !== true)) throw new Refusal(`Say --days or --over:\n  ${HOW}`);
  const number = Number(days ?? 0);
  if (!Number.isInteger(number) || Math.abs(number) > MOST_SHIFT_DAYS)
    throw new Refusal(`--days takes a whole number from -${MOST_SHIFT_DAYS} to ${MOST_SHIFT_DAYS}`);
  return number;
}

/** The name of a role, never a person's. */
function sayerOf({ options }: CommandInput): string {
  const by = String(options['by'] ?? 'coordinator').trim();
  if (!/^[\p{L}\p{N} ._-]{2,40}$/u.test(by))
    throw new Refusal('--by takes the name of a role, 2 to 40 letters.');
  return by;
}

function rowOf(id: string | undefined, region: string | null, { seasons }: Country): SeasonRow {
  const row = seasons.find((season) => season.id === id);
  if (row === undefined) throw new Refusal(`There is no season ${id ?? ''}; seasons lists them.`);
  if (region === null) throw new Refusal('Say for which region: --region RU-LIP');
  if (!isIn(row, region))
    throw new Refusal(`${id} is not in ${region}; seasons --region ${region} lists what is.`);
  return row;
}

/** Next year's season lies far ahead: who means it says so. */
function refuseFar({ season: { id }, region, year, from }: SeasonWindow, today: Day): void {
  const days = (Date.parse(from) - Date.parse(today)) / 86_400_000;
  if (days <= MOST_SHIFT_DAYS) return;
  throw new Refusal(`${id} in ${region} begins on ${from}. If you mean that one, say --year ${year}.`);
}

/** The year that was asked for; `null`: none was. Others than these three are slips. */
function yearOption({ options }: CommandInput, today: Day): number | null {
  const given = options['year'];
  if (given === undefined) return null;
  const now = Number(today.slice(0, 4));
  const year = [now - 1, now, now + 1].find((one) => String(one) === given);
  if (year === undefined) throw new Refusal(`--year takes ${now - 1}, ${now} or ${now + 1}`);
  return year;
}

/** Nobody is told that a season comes earlier or later when it is behind them either way. */
function refusePast({ season: { id }, region, year, to }: SeasonWindow, today: Day): void {
  if (to >= today) return;
  throw new Refusal(
    `${id} in ${region} would have ended on ${to}. Say --over, more --days, or --year ${year + 1} for the next one.`,
  );
}

async function shift(input: CommandInput): Promise<number> {
  const country = await loadCountry(input.config.country);
  const days = daysOf(input);
  const by = sayerOf(input);
  const region = regionOption(country, input.options['region']);
  const row = rowOf(input.positionals[1], region, country);
  if (region === null || row.phase === 'all-year') throw new Refusal(`${row.id} goes on all year.`);
  const over = input.options['over'] === true;
  const said = await withDatabase(input.config, async (pool) => {
    const today = todayIn(country);
    const before = await seasonShifts(pool, country.defaultTimeZone, shiftsSince(today));
    const asked = yearOption(input, today);
    const year = asked ?? yearToShift(row, region, today, before);
    if (asked === null) refuseFar(windowIn(row, region, year, before), today);
    const word = { seasonId: row.id, region, year, days, over, revision: 0, on: today };
    if (!over) refusePast(windowIn(row, region, year, [word]), today);
    const isNew = await shiftSeason(pool, { seasonId: row.id, region, year, days, over, by, at: new Date() });
    if (!isNew) throw new Refusal('That is what is known already: nobody is told again.');
    return windowIn(row, region, year, await seasonShifts(pool, country.defaultTimeZone, year));
  });
  const { year, from, to } = said;
  if (input.options['json'] === true)
    input.print(JSON.stringify({ id: row.id, region, year, days, over, from, to, by }));
  else {
    input.print(
      over ? `${row.id} in ${region} is over in ${year}.` : `${row.id} in ${region}: ${from} to ${to}.`,
    );
    input.print('Whoever waits for it is told, once.');
  }
  return 0;
}

/** A coordinator's word about a season: the running exchange says it at once to those who wait. */
export const season: Command = {
  name: 'season',
  takes: '<shift> <season-id>',
  summary: 'Moves a season of one year in a region, or says that it is over; who waits for it is told.',
  options: {
    region: { type: 'string', help: 'where, such as RU-LIP' },
    days: { type: 'string', help: 'later than usual; --days=-5 is earlier, 0 as usual' },
    over: { type: 'boolean', help: 'nothing more is to be had there this year' },
    year: { type: 'string', help: 'in which it begins; default: the nearest, also one that has just ended' },
    by: { type: 'string', help: 'who says so: the name of a role' },
    json: JSON_OPTION,
  },
  more: async () => `  ${HOW}`,
  async run(input) {
    if (input.positionals[0] !== 'shift') throw new Refusal(`Say what:\n  ${HOW}`);
    return shift(input);
  },
};
