import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ordinals } from '../../src/domain/bitmap.ts';
import type { Opening } from '../../src/domain/opening.ts';
import { type ChangeOf, close, extend, reopen } from '../../src/domain/opening-change.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { importsInto } from '../../src/store/import-run.ts';
import { changeOpening } from '../../src/store/opening-changes.ts';
import { pushAccounts } from '../../src/store/push-accounts.ts';
import { decideReports, fileReport, reportedOpenings } from '../../src/store/reports.ts';
import { TODAY } from '../support/builders.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { insertOpenings } from '../support/openings.ts';

const NOW = new Date(`${TODAY}T09:00:00Z`);

let fresh: FreshDatabase;
let database: Database;
let opening: Opening;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, connections: 6 });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  await database.pool.query('truncate opening, push, subscriber cascade');
  const [one] = await insertOpenings(database, [{ code: 'K7Q2M' }]);
  if (one === undefined) throw new Error('nothing was stored');
  opening = one;
});

const person = async (channel = 'telegram'): Promise<number> => {
  const { rows } = await database.pool.query<{ ordinal: number }>(
    `insert into subscriber (id, channel, lookup, sealed, locale, consent_on, consent_version, answered_in)
     values (gen_random_uuid(), $1, decode(md5($2), 'hex'), '', 'tg', $3, 1, '2026-06-01') returning ordinal`,
    [channel, randomUUID(), TODAY],
  );
  return rows[0]?.ordinal ?? 0;
};
const reports = (ordinal: number, reason: 'fee' | 'pay' = 'fee', of = opening): Promise<boolean> =>
  fileReport(
    database,
    { openingId: of.id, reason, reporter: Buffer.from(`${of.id} ${ordinal}`), day: TODAY },
    { ordinal },
    NOW,
  );
const decides = (upheld: boolean) =>
  decideReports(database, { code: 'K7Q2M', upheld, today: TODAY, at: NOW });
const status = async (): Promise<string> =>
  (await database.pool.query('select status from opening where code = $1', ['K7Q2M'])).rows[0]?.status;

describe('reports', () => {
  it('pause the opening when three people reported, whatever one repeats', async () => {
    for (const ordinal of [1, 2, 1, 2]) await reports(ordinal);
    expect(await status()).toBe('open');
    expect(await reports(3)).toBe(true);
    expect(await status()).toBe('paused');
  });

  it('pause it once when they come at the same time', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, at) => reports(at + 1)));
    const { rows } = await database.pool.query('select status, revision, correction from opening');
    expect(rows).toEqual([{ status: 'paused', revision: 1, correction: 'paused' }]);
  });

  it('are shown by opening, reason and day, and by nothing else', async () => {
    const [other] = await insertOpenings(database, [{ code: 'B2B2B', title: 'Other' }]);
    for (const ordinal of [4711, 4712]) await reports(ordinal);
    await reports(4713, 'pay');
    await reports(4714, 'pay', other);
    const shown = await reportedOpenings(database.pool);
    expect(shown).toEqual([
      {
        code: 'K7Q2M',
        title: 'Комплектовщик',
        status: 'paused',
        reasons: { fee: 2, pay: 1 },
        first: TODAY,
        last: TODAY,
      },
      { code: 'B2B2B', title: 'Other', status: 'open', reasons: { pay: 1 }, first: TODAY, last: TODAY },
    ]);
    expect(JSON.stringify(shown)).not.toMatch(/471\d/);
  });

  it('once decided go to those who reported, on each channel, and are forgotten', async () => {
    const [here, there, gone] = [await person(), await person('whatsapp'), 999_999];
    for (const ordinal of [here, there, gone]) await reports(ordinal);
    expect(await decides(false)).toMatchObject({ kind: 'decided', correction: 'reopened', awaited: true });
    const { rows } = await database.pool.query<{ channel: string; recipients: Uint8Array; total: number }>(
      `select channel, recipients, total from push where kind = 'outcome' order by channel`,
    );
    expect(rows.map(({ channel, recipients, total }) => [channel, [...ordinals(recipients)], total])).toEqual(
      [
        ['telegram', [here], 1],
        ['whatsapp', [there], 1],
      ],
    );
    const told = await database.pool.query('select reporters from told');
    expect(told.rows).toEqual([{ reporters: [] }]);
    expect(await reportedOpenings(database.pool)).toEqual([]);
    expect(await pushAccounts(database.pool, 10)).toEqual([]);
  });

  it('decided count no more: three new ones pause it again, and each decision is heard of', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => person()));
    for (const ordinal of people.slice(0, 3)) await reports(ordinal);
    await decides(false);
    for (const ordinal of people.slice(3, 5)) await reports(ordinal);
    expect(await status()).toBe('open');
    await reports(people[5] ?? 0);
    expect(await status()).toBe('paused');
    await decides(true);
    expect(await status()).toBe('closed');
    const { rows } = await database.pool.query(
      `select revision from push where kind = 'outcome' order by revision`,
    );
    expect(rows).toEqual([{ revision: 3 }, { revision: 6 }]);
  });

  it('are decided for nobody when it has been erased who reported', async () => {
    await reports(await person());
    await database.pool.query('delete from told');
    expect(await decides(true)).toMatchObject({ kind: 'decided', awaited: false });
    const { rowCount } = await database.pool.query(`select from push where kind = 'outcome'`);
    expect(rowCount).toBe(0);
  });

  it('cannot be decided where there are none', async () => {
    expect(await decides(true)).toEqual({ kind: 'nothing-reported' });
    expect(await decideReports(database, { code: 'ZZZZZ', upheld: true, today: TODAY, at: NOW })).toEqual({
      kind: 'unknown-code',
    });
  });

  it('keep it from being opened before they are decided, whatever it ended of', async () => {
    for (const at of [1, 2, 3]) await reports(at);
    const changes = (change: ChangeOf) => changeOpening(database, 'K7Q2M', change, NOW);
    expect(await changes(close('withdrawn', NOW))).toMatchObject({ kind: 'changed' });
    expect(await changes(reopen(5, NOW, TODAY))).toMatchObject({ kind: 'refused', why: 'reported' });
    await database.pool.query(`update opening set close_reason = 'expired', expires_on = '2026-06-14'`);
    expect(await changes(extend('2026-08-01', TODAY))).toMatchObject({ kind: 'refused', why: 'reported' });
    await decides(false);
    expect(await changes(extend('2026-08-01', TODAY))).toMatchObject({ correction: 'reopened' });
  });

  it('keep it closed when a list that had lost it has it again', async () => {
    const lists = async (): Promise<void> => {
      const run = await importsInto(database).begin('csv', TODAY);
      await run?.write([{ kind: 'opening', externalId: 'one', content: opening, employerKey: null }]);
      await run?.finish(true, {});
      await run?.release();
    };
    await database.pool.query(`update opening set source = 'csv', external_id = 'one', status = 'paused'`);
    for (const at of [1, 2, 3]) await reports(at);
    await database.pool.query(`update opening set status = 'closed', close_reason = 'source-gone'`);
    await lists();
    expect(await status()).toBe('closed');
    await decides(false);
    await lists();
    expect(await status()).toBe('open');
  });
});
