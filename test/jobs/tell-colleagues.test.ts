import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../src/domain/coordinator.ts';
import { type DeskWord, deskWordMessage } from '../../src/domain/desk-word.ts';
import type { Asked } from '../../src/domain/keeper-ask.ts';
import { Address } from '../../src/domain/terms.ts';
import { plainText } from '../../src/domain/texts.ts';
import { loadTexts } from '../../src/i18n.ts';
import { tellPosters } from '../../src/jobs/tell-posters.ts';
import { refuseBroadcast } from '../../src/store/broadcast-steering.ts';
import { broadcastAccount, writeBroadcast } from '../../src/store/broadcasts.ts';
import { addCoordinator, eraseCoordinator } from '../../src/store/coordinators.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { askColleagues, claimDeskWord, sayAtDesk } from '../../src/store/desk-words.ts';
import { TODAY } from '../support/builders.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { anOrganisation, post } from '../support/organisations.ts';
import { freshVault } from '../support/vault.ts';

const NOW = new Date(`${TODAY}T09:00:00Z`);
const HOUR_MS = 3_600_000;
const vault = freshVault();
const texts = await loadTexts();

let fresh: FreshDatabase;
let database: Database;
let union: string;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  await database.pool.query('truncate opening, organisation, coordinator, desk_word, broadcast cascade');
  union = await anOrganisation(database.pool);
  await database.pool.query('update organisation set urgent_budget = 100');
});

async function somebody(roles: readonly Role[], organisationId = union, trustedFrom = NOW): Promise<string> {
  const made = await addCoordinator(
    { database: database.pool, vault, clock: () => NOW },
    {
      organisationId,
      channel: 'telegram',
      address: new Address(randomUUID()),
      locale: 'ru',
      alias: randomUUID().slice(0, 8),
      roles,
      secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      trustedFrom,
    },
  );
  return made?.id ?? '';
}

/** An urgent broadcast that somebody asks others to agree to. */
async function asks(by: string): Promise<string> {
  const { id } = await post(database.pool, union);
  const one = { organisationId: union, by, openingId: id, filter: { named: [], locales: 'any' as const } };
  const code = await writeBroadcast(
    database.pool,
    { ...one, urgent: true, foreseen: 20, at: null },
    ['telegram'],
    NOW,
  );
  await askColleagues(database.pool, code ?? '', NOW);
  return code ?? '';
}

async function run(end: Asked = 'asked', now = NOW): Promise<readonly DeskWord[]> {
  const told: DeskWord[] = [];
  await tellPosters.run({
    clock: () => now,
    posters: { claim: async () => null, release: async () => undefined, tell: async () => 'asked' },
    colleagues: {
      claim: (at) => claimDeskWord(database.pool, at),
      release: (one) => sayAtDesk(database.pool, one),
      tell: async (one) => {
        told.push(one);
        return end;
      },
    },
  });
  return told;
}

const names = (words: readonly DeskWord[]): readonly string[] =>
  words.map(({ coordinatorId }) => coordinatorId).toSorted();

describe('whoever may agree to an urgent broadcast', () => {
  it('is told once that somebody asks, and nobody else is', async () => {
    const other = await anOrganisation(database.pool, { slug: 'other' });
    const able = [await somebody(['moderator']), await somebody(['broadcaster']), await somebody(['admin'])];
    await somebody(['poster', 'keeper']);
    await somebody(['admin'], other);
    await somebody(['admin'], union, new Date(NOW.getTime() + HOUR_MS));
    const code = await asks(await somebody(['broadcaster', 'admin']));
    const told = await run();
    expect(names(told)).toEqual(able.toSorted());
    expect(told[0]).toMatchObject({ kind: 'asked', subject: code, locale: 'ru' });
    expect(await run()).toEqual([]);
  });

  it('is told again only where it certainly did not arrive, and not of what is decided or too late', async () => {
    await somebody(['moderator']);
    const writer = await somebody(['broadcaster']);
    const code = await asks(writer);
    expect(await run('later')).toHaveLength(1);
    expect(await run('asked', new Date(NOW.getTime() + HOUR_MS))).toEqual([]);
    await asks(writer);
    const one = await broadcastAccount(database.pool, { code });
    await refuseBroadcast(database.pool, one?.id ?? '');
    expect(await run()).toHaveLength(1);
  });

  it('is told nothing any more when they left', async () => {
    const colleague = await somebody(['moderator']);
    await asks(await somebody(['broadcaster']));
    await eraseCoordinator({ database: database.pool, vault }, colleague);
    expect(await run()).toEqual([]);
  });
});

it('every word leads to what it is about', async () => {
  const said = (kind: DeskWord['kind'], subject: string) => {
    const word = { coordinatorId: '', locale: 'ru', kind, subject, saidAt: NOW };
    const { text, buttons } = texts.render('ru', deskWordMessage(word));
    return [plainText(text), ...buttons.flat().map(({ press }) => (press.kind === 'data' ? press.data : ''))];
  };
  expect(said('asked', 'B1')).toEqual([
    expect.stringContaining('коллега просит согласиться'),
    'v1:c:broadcast:see-B1',
  ]);
  expect(said('agreed', 'B1')[0]).toContain('коллега согласился');
  expect(said('confirmed', '')).toEqual([expect.stringContaining('Вас подтвердили')]);
});
