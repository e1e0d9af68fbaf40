/**
 * Updates a second through the real inbox: real dialogue, real texts, real chats on PostgreSQL, replies stubbed.
 * Against bare grammY that answers every update, and the stock conversations plugin with its state in PostgreSQL.
 */

import pg from 'pg';
import { rulesPort } from '../../src/country/read-rule.ts';
import { createDialogue } from '../../src/dialogue.ts';
import type { RenderedMessage } from '../../src/domain/message.ts';
import { createRegionSearch, readNumber, regionNames } from '../../src/domain/search.ts';
import { Address, type InboundEvent } from '../../src/domain/terms.ts';
import type { Texts } from '../../src/domain/texts.ts';
import { createExchange } from '../../src/exchange.ts';
import { loadTexts } from '../../src/i18n.ts';
import { createInbox } from '../../src/inbox.ts';
import { createLog } from '../../src/log.ts';
import { createPosting } from '../../src/main/posting.ts';
import { createSights } from '../../src/main/sights.ts';
import { oneTimeCodes } from '../../src/one-time-code.ts';
import { createChats } from '../../src/store/chats.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { TODAY } from '../support/builders.ts';
import { importConversations } from '../support/conversations.ts';
import { ru } from '../support/countries.ts';
import { NO_RULES } from '../support/law.ts';
import { seasonsPort } from '../support/seasons.ts';
import { freshVault } from '../support/vault.ts';
import { benchDatabase } from './bench-database.ts';
import { bare, type Rival, STEPS, stock, timed } from './chat-rivals.ts';
import { type Figure, median, p99, type Scale } from './figure.ts';

export const name = 'chat';

/** People who talk at the same time. */
const SIDE_BY_SIDE = 40;

interface Round {
  readonly perSecond: number;
  readonly times: readonly number[];
}

