/** What services say of their own accord: of messages they took, and of us. */
import { consequenceOf, PAUSE_MS } from './domain/consequence.ts';
import { createGoneGuard, type GoneGuard, GUARDED_MS, MASS_GONE_MS } from './domain/gone-guard.ts';
import type { ChannelName, Clock, Hear, SendReason, Word } from './domain/terms.ts';
import type { Log } from './log.ts';

type MessageWord = Extract<Word, { kind: 'message' }>;

export interface HearingParts {
  /** Writes a status down, once and only upwards; resolves to whether it was news. */
  readonly takeStatus: (channel: ChannelName, word: MessageWord) => Promise<boolean>;
  /** Holds the pushes of a channel back; replies go on. A longer pause stays. */
  readonly pause: (channel: ChannelName, ms: number, reason: string) => Promise<void>;
  /** Takes back that people of a channel are gone, marked since then. */
  readonly restore: (channel: ChannelName, since: Date) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Watches the people of one channel, as its sender does for what is said at once. */
interface Watch {
  readonly guard: GoneGuard;
  /** While a mass of them seems gone: since when nobody is, and until when. */
  tripped: { readonly since: Date; readonly until: number } | null;
}

/** Makes what a channel tells each word to. */
export function createHearing(parts: HearingParts): (channel: ChannelName) => Hear {
  const { takeStatus, pause, log } = parts;
  const restricted = async (channel: ChannelName, reason: string): Promise<void> => {
    log.error('channel.restricted', { channel, reason });
    await pause(channel, PAUSE_MS.restricted, reason);
  };

  /** A failure that is not this person's, but ours. */
  const suffer = async (channel: ChannelName, reason: SendReason): Promise<void> => {
    const { token } = consequenceOf(reason);
    if (token?.kind === 'stop') await restricted(channel, 'account');
    else if (token?.kind === 'freeze') await pause(channel, token.seconds * 1_000, 'throttled');
    else if (token?.kind === 'pause') {
      log.error('channel.misconfigured', { channel });
      await pause(channel, PAUSE_MS.misconfigured, 'misconfigured');
    }
  };

  return (channel) => {
    const watch: Watch = { guard: createGoneGuard(), tripped: null };
    return async (word) => {
      if (word.kind === 'restricted') return restricted(channel, word.why);
      // What was said before is no reason to hold back what somebody has let go on since.
      if (!(await takeStatus(channel, word))) return;
      await watchOver(parts, channel, watch, word);
      if (word.reason !== null) await suffer(channel, word.reason);
    };
  };
}

/** A mass of people who seem gone is more likely a fault of ours, or of the service: then nobody is forgotten. */
async function watchOver(
  { pause, restore, clock, log }: HearingParts,
  channel: ChannelName,
  watch: Watch,
  { status, reason }: MessageWord,
): Promise<void> {
  if (status !== 'sent' && status !== 'failed') return;
  const now = clock().getTime();
  const person = reason === null ? null : consequenceOf(reason).person;
  const isGone = person === 'gone' || person === 'strike';
  if (watch.guard.note(now, isGone)) {
    watch.tripped = { since: new Date(now - GUARDED_MS), until: now + MASS_GONE_MS };
    log.error('guard.tripped', { channel });
    await pause(channel, MASS_GONE_MS, 'mass-gone');
  }
  if (isGone && watch.tripped !== null && now < watch.tripped.until)
    await restore(channel, watch.tripped.since);
}
