import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Coordinator, Role } from '../../src/domain/coordinator.ts';
import type { Desk, Done } from '../../src/domain/desk.ts';
import { contentOf, type KeptDraft, type Said, wholeDraft } from '../../src/domain/draft.ts';
import type { OpeningContent } from '../../src/domain/opening.ts';
import { Address } from '../../src/domain/terms.ts';
import { oneTimeCodes } from '../../src/one-time-code.ts';
import { auditLines, HOST } from '../../src/store/audit.ts';
import { coordinators, eraseCoordinator } from '../../src/store/coordinators.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { deskWith } from '../../src/store/desk.ts';
import { createInvitation } from '../../src/store/invitations.ts';
import { createOrganisation } from '../../src/store/organisations.ts';
import { publishDue, publishOne } from '../../src/store/publishing.ts';
import { createPushes } from '../../src/store/pushes.ts';
import { createRetention } from '../../src/store/retention.ts';
import { TODAY } from '../support/builders.ts';
import { codeOf } from '../support/codes.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { insertOpenings } from '../support/openings.ts';
import { freshVault } from '../support/vault.ts';

let fresh: FreshDatabase;
let database: Database;
let now: Date;
let union: string;
let people = 0;
const vault = freshVault();

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, connections: 4 });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  now = new Date(`${TODAY}T09:00:00Z`);
  await database.pool.query('truncate organisation, coordinator, draft, opening, push, audit cascade');
  union = await organisationOf('union');
});

const organisationOf = async (slug: string): Promise<string> =>
  (await createOrganisation(database.pool, { slug, titles: { en: slug } }, now))?.id ?? '';

/** Somebody of an organisation with fresh codes, at their desk. */
async function somebody(role: Role, organisationId: string | null = union): Promise<Desk> {
  people += 1;
  const ports = { database: database.pool, vault, clock: () => now, codes: oneTimeCodes };
  const token = await createInvitation(ports, { organisationId, roles: [role], by: HOST });
  const desk = deskWith(ports, { channel: 'telegram', address: new Address(String(900_000 + people)) }, null);
  await desk.join({ token, alias: `Plum ${people}`, locale: 'en' });
  await desk.stepUp(codeOf((await desk.codeSetUp())?.secret ?? '', now));
  return desk;
}

const approvedBefore = (): Promise<unknown> =>
  database.pool.query('update coordinator set approved_openings = 1');

const SAID: Said = {
  content: { kind: 'vacancy', work: 'warehouse', region: 'RU-LIP', locale: 'en', place: 'Lipetsk' },
  asked: ['kind', 'work', 'region', 'place'],
};
const saves = async (desk: Desk): Promise<string> => (await desk.saveDraft(null, () => SAID)) ?? '';
const contentFor = ({ said, organisation }: Pick<KeptDraft, 'said' | 'organisation'>): OpeningContent => {
  const content = contentOf(wholeDraft(said, organisation, { title: 'Warehouse', today: TODAY }));
  if (content === null) throw new Error('the draft is not whole');
  return content;
};
const theContent = async (desk: Desk, id: string): Promise<OpeningContent> => {
  const draft = await desk.draft(id);
  if (draft === null) throw new Error('there is no such draft');
  return contentFor(draft);
};
const rows = async (text: string): Promise<readonly Record<string, unknown>[]> =>
  (await database.pool.query(text)).rows;
/** Publishes whatever is due in a minute. Says how many. */
const aMinuteLater = (): Promise<number> => {
  now = new Date(now.getTime() + 60_000);
  return publishDue(database, now);
};
const refusal = <T>(done: Done<T>): string =>
  done.kind === 'done' ? 'done' : 'why' in done.permission ? done.permission.why : done.permission.kind;
const lines = async (): Promise<readonly string[]> =>
  (await auditLines(database.pool, 'everybody', { before: null, limit: 9 })).map(
    ({ action, subject }) => `${action} ${subject}`,
  );

describe('a draft', () => {
  it('is kept as it was said, changed by its writer alone and seen by nobody else', async () => {
    const [writer, other] = [await somebody('poster'), await somebody('poster')];
    const id = await saves(writer);
    expect((await writer.drafts())[0]?.said).toEqual(SAID);
    expect(await other.draft(id)).toBeNull();
    expect(await other.saveDraft(id, () => ({ content: {}, asked: [] }))).toBeNull();
    await other.dropDraft(id);
    await writer.saveDraft(id, (said) => ({ ...said, content: { ...said.content, places: 7 } }));
    expect((await writer.draft(id))?.said.content.places).toBe(7);
  });

  it.each([['moderator'], ['broadcaster'], ['admin']] as const)('is not made by a %s', async (role) => {
    expect(await saves(await somebody(role))).toBe('');
  });

  it('goes 30 days after its last change, and with its writer at once', async () => {
    const [first, second] = [await somebody('poster'), await somebody('poster')];
    await saves(first);
    await saves(second);
    const retention = createRetention(database, { forget: async () => undefined });
    await second.leave();
    expect(await rows('select from draft')).toHaveLength(1);
    const daysLater = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
    expect(await retention.expireDrafts(daysLater(29))).toBe(0);
    expect(await retention.expireDrafts(daysLater(30))).toBe(1);
  });
});

