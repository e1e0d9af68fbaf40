import { permitted } from '../domain/ask-permission.ts';
import { askField, sourceIn } from '../domain/ask-rule.ts';
import type { Conversation, Dialogue, KeptAnswer, Next, Option } from '../domain/conversation.ts';
import type { Desk, Done } from '../domain/desk.ts';
import { type Phrase, phrase, say } from '../domain/message.ts';
import type { Proposal } from '../domain/rule-change.ts';
import {
  clashing,
  differing,
  edited,
  fieldsOf,
  following,
  keeperName,
  type ListedRule,
  listedRules,
  markOf,
  type RuleField,
} from '../domain/rule-desk.ts';
import { draftLines, fieldName, MOST_PROPOSALS, ruleLines } from '../domain/rule-words.ts';
import type { Rule } from '../domain/rules.ts';

const way = (value: string, emphasis?: 'good'): Option => ({
  value,
  label: phrase(`rules:way-${value}`),
  ...(emphasis === undefined ? {} : { emphasis }),
});

const nameOf = ({ coordinator }: Dialogue): string => (coordinator === null ? '' : keeperName(coordinator));

/** The rule of a mark, as it stands now with what waits; `null`: there is none any more. */
async function find(dialogue: Dialogue, mark: string): Promise<ListedRule | null> {
  const { exchange, desk, today } = dialogue;
  const waiting = await desk.ruleProposals(today);
  const all = listedRules(exchange.law().rules, waiting, nameOf(dialogue), today);
  return all.find(({ id }) => markOf(id) === mark) ?? null;
}

/** What can be said: of a proposal to this one on the screen, and of the rule itself. */
function waysOf(dialogue: Dialogue, { rule, proposals }: ListedRule): readonly Option[] {
  const by = nameOf(dialogue);
  const several = proposals.length > 1;
  const agree = proposals.slice(0, MOST_PROPOSALS).flatMap((one, at): readonly Option[] =>
    one.by === by
      ? []
      : [
          {
            value: `agree-${markOf(one.id)}`,
            label: several ? phrase('rules:way-agree-to', { number: at + 1 }) : phrase('rules:way-agree'),
            emphasis: 'good',
          },
        ],
  );
  return [
    ...agree,
    ...(proposals.some((one) => one.by === by) ? [way('withdraw')] : []),
    ...(rule === null ? [] : [way('still'), way('correct')]),
    ...(rule === null || following(rule, dialogue.exchange.law().rules) === null ? [] : [way('follow')]),
    way('list'),
  ];
}

const endOf = (done: Done<string>): string =>
  done.kind === 'done' ? `rules:done-${done.value}` : 'desk:refused-late';

async function sayEnd(dialogue: Dialogue, end: string | null): Promise<void> {
  if (end !== null && end !== 'nothing') await dialogue.say(say(phrase(end)), { apart: true });
}

/** Agrees to a proposal of another, or takes back one's own. */
async function decide(
  dialogue: Dialogue,
  proposal: Proposal | undefined,
  how: 'agreeToRule' | 'withdrawRule',
): Promise<void> {
  const action = proposal?.row == null ? 'rule.confirm' : 'rule.correct';
  const subject = { organisationId: dialogue.coordinator?.organisation?.id ?? null };
  if ((await permitted(dialogue, action, subject)) === 'no') return;
  const end = await dialogue.act('decide', async (desk) =>
    endOf(await desk[how](proposal?.id ?? '', dialogue.today)),
  );
  await sayEnd(dialogue, end);
}

/** Asks where it was read, and says it: a typed source goes to the row and never enters the log. */
async function saySourced(
  dialogue: Dialogue,
  ruleId: string,
  row: Rule | null,
  asked: readonly Phrase[] = [],
): Promise<void> {
  const { today } = dialogue;
  const tell = async (desk: Desk, source: string | null): Promise<string> =>
    endOf(await desk.sayOfRule({ ruleId, row: sourced(row, source, today), source }, today));
  const end = await dialogue.askText<string>({
    id: 'source',
    text: [...asked, phrase('rules:source-ask')],
    options: [
      { value: 'same', label: phrase('rules:source-same'), emphasis: 'good' },
      { value: 'nothing', label: phrase('people:way-nothing') },
    ],
    read: async (text, desk): Promise<KeptAnswer> => {
      const source = sourceIn(text);
      return source === null
        ? { kind: 'unclear', hint: phrase('rules:source-bad') }
        : { kind: 'kept', value: await tell(desk, source) };
    },
  });
  await sayEnd(dialogue, end === 'same' ? await dialogue.act('say', (desk) => tell(desk, null)) : end);
}

