import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDialogue } from '../../src/dialogue.ts';
import type { Exchange } from '../../src/domain/conversation.ts';
import { readNumber } from '../../src/domain/search.ts';
import type { Subscriber } from '../../src/domain/subscriber.ts';
import { Address } from '../../src/domain/terms.ts';
import type { DialogueState, TurnEvent } from '../../src/domain/turn.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createSubscribers } from '../../src/store/subscribers.ts';
import { TODAY } from '../support/builders.ts';
import { importConversations } from '../support/conversations.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { aLaw, PAIRS } from '../support/law.ts';
import { freshVault } from '../support/vault.ts';

let fresh: FreshDatabase;
let database: Database;
const vault = freshVault();
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const subscribers = () =>
  createSubscribers({ database: database.pool, vault, clock: () => new Date(`${TODAY}T08:00:00Z`) });

/** What is stored of everybody, but for what is random in each row. */
async function rows(): Promise<readonly string[]> {
  const { rows: all } = await database.pool.query<{ row: Record<string, unknown> }>(
    'select to_jsonb(s) as row from subscriber s order by ordinal',
  );
  return all.map(({ row: { id, ordinal, lookup, sealed, ...rest } }) => JSON.stringify(rest));
}

const changes = async (): Promise<number> =>
  Number((await database.pool.query('select count(*) from subscriber_change')).rows[0].count);

const NOTHING: Pick<Exchange, 'openingByCode' | 'fitting' | 'browsable' | 'openCounts'> = {
  openingByCode: async () => null,
  fitting: async () => [],
  browsable: async () => [],
  openCounts: async () => new Map(),
};

/** Somebody talks to the real conversations, over the real store. */
async function talk(subscriber: Subscriber, events: readonly TurnEvent[]): Promise<DialogueState | null> {
  const places = {
    districts: ['central'],
    regions: [{ code: 'RU-MOW', district: 'central' }],
    pairs: PAIRS,
    search: () => [],
  };
  const law = aLaw();
  const exchange = {
    ...NOTHING,
    places,
    law: () => law,
    helpLines: [],
    checklist: [],
  } as unknown as Exchange;
  const converse = createDialogue({
    conversations: await importConversations(),
    exchange,
    first: 'start',
    home: 'menu',
    byCode: 'check',
    desk: 'desk',
    byDigits: 'move',
    readNumber,
  });
  let state: DialogueState | null = null;
  for (const event of events) {
    const current = await subscribers().byOrdinal(subscriber.ordinal);
    const person = {
      subscriber: current,
      change: (change: Parameters<ReturnType<typeof subscribers>['change']>[1]) =>
        subscribers().change(subscriber.id, change),
    };
    const turn = await converse({
      state,
      person: person as unknown as Parameters<typeof converse>[0]['person'],
      locale: 'en',
      today: TODAY,
      event,
    });
    state = turn.state;
  }
  return state;
}

const begins: TurnEvent = { kind: 'command', name: 'permit', argument: null };
const presses = (question: string, move: string): TurnEvent => ({
  kind: 'button',
  data: `v1:q:permit:${question}:${move}`,
  screen: 'screen',
});

describe('whether somebody was asked for their right to work', () => {
  const optIn = (address: string) =>
    subscribers().optIn({
      channel: 'telegram',
      address: new Address(address),
      locale: 'en',
      consentVersion: 1,
    });

  it('cannot be told from the row of anybody who did not answer', async () => {
    const [, skipped, wentBack, tookBack] = [
      await optIn('1001'),
      await optIn('1002'),
      await optIn('1003'),
      await optIn('1004'),
    ];
    const before = await changes();
    await talk(skipped, [begins, presses('basis', '!skip')]);
    await talk(wentBack, [
      begins,
      presses('basis', '=patent'),
      presses('region', '!back'),
      presses('basis', '!skip'),
    ]);
    expect(await changes()).toBe(before);
    await talk(tookBack, [begins, presses('basis', '=open')]);
    const [, , , said] = await rows();
    expect(said).toContain('"permit_basis":"open"');
    await talk(tookBack, [begins, presses('basis', '=unsay')]);
    const all = await rows();
    expect(all).toHaveLength(4);
    expect(new Set(all).size).toBe(1);
  });

  it('leaves a dialogue that says nothing of it', async () => {
    const subscriber = await optIn('1005');
    const state = await talk(subscriber, [begins, presses('basis', '!skip')]);
    expect(state?.stack ?? []).toEqual([]);
    expect(JSON.stringify(state)).not.toMatch(/basis|permit/);
  });
});
