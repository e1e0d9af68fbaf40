/** What services say of their own accord: of messages they took, and of us. */
import { consequenceOf, PAUSE_MS } from './domain/consequence.ts';
import type { ChannelName, Hear, SendReason, Word } from './domain/terms.ts';
import type { Log } from './log.ts';

export interface HearingParts {
  /** Writes a status down, once and only upwards. */
  readonly takeStatus: (channel: ChannelName, word: Extract<Word, { kind: 'message' }>) => Promise<void>;
  /** Holds the pushes of a channel back; replies go on. A longer pause stays. */
  readonly pause: (channel: ChannelName, ms: number, reason: string) => Promise<void>;
  readonly log: Log;
}

/** Makes what a channel tells each word to. */
export function createHearing({ takeStatus, pause, log }: HearingParts): (channel: ChannelName) => Hear {
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

  return (channel) => async (word) => {
    if (word.kind === 'restricted') return restricted(channel, word.why);
    if (word.reason !== null) await suffer(channel, word.reason);
    await takeStatus(channel, word);
  };
}
