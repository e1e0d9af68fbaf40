import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Asked } from '../../src/domain/keeper-ask.ts';
import { type PosterWord, posterWordMessage } from '../../src/domain/poster-word.ts';
import { Address } from '../../src/domain/terms.ts';
import { plainText } from '../../src/domain/texts.ts';
import { loadTexts } from '../../src/i18n.ts';
import { tellPosters } from '../../src/jobs/tell-posters.ts';
import { addCoordinator, eraseCoordinator } from '../../src/store/coordinators.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { claimPosterWord, releasePosterWord, sayToPoster } from '../../src/store/poster-words.ts';
import { TODAY } from '../support/builders.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { insertOpenings } from '../support/openings.ts';
import { anOrganisation } from '../support/organisations.ts';
import { freshVault } from '../support/vault.ts';

const NOW = new Date(`${TODAY}T09:00:00Z`);
const vault = freshVault();
const texts = await loadTexts();

let fresh: FreshDatabase;
let database: Database;
let union: string;
let poster: string;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  await database.pool.query('truncate opening, organisation, coordinator, draft, poster_word cascade');
  union = await anOrganisation(database.pool);
  const made = await addCoordinator(
    { database: database.pool, vault, clock: () => NOW },
    {
      organisationId: union,
      channel: 'telegram',
      address: new Address('815'),
      locale: 'ru',
      alias: 'Plum',
      roles: ['poster'],
      secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      trustedFrom: NOW,
    },
  );
  poster = made?.id ?? '';
});

/** A draft of the poster that somebody sent back. */
async function sentBack(): Promise<string> {
  const draftId = randomUUID();
  const content = { content: { kind: 'harvest', work: 'berries', region: 'RU-LIP' }, asked: [] };
  await database.pool.query(
    `insert into draft (id, coordinator_id, organisation_id, content, updated_at, refused, review)
     values ($1, $2, $3, $4, $5, true, '{pay}')`,
    [draftId, poster, union, content, NOW],
  );
  await sayToPoster(database.pool, { draftId, coordinatorId: poster, approved: false, decidedAt: NOW });
  return draftId;
}

async function approved(): Promise<string> {
  const draftId = randomUUID();
  await insertOpenings(database, [{ id: draftId, code: 'K7Q2M', kind: 'harvest', work: 'berries' }]);
  await sayToPoster(database.pool, { draftId, coordinatorId: poster, approved: true, decidedAt: NOW });
  return draftId;
}

async function run(end: Asked = 'asked', now = NOW): Promise<readonly PosterWord[]> {
  const told: PosterWord[] = [];
  await tellPosters.run({
    clock: () => now,
    colleagues: { claim: async () => null, release: async () => undefined, tell: async () => 'asked' },
    posters: {
      claim: (at) => claimPosterWord(database.pool, at),
      release: (one) => releasePosterWord(database.pool, one),
      tell: async (one) => {
        told.push(one);
        return end;
      },
    },
  });
  return told;
}

describe('whoever wrote a draft', () => {
  it('is told once that it was approved, with the code of its opening', async () => {
    await approved();
    const [word, ...others] = await run();
    expect(word).toMatchObject({ coordinatorId: poster, locale: 'ru', code: 'K7Q2M' });
    expect([others, await run()]).toEqual([[], []]);
  });

  it('is told once that it was sent back, also by several processes at a time', async () => {
    const draftId = await sentBack();
    const all = (await Promise.all([run(), run(), run()])).flat();
    expect(all).toMatchObject([{ draftId, code: null, reason: 'pay', content: { work: 'berries' } }]);
  });

  it('is told again only where it certainly did not arrive', async () => {
    await sentBack();
    await approved();
    expect(await run('later')).toHaveLength(2);
    expect(await run('lost')).toHaveLength(2);
    expect(await run()).toEqual([]);
  });

  it('is not told any more after a day: the desk says it', async () => {
    await sentBack();
    expect(await run('asked', new Date(NOW.getTime() + 24 * 3_600_000))).toEqual([]);
    expect(await run()).toEqual([]);
  });

  it.each([
    ['a decision on what they changed and sent again', 'update draft set refused = false'],
    ['a decision on what they deleted', 'delete from draft'],
  ])('is not told of %s', async (_, change) => {
    await sentBack();
    await database.pool.query(change);
    await approved();
    expect(await run()).toMatchObject([{ code: 'K7Q2M' }]);
  });

  it('takes it along when they leave', async () => {
    await sentBack();
    await eraseCoordinator({ database: database.pool, vault }, poster);
    expect(await run()).toEqual([]);
  });
});

describe('the message', () => {
  const said = async (): Promise<{ readonly text: string; readonly data: readonly string[] }> => {
    const [word] = await run();
    if (word === undefined) throw new Error('nobody is told');
    const { text, buttons } = texts.render(word.locale, posterWordMessage(word));
    const data = buttons.flat().map(({ press }) => (press.kind === 'data' ? press.data : ''));
    return { text: plainText(text), data };
  };

  it('leads to the opening, in the poster’s language, and names nobody', async () => {
    await approved();
    const { text, data } = await said();
    expect(text).toMatch(/^✅ Одобрено: #K7Q2M опубликовано/);
    expect(text).not.toContain('Plum');
    expect(data).toEqual(['v1:c:keep:K7Q2M']);
  });

  it('leads to the draft', async () => {
    const draftId = await sentBack();
    const { text, data } = await said();
    expect(text).toMatch(/^↩️ Ваш черновик посмотрели и вернули/);
    expect(text).toContain('Липецкая');
    expect(data).toEqual([`v1:c:post:${draftId.slice(-12)}~ru`]);
  });
});
