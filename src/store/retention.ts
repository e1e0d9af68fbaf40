import type { Retention } from '../domain/job.ts';
import type { Subscribers } from '../domain/people-and-openings.ts';
import { forgottenBefore } from '../domain/silence.ts';
import { blankOldNames, expireAudit } from './audit.ts';
import { pruneChanges } from './changes.ts';
import { dropOldDays } from './channel-days.ts';
import { dropOldHours } from './channel-hours.ts';
import type { Prisma } from './client/client.ts';
import type { Database } from './database.ts';
import { expireDrafts } from './drafts.ts';
import { expireInvitations } from './invitations.ts';
import { goneForGood } from './pushes/gone.ts';
import { TOLD_HOURS } from './told.ts';

/** How long it is remembered whom a push went to, after it is over. */
const BITMAP_HOURS = 48;

/** People forgotten in one run; the others in the next, a minute later. */
const MOST_AT_ONCE = 1_000;

/** Erases in PostgreSQL; running it again after a crash goes on where it stopped. */
export function createRetention(
  { prisma, pool }: Pick<Database, 'prisma' | 'pool'>,
  subscribers: Pick<Subscribers, 'forget'>,
): Retention {
  return {
    expireDialogues: async (now) =>
      (await prisma.dialogue.deleteMany({ where: { expiresAt: { lte: now } } })).count,
    expireSeenUpdates: async (now) =>
      (await prisma.seenUpdate.deleteMany({ where: { expiresAt: { lte: now } } })).count,
    forgetGone: async (now) => {
      const ids = await goneForGood(pool, now);
      for (const id of ids) await subscribers.forget(id);
      return ids.length;
    },
    forgetSilent: async (now) => {
      const before = new Date(`${forgottenBefore(now.toISOString().slice(0, 10))}T00:00:00Z`);
      const silent = await prisma.subscriber.findMany({
        where: { answeredIn: { lte: before } },
        select: { id: true },
        take: MOST_AT_ONCE,
      });
      for (const { id } of silent) await subscribers.forget(id);
      return silent.length;
    },
    dropBitmaps: async (now) => {
      const end = new Date(now.getTime() - BITMAP_HOURS * 3_600_000);
      const { count } = await prisma.push.updateMany({
        where: { overAt: { lte: end }, OR: REMEMBERED },
        data: { recipients: null, later: null, ahead: null, wire: [], journal: [], afterwords: [] },
      });
      return count;
    },
    dropTold: async (now) =>
      (await pool.query(DROP_TOLD, [new Date(now.getTime() - TOLD_HOURS * 3_600_000)])).rowCount ?? 0,
    dropOldDays: async (now) => {
      await dropOldDays(pool, now);
      await dropOldHours(pool, now);
    },
    closeWindows: async (now) =>
      (
        await pool.query(
          `update subscriber set window_until = case when window_until > $1 then window_until end,
             held_until = case when held_until > $2::date - 7 then held_until end,
             held_days = case when held_until > $2::date - 7 then held_days else 0 end
           where window_until <= $1 or held_until <= $2::date - 7`,
          [now, now.toISOString().slice(0, 10)],
        )
      ).rowCount ?? 0,
    expireMoves: async (now) => (await prisma.move.deleteMany({ where: { expiresAt: { lte: now } } })).count,
    expireGuesses: async (now) => (await pool.query(EXPIRE_GUESSES, [now])).rowCount ?? 0,
    dropOldOpenings: async (now) =>
      (await pool.query(DROP_OLD_OPENINGS, [now, OPENING_DAYS, MOST_AT_ONCE])).rowCount ?? 0,
    expireInvitations: (now) => expireInvitations(pool, now),
    expireAudit: async (now) => (await expireAudit(pool, now)) + (await blankOldNames(pool, now)),
    expireDrafts: (now) => expireDrafts(pool, now),
    dropHidden: async (now) =>
      (await pool.query(DROP_HIDDEN, [new Date(now.getTime() - BITMAP_HOURS * 3_600_000)])).rowCount ?? 0,
    pruneChanges: () => pruneChanges(pool),
  };
}

/** Rows that a chat is counting in right now begin anew there: whoever waits for both could wait for ever. */
const EXPIRE_GUESSES = `
  delete from guess where key in (select key from guess where expires_at <= $1 for update skip locked)`;

/** Everything of a push that leads to a person. */
const REMEMBERED: Prisma.PushWhereInput[] = [
  { recipients: { not: null } },
  { later: { not: null } },
  { ahead: { not: null } },
  { wire: { not: [] } },
  { journal: { not: [] } },
  { afterwords: { not: [] } },
];

/** How long an opening is kept after it closed: who asks by its code is told what became of it. */
const OPENING_DAYS = 365;

const DROP_OLD_OPENINGS = `
  delete from opening where id in (
    select id from opening
    where status in ('closed', 'filled') and closed_at < $1::timestamptz - $2 * interval '1 day' limit $3)`;

/** A correction that has its audience needs them no more. */
const DROP_TOLD = `
  delete from told t using opening o
  where o.id = t.opening_id and o.status in ('filled', 'closed') and o.closed_at <= $1 and o.correction is null
    and not exists (select from push p where p.announcement_id = o.id and p.state = 'planned')`;

const MAY_COME_BACK = `select from opening o
  where o.id = aside.opening_id and (o.status in ('open', 'paused') or o.closed_at > $1)`;

/** What is opened again soon is told again to those who saw it, but not to who put it aside. */
const DROP_HIDDEN = `
  update subscriber s
  set hidden = array(
    select opening_id from unnest(s.hidden) as aside(opening_id) where exists (${MAY_COME_BACK}))
  where exists (select from unnest(s.hidden) as aside(opening_id) where not exists (${MAY_COME_BACK}))`;
