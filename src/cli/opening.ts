import { loadCountry } from '../country.ts';
import type { Day, Opening } from '../domain/opening.ts';
import {
  type ChangeOf,
  type ChangeRefusal,
  close,
  extend,
  places,
  reopen,
  SAID_REASONS,
  type SaidReason,
} from '../domain/opening-change.ts';
import { changeOpening, openingAndTold } from '../store/opening-changes.ts';
import { type PostedOpening, postedOpenings } from '../store/posted-openings.ts';
import { dayIn } from '../time-zones.ts';
import { type Command, type CommandInput, JSON_OPTION, Refusal } from './command.ts';
import { codeIn, dayOption, numberOption } from './options.ts';
import { ORGANISATION_OPTION, organisationNamed } from './organisation-named.ts';
import { saidOf } from './said-of.ts';
import { withDatabase } from './with-database.ts';

/** What stands in the way, and what to do about it. */
const REFUSALS: Readonly<Record<ChangeRefusal, string>> = {
  closed: 'it is filled or closed already: opening reopen <code> opens it again',
  reported: 'people reported it: report decide <code> comes first',
  upheld: 'people reported it, and they were right: it stays closed. What is true again is a new opening',
  open: 'it is open: there is nothing to reopen',
  'below-zero': 'fewer places are left than that: opening show <code> says how many',
  'too-many': 'it has fewer places than that: opening show <code> says how many',
  'unknown-left': 'nobody has said how many places are left: say --left <number>',
  past: 'its last day is over, or that day is: opening extend <code> --until <a later day>',
  'after-its-end': 'the work itself ends before that day',
};

type Options = CommandInput['options'];

/** The ways in which an opening can be changed, by their names. */
const CHANGES: Readonly<Record<string, (options: Options, now: Date, today: Day) => ChangeOf>> = {
  places: (options, now) => places(countedIn(options), now),
  close: (options, now) => close(reasonIn(options), now),
  reopen: (options, now, today) => reopen(numberOption(options, 'places') ?? null, now, today),
  extend: (options, _, today) => {
    const until = dayOption(options, 'until');
    if (until === undefined) throw new Refusal('Say --until <day>, such as --until 2026-09-30');
    return extend(until, today);
  },
};

function countedIn(options: Options): Parameters<typeof places>[0] {
  const left = numberOption(options, 'left');
  const came = numberOption(options, 'came');
  if (left !== undefined && came === undefined) return { left };
  if (came !== undefined && left === undefined) return { came };
  throw new Refusal('Say --left <how many places are left> or --came <how many people came>');
}

function reasonIn({ reason }: Options): SaidReason {
  const known = SAID_REASONS.find((each) => each === reason);
  if (known === undefined) throw new Refusal(`Say --reason with one of: ${SAID_REASONS.join(', ')}`);
  return known;
}

const WAYS = ['list', 'show', ...Object.keys(CHANGES)];

const lineOf = ({ code, status, closeReason, placesLeft, places: all, expiresOn }: Opening): string =>
  [
    `#${code} ${status}${closeReason === null ? '' : ` (${closeReason})`}`,
    ...(placesLeft === null ? [] : [`${placesLeft}${all === null ? '' : ` of ${all}`} places left`]),
    `shown until ${expiresOn}`,
  ].join(', ');

/** Openings on one list: more are asked for by organisation. */
const MOST_LISTED = 200;

const listedLine = ({ organisation, opening }: PostedOpening): string =>
  `${lineOf(opening)}  ${organisation}  ${opening.title}`;

/** What organisations posted, newest first. */
async function list(input: CommandInput): Promise<void> {
  const { config, options, print } = input;
  const found = await withDatabase(config, async (pool) => {
    const organisation = await organisationNamed(pool, input);
    return postedOpenings(pool, organisation?.id ?? null, MOST_LISTED);
  });
  if (options['json'] === true)
    print(JSON.stringify(found.map(({ organisation, opening: one }) => ({ ...one, organisation }))));
  else if (found.length === 0) print('No organisation has posted an opening.');
  else for (const one of found) print(listedLine(one));
}

const unknown = (code: string): Refusal =>
  new Refusal(`There is no opening #${code}. Look at its card again.`);

/** Keeps an opening true: those who were told of it hear at once when they must not travel. */
export const opening: Command = {
  name: 'opening',
  takes: '<what> [code]',
  summary:
    'Lists what organisations posted, and keeps an opening true: list, show, places, close, reopen, extend. Who was told of it hears what matters.',
  options: {
    left: { type: 'string', help: 'places: how many are left' },
    came: { type: 'string', help: 'places: how many people came' },
    reason: { type: 'string', help: `close: ${SAID_REASONS.join(', ')}` },
    places: { type: 'string', help: 'reopen: how many are left now' },
    until: { type: 'string', help: 'extend: the last day it is shown, such as 2026-09-30' },
    organisation: { ...ORGANISATION_OPTION, help: 'list: only those of an organisation, by its short name' },
    json: JSON_OPTION,
  },
  async run(input) {
    const {
      config,
      positionals: [what = '', typed],
      options,
      print,
    } = input;
    if (!WAYS.includes(what)) throw new Refusal(`Say what to do: ${WAYS.join(', ')}; then the code`);
    if (what === 'list') {
      await list(input);
      return 0;
    }
    const code = codeIn(typed);
    const now = new Date();
    const { defaultTimeZone } = await loadCountry(config.country);
    const change = CHANGES[what]?.(options, now, dayIn(defaultTimeZone, now));
    const { result, told } = await withDatabase(config, async (pool, database) => {
      const changed = change === undefined ? null : await changeOpening(database, code, change, now);
      return { result: changed, told: await openingAndTold(pool, code) };
    });
    if (told === null) throw unknown(code);
    if (result?.kind === 'refused')
      throw new Refusal(`#${code}: ${REFUSALS[result.why]}`.replaceAll('<code>', code));
    const correction = result?.kind === 'changed' ? result.correction : null;
    if (options['json'] === true)
      print(JSON.stringify({ opening: told.opening, correction, told: told.told }));
    else for (const line of [lineOf(told.opening), ...saidOf(correction, told.told)]) print(line);
    return 0;
  },
};