describe('publishing', () => {
  it('makes an opening of the organisation after a minute, which the planning announces once a channel', async () => {
    const poster = await somebody('poster');
    await approvedBefore();
    const id = await saves(poster);
    const done = await poster.publishDraft(id, await theContent(poster, id));
    const code = done.kind === 'done' ? done.value : '';
    expect((await lines())[0]).toBe(`opening.publish #${code}`);
    expect(await aMinuteLater()).toBe(1);
    expect(await rows('select code, source, vouched_by, status, organisation_id, id from opening')).toEqual([
      { code, source: 'chat', vouched_by: 'union', status: 'open', organisation_id: union, id },
    ]);
    expect(await rows('select from draft')).toEqual([]);
    expect((await poster.lastPosted())?.place).toBe('Lipetsk');
    const pushes = createPushes(database.pool);
    expect(await pushes.planBulletins(['telegram', 'whatsapp'], now)).toBe(2);
    expect(await pushes.planBulletins(['telegram', 'whatsapp'], now)).toBe(0);
    expect(await rows('select distinct announcement_id as id, kind from push')).toEqual([
      { id, kind: 'announce' },
    ]);
  });

  it('is refused to whom nobody approved anything yet, whatever a conversation says', async () => {
    const poster = await somebody('poster');
    const id = await saves(poster);
    expect((await poster.publishDraft(id, await theContent(poster, id))).kind).toBe('refused');
    expect(await rows('select from opening')).toEqual([]);
  });

  it('of another’s draft, or of one that waits, is refused', async () => {
    const [poster, other] = [await somebody('poster'), await somebody('poster')];
    await approvedBefore();
    const id = await saves(poster);
    const content = await theContent(poster, id);
    expect((await other.publishDraft(id, content)).kind).toBe('refused');
    await poster.submitDraft(id, []);
    expect((await poster.publishDraft(id, content)).kind).toBe('refused');
    expect((await poster.publishDraft(randomUUID(), content)).kind).toBe('refused');
  });

  it('to more than fifty people asks for a code that is fresh', async () => {
    const poster = await somebody('poster');
    await approvedBefore();
    await database.pool.query(
      `insert into subscriber (id, channel, lookup, sealed, locale, consent_on, consent_version, answered_in)
       select gen_random_uuid(), 'telegram', int4send(n), '', 'en', '2026-01-01', 1, '2026-01-01'
       from generate_series(1, 51) as n`,
    );
    const id = await saves(poster);
    const content = await theContent(poster, id);
    now = new Date(now.getTime() + 11 * 60_000);
    expect(refusal(await poster.publishDraft(id, content))).toBe('code');
    await database.pool.query('delete from subscriber where ordinal % 51 = 0');
    expect(refusal(await poster.publishDraft(id, content))).toBe('done');
    await database.pool.query('delete from subscriber');
  });

  it('in a region that the organisation does not speak for is refused', async () => {
    const poster = await somebody('poster');
    await approvedBefore();
    const id = await saves(poster);
    const content = await theContent(poster, id);
    await database.pool.query(`update organisation set regions = '{RU-KDA}'`);
    expect(refusal(await poster.publishDraft(id, content))).toBe('region');
  });
});

