/** What the inbox owes to services that wait for an answer, close windows, and speak of people. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BURST } from '../src/domain/pace.ts';
import { DocumentError, DocumentHandle } from '../src/domain/sent-document.ts';
import { Address, type InboundEvent } from '../src/domain/terms.ts';
import type { Converse } from '../src/domain/turn.ts';
import { anOpening } from './support/builders.ts';
import { type FrontDoor, type Given, openFrontDoor, type Talker } from './support/front-door.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let door: FrontDoor;
let now: Date;
beforeAll(async () => {
  door = await openFrontDoor([anOpening({ code: 'K7Q2M', work: 'berries' })]);
});
afterAll(() => door.close());
beforeEach(() => {
  now = new Date('2026-06-15T09:20:30Z');
});

const later = (ms: number): void => {
  now = new Date(now.getTime() + ms);
};
const somebody = (given: Given = {}): Talker => door.somebody({ now: () => now, ...given });
const onWhatsApp = (given: Given = {}): Talker =>
  somebody({ channel: 'whatsapp', windowHours: 24, ...given });
const lastOf = ({ said }: Talker): string => said.at(-1)?.text ?? '';

describe('whoever waits for an answer', () => {
  it('gets it when everything is kept, and before anything is said', async () => {
    const order: string[] = [];
    const person = onWhatsApp({ saying: () => order.push('said') });
    await person.optsIn();
    order.length = 0;
    let kept: Promise<unknown> | undefined;
    await person.happens(
      { kind: 'button', data: 'v1:q:start:kinds:!any', screen: '7' },
      {
        committed: () => {
          order.push('committed');
          kept = person.row();
        },
      },
    );
    expect(order).toEqual(['committed', 'said']);
    expect(await kept).toMatchObject({ preferences: { kinds: 'any' } });
  });

  it.each<[string, (person: Talker, committed: () => void) => Promise<void>, number]>([
    [
      'of a repeat',
      async (person, committed) => {
        await person.types('hello', { updateId: 'the same' });
        await person.types('hello', { updateId: 'the same', committed });
      },
      1,
    ],
    ['of somebody who leaves', (person, committed) => person.happens({ kind: 'left' }, { committed }), 1],
    [
      'of somebody who wants no pushes',
      (person, committed) => person.happens({ kind: 'opted-out' }, { committed }),
      1,
    ],
    [
      'of somebody who talks too fast, by the end alone',
      async (person, committed) => {
        for (let words = 0; words < BURST + 5; words++) await person.types(`${words}`);
        await person.types('one more', { committed });
      },
      0,
    ],
    [
      'of a second tap, by the end alone',
      async (person, committed) => {
        const tap: InboundEvent = { kind: 'button', data: 'v1:q:start:kinds:!any', screen: '7' };
        await person.happens(tap);
        await person.happens(tap, { committed });
      },
      0,
    ],
  ])('%s gets it, too', async (_, does, times) => {
    const person = onWhatsApp();
    await person.optsIn();
    let answered = 0;
    await does(person, () => {
      answered += 1;
    });
    expect(answered).toBe(times);
  });

  it('gets it when something breaks, and the person is told that it did', async () => {
    const order: string[] = [];
    const broken: Converse = () => Promise.reject(new Error('boom'));
    const person = onWhatsApp({ converse: broken, saying: () => order.push('said') });
    await person.types('hello', { committed: () => order.push('committed') });
    expect(order).toEqual(['committed', 'said']);
    expect(lastOf(person)).toContain('Sorry');
  });

  it('gets none when nothing could be kept, so that it comes again', async () => {
    const away = { handle: () => Promise.reject(new Error('away')) };
    const person = onWhatsApp({ chats: away });
    const order: string[] = [];
    await expect(person.types('hello', { committed: () => order.push('committed') })).rejects.toThrow('away');
    expect([order, person.said]).toEqual([[], []]);
  });
});

describe('a reply window', () => {
  const until = async (person: Talker): Promise<string | undefined> =>
    (await person.row())?.windowUntil?.toISOString();

  it('is kept to the hour, from the message on by the clock of the service', async () => {
    const person = onWhatsApp();
    await person.optsIn();
    expect(await until(person)).toBe('2026-06-16T09:00:00.000Z');
    later(2 * HOUR);
    await person.types('hello', { at: new Date('2026-06-15T10:59:59Z') });
    expect(await until(person)).toBe('2026-06-16T10:00:00.000Z');
  });

  it('is not kept where the channel has none', async () => {
    const person = somebody();
    await person.optsIn();
    await person.types('hello');
    expect([await until(person), person.opened]).toEqual([undefined, []]);
  });

  it('is told of once each time it opens', async () => {
    const person = onWhatsApp();
    await person.optsIn();
    const ordinal = (await person.row())?.ordinal ?? 0;
    expect(person.opened).toEqual([ordinal]);
    for (let hours = 0; hours < 30; hours += 3) {
      later(3 * HOUR);
      await person.types('hello');
    }
    expect(person.opened).toEqual([ordinal]);
    later(25 * HOUR);
    await person.types('hello');
    await person.types('hello');
    expect(person.opened).toEqual([ordinal, ordinal]);
  });

  it('is told of after the reply, and also when the reply did not arrive', async () => {
    const order: string[] = [];
    const person: Talker = onWhatsApp({ saying: () => order.push(`said, ${person.opened.length} opened`) });
    await person.optsIn();
    later(30 * HOUR);
    order.length = 0;
    await person.command('menu');
    expect([order, person.opened.length]).toEqual([['said, 1 opened'], 2]);
    later(30 * HOUR);
    person.losesNetwork();
    await person.command('menu');
    expect(person.opened).toHaveLength(3);
  });

  it('never ends earlier because of a message that comes late', async () => {
    const person = onWhatsApp();
    await person.optsIn();
    await person.types('hello', { at: new Date('2026-06-15T01:00:00Z') });
    expect(await until(person)).toBe('2026-06-16T09:00:00.000Z');
  });

  it('that is over when its message comes opens nothing', async () => {
    const person = onWhatsApp();
    await person.optsIn();
    later(5 * 24 * HOUR);
    const before = await until(person);
    await person.types('hello', { at: new Date('2026-06-18T10:00:00Z') });
    expect([await until(person), person.opened.length]).toEqual([before, 1]);
  });

  it.each<[InboundEvent]>([
    [{ kind: 'command', name: 'menu', argument: null }],
    [{ kind: 'button', data: 'v1:c:menu:', screen: '7' }],
    [{ kind: 'text', text: 'hello' }],
    [{ kind: 'document', document: { handle: new DocumentHandle('x'), bytes: 1, mediaType: null } }],
    [{ kind: 'other' }],
  ])('opens with %o', async (event) => {
    const person = onWhatsApp();
    await person.optsIn();
    later(48 * HOUR);
    await person.happens(event);
    expect([await until(person), person.opened.length]).toEqual(['2026-06-18T09:00:00.000Z', 2]);
  });

  it.each<[InboundEvent]>([[{ kind: 'opted-out' }], [{ kind: 'opted-in' }], [{ kind: 'moved' }]])(
    'does not open with %o',
    async (event) => {
      const person = onWhatsApp();
      await person.optsIn();
      const before = await until(person);
      later(48 * HOUR);
      await person.happens(event);
      expect([await until(person), person.opened.length]).toEqual([before, 1]);
    },
  );

  it('of a stranger is not kept, and of whoever goes is gone', async () => {
    const person = onWhatsApp();
    await person.types('hello');
    expect([await person.row(), person.opened]).toEqual([null, []]);
    await person.optsIn();
    person.opened.length = 0;
    later(48 * HOUR);
    await person.command('forget');
    await person.taps('v1:q:forget:sure:=yes');
    expect(await person.row()).toBeNull();
    expect(person.opened).toHaveLength(1);
  });
});

describe('a file', () => {
  const document = { handle: new DocumentHandle('handle-of-a-file'), bytes: 3, mediaType: 'text/csv' };

  /** A dialogue that wants every file. */
  const wants =
    (got: unknown[]): Converse =>
    async ({ event, state, locale }) => {
      if (event.kind === 'document') got.push(await event.document.fetch(50).catch((thrown) => thrown.why));
      return { replies: [], state, locale };
    };

  it('comes from the channel of who sent it, at most as large as it is wanted', async () => {
    const [got, asked]: [unknown[], unknown[]] = [[], []];
    const fetches: NonNullable<Given['fetches']> = async (channel, handle, most) => {
      asked.push([channel, handle.reveal(), most]);
      return new Uint8Array([1, 2, 3]);
    };
    await onWhatsApp({ fetches, converse: wants(got) }).happens({ kind: 'document', document });
    expect([got, asked]).toEqual([[new Uint8Array([1, 2, 3])], [['whatsapp', 'handle-of-a-file', 50]]]);
  });

  it('that cannot be had is told to the operator without a word of it', async () => {
    const got: unknown[] = [];
    const fetches = () => Promise.reject(new DocumentError('gone'));
    await somebody({ fetches, converse: wants(got) }).happens({ kind: 'document', document });
    expect(got).toEqual(['gone']);
    const line = door.logged.findLast((each) => each.includes('document.failed')) ?? '';
    expect(JSON.parse(line)).toMatchObject({ level: 'warn', channel: 'telegram', reason: 'gone' });
    expect(door.logged.join('')).not.toContain('handle-of-a-file');
  });
});

