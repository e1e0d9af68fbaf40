import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ru } from '../src/countries/ru/ru.ts';
import { createDialogue } from '../src/dialogue.ts';
import type { RenderedMessage } from '../src/domain/message.ts';
import { BURST } from '../src/domain/pace.ts';
import { createRegionSearch, readNumber, regionNames } from '../src/domain/search.ts';
import { Address, type InboundEvent, SendError, type SendOptions } from '../src/domain/terms.ts';
import { plainText, type Texts } from '../src/domain/texts.ts';
import type { Converse } from '../src/domain/turn.ts';
import { createExchange } from '../src/exchange.ts';
import { loadTexts } from '../src/i18n.ts';
import { createInbox, type SayBack } from '../src/inbox.ts';
import { createLog } from '../src/log.ts';
import { createChats } from '../src/store/chats.ts';
import { type Database, openDatabase } from '../src/store/database.ts';
import { createSubscribers } from '../src/store/subscribers.ts';
import { TODAY } from './support/builders.ts';
import { importConversations } from './support/conversations.ts';
import { type FreshDatabase, freshDatabase } from './support/database.ts';
import { freshVault } from './support/vault.ts';

const NOBODY = {
  candidates: async () => [],
  byId: async () => null,
  byCode: async () => null,
  report: async () => true,
};

let fresh: FreshDatabase;
let database: Database;
let texts: Texts;
let converse: Converse;
const vault = freshVault();
const logged: string[] = [];
const log = createLog({ level: 'debug', write: (line) => logged.push(line) });

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
  texts = await loadTexts();
  converse = createDialogue({
    conversations: await importConversations(),
    exchange: createExchange({
      openings: NOBODY,
      country: ru,
      texts,
      search: createRegionSearch(regionNames(ru, texts)),
      today: () => TODAY,
      hourOf: () => ({ day: TODAY, hour: 0 }),
      doors: () => [],
    }),
    first: 'start',
    home: 'menu',
    byCode: 'openings',
    byDigits: 'move',
    readNumber,
  });
});

afterAll(async () => {
  await database.close();
  await fresh.drop();
});

interface Said {
  readonly text: string;
  readonly labels: readonly string[];
  readonly options: SendOptions;
}

let people = 0;
let updates = 0;

/** Somebody new, and everything said to them. */
function somebody(given: { converse?: Converse; now?: () => Date; windowHours?: number } = {}) {
  people += 1;
  const address = new Address(String(700_000_000 + people));
  const said: Said[] = [];
  const lost: SendError[] = [];
  const opened: number[] = [];
  const sayBack: SayBack = async (_, __, message: RenderedMessage, options) => {
    for (const error of lost) throw error;
    said.push({
      text: plainText(message.text),
      labels: message.buttons.flat().map(({ label }) => label),
      options,
    });
  };
  const now = given.now ?? (() => new Date());
  const subscribers = createSubscribers({ database: database.pool, vault, clock: now });
  const inbox = createInbox({
    chats: createChats({ database, vault, clock: now, repeatHours: () => 48 }),
    converse: given.converse ?? converse,
    texts,
    sayBack,
    blocked: async () => undefined,
    windowHours: () => given.windowHours ?? null,
    opened: ({ ordinal }) => void opened.push(ordinal),
    keyOf: (message) => message.address.reveal(),
    today: () => TODAY,
    now,
    log,
  });
  const happens = async (event: InboundEvent, updateId?: string): Promise<void> => {
    updates += 1;
    await inbox.receive({
      channel: 'telegram',
      address,
      updateId: updateId ?? String(updates),
      localeHint: 'en',
      event,
    });
  };
  const taps = (data: string, updateId?: string) => happens({ kind: 'button', data, screen: '7' }, updateId);
  return {
    said,
    opened,
    losesNetwork: () => lost.push(new SendError({ kind: 'unavailable', reached: 'no' })),
    happens,
    taps,
    command: (name: string) => happens({ kind: 'command', name, argument: null }),
    types: (text: string) => happens({ kind: 'text', text }),
    row: () => subscribers.find('telegram', address),
    async optsIn() {
      await happens({ kind: 'command', name: 'start', argument: null });
      await taps('v1:q:start:language:=en');
      await taps('v1:q:start:consent:=yes');
    },
  };
}

