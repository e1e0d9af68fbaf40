/** The rules as keepers confirm and correct them at their desk: what the command does, with a line in the audit. */
import type { Action } from '../domain/coordinator.ts';
import type { Desk, Done } from '../domain/desk.ts';
import type { Day } from '../domain/opening.ts';
import { isWaiting, type Proposal } from '../domain/rule-change.ts';
import { keeperName, type RuleDesk, type RuleSaid, type RuleView } from '../domain/rule-desk.ts';
import type { Rule } from '../domain/rules.ts';
import { proposals, propose, second, withdraw } from './rule-changes.ts';
import { REFUSED, type Seat } from './seat.ts';

/** What is done of a rule, as the audit has it. */
type Step = 'proposed' | 'agreed' | 'withdrawn';

export const rulesAt = (seat: Seat): RuleView & RuleDesk => ({
  ruleProposals: (today) => waiting(seat, today),
  sayOfRule: (said, today) => say(seat, said, today),
  async agreeToRule(proposalId, today) {
    const by = await nameOf(seat);
    const found = (await waiting(seat, today)).find((one) => one.id === proposalId && one.by !== by);
    return found === undefined ? { kind: 'done', value: 'gone' } : agree(seat, found, by);
  },
  async withdrawRule(proposalId, today) {
    const by = await nameOf(seat);
    const found = (await waiting(seat, today)).find((one) => one.id === proposalId && one.by === by);
    if (found === undefined) return { kind: 'done', value: 'gone' };
    return deed(seat, found, 'withdrawn', async () =>
      (await withdraw(seat.ports.database, found, by)) ? 'withdrawn' : 'gone',
    );
  },
});

/** What waits for a second keeper; only keepers see it. */
async function waiting({ coordinator, ports }: Seat, today: Day): Promise<readonly Proposal[]> {
  if (coordinator?.roles.includes('keeper') !== true) return [];
  return (await proposals(ports.database)).filter((one) => isWaiting(one, today));
}

async function nameOf(seat: Seat): Promise<string> {
  const who = await seat.afresh();
  return who === null ? '' : keeperName(who);
}

const actionOf = (row: Rule | null): Action => (row === null ? 'rule.confirm' : 'rule.correct');

function deed<T>(
  seat: Seat,
  { ruleId, row }: Pick<RuleSaid, 'ruleId' | 'row'>,
  step: Step,
  effect: () => Promise<T>,
): Promise<Done<T>> {
  const subject = { organisationId: seat.coordinator?.organisation?.id ?? null };
  return seat.act({ action: actionOf(row), subject, about: ruleId, detail: { step } }, effect);
}

/** Two who say the same agree; while anybody says otherwise, it is a word of its own. */
async function say(seat: Seat, said: RuleSaid, today: Day): ReturnType<Desk['sayOfRule']> {
  const by = await nameOf(seat);
  if (by === '') return REFUSED;
  const others = (await waiting(seat, today)).filter((one) => one.ruleId === said.ruleId && one.by !== by);
  const equal = said.row === null && others.every(({ row }) => row === null) ? others.at(-1) : undefined;
  if (equal !== undefined) {
    const done = await agree(seat, equal, by);
    if (done.kind === 'refused') return done;
    if (done.value === 'in-force') return { kind: 'done', value: 'in-force' };
  }
  return deed<'waits' | 'in-force'>(seat, said, 'proposed', async () => {
    await propose(seat.ports.database, { ...said, by, on: today });
    return 'waits';
  });
}

function agree(seat: Seat, proposal: Proposal, by: string): Promise<Done<'in-force' | 'gone'>> {
  return deed(seat, proposal, 'agreed', async () =>
    (await second(seat.ports.database, proposal, by, seat.now)) ? 'in-force' : 'gone',
  );
}