describe('what a service says of somebody', () => {
  it('that they want no pushes, is done without a word, and replies go on', async () => {
    const person = onWhatsApp();
    await person.optsIn();
    const before = person.said.length;
    await person.happens({ kind: 'opted-out' });
    expect([(await person.row())?.standing, person.said.length]).toEqual(['stopped', before]);
    await person.command('menu');
    expect(person.said).toHaveLength(before + 1);
    await person.happens({ kind: 'opted-in' });
    expect([(await person.row())?.standing, person.said.length]).toEqual(['active', before + 1]);
  });

  it.each<[string, InboundEvent]>([
    ['blocked', { kind: 'opted-in' }],
    ['blocked', { kind: 'opted-out' }],
    ['active', { kind: 'opted-in' }],
    ['stopped', { kind: 'opted-out' }],
  ])('who is %s, is no reason to change that for %o', async (standing, event) => {
    const person = onWhatsApp();
    await person.optsIn();
    await door.database.pool.query('update subscriber set standing = $1 where ordinal = $2', [
      standing,
      (await person.row())?.ordinal,
    ]);
    await person.happens(event);
    expect((await person.row())?.standing).toBe(standing);
  });

  it.each<[InboundEvent]>([
    [{ kind: 'opted-out' }],
    [{ kind: 'opted-in' }],
    [{ kind: 'moved' }],
    [{ kind: 'left' }],
  ])('whom we do not know, is heard without a word: %o', async (event) => {
    const person = onWhatsApp();
    await person.happens(event);
    expect([await person.row(), person.said]).toEqual([null, []]);
  });

  it('that they have another address now, is done without a word', async () => {
    const person = onWhatsApp();
    await person.optsIn();
    const before = [(await person.row())?.ordinal, person.said.length];
    const address = new Address(`new ${person.address.reveal()}`);
    await person.happens({ kind: 'moved' }, { address, formerly: person.address });
    expect(await person.row()).toBeNull();
    await person.happens({ kind: 'command', name: 'menu', argument: null }, { address });
    expect(person.said).toHaveLength((before[1] ?? 0) + 1);
    expect(lastOf(person)).not.toContain('Choose your language');
  });

  it('is heard however fast they talked before', async () => {
    const person = onWhatsApp();
    await person.optsIn();
    for (let words = 0; words < BURST + 5; words++) await person.types(`${words}`);
    await person.happens({ kind: 'opted-out' });
    expect((await person.row())?.standing).toBe('stopped');
  });

  it.each<[InboundEvent]>([
    [{ kind: 'opted-out' }],
    [{ kind: 'opted-in' }],
    [{ kind: 'moved' }],
    [{ kind: 'left' }],
  ])('again, after a restart, is no reason to say anything: %o', async (event) => {
    const before = onWhatsApp();
    await before.optsIn();
    await before.happens(event, { updateId: `again ${event.kind}` });
    await before.optsIn();
    const standing = (await before.row())?.standing;
    later(MINUTE);
    const after = door.somebody({ channel: 'whatsapp', windowHours: 24, now: () => now }, true);
    let answered = 0;
    await after.happens(event, {
      updateId: `again ${event.kind}`,
      committed: () => {
        answered += 1;
      },
    });
    expect([after.said, answered, (await after.row())?.standing]).toEqual([[], 1, standing]);
  });
});