/** Whoever reads it elsewhere names that place in the row. */
function sourced(row: Rule | null, source: string | null, today: string): Rule | null {
  if (row === null) return null;
  const { sourceIn, ...rest } = row;
  const kept = sourceIn === undefined ? {} : { sourceIn };
  return { ...rest, checkedAt: today, ...(source === null ? kept : { source }) };
}

/** Why a row cannot be said so; `null`: it can. */
function flawIn(dialogue: Dialogue, row: Rule): Phrase | null {
  const read = dialogue.exchange.rules.read(row);
  if (read.kind === 'flawed') {
    const field = read.fields.find((one) => fieldsOf(row).some((known) => known === one));
    return field === undefined
      ? phrase('rules:flaw')
      : phrase('rules:flaw-in', { what: fieldName(field as RuleField) });
  }
  return clashing(row, dialogue.exchange.law().rules) === null ? null : phrase('rules:flaw-clash');
}

/** Field by field until it is right; `before` is `null` where the row is a new one. */
async function correct(dialogue: Dialogue, before: Rule | null, begun: Rule): Promise<void> {
  const action = 'rule.correct';
  const subject = { organisationId: dialogue.coordinator?.organisation?.id ?? null };
  if ((await permitted(dialogue, action, subject)) === 'no') return;
  let row = begun;
  for (;;) {
    const flaw = flawIn(dialogue, row);
    const isDone = flaw === null && (before === null || differing(before, row).length > 0);
    const field = await dialogue.askOne<RuleField | 'done' | 'nothing'>({
      id: 'field',
      text: [
        ...draftLines(before, row),
        ...(flaw === null ? [] : [flaw]),
        phrase(isDone ? 'rules:which-more' : 'rules:which-ask'),
      ],
      options: [
        ...fieldsOf(row).map((value) => ({ value, label: fieldName(value) })),
        ...(isDone ? [{ value: 'done', label: phrase('rules:way-done'), emphasis: 'good' } as const] : []),
        { value: 'nothing', label: phrase('people:way-nothing') },
      ],
    });
    if (field === 'done') break;
    if (field === null || field === 'nothing') return;
    row = edited(row, field, await askField(dialogue, row, field));
  }
  await saySourced(dialogue, row.id, row, draftLines(before, row));
}

async function still(dialogue: Dialogue, id: string): Promise<void> {
  const subject = { organisationId: dialogue.coordinator?.organisation?.id ?? null };
  if ((await permitted(dialogue, 'rule.confirm', subject)) === 'yes') await saySourced(dialogue, id, null);
}

/** One rule: what it says and what waits, to confirm or correct; in force as soon as two keepers say so. */
export const rule: Conversation = {
  name: 'rule',
  listed: false,
  open: false,
  needs: ['keeper'],
  resumes: false,
  takes: /^[0-9a-z]{1,7}$/,
  async run(dialogue): Promise<Next | undefined> {
    const found = await find(dialogue, dialogue.argument ?? '');
    const there = await dialogue.remember('there', () => found !== null);
    if (!there || found === null) return { to: 'rules' };
    const what = await dialogue.askOne({
      id: 'what',
      text: ruleLines(found),
      columns: 2,
      options: waysOf(dialogue, found),
    });
    const next = found.rule === null ? null : following(found.rule, dialogue.exchange.law().rules);
    if (what === 'still') await still(dialogue, found.id);
    else if (what === 'correct' && found.rule !== null) await correct(dialogue, found.rule, found.rule);
    else if (what === 'follow' && next !== null) await correct(dialogue, null, next);
    else if (what === 'withdraw')
      await decide(
        dialogue,
        found.proposals.find(({ by }) => by === nameOf(dialogue)),
        'withdrawRule',
      );
    else if (what?.startsWith('agree-') === true)
      await decide(
        dialogue,
        found.proposals.find(({ id }) => what === `agree-${markOf(id)}`),
        'agreeToRule',
      );
    return { to: 'rules' };
  },
};
