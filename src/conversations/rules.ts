import type { Conversation, Dialogue, Next, Option } from '../domain/conversation.ts';
import { phrase, raw } from '../domain/message.ts';
import { keeperName, type ListedRule, listedRules, markOf } from '../domain/rule-desk.ts';
import { listedLine } from '../domain/rule-words.ts';
import { RULE_KINDS } from '../domain/rules.ts';

/** Rules on one page: with the ways beside them, as many rows as WhatsApp has. */
const PAGE = 6;

const way = (value: string, label: string): Option => ({ value, label: phrase(label) });
const desk = way('desk', 'desk:back');

async function askKind(dialogue: Dialogue): Promise<Next> {
  const kind = await dialogue.askOne({
    id: 'kind',
    text: [phrase('rules:kind-ask')],
    columns: 1,
    options: [...RULE_KINDS.map((one) => way(one, `rules:kind-${one}`)), way('due', 'rules:to-due')],
  });
  return { to: 'rules', argument: `${kind ?? 'due'}~0` };
}

/** Those that need a look, or all of a kind; the most urgent first. */
async function found(dialogue: Dialogue, view: string): Promise<readonly ListedRule[]> {
  const { coordinator, exchange, today } = dialogue;
  const by = coordinator === null ? '' : keeperName(coordinator);
  const all = listedRules(exchange.law().rules, await dialogue.desk.ruleProposals(today), by, today);
  return all.filter(({ rule, proposals, standing }) =>
    view === 'due' ? standing !== 'fine' : (rule ?? proposals[0]?.row)?.kind === view,
  );
}

/** The rules that need a look, or all of a kind, and the way to each. */
export const rules: Conversation = {
  name: 'rules',
  listed: false,
  open: false,
  needs: ['keeper'],
  resumes: false,
  takes: /^(?:due|all|basis|link|bar|fee|share)~\d{1,3}$/,
  async run(dialogue): Promise<Next | undefined> {
    const [view = 'due', on = '0'] = dialogue.argument?.split('~') ?? [];
    if (view === 'all') return askKind(dialogue);
    const page = Number(on);
    const all = await found(dialogue, view);
    const shown = all.slice(page * PAGE, (page + 1) * PAGE);
    const title = view === 'due' ? 'title' : `kind-${view}`;
    const to = await dialogue.askOne({
      id: 'which',
      text: [
        phrase(`rules:${all.length === 0 ? 'nothing' : title}`, { number: all.length }),
        ...shown.map((one, at) => listedLine(one, at + 1)),
      ],
      columns: 3,
      options: [
        ...shown.map(({ id }, at) => ({
          value: markOf(id),
          label: phrase('common:as-is', { text: raw(String(at + 1)) }),
        })),
        ...(page > 0 ? [way('before', 'rules:before')] : []),
        ...(all.length > (page + 1) * PAGE ? [way('after', 'rules:after')] : []),
        way('all', 'rules:to-all'),
        desk,
      ],
    });
    if (to === 'before') return { to: 'rules', argument: `${view}~${page - 1}` };
    if (to === 'after') return { to: 'rules', argument: `${view}~${page + 1}` };
    if (to === 'all') return { to: 'rules', argument: 'all~0' };
    return to === null || to === 'desk' ? { to: 'desk' } : { to: 'rule', argument: to };
  },
};