describe('a number', () => {
  const atMenu = async (): Promise<Talker> => {
    const person = onWhatsApp();
    await person.optsIn();
    for (const question of ['kinds', 'works', 'regions']) await person.taps(`v1:q:start:${question}:!any`);
    await person.command('menu');
    return person;
  };

  it.each(['2', ' 2. ', '٢'])('after the menu presses its button: %j', async (text) => {
    const person = await atMenu();
    await person.taps('v1:c:preferences:');
    const pressed = lastOf(person);
    await person.command('menu');
    await person.types(text);
    expect(lastOf(person)).toBe(pressed);
  });

  it('after a card presses its button; what only copies has none', async () => {
    const person = await atMenu();
    await person.taps('v1:c:openings:K7Q2M');
    await person.types('2');
    expect(lastOf(person)).toContain('We will not show #K7Q2M to you again');
    await person.types('1');
    expect((await person.row())?.hidden).toEqual([]);
  });

  it('after a card presses its button, also where a question waits below', async () => {
    const person = onWhatsApp();
    await person.optsIn();
    await person.taps('v1:q:start:kinds:!any');
    await person.taps('v1:c:openings:K7Q2M');
    await person.types('2');
    expect(lastOf(person)).toContain('We will not show #K7Q2M to you again');
    expect((await person.row())?.preferences.works).toBeNull();
  });

  it('after a code presses its button, and where a question was open answers that question again', async () => {
    const person = await atMenu();
    await person.types('K7Q2M');
    await person.types('2');
    expect(lastOf(person)).toContain('What is wrong with #K7Q2M?');
    await person.command('start');
    await person.command('preferences');
    const asked = lastOf(person);
    await person.types('K7Q2M');
    expect(lastOf(person)).toBe(asked);
  });

  it('after a question is its answer', async () => {
    const person = onWhatsApp();
    await person.optsIn();
    await person.types('1');
    await person.command('menu');
    await person.command('start');
    await person.types('2');
    expect(lastOf(person)).toContain('Chosen');
  });

  it.each([
    ['half an hour later', 31 * MINUTE, '2'],
    ['that no button has', 0, '77'],
    ['below the first', 0, '0'],
  ])('%s gets a kind word and the menu', async (_, ms, text) => {
    const person = await atMenu();
    later(ms);
    await person.types(text);
    expect(lastOf(person)).toContain('Please tap a button');
    expect(person.said.at(-1)?.labels.join()).toContain('Openings');
  });
});

