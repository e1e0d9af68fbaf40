import type { Clock } from './terms.ts';

/** What a job did, for the log: counts, never people. Nothing is said of a count of 0. */
export type JobAccount = Readonly<Record<string, number>>;

/** A background task: each file of `jobs/` exports one. */
export interface Job<Ports = JobPorts> {
  readonly name: string;
  /** Milliseconds from the beginning of one run to the next. */
  readonly everyMs: number;
  /** Called on schedule, in one process at a time; may be called again after a crash in the middle. */
  run(ports: Ports): Promise<JobAccount>;
}

export interface JobPorts {
  readonly retention: Retention;
  readonly clock: Clock;
}

/** Erasing what has had its time. Each says how many rows it took. */
export interface Retention {
  /** Dialogues that nobody went on with. */
  expireDialogues(now: Date): Promise<number>;
  /** Marks of updates that no service repeats any more. */
  expireSeenUpdates(now: Date): Promise<number>;
  /** People who blocked us, once it is sure that the fault is not ours. */
  forgetGone(now: Date): Promise<number>;
  /** People who have not answered anything for seven months. */
  forgetSilent(now: Date): Promise<number>;
  /** Who a push went to, once it is over. */
  dropBitmaps(now: Date): Promise<number>;
  /** Who was shown an opening, once nothing is to be said of it any more. */
  dropTold(now: Date): Promise<number>;
  /** Ends of reply windows that are past, and days until which nobody was to be knocked at. */
  closeWindows(now: Date): Promise<number>;
  /** Codes for moving to another channel that nobody used in time. */
  expireMoves(now: Date): Promise<number>;
  /** Wrong codes of openings that chats sent, ten minutes after the first. */
  expireGuesses(now: Date): Promise<number>;
  /** Invitations that nobody used in time. */
  expireInvitations(now: Date): Promise<number>;
  /** What coordinators did more than a year ago. */
  expireAudit(now: Date): Promise<number>;
  /** Drafts of openings that nobody went on with for 30 days. */
  expireDrafts(now: Date): Promise<number>;
  /** How many messages people got on days that are over, and knocks in hours that count no more. */
  dropOldDays(now: Date): Promise<void>;
  /** What people put aside, once it has not been open for so long that it will hardly be again. */
  dropHidden(now: Date): Promise<number>;
  /** Openings that closed a year ago, with their reports; their codes are free again. */
  dropOldOpenings(now: Date): Promise<number>;
  /** Which ordinals changed, once every reader has had the time to see it. */
  pruneChanges(): Promise<number>;
}
