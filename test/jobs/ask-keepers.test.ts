import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { daysAfter } from '../../src/domain/feed-values.ts';
import { type Asked, type KeeperAsk, keeperAskMessage } from '../../src/domain/keeper-ask.ts';
import type { RenderedMessage } from '../../src/domain/message.ts';
import { Address, SendError, type SendReason } from '../../src/domain/terms.ts';
import { loadTexts } from '../../src/i18n.ts';
import { askKeepers } from '../../src/jobs/ask-keepers.ts';
import { tellCoordinator } from '../../src/main/tell-coordinator.ts';
import { addCoordinator } from '../../src/store/coordinators.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { dialogueKeyOf, saveDialogue } from '../../src/store/dialogues.ts';
import { claimKeeperAsk, releaseKeeperAsk } from '../../src/store/keeper-asks.ts';
import { TODAY } from '../support/builders.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { anOrganisation, post } from '../support/organisations.ts';
import { freshVault } from '../support/vault.ts';

const NOW = new Date(`${TODAY}T09:00:00Z`);
const HERE = new Address('815');
const vault = freshVault();
const clock = (): Date => NOW;
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
  await database.pool.query('truncate opening, organisation, coordinator, standstill, dialogue cascade');
  union = await anOrganisation(database.pool);
  const made = await addCoordinator(
    { database: database.pool, vault, clock },
    {
      organisationId: union,
      channel: 'telegram',
      address: HERE,
      locale: 'ru',
      alias: 'Plum',
      roles: ['poster'],
      secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      trustedFrom: NOW,
    },
  );
  poster = made?.id ?? '';
});

/** An opening of the poster that ends in so many days. */
async function ending(days: number, status: 'open' | 'filled' = 'open'): Promise<void> {
  await post(database.pool, union, { code: 'K7Q2M', expiresOn: daysAfter(TODAY, days), status });
  await database.pool.query('update opening set posted_by = $1', [poster]);
}

async function run(
  { today = TODAY, hour = 12 }: { today?: string; hour?: number } = {},
  end: Asked = 'asked',
): Promise<readonly KeeperAsk[]> {
  const asked: KeeperAsk[] = [];
  await askKeepers.run({
    today: () => today,
    keepers: {
      claim: (day) => claimKeeperAsk(database.pool, day),
      release: (one) => releaseKeeperAsk(database.pool, one),
      hour: () => hour,
      ask: async (one) => {
        asked.push(one);
        return end;
      },
    },
  });
  return asked;
}

describe('whoever posted an opening', () => {
  it('is asked once, three days before it ends, and again before a later end', async () => {
    await ending(4);
    expect(await run()).toEqual([]);
    const tomorrow = daysAfter(TODAY, 1);
    expect(await run({ today: tomorrow })).toMatchObject([
      { code: 'K7Q2M', coordinatorId: poster, locale: 'ru', expiresOn: daysAfter(TODAY, 4) },
    ]);
    expect(await run({ today: daysAfter(TODAY, 2) })).toEqual([]);
    await database.pool.query('update opening set expires_on = expires_on + 10');
    expect(await run({ today: daysAfter(TODAY, 10) })).toEqual([]);
    expect(await run({ today: daysAfter(TODAY, 11) })).toHaveLength(1);
  });

  it('is asked once when several processes look at the same time', async () => {
    await ending(2);
    const all = await Promise.all([run(), run(), run()]);
    expect(all.flat()).toHaveLength(1);
  });

  it.each([
    ['at night', async () => ending(2), 22],
    ['of what is filled', async () => ending(2, 'filled'), 12],
    [
      'while their organisation is stopped',
      async () => {
        await ending(2);
        await database.pool.query('update organisation set stopped_at = now()');
      },
      12,
    ],
    [
      'while everything is stopped',
      async () => {
        await ending(2);
        await database.pool.query(`insert into standstill (since, by) values (now(), 'host')`);
      },
      12,
    ],
    [
      'when they post no more',
      async () => {
        await ending(2);
        await database.pool.query(`update coordinator set roles = '{keeper}'`);
      },
      12,
    ],
  ])('is not asked %s', async (_, given, hour) => {
    await given();
    expect(await run({ hour })).toEqual([]);
  });

  it('is asked later when nothing could be sent, and not again when nobody is there', async () => {
    await ending(2);
    expect(await run({}, 'later')).toHaveLength(1);
    expect(await run({}, 'lost')).toHaveLength(1);
    expect(await run()).toEqual([]);
  });
});

describe('writing to a coordinator first', () => {
  const tell = async (fails?: SendReason) => {
    const sent: { address: string; message: RenderedMessage }[] = [];
    const room = {
      database: database.pool,
      vault,
      texts,
      sayBack: async (_: string, to: Address, message: RenderedMessage) => {
        if (fails !== undefined) throw new SendError(fails);
        sent.push({ address: to.reveal(), message });
      },
    };
    const [one] = await run();
    if (one === undefined) throw new Error('nobody is to be asked');
    const ended = await tellCoordinator(room, one.coordinatorId, one.locale, keeperAskMessage(one));
    return { ended, sent };
  };

  it('goes to their chat, in their language, below what was said last', async () => {
    await ending(3);
    const key = dialogueKeyOf(vault, 'telegram', HERE);
    await saveDialogue(database.pool, vault, key, '{}', NOW);
    const { ended, sent } = await tell();
    expect(ended).toBe('asked');
    expect(sent).toMatchObject([{ address: '815', message: { locale: 'ru' } }]);
    expect(sent[0]?.message.buttons.flat().map(({ press }) => press)).toEqual([
      { kind: 'data', data: 'v1:c:keep:K7Q2M~extend' },
      { kind: 'data', data: 'v1:c:keep:K7Q2M~close' },
    ]);
    expect((await database.pool.query('select outdated from dialogue')).rows).toEqual([{ outdated: true }]);
  });

  it.each<[SendReason, Asked]>([
    [{ kind: 'unavailable', reached: 'no' }, 'later'],
    [{ kind: 'unavailable', reached: 'maybe' }, 'lost'],
    [{ kind: 'throttled', retryAfterSeconds: 60, scope: 'token' }, 'later'],
    [{ kind: 'blocked' }, 'lost'],
    [{ kind: 'window-closed' }, 'lost'],
  ])('ends as the service says: %o', async (reason, end) => {
    await ending(3);
    expect((await tell(reason)).ended).toBe(end);
  });
});
