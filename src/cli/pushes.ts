import { type PushAccount, pushAccounts } from '../store/push-accounts.ts';
import { type Command, JSON_OPTION, Refusal } from './command.ts';
import { withDatabase } from './with-database.ts';

const NEWEST = 20;

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, one) => all + one, 0);

const reasons = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([reason, count]) => `${count} ${reason}`)
    .join(', ');

/** Those who have not had their turn, or wait for another. */
const waiting = ({ state, total, sent, uncertain, skipped, failed }: PushAccount): number =>
  state === 'running' || state === 'paused' ? total - sent - uncertain - sum(skipped) - sum(failed) : 0;

function lineOf(push: PushAccount): string {
  const { plannedAt, channel, kind, state, total, sent, delivered, read, uncertain, skipped, failed } = push;
  const { outside, beyond } = push;
  const parts = [
    `${sent} of ${total} sent`,
    ...(delivered > 0 ? [`${delivered} delivered, ${read} read`] : []),
    ...(waiting(push) > 0 ? [`${waiting(push)} wait`] : []),
    ...(uncertain > 0 ? [`${uncertain} uncertain`] : []),
    ...(sum(skipped) > 0 ? [`skipped: ${reasons(skipped)}`] : []),
    ...(sum(failed) > 0 ? [`failed: ${reasons(failed)}`] : []),
    ...(outside === null
      ? []
      : [`${outside} were outside their window, ${beyond ?? 0} of them over the day's cap`]),
  ];
  return `${plannedAt.toISOString().slice(0, 16)}Z  ${channel.padEnd(9)} ${kind} ${state}: ${parts.join('; ')}`;
}

/** How announcements fare on each channel, in counts; nobody is named, because nobody is known. */
export const pushes: Command = {
  name: 'pushes',
  takes: '',
  summary: 'Shows the newest pushes of each channel, in counts: sent, waiting, skipped and why.',
  options: {
    most: { type: 'string', help: `how many, default ${NEWEST}` },
    json: JSON_OPTION,
  },
  async run({ config, options, print }) {
    const most = Number(options['most'] ?? NEWEST);
    if (!Number.isInteger(most) || most < 1 || most > 1_000)
      throw new Refusal('--most takes a number to 1000');
    const accounts = await withDatabase(config, (pool) => pushAccounts(pool, most));
    if (options['json'] === true) print(JSON.stringify(accounts));
    else if (accounts.length === 0) print('Nothing was announced yet.');
    else for (const account of accounts) print(lineOf(account));
    return 0;
  },
};