async function play(rival: Rival, first: number, people: number): Promise<Round> {
  const times: number[] = [];
  let next = first;
  const from = performance.now();
  const worker = async (): Promise<void> => {
    while (next < first + people) {
      const person = next;
      next += 1;
      await rival.talk(person, (ms) => times.push(ms));
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  return { perSecond: times.length / ((performance.now() - from) / 1_000), times };
}

let updates = 0;

/** The real inbox; the person taps the first button that leads on. */
async function realInbox(database: Database, texts: Texts): Promise<Rival> {
  const vault = freshVault();
  const screens = new Map<string, RenderedMessage>();
  const exchange = createExchange({
    openings: {
      candidates: async () => [],
      byId: async () => null,
      byCode: async () => null,
      openCounts: async () => new Map(),
      report: async () => true,
      reportsOf: async () => 0,
      showed: async (opening) => opening,
    },
    country: ru,
    law: () => NO_RULES,
    seasons: seasonsPort(),
    posting: createPosting(ru, texts),
    rules: rulesPort(ru),
    sights: createSights([], { texts, today: () => TODAY }),
    texts,
    search: createRegionSearch(regionNames(ru, texts)),
    today: () => TODAY,
    clockIn: () => () => 0,
    hourOf: () => ({ day: TODAY, hour: 0 }),
    clock: () => new Date(),
    doors: () => [],
    sheet: async () => new Uint8Array(),
  });
  const inbox = createInbox({
    chats: createChats({
      database,
      vault,
      clock: () => new Date(),
      codes: oneTimeCodes,
      repeatHours: () => 48,
    }),
    converse: createDialogue({
      conversations: await importConversations(),
      exchange,
      first: 'start',
      home: 'menu',
      byCode: 'openings',
      desk: 'desk',
      byDigits: 'move',
      readNumber,
    }),
    texts,
    fetchDocument: () => Promise.reject(new Error('nobody sends files here')),
    sayBack: async (_, to, message) => void screens.set(to.reveal(), message),
    blocked: async () => undefined,
    windowHours: () => null,
    opened: () => undefined,
    keyOf: ({ address }) => address.reveal(),
    today: () => TODAY,
    now: () => new Date(),
    log: createLog({ level: 'error', write: (line) => process.stderr.write(`${line}\n`) }),
  });
  return {
    name: 'inbox',
    async talk(person, note) {
      const address = new Address(String(person));
      let event: InboundEvent = { kind: 'command', name: 'start', argument: null };
      for (let step = 0; step < STEPS; step += 1) {
        updates += 1;
        const message = { channel: 'telegram', address, updateId: String(updates), localeHint: 'ru', event };
        // What the inbox lets fall (a second tap, a repeat) answers nothing: it must not count as work.
        screens.delete(address.reveal());
        await timed(() => inbox.receive(message), note);
        // Each press stands below another message: the same one twice within seconds is a second tap.
        event = { kind: 'button', data: nextTap(screens.get(address.reveal()), step), screen: String(step) };
      }
      screens.delete(address.reveal());
    },
  };
}

/** What the person presses: the first button of a screen; on lists of several, one choice and then "done", the last. */
function nextTap(screen: RenderedMessage | undefined, step: number): string {
  const taps = (screen?.buttons.flat() ?? []).flatMap(({ press }) =>
    press.kind === 'data' ? [press.data] : [],
  );
  const tap = step === 4 ? (taps.find((data) => /done/i.test(data)) ?? taps.at(-1)) : taps[0];
  if (tap === undefined) throw new Error('the conversation ended before its time');
  return tap;
}

async function bytesOf(pool: pg.Pool, query: string): Promise<number> {
  const { rows } = await pool.query<{ bytes: number | null }>(query);
  return Math.round(rows[0]?.bytes ?? Number.NaN);
}

/** Seven rounds, every rival in each, so that a slow moment of the machine meets them all. */
async function interleaved(rivals: readonly Rival[], people: number, rounds: number) {
  const played = new Map(rivals.map(({ name: called }) => [called, [] as Round[]]));
  for (let round = -1; round < rounds; round += 1)
    for (const rival of rivals) {
      const result = await play(rival, 1_000_000 * (round + 2), people);
      if (round >= 0) played.get(rival.name)?.push(result);
    }
  return rivals.map(({ name: called }) => {
    const all = played.get(called) ?? [];
    const times = all.flatMap(({ times: some }) => some);
    return {
      name: called,
      perSecond: median(all.map((one) => one.perSecond)),
      p50: median(times),
      p99: p99(times),
    };
  });
}

export async function run(scale: Scale): Promise<readonly Figure[]> {
  const server = await benchDatabase();
  const database = openDatabase({ url: server.url, connections: 16 });
  const pool = new pg.Pool({ connectionString: server.url, max: 16 });
  try {
    const rivals = [await realInbox(database, await loadTexts()), bare(), await stock(pool)];
    const [people, rounds] = scale === 'full' ? [400, 7] : [60, 2];
    const [ours, grammy, plugin] = await interleaved(rivals, people, rounds);
    if (ours === undefined || grammy === undefined || plugin === undefined) throw new Error('nobody played');
    const dialogue = await bytesOf(pool, 'select avg(length(sealed) + length(key)) as bytes from dialogue');
    const rival = await bytesOf(pool, 'select avg(length(state::text) + length(key)) as bytes from stock');
    const note = (one: typeof ours): string =>
      `p50 ${one.p50.toFixed(1)} ms, p99 ${one.p99.toFixed(1)} ms at saturation`;
    return [
      {
        name: 'updates handled, whole inbox',
        value: Math.round(ours.perSecond),
        unit: '/s',
        against: 'grammY + reply',
        ratio: ours.perSecond / grammy.perSecond,
        note: note(ours),
      },
      {
        name: 'updates handled, whole inbox',
        value: Math.round(ours.perSecond),
        unit: '/s',
        against: 'conversations on PostgreSQL',
        ratio: ours.perSecond / plugin.perSecond,
      },
      {
        name: 'updates handled, bare grammY + reply',
        value: Math.round(grammy.perSecond),
        unit: '/s',
        note: note(grammy),
      },
      {
        name: 'updates handled, conversations on PostgreSQL',
        value: Math.round(plugin.perSecond),
        unit: '/s',
        note: note(plugin),
      },
      {
        name: 'an open dialogue',
        value: dialogue,
        unit: 'B',
        against: 'conversations on PostgreSQL',
        ratio: rival / dialogue,
      },
    ];
  } finally {
    await pool.end();
    await database.close();
    await server.close();
  }
}
