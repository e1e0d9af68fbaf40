/** Desks of the real store on a real database, where sequences of deeds are followed. */
import { randomUUID } from 'node:crypto';
import { bitmapOf } from '../../src/domain/bitmap.ts';
import type { AudiencePort } from '../../src/domain/broadcast.ts';
import { Address } from '../../src/domain/terms.ts';
import { oneTimeCodes } from '../../src/one-time-code.ts';
import { createChats } from '../../src/store/chats.ts';
import { addCoordinator } from '../../src/store/coordinators.ts';
import type { Database } from '../../src/store/database.ts';
import { changeOrganisation, createOrganisation } from '../../src/store/organisations.ts';
import { standstillSince } from '../../src/store/standstill.ts';
import { clocksOf } from '../../src/time-zones.ts';
import { TODAY } from './builders.ts';
import { codeOf } from './codes.ts';
import { ru } from './countries.ts';
import type { DeskWorld, Member } from './desk-commands.ts';
import { insertOpenings } from './openings.ts';
import { freshVault } from './vault.ts';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const CHANNELS = [{ name: 'telegram', perSecond: 25, window: null, canEdit: true }];
const vault = freshVault();

/** What a sequence writes, each before what it hangs on; to truncate them would take ten times as long. */
const EMPTIED = [
  'push_watch',
  'push',
  'broadcast',
  'draft',
  'opening',
  'season_shift',
  'invitation',
  'audit',
  'standstill',
  'coordinator',
  'organisation',
  'subscriber',
];

/** A world of these members, in which nothing was done yet. */
export async function storeWorld(database: Database, cast: readonly Member[]): Promise<DeskWorld> {
  const { pool } = database;
  let now = new Date(`${TODAY}T09:00:00Z`);
  let people = 0;
  const clock = (): Date => now;
  await pool.query(EMPTIED.map((table) => `delete from ${table}`).join(';'));
  const organisations: string[] = [];
  for (const slug of ['union', 'other']) {
    const made = await createOrganisation(pool, { slug, titles: { en: slug } }, now);
    await changeOrganisation(pool, made?.id ?? '', { urgentBudget: 1000 });
    organisations.push(made?.id ?? '');
  }
  const organisationOf = ({ of }: Member): string | null =>
    of === 'host' ? null : (organisations[of] ?? null);
  const ids: string[] = [];
  for (const [at, one] of cast.entries()) {
    const made = await addCoordinator(
      { database: pool, vault, clock },
      {
        channel: 'telegram',
        address: new Address(`80000000${at}`),
        organisationId: organisationOf(one),
        roles: one.roles,
        locale: 'en',
        alias: `Quince ${at}`,
        secret: SECRET,
        trustedFrom: new Date(now.getTime() + (one.isNew ? 24 * 3_600_000 : 0)),
      },
    );
    ids.push(made?.id ?? '');
    await pool.query('update coordinator set approved_openings = $2, totp_step = $3 where id = $1', [
      made?.id,
      one.isKnown ? 3 : 0,
      one.hasCodes ? 1 : 0,
    ]);
    const [open, closed] = await insertOpenings(database, [
      { placesLeft: 4, endsOn: '2026-09-01' },
      { placesLeft: 4, endsOn: '2026-09-01', status: 'closed', closeReason: 'expired' },
    ]);
    await pool.query('update opening set organisation_id = $2, posted_by = $3 where id = any($1)', [
      [open?.id, closed?.id],
      organisationOf(one),
      made?.id,
    ]);
  }
  const whom = bitmapOf(Array.from({ length: people }, (_, at) => at + 1));
  const audience: AudiencePort = {
    whom: async () => whom,
    survey: async () => ({ whom, channels: [], locales: [], verdicts: [], hours: [], others: [] }),
  };
  const chats = createChats({
    database,
    vault,
    clock,
    codes: oneTimeCodes,
    broadcasts: { audience, channels: CHANNELS, clockIn: clocksOf(ru) },
    repeatHours: () => 48,
  });
  return {
    now: clock,
    async later(seconds) {
      now = new Date(now.getTime() + seconds * 1000);
      // A matcher looks in now and then.
      await pool.query(`update push set state = 'running' where state = 'planned' and not_before <= $1`, [
        now,
      ]);
    },
    async people(count) {
      people = count;
      await pool.query('delete from subscriber');
      await pool.query(
        `insert into subscriber (id, channel, lookup, sealed, locale, consent_on, consent_version, answered_in)
         select gen_random_uuid(), 'telegram', decode(md5(n::text), 'hex'), '', 'ru', $2, 1, '2026-06-01'
         from generate_series(1, $1) n`,
        [count, TODAY],
      );
    },
    async at(who, work) {
      const handled = await chats.handle(
        {
          channel: 'telegram',
          address: new Address(`80000000${who}`),
          updateId: randomUUID(),
          event: { kind: 'other' },
        },
        ({ desk }) => work(desk),
      );
      if (handled.kind !== 'handled') throw new Error('a message was not handled');
      return handled.value;
    },
    idOf: (who) => ids[who] ?? '',
    organisationOf,
    code: () => codeOf(SECRET, now),
    openings: async () => (await pool.query('select code, status from opening order by code')).rows,
    standsStill: async () => (await standstillSince(pool)) !== null,
  };
}
