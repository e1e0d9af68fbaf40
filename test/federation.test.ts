/** Two exchanges, each with its database: what one signs, the other imports. */
import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../src/domain/account.ts';
import type { Day } from '../src/domain/opening.ts';
import { importFeed } from '../src/importer.ts';
import { source } from '../src/sources/exchange.ts';
import { type Database, openDatabase } from '../src/store/database.ts';
import { importsInto } from '../src/store/import-run.ts';
import { createSignedFeeds, renewFeedKey } from '../src/store/signed-feeds.ts';
import { revokeFeed, trustedFeeds, trustFeed, voucherOf } from '../src/store/trusted-feeds.ts';
import { createFeedPage } from '../src/web/feed-page.ts';
import { ru } from './support/countries.ts';
import { type FreshDatabase, freshDatabase } from './support/database.ts';
import { anOrganisation, post } from './support/organisations.ts';
import { freshVault } from './support/vault.ts';

const TODAY: Day = '2026-06-15';
let now: Date;
let fresh: readonly FreshDatabase[];
let there: Database;
let here: Database;
let vault: ReturnType<typeof freshVault>;
let site: Hono;
let union: string;
let publicKey: string;

beforeEach(async () => {
  now = new Date('2026-06-15T12:00:00Z');
  fresh = await Promise.all([freshDatabase(), freshDatabase()]);
  [there, here] = fresh.map(({ url }) => openDatabase({ url })) as [Database, Database];
  vault = freshVault();
  site = siteOf(there.pool);
  union = await anOrganisation(there.pool);
  publicKey = (await renewFeedKey(there.pool, vault, 'union')) ?? '';
  await trust();
});

afterEach(async () => {
  await Promise.all([there.close(), here.close()]);
  await Promise.all(fresh.map((one) => one.drop()));
});

const siteOf = (database: pg.Pool): Hono =>
  createFeedPage({ feedOf: createSignedFeeds({ database, vault, clock: () => now, today: () => TODAY }) });

const URL_THERE = 'https://kg.example/feed/union.json';
const trust = (key = publicKey): Promise<void> =>
  trustFeed(here.pool, { name: 'kg', url: URL_THERE, publicKey: key }, TODAY);

const passed = async (minutes: number): Promise<void> => {
  now = new Date(now.getTime() + minutes * 60_000);
};

/** The file as it lies on the server now. */
const file = async (): Promise<Uint8Array> =>
  new Uint8Array(await (await site.request('/feed/union.json')).arrayBuffer());

/** Imports a file, or what lies on the server, into the second exchange. */
async function take(given?: Uint8Array, { dryRun = false, asOf = TODAY } = {}): Promise<Account> {
  const trusted = (await trustedFeeds(here.pool)).find(({ name }) => name === 'kg');
  if (trusted === undefined) throw new Error('nothing is trusted');
  return importFeed({
    source,
    location: trusted.url,
    imports: dryRun ? null : importsInto(here),
    open: async function* () {
      yield given ?? (await file());
    },
    country: ru,
    asOf,
    voucher: voucherOf(here.pool, trusted, { now, dryRun }),
  });
}

const held = async (): Promise<Record<string, string>> => {
  const { rows } = await here.pool.query(
    `select title, status || coalesce(' ' || close_reason, '') as now from opening order by 1`,
  );
  return Object.fromEntries(rows.map((row) => [row.title, row.now]));
};

