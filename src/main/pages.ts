import { tellable } from '../domain/barred-places.ts';
import type { Day } from '../domain/opening.ts';
import type { Door } from '../domain/poster.ts';
import type { Channel, Clock } from '../domain/terms.ts';
import type { Texts } from '../domain/texts.ts';
import { squareCode } from '../square-code.ts';
import { barredPlaces } from '../store/barred-places.ts';
import type { Database } from '../store/database.ts';
import type { createOpenings } from '../store/openings.ts';
import { createSignedFeeds } from '../store/signed-feeds.ts';
import type { Vault } from '../store/vault.ts';
import { createBarredPage } from '../web/barred-page.ts';
import { createFeedPage } from '../web/feed-page.ts';
import { createOpeningPage } from '../web/opening-page.ts';
import type { createWeb } from '../web/server.ts';

/** What anybody may read on the web. */
export function createPages(room: {
  readonly database: Database['pool'];
  readonly vault: Vault;
  readonly openings: Pick<ReturnType<typeof createOpenings>, 'byCode'>;
  readonly channels: readonly Channel[];
  readonly texts: Texts;
  readonly clock: Clock;
  readonly today: () => Day;
}): NonNullable<Parameters<typeof createWeb>[0]['pages']> {
  const { database, vault, openings, channels, texts, clock, today } = room;
  return [
    createBarredPage({ texts, told: async () => tellable(await barredPlaces(database), today()) }),
    createOpeningPage({
      texts,
      opening: (code) => openings.byCode(code),
      doors: (code) => doorsOf(channels, `v_${code}`),
      square: squareCode,
      today,
    }),
    createFeedPage({ feedOf: createSignedFeeds({ database, vault, clock, today }) }),
  ];
}

/** Where anybody can begin to talk to us with a word. */
export const doorsOf = (channels: Iterable<Channel>, word: string): readonly Door[] =>
  [...channels].flatMap(({ name, invitation }) => {
    const url = invitation?.(word) ?? null;
    return url === null ? [] : [{ channel: name, url }];
  });