describe('the inbox', () => {
  it('turns taps into a stored subscriber, and answers in place of the screen that was pressed', async () => {
    const person = somebody();
    await person.optsIn();
    await person.taps('v1:q:start:kinds:!any');
    expect(await person.row()).toMatchObject({
      locale: 'en',
      standing: 'active',
      preferences: { kinds: 'any' },
    });
    expect(person.said.at(-1)?.options.replaces).toBe('7');
    expect(person.said[0]?.options.replaces).toBeNull();
  });

  it('handles the same update once, however often it comes at the same moment', async () => {
    const person = somebody();
    await person.optsIn();
    const before = person.said.length;
    await Promise.all([1, 2, 3].map(() => person.taps('v1:q:start:kinds:!any', 'the same')));
    expect(person.said.length - before).toBe(1);
  });

  it('shows where we are when a repeat may have lost its reply to a crash', async () => {
    const before = somebody();
    await before.optsIn();
    await before.taps('v1:q:start:kinds:!any', 'from the last life');
    const row = await before.row();
    expect(row?.preferences.kinds).toBe('any');
    people -= 1;
    const after = somebody({ now: () => new Date(Date.now() + 60_000) });
    await after.taps('v1:q:start:kinds:!any', 'from the last life');
    expect(after.said.at(-1)?.text).toContain('Which work can you do');
  });

  it('takes two taps of one thumb for one, up to the last question', async () => {
    let nowMs = Date.now();
    const person = somebody({ now: () => new Date(nowMs) });
    await person.optsIn();
    for (const answer of ['kinds:!any', 'works:!any', 'regions:!any'])
      for (const _ of [1, 2]) await person.taps(`v1:q:start:${answer}`);
    const texts = person.said.map(({ text }) => text);
    expect(texts).toHaveLength(6);
    expect(texts.at(-1)).toContain('Nothing fits you today');
    expect(texts.filter((text) => /button is old|Some time has passed/.test(text))).toEqual([]);
    nowMs += 3_000;
    await person.taps('v1:q:start:regions:!any');
    expect(person.said).toHaveLength(7);
  });

  it('loses none of two taps that come at once', async () => {
    const person = somebody();
    await person.optsIn();
    await person.taps('v1:q:start:kinds:!any');
    await Promise.all([person.taps('v1:q:start:works:+berries'), person.taps('v1:q:start:works:+fruit')]);
    await person.taps('v1:q:start:works:!done');
    expect((await person.row())?.preferences.works).toEqual(expect.arrayContaining(['berries', 'fruit']));
  });

  it.each(['STOP', 'стоп', 'toʻxta', 'тўхта', 'токтот', 'бас'])('takes %s for opting out', async (word) => {
    const person = somebody();
    await person.optsIn();
    await person.types(word);
    expect((await person.row())?.standing).toBe('stopped');
  });

  it.each(['menu', '/menu', 'Меню', 'bosh menyu'])('takes %s, typed, for a command', async (word) => {
    const person = somebody();
    await person.optsIn();
    await person.taps('v1:q:start:kinds:!any');
    await person.command('menu');
    const shown = person.said.at(-1);
    await person.command('start');
    expect(person.said.at(-1)?.text).not.toBe(shown?.text);
    await person.types(word);
    expect(person.said.at(-1)?.text).toBe(shown?.text);
  });

  it('takes other words for an answer, not for a command', async () => {
    const person = somebody();
    await person.optsIn();
    await person.types('my menu please');
    expect(person.said.at(-1)?.text).toContain('Please tap a button');
  });

  it('forgets a person who blocked us, and everything of the dialogue', async () => {
    const person = somebody();
    await person.optsIn();
    await person.happens({ kind: 'left' });
    expect(await person.row()).toBeNull();
    const said = person.said.length;
    await person.taps('v1:q:start:kinds:!any');
    expect(person.said.slice(said).at(-1)?.text).toContain('Choose your language');
  });

  it('apologises when something breaks, and keeps what was answered before', async () => {
    const broken: Converse = (input) =>
      input.event.kind === 'text' ? Promise.reject(new Error('boom')) : converse(input);
    const person = somebody({ converse: broken });
    await person.optsIn();
    await person.types('anything');
    expect(person.said.at(-1)?.text).toContain('Sorry');
    await person.taps('v1:q:start:kinds:!any');
    expect((await person.row())?.preferences.kinds).toBe('any');
    expect(logged.some((line) => line.includes('message.failed') && !line.includes('boom'))).toBe(true);
  });

  it('keeps the answer when the reply cannot be delivered', async () => {
    const person = somebody();
    await person.optsIn();
    person.losesNetwork();
    await person.taps('v1:q:start:kinds:!any');
    expect((await person.row())?.preferences.kinds).toBe('any');
  });

  it('takes the same tap again at once when the first one brought nothing', async () => {
    const trouble = { times: 1 };
    const broken: Converse = (input) => {
      const breaks =
        input.event.kind === 'button' && input.event.data.endsWith('!any') && trouble.times-- > 0;
      return breaks ? Promise.reject(new Error('boom')) : converse(input);
    };
    const person = somebody({ converse: broken });
    await person.optsIn();
    await person.taps('v1:q:start:kinds:!any');
    await person.taps('v1:q:start:kinds:!any');
    expect((await person.row())?.preferences.kinds).toBe('any');
  });

  it('hears somebody leave, however fast they talked before', async () => {
    const person = somebody({ now: () => new Date('2026-06-15T10:00:00Z') });
    await person.optsIn();
    for (let i = 0; i < BURST + 10; i += 1) await person.types(`word ${i}`);
    await person.happens({ kind: 'left' });
    expect(await person.row()).toBeNull();
  });

  it('lets nobody crowd out the others', async () => {
    const person = somebody({ now: () => new Date('2026-06-15T10:00:00Z') });
    for (let i = 0; i < BURST + 10; i += 1) await person.types(`word ${i}`);
    expect(person.said).toHaveLength(BURST);
  });

  it('stores no text that was typed', async () => {
    const person = somebody();
    await person.optsIn();
    await person.types('Zebrafish-7781');
    const { rows } = await database.pool.query(
      `select count(*)::int as found from dialogue where encode(sealed, 'escape') like '%Zebrafish%'`,
    );
    expect(rows[0].found).toBe(0);
    expect(logged.join()).not.toContain('Zebrafish');
  });
});