describe('what an organisation publishes', () => {
  it('reaches another exchange whole, vouched for, and as a source of its own', async () => {
    await post(there.pool, union, {
      title: 'Сбор клубники',
      kind: 'harvest',
      work: 'berries',
      crop: 'strawberry',
      pay: { min: 40, max: null, unit: 'kg', currency: 'RUB' },
      pledge: ['no-fee', 'papers'],
      permitPayer: 'employer',
      quota: true,
      contact: { url: null, phone: '+7 926 000-00-00' },
    });
    expect(await take()).toMatchObject({ source: 'exchange:kg', read: 1, imported: 1, complete: true });
    const { rows } = await here.pool.query('select * from opening');
    expect(rows).toMatchObject([
      {
        source: 'exchange:kg',
        status: 'open',
        crop: 'strawberry',
        pay_min: 40,
        pay_unit: 'kg',
        pledge: ['no-fee', 'papers'],
        permit_payer: 'employer',
        quota: true,
        vouched_by: 'Профсоюз',
        contact_phone: null,
        organisation_id: null,
        posted_by: null,
      },
    ]);
    expect(rows[0].contact_url).toMatch(/^https:\/\/kg\.example\/p\/[0-9A-Z]{5}$/);
    expect(await take()).toMatchObject({ imported: 0, updated: 0, byReason: { unchanged: 1 } });
  });

  it('changes, is filled and ends there, and so here: at once, the last one too', async () => {
    const one = await post(there.pool, union, { title: 'Один', placesLeft: 5 });
    const two = await post(there.pool, union, { title: 'Два', employer: 'ООО "Второй"' });
    await take();
    await there.pool.query('update opening set places_left = 2 where id = $1', [one.id]);
    expect(await take()).toMatchObject({ updated: 1, closed: 0 });
    const { rows } = await here.pool.query(`select places_left from opening where title = 'Один'`);
    expect(rows).toEqual([{ places_left: 2 }]);

    await there.pool.query('update opening set places_left = 0 where id = $1', [one.id]);
    expect(await take()).toMatchObject({ closed: 1 });
    expect(await held()).toEqual({ Один: 'closed source-gone', Два: 'open' });

    await there.pool.query(`update opening set status = 'closed' where id = $1`, [two.id]);
    expect(await take()).toMatchObject({ read: 1, closed: 1, complete: true });
    expect(await held()).toEqual({ Один: 'closed source-gone', Два: 'closed source-gone' });
    expect(await take()).toMatchObject({ read: 0, closed: 0, complete: true });

    await there.pool.query('update opening set places_left = 3 where id = $1', [one.id]);
    await take();
    expect(await held()).toEqual({ Один: 'open', Два: 'closed source-gone' });
  });

  it('is what is open and its own', async () => {
    const other = await anOrganisation(there.pool, { slug: 'other' });
    await post(there.pool, union, { title: 'Ours' });
    await post(there.pool, other, { title: 'Of others' });
    await post(there.pool, null, { title: 'Of nobody' });
    await post(there.pool, union, { title: 'Paused', status: 'paused' });
    await post(there.pool, union, { title: 'Closed', status: 'closed' });
    await post(there.pool, union, { title: 'Full', placesLeft: 0 });
    await post(there.pool, union, { title: 'Over', expiresOn: '2026-06-14' });
    await take();
    expect(await held()).toEqual({ Ours: 'open' });
    // What was taken over from others is not passed on.
    await here.pool.query(`update opening set title = 'Taken over'`);
    await anOrganisation(here.pool);
    await renewFeedKey(here.pool, vault, 'union');
    const answer = await siteOf(here.pool).request('/feed/union.json');
    expect(await answer.text()).toContain('"openings":[]');
  });

  it('is nothing while the organisation, or everything, is stopped', async () => {
    await post(there.pool, union, { title: 'Один' });
    await take();
    await there.pool.query('update organisation set stopped_at = now()');
    await take();
    expect(await held()).toEqual({ Один: 'closed source-gone' });
    await there.pool.query('update organisation set stopped_at = null');
    await take();
    expect(await held()).toEqual({ Один: 'open' });
    await there.pool.query(`insert into standstill (since, by) values (now(), 'operator')`);
    await take();
    expect(await held()).toEqual({ Один: 'closed source-gone' });
  });

  it('says nothing of subscribers, coordinators and reports', async () => {
    const opening = await post(there.pool, union, {
      title: 'Один',
      contact: { url: null, phone: '+7 926 CANARY' },
    });
    const coordinator = randomUUID();
    await there.pool.query(
      `insert into coordinator (id, organisation_id, channel, lookup, sealed, locale, alias, roles, trusted_from, joined_on)
       values ($1, $2, 'telegram', 'CANARYlookup', 'CANARYsealed', 'ru', 'CANARY alias', '{poster}', now(), now())`,
      [coordinator, union],
    );
    await there.pool.query(
      `update opening set posted_by = $2, review = '{CANARY-review}', notes = '{"ru":"CANARY note"}'`.concat(
        ' where id = $1',
      ),
      [opening.id, coordinator],
    );
    await there.pool.query(
      `insert into report (opening_id, reason, reporter, day) values ($1, 'fee', 'CANARYreporter', '2026-06-14')`,
      [opening.id],
    );
    await there.pool.query(
      `insert into told (opening_id, bits, journal, reporters) values ($1, 'CANARYbits', '[77001]', '{77002}')`,
      [opening.id],
    );
    const text = new TextDecoder().decode(await file());
    expect(text).toContain('Один');
    const traces = ['CANARY', '77001', '77002', coordinator, union, 'fee"', 'reporter', '+996', 'secret'];
    for (const word of traces) expect(text).not.toContain(word);
    expect(Object.keys(JSON.parse(text).signed.openings[0]).sort()).toEqual(
      [
        ...['@type', 'datePosted', 'identifier', 'inLanguage', 'jobLocation', 'title', 'validThrough'],
        ...['mehnat:code', 'mehnat:kind', 'mehnat:work'],
      ].sort(),
    );
  });

  it('is one file for as long as nothing changes, by its tag, and is signed anew before it grows old', async () => {
    await post(there.pool, union);
    const first = await site.request('/feed/union.json');
    const tag = first.headers.get('ETag') ?? '';
    expect(tag).toMatch(/^"[\w-]{22}"$/);
    expect(first.headers.get('Cache-Control')).toBe('public, max-age=60');
    expect(first.headers.get('Content-Type')).toBe('application/json; charset=utf-8');
    const again = await site.request('/feed/union.json', { headers: { 'If-None-Match': tag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    await passed(11);
    expect((await site.request('/feed/union.json')).headers.get('ETag')).not.toBe(tag);
  });

  it.each([
    '/feed/nobody.json',
    '/feed/keyless.json',
    '/feed/union',
    '/feed/UNION.json',
    '/feed/..%2Funion.json',
  ])('is not there without a key, or by another name: %s', async (path) => {
    await anOrganisation(there.pool, { slug: 'keyless' });
    expect((await site.request(path)).status).toBe(404);
  });
});

describe('a feed that was taken', () => {
  it('is not taken again when it is older than the last, and changes nothing', async () => {
    const one = await post(there.pool, union, { title: 'Один' });
    const old = await file();
    await there.pool.query('update opening set places_left = 0 where id = $1', [one.id]);
    await passed(1);
    await take();
    expect(await held()).toEqual({});
    await expect(take(old)).rejects.toThrow(
      'nothing could be read: it is older than the feed that was taken last',
    );
    expect(await held()).toEqual({});
  });

  it('is remembered by a real run only', async () => {
    await post(there.pool, union, { title: 'Один' });
    const old = await file();
    await passed(11);
    expect(await take(undefined, { dryRun: true })).toMatchObject({ dryRun: true, imported: 1 });
    expect(await take(old)).toMatchObject({ imported: 1 });
  });

  it('is refused as a whole when one byte is another, and nothing is closed', async () => {
    await post(there.pool, union, { title: 'Один' });
    await take();
    await post(there.pool, union, { title: 'Два', employer: 'ООО "Второй"' });
    const tampered = await file();
    tampered[tampered.length - 300] = (tampered[tampered.length - 300] ?? 0) ^ 1;
    await expect(take(tampered)).rejects.toThrow('its signature is not by the key that is trusted');
    expect(await held()).toEqual({ Один: 'open' });
  });
});

describe('a key', () => {
  it('that was renewed must be trusted anew; what the old one signed counts no more', async () => {
    await post(there.pool, union, { title: 'Один' });
    const before = await file();
    const renewed = (await renewFeedKey(there.pool, vault, 'union')) ?? '';
    expect(renewed).not.toBe(publicKey);
    await expect(take()).rejects.toThrow('its signature is not by the key that is trusted');
    await trust(renewed);
    await expect(take(before)).rejects.toThrow('its signature is not by the key that is trusted');
    expect(await take()).toMatchObject({ imported: 1 });
  });

  it('never begins as an option of a command does', async () => {
    for (let turn = 0; turn < 400; turn += 1)
      expect(await renewFeedKey(there.pool, vault, 'union')).toMatch(/^\w[\w-]{42}$/);
  });

  it('lies sealed, and opens in its own row only', async () => {
    const { rows } = await there.pool.query<{ feed_secret: Buffer }>('select feed_secret from organisation');
    const place = { table: 'organisation', column: 'feed_secret', channel: 'none' };
    const secret = rows[0]?.feed_secret ?? Buffer.alloc(0);
    expect(vault.open({ ...place, row: union }, secret)).toMatch(/^MC4CAQ/);
    expect(() => vault.open({ ...place, row: randomUUID() }, secret)).toThrow('does not open');
  });

  it('that is revoked closes what it vouched for, tells those who were told, and brings nothing more', async () => {
    await post(there.pool, union, { title: 'Один' });
    await post(there.pool, union, { title: 'Два', employer: 'ООО "Второй"' });
    await take();
    await post(here.pool, null, { title: 'Наше' });
    await here.pool.query(
      `insert into told (opening_id, journal) select id, '[1]' from opening where title = 'Один'`,
    );
    expect(await revokeFeed(here, 'kg', now)).toBe(2);
    const { rows } = await here.pool.query(
      'select title, status, close_reason, correction, revision, closed_at from opening order by title',
    );
    expect(rows).toMatchObject([
      { title: 'Два', status: 'closed', close_reason: 'source-gone', correction: null, closed_at: now },
      { title: 'Наше', status: 'open', correction: null },
      { title: 'Один', status: 'closed', close_reason: 'source-gone', correction: 'cancelled', revision: 1 },
    ]);
    await expect(take()).rejects.toThrow('it is not trusted any more');
    expect(await revokeFeed(here, 'nobody', now)).toBeNull();
    await trust();
    await take();
    expect(await held()).toEqual({ Один: 'open', Два: 'open', Наше: 'open' });
  });

  it('is revoked after an import that is going on, and what that brought closes too', async () => {
    const run = await importsInto(here).begin('exchange:kg', TODAY);
    const revoked = revokeFeed(here, 'kg', now);
    await post(here.pool, null, { title: 'Один', source: 'exchange:kg' });
    expect((await trustedFeeds(here.pool))[0]?.revokedAt).toBeNull();
    await run?.release();
    expect(await revoked).toBe(1);
    expect(await held()).toEqual({ Один: 'closed source-gone' });
  });
});

it('two feeds may call their openings the same', async () => {
  await post(there.pool, union, { title: 'Один' });
  await take();
  await trustFeed(here.pool, { name: 'kz', url: URL_THERE, publicKey }, TODAY);
  await revokeFeed(here, 'kz', now);
  expect(await held()).toEqual({ Один: 'open' });
});
