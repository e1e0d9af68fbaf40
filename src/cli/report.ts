import { loadCountry } from '../country.ts';
import type { Opening } from '../domain/opening.ts';
import type { ReportedOpening } from '../domain/reported-opening.ts';
import { openingAndTold } from '../store/opening-changes.ts';
import { decideReports, reportedOpenings } from '../store/reports.ts';
import { dayIn } from '../time-zones.ts';
import { type Command, type CommandInput, JSON_OPTION, Refusal } from './command.ts';
import { codeIn } from './options.ts';
import { saidOf } from './said-of.ts';
import { withDatabase } from './with-database.ts';

const lineOf = ({ code, title, status, reasons, first, last }: ReportedOpening): string => {
  const said = Object.entries(reasons).map(([reason, count]) => `${count} ${reason}`);
  const days = first === last ? first : `${first} to ${last}`;
  return `#${code} ${status}: ${said.join(', ')}; ${days}; ${title}`;
};

async function list({ config, options, print }: CommandInput): Promise<void> {
  const reported = await withDatabase(config, (pool) => reportedOpenings(pool));
  if (options['json'] === true) print(JSON.stringify(reported));
  else if (reported.length === 0) print('Nothing was reported that is not decided.');
  else for (const one of reported) print(lineOf(one));
}

async function decide({ config, positionals, options, print }: CommandInput): Promise<void> {
  const code = codeIn(positionals[1]);
  const upheld = options['upheld'] === true;
  if (upheld === (options['rejected'] === true))
    throw new Refusal('Say --upheld, the reports are right, or --rejected, they are not');
  const at = new Date();
  const today = dayIn((await loadCountry(config.country)).defaultTimeZone, at);
  const { decided, told } = await withDatabase(config, async (pool, database) => ({
    decided: await decideReports(database, { code, upheld, today, at }),
    told: (await openingAndTold(pool, code))?.told ?? null,
  }));
  if (decided.kind === 'unknown-code')
    throw new Refusal(`There is no opening #${code}: report list shows the codes`);
  if (decided.kind === 'nothing-reported')
    throw new Refusal(`Nobody reported #${code} since the last decision: there is nothing to decide`);
  const { opening, correction, awaited } = decided;
  if (options['json'] === true) print(JSON.stringify({ opening, correction, told, awaited }));
  else
    for (const line of [
      `#${code} is ${opening.status}.`,
      ...(!upheld && opening.status === 'closed' ? over(opening) : []),
      ...saidOf(correction, told),
      outcome(awaited),
    ])
      print(line);
}

/** It does not go on, although the reports were wrong. */
const over = ({ code, expiresOn, closeReason }: Opening): readonly string[] =>
  closeReason === 'expired' || closeReason === 'too-old'
    ? [
        `Its last day, ${expiresOn}, was over meanwhile: it does not go on, and who was told of it hears nothing.`,
        `Where the work goes on: opening extend ${code} --until <a later day>`,
      ]
    : [`It had ended meanwhile (${closeReason ?? 'no reason said'}), and stays as it is.`];

/** Who reported is erased two days after the opening has ended. */
const outcome = (awaited: boolean): string =>
  awaited
    ? 'Who reported it hears what was decided.'
    : 'Who reported it is not known any more, and hears nothing.';

/** Reports of openings: how many and why, never by whom; and what is decided on them. */
export const report: Command = {
  name: 'report',
  takes: '<what> [code]',
  summary: 'Shows what people reported of openings (list), and decides on it (decide <code>).',
  options: {
    upheld: { type: 'boolean', help: 'decide: the reports are right, the opening ends' },
    rejected: { type: 'boolean', help: 'decide: they are not, the opening goes on' },
    json: JSON_OPTION,
  },
  async run(input) {
    const [what] = input.positionals;
    if (what === 'list') await list(input);
    else if (what === 'decide') await decide(input);
    else throw new Refusal('Say what to do: list, or decide <code>');
    return 0;
  },
};
