import { acceptsOf } from '../domain/hiring-values.ts';
import type { Law } from '../domain/law.ts';
import { type Day, PAYERS, type Payer, WORKS } from '../domain/opening.ts';
import type { Rule } from '../domain/rules.ts';
import type { Permit } from '../domain/subscriber.ts';
import { isPushed, verdict as judge } from '../domain/verdict.ts';
import type { Verdict, WorkPlace } from '../domain/verdict-terms.ts';
import { type Command, type CommandInput, JSON_OPTION, Refusal } from './command.ts';
import { type LawInForce, lawInForce, todayIn } from './law-in-force.ts';
import { dayOption } from './options.ts';

/** How "nothing was said" is written on the command line. */
const UNSAID = 'unset';

function permitOf(text: string, { country, law }: LawInForce): Permit | null {
  if (text === UNSAID) return null;
  const [basis = '', region] = text.split(':');
  if (!law.bases.includes(basis))
    throw new Refusal(`--basis takes ${[...law.bases, UNSAID].join(', ')}; with a region: patent:RU-MOW`);
  if (region === undefined) return { basis, region: null };
  if (!country.regions.some(({ code }) => code === region))
    throw new Refusal(`--basis ${text}: there is no region ${region}`);
  return { basis, region };
}

function placeOf({ options }: CommandInput, { country, law }: LawInForce, today: Day): WorkPlace {
  const region = String(options['region']);
  if (!country.regions.some(({ code }) => code === region))
    throw new Refusal(`There is no region ${region} in the package of ${country.code}.`);
  const activity = options['activity'] === undefined ? null : String(options['activity']);
  const known: readonly string[] = [...WORKS, ...country.activities.map(({ id }) => id)];
  if (activity !== null && !known.includes(activity))
    throw new Refusal(`--activity takes one of: ${known.join(', ')}`);
  const from = dayOption(options, 'from') ?? today;
  const to = dayOption(options, 'to') ?? null;
  if (to !== null && to < from) throw new Refusal('--to is before --from');
  return {
    region,
    activity,
    from,
    to,
    permitPayer: payerOf(options['pays']),
    quota: options['quota'] === true ? true : null,
    accepts: acceptedIn(options['accepts'], law),
  };
}

function acceptedIn(value: string | boolean | undefined, { bases }: Law): WorkPlace['accepts'] {
  if (value === undefined) return null;
  const accepted = acceptsOf(value, new Set(bases));
  if (accepted === null) throw new Refusal(`--accepts takes any, or of ${bases.join(', ')}, with commas`);
  return accepted;
}

function payerOf(value: string | boolean | undefined): Payer | null {
  if (value === undefined) return null;
  const payer = PAYERS.find((one) => one === value);
  if (payer === undefined) throw new Refusal(`--pays takes ${PAYERS.join(' or ')}`);
  return payer;
}

const lineOf = ({ id, kind, source, from, to, checkedAt, confidence }: Rule): string =>
  `  ${id} (${kind}, ${confidence}): ${from} to ${to ?? 'no end known'}, checked ${checkedAt}: ${source}`;

function wordsOf({ kind, on, fee, whoPays, flags, rules }: Verdict): readonly string[] {
  const sum = (amount: number | null): string =>
    amount === null ? 'not known' : `${amount} ${fee?.currency}`;
  return [
    `${kind} (judged on ${on})`,
    ...(fee === null
      ? []
      : [
          `  new permit: ${sum(fee.monthly)} a month, ${fee.payments ?? 'unknown'} payments, in all ${sum(fee.total)}; paid by: ${whoPays ?? 'not stated'}`,
        ]),
    ...(flags.length === 0 ? [] : [`  flags: ${flags.join(', ')}`]),
    ...rules.map(lineOf),
  ];
}

/** May somebody with this right to work take this work? By the rules in force, with the rows it rests on. */
export const verdict: Command = {
  name: 'verdict',
  takes: '',
  summary: 'Judges whether a right to work lets somebody take work in a region, with the rules it rests on.',
  options: {
    basis: { type: 'string', help: 'patent:RU-MOW, trp:RU-TUL, open, employer …, or unset' },
    region: { type: 'string', help: 'where the work is, such as RU-LIP' },
    activity: { type: 'string', help: 'a work or an activity of the package, such as berries' },
    from: { type: 'string', help: 'first day of the work, default today' },
    to: { type: 'string', help: 'last day of the work' },
    pays: { type: 'string', help: 'who pays a new permit: employer or worker' },
    quota: { type: 'boolean', help: 'the employer says they hold a quota' },
    accepts: { type: 'string', help: 'rights to work that the employer takes: any, or patent,open …' },
    now: { type: 'string', help: 'the day on which it is asked, default today' },
    json: JSON_OPTION,
  },
  async run(input) {
    const { options, print } = input;
    if (options['basis'] === undefined || options['region'] === undefined)
      throw new Refusal('Say --basis and --region, for example: --basis patent:RU-MOW --region RU-LIP');
    const [code = ''] = String(options['region']).toLowerCase().split('-');
    const inForce = await lawInForce(input.config, code);
    const now = dayOption(options, 'now') ?? todayIn(inForce.country);
    const permit = permitOf(String(options['basis']), inForce);
    const place = placeOf(input, inForce, now);
    const found = judge(permit, place, inForce.law, now);
    if (options['json'] !== true) for (const line of wordsOf(found)) print(line);
    else
      print(
        JSON.stringify({
          verdict: found.kind,
          on: found.on,
          fee: found.fee,
          whoPays: found.whoPays,
          decidedBy: found.rule?.id ?? null,
          rules: found.rules,
          flags: found.flags,
          pushed: { withoutNewPermit: isPushed(found, false), withNewPermit: isPushed(found, true) },
        }),
      );
    return 0;
  },
};
