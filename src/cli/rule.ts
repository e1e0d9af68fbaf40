import { readRule } from '../country/read-rule.ts';
import type { Day } from '../domain/opening.ts';
import type { Proposal } from '../domain/rule-change.ts';
import type { Rule } from '../domain/rules.ts';
import { propose, second } from '../store/rule-changes.ts';
import { type Command, type CommandInput, Refusal } from './command.ts';
import { type LawInForce, lawInForce, todayIn } from './law-in-force.ts';
import { LIST_OPTIONS, listRules, proposalLine, ruleLine } from './rules.ts';
import { withDatabase } from './with-database.ts';

const HOW = [
  'rule list [--stale] [--region RU-LIP]',
  'rule confirm <id> --by <keeper>',
  'rule confirm <id> --agree <proposal> --by <keeper>',
  'rule correct <id> field=value … --source <where it was read> --by <keeper>',
].join('\n  ');

/** A keeper is the name of a role that they chose, never a person's. */
function keeperOf({ options }: CommandInput): string {
  const by = String(options['by'] ?? '').trim();
  if (!/^[\p{L}\p{N} ._-]{2,40}$/u.test(by))
    throw new Refusal('Say who keeps the rules with --by: the name of the role you chose, 2 to 40 letters.');
  return by;
}

/** `monthly=22500`, `to=2027-12-31`, `activities=["courier"]`: JSON where it is JSON, else the text itself. */
function fieldsOf(pairs: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new Refusal(`"${pair}" is no field=value`);
      const text = pair.slice(at + 1);
      return [pair.slice(0, at), asJson(text)];
    }),
  );
}

function asJson(text: string): unknown {
  if (!/^(?:[[{"]|null$|true$|false$|-?\d+$|\*$)/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The row as a keeper wants it, whole; throws a `Refusal` with everything that is wrong with it. */
function correctedRow(input: CommandInput, id: string, inForce: LawInForce, today: Day): Rule {
  const before = inForce.rules.find(({ rule }) => rule.id === id)?.rule;
  const source = input.options['source'];
  if (source === undefined) throw new Refusal('Say where it was read: --source "decree …, its day"');
  // What the former source is called in other scripts says nothing of this one.
  const { sourceIn: _, ...kept } = before ?? {};
  const fields = { ...kept, ...fieldsOf(input.positionals.slice(2)), source: String(source) };
  const read = readRule({ confidence: 'verified', ...fields, id, checkedAt: today }, inForce.country);
  if (read.kind === 'flawed')
    throw new Refusal(read.problems.map((problem) => `${id}: ${problem}`).join('\n'));
  return read.rule;
}

/** What another keeper said of the row. */
const othersOn = (inForce: LawInForce, id: string, by: string): readonly Proposal[] =>
  inForce.waiting.filter((one) => one.ruleId === id && one.by !== by);

/** The proposal that `--agree` names, or an equal "it is still so"; throws a `Refusal` while a correction waits unseen. */
function agreedTo({ options }: CommandInput, others: readonly Proposal[]): Proposal | undefined {
  const named = options['agree'];
  if (named !== undefined) {
    const proposal = others.find(({ id }) => id === named);
    if (proposal === undefined) throw new Refusal(`Nothing of another keeper waits as ${String(named)}.`);
    return proposal;
  }
  const corrections = others.filter(({ row }) => row !== null);
  if (corrections.length > 0)
    throw new Refusal(
      [
        'Another keeper says that it is otherwise:',
        ...corrections.map(proposalLine),
        'Who agrees says so with --agree and the id in brackets; who does not, with rule correct.',
      ].join('\n'),
    );
  return others.at(-1);
}

async function agree(input: CommandInput, id: string, by: string, proposal: Proposal): Promise<number> {
  const now = new Date();
  const done = await withDatabase(input.config, (pool) => second(pool, proposal, by, now));
  if (!done) throw new Refusal(`Somebody else agreed to ${id} meanwhile.`);
  const { rules } = await lawInForce(input.config, input.config.country);
  const rule = rules.find((one) => one.rule.id === id);
  if (input.options['json'] === true) input.print(JSON.stringify({ inForce: true, rule: rule?.rule }));
  else {
    input.print(`In force from now on, said by ${proposal.by} and ${by}:`);
    if (rule !== undefined) input.print(ruleLine(rule, null));
  }
  return 0;
}

async function first(input: CommandInput, said: Omit<Proposal, 'id'>): Promise<number> {
  const proposal = await withDatabase(input.config, (pool) => propose(pool, said));
  if (input.options['json'] === true) input.print(JSON.stringify({ inForce: false, waits: proposal }));
  else
    input.print(
      `Written down. It is in force when a second keeper agrees within four weeks:\n` +
        `rule confirm ${said.ruleId} --agree ${proposal.id} --by <another keeper>`,
    );
  return 0;
}

/** Agrees to what another keeper said of the row and this one has seen, or is the first to say that it is still so. */
async function confirm(input: CommandInput, id: string): Promise<number> {
  const by = keeperOf(input);
  const inForce = await lawInForce(input.config, input.config.country);
  const proposal = agreedTo(input, othersOn(inForce, id, by));
  if (proposal !== undefined) return agree(input, id, by, proposal);
  if (!inForce.rules.some(({ rule }) => rule.id === id))
    throw new Refusal(`There is no rule ${id}; rule list shows them.`);
  const source = input.options['source'];
  return first(input, {
    ruleId: id,
    row: null,
    source: source === undefined ? null : String(source),
    by,
    on: todayIn(inForce.country),
  });
}

/** Says what a row should be, or brings a new one. */
async function correct(input: CommandInput, id: string): Promise<number> {
  const by = keeperOf(input);
  const inForce = await lawInForce(input.config, input.config.country);
  const on = todayIn(inForce.country);
  const row = correctedRow(input, id, inForce, on);
  return first(input, { ruleId: id, row, source: row.source, by, on });
}

/** Keeping the rules: two keepers confirm or correct a row, and the running exchange obeys at once. */
export const rule: Command = {
  name: 'rule',
  takes: '<list|confirm|correct> [id] [field=value…]',
  summary: 'Confirms or corrects a rule: in force as soon as two different keepers say so.',
  options: {
    ...LIST_OPTIONS,
    by: { type: 'string', help: 'who says so: the name of a role' },
    agree: { type: 'string', help: 'the proposal of another keeper, by its id, that is agreed to' },
    source: { type: 'string', help: 'where it was read, with its day' },
  },
  more: async () =>
    `  ${HOW}\n\nA new row is corrected into being: rule correct fee-lip-2027 kind=fee basis=patent region=RU-LIP …\nKeepers do the same in the chat, in their language: /rules`,
  async run(input) {
    const [what, id] = input.positionals;
    if (what === 'list') return listRules(input);
    if (id === undefined || (what !== 'confirm' && what !== 'correct'))
      throw new Refusal(`Say what:\n  ${HOW}`);
    return what === 'confirm' ? confirm(input, id) : correct(input, id);
  },
};
