import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WORKS } from '../src/domain/opening.ts';
import { plainText } from '../src/domain/texts.ts';
import { anOpening, aSubscriber } from './support/builders.ts';
import { ru } from './support/countries.ts';
import { aBar, aFee, aHelpLine, aLaw, CHECKLIST } from './support/law.ts';
import { screenFaults } from './support/screen-faults.ts';
import { type VirtualChat, virtualChat } from './support/virtual-chat.ts';

const OPENINGS = [
  anOpening({ code: 'K7Q2M', kind: 'harvest', work: 'berries' }),
  anOpening({ code: 'B3B3B' }),
  anOpening({ code: 'C4C4C', region: 'RU-KDA', work: 'fruit' }),
  anOpening({ code: 'Z9Z9Z', status: 'closed' }),
];

/** Enough answers to be shown openings. */
/** A country where the right to work matters. */
const COUNTRY = {
  law: aLaw(aBar('RU-KDA'), aFee('RU-LIP', 21_915)),
  checklist: CHECKLIST,
  helpLines: [aHelpLine('Union', { phone: '+7 800 000-00-01' })],
} as const;
const FIRST_ANSWERED = { kinds: 'any', works: 'any', regions: 'any' } as const;

/** Far below the 4,096 bytes that the store refuses. */
const MOST_BYTES = 3_800;

/** Stands in every typed text, so that any of it that is kept is found. */
const TYPED = 'Zebrafish';

const COMMANDS = [
  ...['start', 'menu', 'openings', 'preferences', 'language', 'pause', 'stop', 'mydata', 'forget'],
  ...['privacy', 'help', 'cancel', 'better', 'resume', 'move', 'nothing'],
  ...['permit', 'newpermit', 'where', 'moving'],
];

const ASKED: Readonly<Record<string, readonly string[]>> = {
  start: ['language', 'consent', 'kinds', 'works', 'regions'],
  better: ['housing', 'pay', 'free', 'crew', 'cadence', 'basis', 'region'],
  preferences: ['which', 'kinds', 'works', 'regions', 'pay', 'quiet'],
  permit: ['basis', 'region', 'side'],
  'permit~K7Q2M': ['basis', 'region', 'side'],
  newpermit: ['new-permit'],
  moving: ['from', 'to', 'side-to'],
  language: ['language'],
  pause: ['until'],
  forget: ['sure'],
  move: ['which', 'code', 'sure'],
  'move~123456': ['sure'],
  'report~K7Q2M': ['reason'],
  report: ['reason'],
};

const MOVES = [
  ...['!any', '!done', '!skip', '!back', '=yes', '=no', '=ru', '=en', '=now', '=fee', '=60000', '=3'],
  ...[
    '=works',
    '=regions',
    '=quiet',
    '=22-7',
    '=daily',
    '=get',
    '=have',
    '+berries',
    '-berries',
    '+fruit',
    '@central',
    '@',
  ],
  ...['+harvest', '+support', '-support', '+RU-LIP', '-RU-LIP', '+XX-XX', '=', '?'],
  ...['=patent', '=unsay', '=RU-MOW', '=XX-XX'],
];

type Act =
  /** A button of the newest screen, by its place. */
  | { readonly kind: 'press'; readonly at: number; readonly twice: boolean }
  | { readonly kind: 'data'; readonly data: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'command'; readonly name: string; readonly argument: string | null }
  | { readonly kind: 'photo' | 'expire' | 'elsewhere' };

const foreign: fc.Arbitrary<string> = fc
  .constantFrom(...Object.entries(ASKED).flatMap(([name, ids]) => ids.map((id) => `v1:q:${name}:${id}`)))
  .chain((asked) => fc.constantFrom(...MOVES).map((move) => `${asked}:${move}`));