describe('the minute in which it can be taken back', () => {
  /** Somebody who published a moment ago, and the code that it has. */
  const publishes = async (): Promise<{
    readonly poster: Desk;
    readonly id: string;
    readonly code: string;
  }> => {
    const poster = await somebody('poster');
    await approvedBefore();
    const id = await saves(poster);
    const done = await poster.publishDraft(id, await theContent(poster, id));
    return { poster, id, code: done.kind === 'done' ? done.value : '' };
  };
  const ended = <T>(done: Done<T>): T | string => (done.kind === 'done' ? done.value : refusal(done));
  /** Does something at the desk of somebody in a transaction that ends when `work` does. */
  const inTransaction = <T>(of: Desk, work: (desk: Desk) => Promise<T>): Promise<T> =>
    database.transaction(async (client) => {
      const ports = { database: client, vault, clock: () => now, codes: oneTimeCodes };
      const who = (await coordinators(client, 'everybody')).find(({ id }) => id === idOf(of)) ?? null;
      return work(deskWith(ports, { channel: 'telegram', address: new Address('1') }, who));
    });
  /** Resolves when somebody waits for a row. */
  const somebodyWaits = async (): Promise<void> => {
    const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await rows(waits)).length === 0);
  };
  const idOf = (desk: Desk): string =>
    (desk as Desk & { readonly coordinator: Coordinator | null }).coordinator?.id ?? '';

  it('shows nothing to anybody: there is no opening, and no draft that could be changed', async () => {
    const { poster, id, code } = await publishes();
    const [{ organisation } = never()] = (await poster.leaving()).map(({ draft }) => draft);
    const content = contentFor({ said: SAID, organisation });
    now = new Date(now.getTime() + 59_000);
    expect(await publishDue(database, now)).toBe(0);
    expect(await createPushes(database.pool).planBulletins(['telegram'], now)).toBe(0);
    expect(await rows('select from opening')).toEqual([]);
    expect([await poster.drafts(), await poster.draft(id)]).toEqual([[], null]);
    expect(await poster.saveDraft(id, (said) => said)).toBeNull();
    await poster.dropDraft(id);
    expect((await poster.publishDraft(id, content)).kind).toBe('refused');
    expect(await poster.leaving()).toMatchObject([{ code, draft: { id } }]);
  });

  it('gives its poster the draft again, as it was, and is written down', async () => {
    const { poster, id, code } = await publishes();
    expect(ended(await poster.takeBack(code))).toBe('draft');
    expect((await lines())[0]).toBe(`opening.undo #${code}`);
    expect(await aMinuteLater()).toBe(0);
    expect(await rows('select from opening')).toEqual([]);
    expect(await poster.drafts()).toMatchObject([{ id, said: SAID, submitted: false }]);
    expect(ended(await poster.takeBack(code))).toBe('gone');
    expect((await poster.publishDraft(id, await theContent(poster, id))).kind).toBe('done');
    expect(await aMinuteLater()).toBe(1);
  });

  it('lets a moderator take it back, too: then it waits for a decision', async () => {
    const { poster, id, code } = await publishes();
    const [moderator, stranger] = [
      await somebody('moderator'),
      await somebody('moderator', await organisationOf('elsewhere')),
    ];
    const colleague = await somebody('poster');
    expect(await colleague.leaving()).toEqual([]);
    expect(ended(await colleague.takeBack(code))).toBe('role');
    expect(await stranger.leaving()).toEqual([]);
    expect(ended(await stranger.takeBack(code))).toBe('organisation');
    expect(ended(await moderator.takeBack(code))).toBe('waits');
    expect(await poster.drafts()).toEqual([]);
    expect(await moderator.waiting()).toMatchObject([{ id }]);
  });

  it('counts an approval only when it is over', async () => {
    const poster = await somebody('poster');
    const id = await saves(poster);
    await poster.submitDraft(id, ['new-poster']);
    const operator = await somebody('operator', null);
    const content = await theContent(operator, id);
    const done = await operator.approveDraft(id, content);
    expect((await operator.refuseDraft(id, 'pay')).kind).toBe('refused');
    expect(ended(await operator.takeBack(done.kind === 'done' ? done.value : ''))).toBe('waits');
    expect(await aMinuteLater()).toBe(0);
    expect(await rows('select distinct approved_openings from coordinator')).toEqual([
      { approved_openings: 0 },
    ]);
    expect((await operator.approveDraft(id, content)).kind).toBe('done');
    expect(await aMinuteLater()).toBe(1);
    expect(await rows(`select approved_openings from coordinator where roles = '{poster}'`)).toEqual([
      { approved_openings: 1 },
    ]);
  });

  it('is too late for whoever comes after the opening', async () => {
    const { poster, code } = await publishes();
    expect(await aMinuteLater()).toBe(1);
    expect(ended(await poster.takeBack(code))).toBe('late');
    expect(await rows('select status from opening')).toEqual([{ status: 'open' }]);
  });

  it('is won by whoever holds the draft first: the one who takes it back', async () => {
    const { poster, id, code } = await publishes();
    now = new Date(now.getTime() + 60_000);
    await inTransaction(poster, async (desk) => {
      expect(ended(await desk.takeBack(code))).toBe('draft');
      expect(await publishDue(database, now)).toBe(0);
    });
    expect(await publishDue(database, now)).toBe(0);
    expect(await poster.drafts()).toMatchObject([{ id }]);
  });

  it('is won by whoever holds the draft first: the opening', async () => {
    const { poster, id, code } = await publishes();
    now = new Date(now.getTime() + 60_000);
    const back = await database.transaction(async (client) => {
      expect(await publishOne(client, id, now)).toBe(true);
      const comesLate = inTransaction(poster, (desk) => desk.takeBack(code));
      await somebodyWaits();
      return { comesLate };
    });
    expect(ended(await back.comesLate)).toBe('late');
    expect(await rows('select code from opening')).toEqual([{ code }]);
  });

  it('does not end while the organisation, or everything, is stopped', async () => {
    const { poster, code } = await publishes();
    await database.pool.query('update organisation set stopped_at = $1', [now]);
    expect(await aMinuteLater()).toBe(0);
    await database.pool.query('update organisation set stopped_at = null');
    await database.pool.query(`insert into standstill (since, by) values ($1, 'host')`, [now]);
    expect(await aMinuteLater()).toBe(0);
    await database.pool.query('truncate standstill');
    expect(ended(await poster.takeBack(code))).toBe('draft');
  });

  it('ends with its poster: who is removed within it has published nothing', async () => {
    const { poster } = await publishes();
    await eraseCoordinator({ database: database.pool, vault }, idOf(poster));
    expect(await aMinuteLater()).toBe(0);
    expect(await rows('select from opening')).toEqual([]);
  });

  it('gives another code when somebody took the one that was said', async () => {
    const { id, code } = await publishes();
    await insertOpenings(database, [{ code, externalId: 'another' }], now);
    expect(await aMinuteLater()).toBe(1);
    const [mine] = await rows(`select code from opening where id = '${id}'`);
    expect(mine?.['code']).not.toBe(code);
  });
});

