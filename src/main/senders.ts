import { setTimeout as sleep } from 'node:timers/promises';
import { countDayBy } from '../domain/count-day.ts';
import type { HelpLine } from '../domain/country.ts';
import type { ClockOf } from '../domain/delivery.ts';
import type { Law } from '../domain/law.ts';
import type { Day } from '../domain/opening.ts';
import type { Openings, Subscribers } from '../domain/people-and-openings.ts';
import type { SeasonTeller } from '../domain/season-answer.ts';
import type { Channel, Clock } from '../domain/terms.ts';
import type { Foundation } from '../foundation.ts';
import type { Log } from '../log.ts';
import { createSender, type Sender } from '../sender.ts';
import { announcedOpening } from '../store/broadcasts.ts';
import { dialogueKeyOf, outdateDialogue } from '../store/dialogues.ts';
import { createLockToken } from '../store/pushes/ledger.ts';
import { createSealReceipt } from '../store/receipts.ts';
import { composeWith, type Speech } from './speech.ts';

/**
 * The channel as pushes go through it: they stand below what was said last, and the dialogue is told. That it could not
 * be costs a typed number, and no push.
 */
const overtaking = (channel: Channel, { database, vault }: Foundation): Channel => ({
  ...channel,
  async send(to, message, options) {
    await outdateDialogue(database.pool, dialogueKeyOf(vault, channel.name, to)).catch(() => undefined);
    return channel.send(to, message, options);
  },
});

/** A sender for each channel, by name: what slows one says nothing to the others. */
export function createSenders(room: {
  readonly channels: readonly Channel[];
  readonly foundation: Foundation;
  readonly subscribers: Subscribers;
  readonly openings: Openings;
  readonly speech: Speech;
  readonly law: () => Law;
  readonly helpLines: readonly HelpLine[];
  /** The day of a moment where the country is. */
  readonly dayOf: (at: Date) => Day;
  readonly seasons: SeasonTeller;
  readonly clockOf: ClockOf;
  readonly clock: Clock;
  readonly log: Log;
}): ReadonlyMap<string, Sender> {
  const { foundation, subscribers, openings, speech, law, helpLines, dayOf, seasons, clockOf, clock } = room;
  const shared = {
    lockToken: createLockToken(foundation.url),
    subscribers,
    openings,
    announced: announcedOpening(foundation.database.pool, openings),
    compose: composeWith(speech.texts, { law, helpLines, countDay: countDayBy(clock, dayOf) }),
    law,
    seasons,
    sealReceipt: createSealReceipt(foundation.vault),
    clockOf,
    clock,
    wait: (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => undefined),
    log: room.log.for('sender'),
  };
  return new Map(
    room.channels.map((channel) => [
      channel.name,
      createSender({ ...shared, channel: overtaking(channel, foundation) }),
    ]),
  );
}