const begun: fc.Arbitrary<string> = fc.constantFrom(
  ...['contact', 'hide', 'unhide', 'report', 'openings', 'permit', 'moving'].flatMap((name) => [
    `v1:c:${name}:K7Q2M`,
    `v1:c:${name}:Z9Z9Z`,
    `v1:n:${name}:${TYPED}`,
    `v1:c:${name}:`,
  ]),
  'v1:n:openings:after~K7Q2M~0',
  'v1:n:openings:before~XXXXX~99',
  'v2:q:start:kinds:!any',
);

const texts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '1',
    '1 3',
    '٣',
    '50 000',
    'липецк',
    '#k7q2m',
    'Z9Z9Z',
    '-5',
    '99999999999',
    '0',
    '2',
    '123456',
    '654 321',
  ),
  fc.string({ unit: 'grapheme', maxLength: 60 }).map((rest) => `${TYPED} ${rest}`),
  fc.constant(`${TYPED} `.repeat(400)),
);

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    arbitrary: fc.record({ kind: fc.constant('press' as const), at: fc.nat(30), twice: fc.boolean() }),
    weight: 12,
  },
  {
    arbitrary: fc.record({ kind: fc.constant('data' as const), data: fc.oneof(foreign, begun, fc.string()) }),
    weight: 6,
  },
  { arbitrary: fc.record({ kind: fc.constant('text' as const), text: texts }), weight: 3 },
  {
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      name: fc.constantFrom(...COMMANDS),
      argument: fc.constantFrom(
        null,
        null,
        'v_K7Q2M',
        'v_k7q2m',
        'l_tg',
        'm_123456',
        '123456',
        TYPED,
        `${TYPED} x`,
      ),
    }),
    weight: 3,
  },
  { arbitrary: fc.record({ kind: fc.constantFrom('photo', 'expire', 'elsewhere') }), weight: 1 },
) as fc.Arbitrary<Act>;

async function perform(chat: VirtualChat, some: Act): Promise<void> {
  switch (some.kind) {
    case 'press': {
      const data = chat.data[some.at % Math.max(1, chat.data.length)];
      if (data === undefined) return chat.commands('menu');
      await chat.presses(data);
      return some.twice ? chat.presses(data) : undefined;
    }
    case 'data':
      return chat.presses(some.data);
    case 'text':
      return chat.types(some.text);
    case 'command':
      return chat.commands(some.name, some.argument ?? undefined);
    case 'photo':
      return chat.sendsAPhoto();
    case 'expire':
      return chat.expires();
    default:
      chat.changes({ kinds: ['support'], regions: null, payFloor: 10_000 });
  }
}

function check(chat: VirtualChat, some: Act): void {
  const kept = JSON.stringify([chat.state, chat.subscriber]);
  expect(Buffer.byteLength(JSON.stringify(chat.state))).toBeLessThanOrEqual(MOST_BYTES);
  expect(kept).not.toContain(TYPED);
  for (const message of chat.messages) expect(screenFaults(message)).toEqual([]);
  if (some.kind === 'expire' || some.kind === 'elsewhere') return;
  expect(chat.messages.length).toBeGreaterThan(0);
}

