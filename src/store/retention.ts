import type pg from 'pg';
import type { Retention } from '../domain/job.ts';
import type { Subscribers } from '../domain/terms.ts';
import { pruneChanges } from './changes.ts';
import { dropOldDays } from './channel-days.ts';
import { goneForGood } from './pushes/gone.ts';

/** How long a push remembers whom it went to after it is over: time for a correction. */
const BITMAP_HOURS = 48;

/** Erases in PostgreSQL; each method is one statement, so running it again after a crash goes on. */
export function createRetention(pool: pg.Pool, subscribers: Pick<Subscribers, 'forget'>): Retention {
  const count = async (statement: string, values: readonly unknown[] = []): Promise<number> =>
    (await pool.query(statement, [...values])).rowCount ?? 0;
  return {
    expireDialogues: (now) => count('delete from dialogue where expires_at <= $1', [now]),
    expireSeenUpdates: (now) => count('delete from seen_update where expires_at <= $1', [now]),
    forgetGone: async (now) => {
      const ids = await goneForGood(pool, now);
      for (const id of ids) await subscribers.forget(id);
      return ids.length;
    },
    dropBitmaps: (now) => count(DROP_BITMAPS, [new Date(now.getTime() - BITMAP_HOURS * 3_600_000)]),
    dropOldDays: (now) => dropOldDays(pool, now),
    dropHidden: () => count(DROP_HIDDEN),
    pruneChanges: () => pruneChanges(pool),
  };
}

const DROP_BITMAPS = `
  update push set recipients = null, later = null, ahead = null, wire = '[]', journal = '[]'
  where over_at <= $1 and (recipients is not null or later is not null or ahead is not null
    or wire <> '[]' or journal <> '[]')`;

const STILL_OPEN = `select from opening o where o.id = aside.opening_id and o.status in ('open', 'paused')`;

const DROP_HIDDEN = `
  update subscriber s
  set hidden = array(select opening_id from unnest(s.hidden) as aside(opening_id) where exists (${STILL_OPEN}))
  where exists (select from unnest(s.hidden) as aside(opening_id) where not exists (${STILL_OPEN}))`;