describe('a stranger', () => {
  it.each(['hello', 'привет', '7', '12345', '1234567'])(
    'who says %j is greeted, and not corrected',
    async (text) => {
      const person = onWhatsApp();
      await person.types(text);
      expect(person.said).toHaveLength(1);
      expect(lastOf(person)).toContain('Choose your language');
      expect(lastOf(person)).not.toMatch(/tap a button|not kept/i);
    },
  );

  it('who sends a file that nobody asked for is answered as for a photo, and it stays where it is', async () => {
    const fetches = vi.fn(async () => new Uint8Array());
    const person = somebody({ fetches });
    const document = { handle: new DocumentHandle('x'), bytes: 1, mediaType: 'text/csv' };
    await person.optsIn();
    await person.happens({ kind: 'document', document });
    const toFile = lastOf(person);
    await person.happens({ kind: 'other' });
    expect([toFile, fetches.mock.calls]).toEqual([lastOf(person), []]);
    expect(toFile).toMatch(/not kept/i);
  });

  it('who sends a photo is greeted, and not corrected', async () => {
    const person = onWhatsApp();
    await person.happens({ kind: 'other' });
    expect(lastOf(person)).toContain('Choose your language');
    expect(lastOf(person)).not.toMatch(/not kept/i);
  });

  it.each([
    ['at once', (text: string) => text, 0],
    ['as they read it', (text: string) => `${text.slice(0, 3)} ${text.slice(3)}`, 0],
    ['in other digits', (text: string) => [...text].map((digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)]).join(''), 0],
    ['after a greeting', (text: string) => text, 1],
  ])('who types the six digits of another chat has everything here: %s', async (_, typed, greetings) => {
    const before = somebody();
    await before.optsIn();
    await before.taps('v1:q:start:kinds:!any');
    await before.command('move');
    await before.taps('v1:q:move:which:=get');
    const code = /\d{3} \d{3}/.exec(lastOf(before))?.[0].replace(' ', '') ?? '';
    const after = onWhatsApp();
    for (let words = 0; words < greetings; words++) await after.types('hello');
    await after.types(typed(code));
    expect(after.said.map(({ text }) => text).join('\n')).toContain('Everything is here now');
    expect(await after.row()).toMatchObject({ channel: 'whatsapp', preferences: { kinds: 'any' } });
    expect((await after.row())?.windowUntil).toEqual(new Date('2026-06-16T09:00:00Z'));
    expect(after.opened).toEqual([(await after.row())?.ordinal]);
    expect(await before.row()).toBeNull();
    await before.types('hello');
    expect(lastOf(before)).toContain('Choose your language');
  });

  it('who types six digits that are no code is told so, and greeted', async () => {
    const person = onWhatsApp();
    await person.types('123456');
    expect(person.said.map(({ text }) => text).join('\n')).toMatch(
      /This code is wrong[\s\S]*Choose your language/,
    );
    expect(await person.row()).toBeNull();
  });
});

it('six digits of somebody we know are no move', async () => {
  const person = onWhatsApp();
  await person.optsIn();
  await person.types('123456');
  expect(lastOf(person)).toContain('Please tap a button');
});
