import type { Job, JobPorts } from '../domain/job.ts';
import { shared } from '../domain/shared.ts';
import { importFolder } from '../folder.ts';
import type { askKeepers } from '../jobs/ask-keepers.ts';
import type { broadcasts } from '../jobs/broadcasts.ts';
import type { countBarred } from '../jobs/count-barred.ts';
import type { digest } from '../jobs/digest.ts';
import type { expireOpenings as expireJob } from '../jobs/expire-openings.ts';
import type { planBulletins } from '../jobs/plan-bulletins.ts';
import type { planCorrections } from '../jobs/plan-corrections.ts';
import type { publishDrafts } from '../jobs/publish-drafts.ts';
import type { ruleFreshness } from '../jobs/rule-freshness.ts';
import type { seasonNotices } from '../jobs/season-notices.ts';
import type { sweep } from '../jobs/sweep.ts';
import type { tellPosters } from '../jobs/tell-posters.ts';
import type { tellRuleKeepers } from '../jobs/tell-rule-keepers.ts';
import type { LawBook } from '../law-book.ts';
import { describeError, type Log } from '../log.ts';
import type { Matcher } from '../matcher.ts';
import type { ClockedOutbox } from '../outbox.ts';
import { listenForNotices, type Notice } from '../store/notices.ts';
import type { MovableClock } from './clock.ts';
import type { Closers } from './closers.ts';

/** Everything the jobs of `jobs/` are given. */
export type AllPorts = JobPorts &
  Parameters<typeof sweep.run>[0] &
  Parameters<typeof digest.run>[0] &
  Parameters<typeof planBulletins.run>[0] &
  Parameters<typeof planCorrections.run>[0] &
  Parameters<typeof publishDrafts.run>[0] &
  Parameters<typeof expireJob.run>[0] &
  Parameters<typeof ruleFreshness.run>[0] &
  Parameters<typeof countBarred.run>[0] &
  Parameters<typeof askKeepers.run>[0] &
  Parameters<typeof tellRuleKeepers.run>[0] &
  Parameters<typeof broadcasts.run>[0] &
  Parameters<typeof tellPosters.run>[0] &
  Parameters<typeof seasonNotices.run>[0];

async function runJob(job: Job<AllPorts>, ports: AllPorts, log: Log): Promise<void> {
  const account = await job.run(ports);
  const count = Object.values(account).reduce((all, one) => all + one, 0);
  if (count > 0) log.info('job.finished', { job: job.name, count });
}

/** What to do at once when rows changed; the schedules would do it ten seconds later. */
function noticed(
  jobs: readonly Job<AllPorts>[],
  ports: AllPorts,
  room: {
    readonly matcher: Matcher;
    readonly lawBook: LawBook;
    readonly lookAgain: () => Promise<void>;
  },
  log: Log,
): (notice: Notice) => void {
  const at = (names: readonly string[]): (() => Promise<void>) =>
    shared(async () => {
      for (const name of names)
        for (const job of jobs.filter((each) => each.name === name)) await runJob(job, ports, log);
    });
  const reactions: Readonly<Record<Notice, () => Promise<void>>> = {
    subscriber: shared(() => room.matcher.catchUp()),
    bulletin: at(['plan-bulletins', 'sweep']),
    opening: inOrder(room.lookAgain, at(['plan-corrections', 'sweep'])),
    push: at(['sweep']),
    season: at(['season-notices', 'sweep']),
    rule: shared(async () => {
      await room.lawBook.read();
    }),
  };
  return (notice) => {
    void reactions[notice]().catch((error: unknown) => log.warn('job.failed', describeError(error)));
  };
}

const inOrder =
  (first: () => Promise<void>, second: () => Promise<void>): (() => Promise<void>) =>
  async () => {
    await first();
    await second();
  };

const isJob = (exported: unknown): exported is Job<AllPorts> =>
  typeof exported === 'object' && exported !== null && 'everyMs' in exported;

/** What works without being asked: the jobs on their schedules, and at once when somebody says that rows changed. */
export async function startBackground(room: {
  readonly ports: AllPorts;
  readonly outbox: ClockedOutbox;
  readonly matcher: Matcher;
  readonly lawBook: LawBook;
  /** Senders stop at once what has nothing left to say. */
  readonly lookAgain: () => Promise<void>;
  readonly time: MovableClock;
  readonly url: string;
  readonly log: Log;
  readonly onLost: () => void;
  readonly closers: Closers;
}): Promise<void> {
  const { ports, outbox, time, log } = room;
  const jobs = await importFolder(new URL('../jobs/', import.meta.url), isJob);
  for (const job of jobs) await outbox.schedule(job.name, job.everyMs, () => runJob(job, ports, log));
  time.onShift(() => {
    const look = async (): Promise<void> => {
      await outbox.wakeAll();
      for (const job of jobs) await runJob(job, ports, log);
    };
    void look().catch((error: unknown) => log.warn('job.failed', describeError(error)));
  });
  const listening = listenForNotices(room.url, noticed(jobs, ports, room, log), room.onLost);
  room.closers.add(() => listening.stop());
}