describe('whatever a person does', () => {
  it('nothing breaks, no text of theirs is kept, and the state stays small', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(act, { minLength: 1, maxLength: 40 }), async (known, acts) => {
        const subscriber = known ? aSubscriber({ locale: 'en' }) : null;
        const moves = { 123456: aSubscriber({ locale: 'en' }) };
        const chat = await virtualChat({ openings: OPENINGS, subscriber, moves, ...COUNTRY });
        for (const some of acts) {
          await perform(chat, some);
          check(chat, some);
        }
        // Wherever they are, what we cannot take shows where they are, with a way on.
        await chat.sendsAPhoto();
        expect(chat.data.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('the state stays small with everything ticked in every conversation that can be interrupted', async () => {
    const chat = await virtualChat({
      openings: OPENINGS,
      subscriber: aSubscriber({ locale: 'en' }),
      ...COUNTRY,
    });
    const regions = ru.regions.map(({ code }) => code);
    const tickAll = async (question: string): Promise<void> => {
      for (const code of regions) await chat.presses(`v1:q:${question}:+${code}`);
    };
    await chat.commands('start', 'v_K7Q2M');
    await chat.presses('v1:q:start~v_K7Q2M:kinds:!any');
    for (const work of WORKS) await chat.presses(`v1:q:start~v_K7Q2M:works:+${work}`);
    await chat.presses('v1:q:start~v_K7Q2M:works:!done');
    await tickAll('start~v_K7Q2M:regions');
    await chat.commands('preferences');
    await chat.presses('v1:q:preferences:which:=regions');
    await tickAll('preferences:regions');
    await chat.types('область');
    await chat.commands('pause');
    expect(chat.state?.stack).toHaveLength(3);
    expect(Buffer.byteLength(JSON.stringify(chat.state))).toBeLessThanOrEqual(MOST_BYTES);
  });
});

describe('going back', () => {
  const answers = ['!any', '=yes', '=no', '=60000', '=now', '=3', '=daily', '=patent', '=RU-MOW', '!skip'];

  it('and giving the same answers leads to the same place', async () => {
    const path = fc.array(fc.constantFrom(...answers), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(path, fc.nat(4), async (moves, backs) => {
        const walk = async (detour: boolean): Promise<VirtualChat> => {
          const chat = await virtualChat({
            subscriber: aSubscriber({ locale: 'en', preferences: FIRST_ANSWERED }),
            ...COUNTRY,
          });
          await chat.commands('better');
          const done: string[] = [];
          for (const move of moves) {
            const question = chat.asks;
            if (question === null) break;
            await chat.presses(`v1:q:better:${question}:${move}`);
            if (chat.asks !== question) done.push(`v1:q:better:${question}:${move}`);
          }
          if (!detour || chat.asks === null) return chat;
          const undone = done.slice(Math.max(0, done.length - backs));
          for (const _ of undone) await chat.taps('Back');
          for (const data of undone) await chat.presses(data);
          return chat;
        };
        const [straight, around] = [await walk(false), await walk(true)];
        expect(around.subscriber?.preferences).toEqual(straight.subscriber?.preferences);
        expect(around.asks).toBe(straight.asks);
        expect(around.labels).toEqual(straight.labels);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a replay', () => {
  it('sees what it saw before when preferences change underneath', async () => {
    const chat = await virtualChat({ subscriber: aSubscriber({ locale: 'en' }) });
    await chat.commands('better');
    await chat.taps('Only with housing');
    chat.changes({ payFloor: 1, freeFrom: '2026-07-01', crew: 9, cadence: 'daily' });
    expect(chat.screen).toContain('Step 2 of 5');
    for (const label of ['Skip', 'Skip', '3 people']) await chat.taps(label);
    expect(chat.screen).toContain('Step 5 of 5');
    await chat.taps('At once');
    expect(chat.subscriber?.preferences).toMatchObject({ payFloor: 1, crew: 3, cadence: 'instant' });
  });

  it('of a log that another version wrote begins that part again, and says so', async () => {
    const chat = await virtualChat({ subscriber: aSubscriber({ locale: 'en' }) });
    await chat.commands('better');
    await chat.taps('Only with housing');
    chat.alters((state) => JSON.parse(JSON.stringify(state).replaceAll('ask:housing', 'ask:house')));
    await chat.types('1');
    expect(chat.said.join('\n')).toContain('We changed something here');
    expect(chat.labels.length).toBeGreaterThan(0);
  });
});

describe('buttons', () => {
  it('of one opening never answer for another', async () => {
    const chat = await virtualChat({ openings: OPENINGS, subscriber: aSubscriber({ locale: 'en' }) });
    await chat.presses('v1:c:report:K7Q2M');
    const old = chat.data[0] ?? '';
    await chat.presses('v1:c:report:B3B3B');
    await chat.presses(old);
    expect(chat.reported).toEqual([{ code: 'K7Q2M', reason: 'fee' }]);
  });

  it('lead somebody who was forgotten to the beginning, and claim nothing', async () => {
    for (const data of [
      'v1:c:contact:K7Q2M',
      'v1:q:start:regions:!any',
      'v1:q:preferences:which:=pay',
      'x',
    ]) {
      const chat = await virtualChat({ openings: OPENINGS });
      await chat.presses(data);
      expect(chat.screen).toContain('Choose your language');
      expect(plainText(chat.screen)).not.toContain('saved');
    }
  });
});

describe('with nothing asked', () => {
  it.each<[string, (chat: VirtualChat) => Promise<void>, string]>([
    ['a photo', (chat) => chat.sendsAPhoto(), 'What you sent was not kept'],
    ['words', (chat) => chat.types('good morning'), 'Your text was not kept'],
    ['a button of old', (chat) => chat.presses('v1:q:start:kinds:!any'), 'Everything you answered is saved'],
    ['a button that is not ours', (chat) => chat.presses('buy now'), 'That button is old'],
  ])('%s gets a kind word and the menu', async (_, does, words) => {
    const chat = await virtualChat({
      subscriber: aSubscriber({ locale: 'en', preferences: FIRST_ANSWERED }),
    });
    await does(chat);
    expect(chat.said).toHaveLength(1);
    expect(chat.screen).toContain(words);
    expect(chat.labels.join()).toContain('Openings');
    expect(chat.state?.stack ?? []).toEqual([]);
  });
});

describe('a number', () => {
  const SENTENCES = ['I have been without work for 3 months', 'write to me in 2 days', '2 больше', 'wq2cz1'];

  it.each(SENTENCES)('inside “%s” gives no consent, and chooses nothing', async (sentence) => {
    const chat = await virtualChat({ openings: OPENINGS });
    await chat.commands('start');
    await chat.taps('English');
    await chat.types(sentence);
    expect(chat.labels.join()).toContain('I agree');
    expect(chat.subscriber).toBeNull();
  });

  it.each(SENTENCES)('inside “%s” presses nothing in the menu', async (sentence) => {
    const chat = await virtualChat({
      subscriber: aSubscriber({ locale: 'en', preferences: FIRST_ANSWERED }),
    });
    await chat.commands('menu');
    await chat.types(sentence);
    expect(chat.screen).toContain('Your text was not kept');
  });

  it('in a code with its mark says what its opening is, whatever is asked', async () => {
    const chat = await virtualChat({
      openings: OPENINGS,
      subscriber: aSubscriber({ locale: 'en', preferences: FIRST_ANSWERED }),
    });
    await chat.commands('pause');
    await chat.types('#K7Q2M');
    expect(chat.said.join()).toContain('#K7Q2M');
    expect(chat.subscriber?.pausedUntil).toBeNull();
  });

  it('means what stands last in the chat, below an answer without numbers, too', async () => {
    const chat = await virtualChat({
      openings: OPENINGS,
      subscriber: aSubscriber({ locale: 'en', preferences: FIRST_ANSWERED }),
    });
    await chat.types('#K7Q2M');
    // 1 see the opening; then 1 contact, 2 not for me, 3 report: what copies has no number.
    await chat.types('1');
    await chat.types('1');
    expect(chat.said.join()).toContain('Never pay for work');
    await chat.types('3');
    expect(chat.labels.join()).toContain('money');
  });
});

describe('after a command', () => {
  it('only what the command takes is kept', async () => {
    const chat = await virtualChat({ openings: OPENINGS });
    await chat.commands('start', 'Zebrafish-7781');
    expect(JSON.stringify(chat.state)).not.toContain('Zebrafish');
    await chat.commands('start', 'l_tg');
    expect(chat.state?.stack.at(-1)?.argument).toBe('l_tg');
  });
});