describe('a draft that waits', () => {
  const waits = async (): Promise<{ readonly poster: Desk; readonly id: string }> => {
    const poster = await somebody('poster');
    const id = await saves(poster);
    await poster.submitDraft(id, ['new-poster', 'fee']);
    return { poster, id };
  };

  it('is seen and approved by a moderator of the organisation, which counts for its poster', async () => {
    const { poster, id } = await waits();
    const moderator = await somebody('moderator');
    expect(await moderator.waiting()).toMatchObject([{ id, review: ['new-poster', 'fee'] }]);
    expect(await poster.saveDraft(id, (said) => said)).toBeNull();
    const done = await moderator.approveDraft(id, await theContent(moderator, id));
    const code = done.kind === 'done' ? done.value : '';
    expect(await moderator.waiting()).toEqual([]);
    expect(await aMinuteLater()).toBe(1);
    expect(await rows('select code, review from opening')).toEqual([{ code, review: ['new-poster', 'fee'] }]);
    const [mine] = (await coordinators(database.pool, { organisationId: union })).filter(
      ({ roles }: Coordinator) => roles.includes('poster'),
    );
    expect(mine?.approvedOpenings).toBe(1);
    expect((await lines())[0]).toBe(`opening.approve #${code}`);
    expect(
      (
        await moderator.approveDraft(
          id,
          contentFor({ said: SAID, organisation: mine?.organisation ?? never() }),
        )
      ).kind,
    ).toBe('refused');
  });

  it('is decided on by an operator, and by nobody of another organisation', async () => {
    const { id } = await waits();
    const [stranger, operator] = [
      await somebody('moderator', await organisationOf('elsewhere')),
      await somebody('operator', null),
    ];
    expect(await stranger.waiting()).toEqual([]);
    expect(await stranger.draft(id)).toBeNull();
    const content = await theContent(operator, id);
    expect(refusal(await stranger.approveDraft(id, content))).toBe('organisation');
    expect(refusal(await stranger.refuseDraft(id, 'pay'))).toBe('organisation');
    expect(refusal(await operator.approveDraft(id, content))).toBe('done');
  });

  it('is sent back to its poster, who may change and submit it again', async () => {
    const { poster, id } = await waits();
    const moderator = await somebody('moderator');
    expect((await moderator.refuseDraft(id, 'pay')).kind).toBe('done');
    expect(await poster.drafts()).toMatchObject([{ id, refused: true, submitted: false, review: ['pay'] }]);
    expect((await moderator.refuseDraft(id, 'pay')).kind).toBe('refused');
    expect((await poster.submitDraft(id, [])).kind).toBe('done');
  });

  it('waits for a fresh code of whoever approves', async () => {
    const { id } = await waits();
    const moderator = await somebody('moderator');
    const content = await theContent(moderator, id);
    now = new Date(now.getTime() + 11 * 60_000);
    expect(refusal(await moderator.approveDraft(id, content))).toBe('code');
  });
});

function never(): never {
  throw new Error('nobody');
}
