import { broadcastMessage } from '../domain/broadcast-words.ts';
import type { ClockIn } from '../domain/local-time.ts';
import { type Channel, type Clock, SendError } from '../domain/terms.ts';
import type { Texts } from '../domain/texts.ts';
import type { broadcasts, LiveScreen } from '../jobs/broadcasts.ts';
import type { Sender } from '../sender.ts';
import { endWatch, keepShown, type Watch, watches } from '../store/broadcast-watches.ts';
import { anyDue, tidyBroadcasts } from '../store/broadcasts.ts';
import type { Database } from '../store/database.ts';
import type { Vault } from '../store/vault.ts';

/** Broadcasts as they run: their messages go beside the pushes, as replies do. */
export function createLiveBroadcasts(room: {
  readonly database: Database;
  readonly vault: Vault;
  readonly texts: Texts;
  readonly channels: readonly Pick<Channel, 'name' | 'send'>[];
  readonly senders: ReadonlyMap<string, Pick<Sender, 'replied' | 'frozenUntil'>>;
  readonly clockIn: ClockIn;
  readonly clock: Clock;
}): Parameters<typeof broadcasts.run>[0]['broadcasts'] {
  const { database, vault, texts, channels, senders, clockIn, clock } = room;
  const { pool } = database;

  const show = async (watch: Watch, shown: string, perSecond: number | null): Promise<boolean> => {
    const channel = channels.find(({ name }) => name === watch.channel);
    const token = senders.get(watch.channel);
    // Nobody waits for it: a frozen token is not asked.
    if (channel === undefined || (token?.frozenUntil() ?? null) !== null) return false;
    const message = broadcastMessage(watch.broadcast, clock(), { perSecond, live: true, clockIn });
    token?.replied();
    try {
      const mark = await channel.send(watch.address, texts.render(watch.locale, message), {
        ...(watch.mark === null ? {} : { replaces: watch.mark, onlyInPlace: true }),
      });
      await keepShown(pool, vault, watch, { mark, shown });
      return true;
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      if (error.reason.kind === 'blocked') await endWatch(pool, watch);
      return false;
    }
  };

  return {
    anyDue: (now) => anyDue(pool, now),
    tidy: (now) => tidyBroadcasts(pool, now),
    screens: async () =>
      (await watches(pool, vault)).map(
        (watch): LiveScreen => ({
          broadcast: watch.broadcast,
          shown: watch.shown,
          show: (shown, perSecond) => show(watch, shown, perSecond),
          end: () => endWatch(pool, watch),
        }),
      ),
  };
}
