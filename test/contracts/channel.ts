/** What every channel promises, played against a stand-in of its service. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Button, RenderedMessage } from '../../src/domain/message.ts';
import { DocumentError, type SentDocument } from '../../src/domain/sent-document.ts';
import {
  type Channel,
  type InboundEvent,
  type InboundMessage,
  SendError,
  type SendReason,
} from '../../src/domain/terms.ts';
import { isLogLine } from '../../src/log.ts';
import type { SentFile } from '../../src/simulator/terms.ts';
import { aMessage } from '../support/builders.ts';
import { aPng } from '../support/png.ts';
import { createInbox, type Inbox } from '../support/recorder.ts';

/** What not every service can: a contract is held only where it can be. */
export interface Abilities {
  /** Tells when somebody left, and when they came back. */
  readonly tellsLeaving: boolean;
  /** Shows a message in place of an older one. */
  readonly replaces: boolean;
  /** Keeps what is said while we are away, and brings again what we could not handle. */
  readonly keeps: boolean;
  /** May fail: a service somewhere else. */
  readonly fails: boolean;
  /** Says later what became of a message. */
  readonly speaksLater: boolean;
  /** Tells when somebody wants no pushes. */
  readonly tellsOptOut: boolean;
  /** Shows captions that cannot be pressed. */
  readonly captions: boolean;
  /** Says on which screen a button was pressed. */
  readonly screens: boolean;
  /** Carries more than words: photos, contacts. */
  readonly attachments: boolean;
  /** Shows pictures. */
  readonly pictures: boolean;
  /** Lets people send files. */
  readonly files: boolean;
}

/** Says what a person of the service does and sees; made anew for each test. */
export interface ChannelHarness {
  readonly channel: Channel;
  /** A channel of the same service and token, as after a restart. */
  restarted(): Channel;
  /** Lines the channel logged. */
  readonly logged: readonly string[];
  /** Everything about the person that may go nowhere: names, numbers, the token. */
  readonly secrets: readonly string[];
  person(): ContractPerson;
  /** The next send, or the next fetch of a file, fails so. */
  failNext(how: 'throttled' | 'refused' | 'cut' | 'server-error', what?: 'send' | 'fetch'): void;
  /** The service has lost what people sent. */
  loseFiles(): void;
  /** Calls about files so far. */
  fetched(): number;
  close(): Promise<void>;
}

/** One person with the service's app open. */
export interface ContractPerson {
  readonly address: string;
  readonly locale: string | null;
  begins(payload?: string): void;
  says(text: string): void;
  presses(label: string): void;
  shows(): void;
  attaches(file: SentFile): void;
  leaves(): void;
  returns(): void;
  optsOut(): void;
  optsIn(): void;
  /** Texts of the chat from us, oldest first. */
  texts(): readonly string[];
  /** Pictures of the chat from us, oldest first. */
  pictures(): readonly Uint8Array[];
  /** Labels under the newest message: those of a list as its rows have them. */
  labels(): readonly string[];
  /** What the row for the next page brings back; `null` where all choices are shown. */
  pageData(): string | null;
}

const QUESTION: RenderedMessage = {
  locale: 'en',
  text: 'Which <b>work</b>? &lt;one&gt; &amp; only',
  buttons: [
    [{ label: 'Grapes', short: 'Grapes', press: { kind: 'data', data: 'v1.work.grapes' }, emphasis: 'good' }],
    [
      { label: '2/5', short: '2/5', press: { kind: 'label' } },
      {
        label: 'Stop',
        short: 'Stop',
        press: { kind: 'data', data: 'v1.stop' },
        emphasis: 'danger',
        ticked: true,
      },
    ],
  ],
};

const plain = aMessage;

/** A code to scan, as coordinators get one. */
const CODE = { png: aPng({ width: 33, height: 33 }), alt: 'A code to scan' };

/** A table, as coordinators send one; its name says more than it should. */
const TABLE: SentFile = {
  name: 'Zarina Testova passports.csv',
  mediaType: 'text/csv',
  bytes: new TextEncoder().encode('region;places\nRU-LIP;12\n'),
};

/** Eighteen regions, and three moves beside them. */
const REGIONS: RenderedMessage = {
  locale: 'en',
  text: 'Where?',
  buttons: [
    ...Array.from({ length: 18 }, (_, at) => [choice(`Region ${at + 1}`, `r${at}`, { number: at + 1 })]),
    ...['Done', 'Back', 'Other places'].map((label) => [choice(label, label, { beside: 'always' })]),
  ],
};

type Act = readonly [string, (ann: ContractPerson) => void, InboundEvent];
const only = (can: boolean, act: Act): readonly Act[] => (can ? [act] : []);

function choice(label: string, data: string, more: Partial<Button<string>>): Button<string> {
  return { label, short: label, press: { kind: 'data', data }, ...more };
}

export function channelContract(name: string, can: Abilities, make: () => Promise<ChannelHarness>): void {
  async function play(
    story: (at: ChannelHarness & { readonly inbox: Inbox; readonly ann: ContractPerson }) => Promise<void>,
  ): Promise<void> {
    const harness = await make();
    const inbox = createInbox();
    await harness.channel.start(inbox.receive, inbox.hear);
    try {
      await story({ ...harness, inbox, ann: harness.person() });
    } finally {
      await harness.channel.stop();
      await harness.close();
    }
  }

  describe(`${name} brings in what a person does`, () => {
    const acts: readonly Act[] = [
      ['a beginning', (ann) => ann.begins(), { kind: 'command', name: 'start', argument: null }],
      ['a link', (ann) => ann.begins('v_1'), { kind: 'command', name: 'start', argument: 'v_1' }],
      ['a command', (ann) => ann.says('/stop'), { kind: 'command', name: 'stop', argument: null }],
      ['a text', (ann) => ann.says('Липецк 🍇'), { kind: 'text', text: 'Липецк 🍇' }],
      ...only(can.attachments, ['something else', (ann) => ann.shows(), { kind: 'other' }]),
      ...only(can.tellsLeaving, ['leaving', (ann) => ann.leaves(), { kind: 'left' }]),
      ...only(can.tellsOptOut, ['opting out', (ann) => ann.optsOut(), { kind: 'opted-out' }]),
      ...only(can.tellsOptOut, ['opting in', (ann) => ann.optsIn(), { kind: 'opted-in' }]),
    ];
    it.each(acts)('%s', (_label, act, event) =>
      play(async ({ inbox, ann }) => {
        if (event.kind !== 'command') ann.begins();
        act(ann);
        const message = await inbox.waitFor((one) => JSON.stringify(one.event) === JSON.stringify(event));
        expect(message.address.reveal()).toBe(ann.address);
        expect(message.localeHint).toBe(ann.locale);
        expect(message.updateId).not.toBe('');
      }),
    );

    it.runIf(can.tellsLeaving)('coming back', () =>
      play(async ({ inbox, ann }) => {
        ann.begins();
        ann.leaves();
        await inbox.waitFor(({ event }) => event.kind === 'left');
        ann.returns();
        await inbox.waitFor(({ event }) => event.kind === 'returned');
      }),
    );

    it('in the order in which one person does it', () =>
      play(async ({ inbox, ann }) => {
        ann.begins();
        const words = Array.from({ length: 30 }, (_, i) => `word ${i}`);
        for (const word of words) ann.says(word);
        await inbox.waitFor(({ event }) => event.kind === 'text' && event.text === 'word 29');
        expect(inbox.texts()).toEqual(words);
      }));

    it('without a name, a number or a token', () =>
      play(async ({ inbox, ann, secrets, logged }) => {
        ann.begins();
        if (can.attachments) ann.shows();
        if (can.tellsLeaving) ann.leaves();
        else ann.says('the last word');
        await inbox.waitFor(({ event }) => event.kind === (can.tellsLeaving ? 'left' : 'text'));
        const seen = JSON.stringify(inbox.messages) + logged.join('');
        for (const secret of [...secrets, ann.address]) expect(seen).not.toContain(secret);
      }));
  });

  describe(`${name} sends`, () => {
    it('a text with buttons, whose press comes back with its data and screen', () =>
      play(async ({ channel, inbox, ann }) => {
        const { address } = await greeted(inbox, ann);
        const mark = await channel.send(address, QUESTION);
        expect(ann.texts().at(-1)).toBe('Which work? <one> & only');
        expect(ann.labels()).toEqual(can.captions ? ['Grapes', '2/5', 'Stop'] : ['Grapes', 'Stop']);
        ann.presses('Grapes');
        const { event } = await inbox.waitFor((one) => one.event.kind === 'button');
        expect(event).toMatchObject({ kind: 'button', data: 'v1.work.grapes' });
        if (can.replaces) expect(event).toMatchObject({ screen: mark });
        else if (can.screens) expect(event).toMatchObject({ screen: expect.any(String) });
      }));

    it('a text of 4,000 letters, whole', () =>
      play(async ({ channel, inbox, ann }) => {
        const { address } = await greeted(inbox, ann);
        const long = 'слово '.repeat(666).trim();
        await channel.send(address, plain(long));
        expect(ann.texts().join(' ')).toBe(long);
      }));

    it('a question whose text is too long for buttons, and all of it arrives', () =>
      play(async ({ channel, inbox, ann }) => {
        const { address } = await greeted(inbox, ann);
        const long = Array.from({ length: 60 }, (_, at) => `Line ${at} of a long note.`).join('\n');
        await channel.send(address, { ...QUESTION, text: long });
        expect(ann.texts().join('\n')).toBe(long);
        expect(ann.labels()).toContain('Grapes');
      }));

    it('more choices than fit, a page after the other, and each can be pressed', () =>
      play(async ({ channel, inbox, ann }) => {
        const { address } = await greeted(inbox, ann);
        const seen = new Set<string>();
        for (let page = 0, turns = 0; turns < 8; turns += 1) {
          await channel.send(address, { ...REGIONS, paging: { page, data: 'v1:page:' } });
          for (const label of ann.labels()) seen.add(label);
          const next = ann.pageData();
          if (next === null) break;
          page = Number(next.slice('v1:page:'.length));
        }
        expect(REGIONS.buttons.flat().filter(({ label }) => !seen.has(label))).toEqual([]);
      }));

    it.runIf(can.replaces)('a message in place of another, and its buttons go with it', () =>
      play(async ({ channel, inbox, ann }) => {
        const { address } = await greeted(inbox, ann);
        const first = await channel.send(address, QUESTION);
        const second = await channel.send(address, plain('Thank you'), { replaces: first });
        expect(second).toBe(first);
        expect(ann.texts()).toEqual(['Thank you']);
        expect(ann.labels()).toEqual([]);
      }),
    );

    it.runIf(can.replaces)('the same message again in its place, without complaint', () =>
      play(async ({ channel, inbox, ann }) => {
        const { address } = await greeted(inbox, ann);
        const mark = await channel.send(address, QUESTION);
        expect(await channel.send(address, QUESTION, { replaces: mark })).toBe(mark);
        expect(ann.texts()).toHaveLength(1);
      }),
    );

    it.runIf(can.replaces).each(['999999', 'not a mark', ''])(
      'a new message where "%s" cannot be replaced',
      (mark) =>
        play(async ({ channel, inbox, ann }) => {
          const { address } = await greeted(inbox, ann);
          expect(await channel.send(address, plain('Here'), { replaces: mark })).not.toBeNull();
          expect(ann.texts()).toEqual(['Here']);
        }),
    );

    const failures: readonly (readonly [
      'throttled' | 'refused' | 'cut' | 'server-error',
      Partial<SendReason>,
    ])[] = [
      ['throttled', { kind: 'throttled', retryAfterSeconds: 7 }],
      ['refused', { kind: 'misconfigured' }],
      ['cut', { kind: 'unavailable', reached: 'maybe' }],
      ['server-error', { kind: 'unavailable', reached: 'maybe' }],
    ];
    it.runIf(can.fails).each(failures)('and says why not, when it is %s', (how, reason) =>
      play(async ({ channel, inbox, ann, failNext }) => {
        const { address } = await greeted(inbox, ann);
        failNext(how);
        await expect(reasonOf(channel.send(address, plain('Hello')))).resolves.toMatchObject(reason);
      }),
    );

    it.runIf(can.tellsLeaving)('and knows who left', () =>
      play(async ({ channel, inbox, ann }) => {
        const { address } = await greeted(inbox, ann);
        ann.leaves();
        await expect(reasonOf(channel.send(address, plain('Hello')))).resolves.toEqual({ kind: 'blocked' });
      }),
    );

    it.runIf(can.fails)('and lets no address, text or token out with an error', () =>
      play(async ({ channel, inbox, ann, failNext, secrets }) => {
        const { address } = await greeted(inbox, ann);
        failNext('server-error');
        const thrown = await channel.send(address, plain('a word to keep')).catch((error: unknown) => error);
        const seen = inspect(thrown, { depth: 20, showHidden: true });
        for (const secret of [...secrets, ann.address, 'a word to keep']) expect(seen).not.toContain(secret);
      }),
    );
  });

  describe(`${name} shows a picture`, () => {
    it.runIf(can.pictures).each([
      ['its text', 'Scan <b>this</b>', 'Scan this'],
      ['a text that is longer than a caption', 'слово '.repeat(400).trim(), 'слово '.repeat(400).trim()],
      ['no text', '', ''],
    ])('with %s below it', (_label, text, shown) =>
      play(async ({ channel, inbox, ann }) => {
        const { address } = await greeted(inbox, ann);
        await channel.send(address, { ...plain(text), picture: CODE });
        expect(ann.pictures()).toEqual([CODE.png]);
        expect(ann.texts().join(' ').trim()).toBe(shown);
      }),
    );

    it.runIf(can.pictures).each([
      ['', QUESTION.text],
      [' of a long text', 'Word '.repeat(400).trim()],
    ])('and its buttons%s can be pressed', (_label, text) =>
      play(async ({ channel, inbox, ann }) => {
        const { address } = await greeted(inbox, ann);
        const mark = await channel.send(address, { ...QUESTION, text, picture: CODE });
        expect(ann.pictures()).toHaveLength(1);
        ann.presses('Grapes');
        const { event } = await inbox.waitFor((one) => one.event.kind === 'button');
        expect(event).toMatchObject({ data: 'v1.work.grapes', ...(can.replaces ? { screen: mark } : {}) });
      }),
    );

    it.runIf(!can.pictures)('in words where it cannot be seen', () =>
      play(async ({ channel, inbox, ann }) => {
        const { address } = await greeted(inbox, ann);
        await channel.send(address, { ...QUESTION, picture: CODE });
        expect(ann.texts().at(-1)).toContain(CODE.alt);
        expect(ann.labels()).toContain('Grapes');
      }),
    );

    it.runIf(can.pictures).each([
      ['too many bytes', aPng({ atLeast: 10_500_000 })],
      ['no picture in it', new TextEncoder().encode('GIF89a')],
    ])('but refuses one with %s, and then says nothing at all', (_label, png) =>
      play(async ({ channel, inbox, ann }) => {
        const { address } = await greeted(inbox, ann);
        const sending = channel.send(address, { ...QUESTION, picture: { ...CODE, png } });
        await expect(reasonOf(sending)).resolves.toEqual({ kind: 'rejected' });
        expect([ann.texts(), ann.pictures()]).toEqual([[], []]);
      }),
    );

    it.runIf(can.replaces)('as a new message, and in place of none', () =>
      play(async ({ channel, inbox, ann }) => {
        const { address } = await greeted(inbox, ann);
        const first = await channel.send(address, plain('Before'));
        const second = await channel.send(address, { ...QUESTION, picture: CODE }, { replaces: first });
        expect(second).not.toBe(first);
        const third = await channel.send(address, plain('After'), { replaces: second });
        expect(third).not.toBe(second);
        expect(ann.texts()).toEqual(['Before', 'Which work? <one> & only', 'After']);
      }),
    );

    it.runIf(can.fails).each(['throttled', 'server-error'] as const)(
      'or says why not, and nothing else, when it is %s',
      (how) =>
        play(async ({ channel, inbox, ann, failNext, secrets, logged }) => {
          const { address } = await greeted(inbox, ann);
          failNext(how);
          const thrown = await thrownBy(channel.send(address, { ...plain('a word to keep'), picture: CODE }));
          expect(thrown).toBeInstanceOf(SendError);
          expect(thrown).toMatchObject({ reason: { kind: how === 'throttled' ? how : 'unavailable' } });
          const seen = inspect(thrown, { depth: 20, showHidden: true }) + logged.join('');
          for (const secret of [...secrets, ann.address, 'a word to keep', CODE.alt])
            expect(seen).not.toContain(secret);
        }),
    );
  });

  describe.runIf(can.files)(`${name} brings a file`, () => {
    const sent = async (inbox: Inbox, ann: ContractPerson, file: SentFile = TABLE): Promise<SentDocument> => {
      ann.begins();
      ann.attaches(file);
      const { event } = await inbox.waitFor((one) => one.event.kind === 'document');
      if (event.kind !== 'document') throw new Error('no document came');
      return event.document;
    };

    it('as it was sent, to whom asks for it', () =>
      play(async ({ channel, inbox, ann }) => {
        const { handle, mediaType } = await sent(inbox, ann);
        expect(mediaType).toBe('text/csv');
        expect(await channel.fetchDocument?.(handle, 1_000)).toEqual(TABLE.bytes);
      }));

    it('and asks for nothing of it before', () =>
      play(async ({ inbox, ann, fetched }) => {
        await sent(inbox, ann);
        expect(fetched()).toBe(0);
      }));

    it('without its name, its bytes or its handle in anything that can be printed', () =>
      play(async ({ channel, inbox, ann, logged }) => {
        const { handle } = await sent(inbox, ann);
        await channel.fetchDocument?.(handle, 1_000);
        const seen =
          inspect(inbox.messages, { depth: 20, showHidden: true }) + JSON.stringify(inbox.messages);
        for (const secret of ['Zarina', 'passports', 'RU-LIP', handle.reveal()])
          expect(seen + String(handle) + logged.join('')).not.toContain(secret);
      }));

    it.each([
      ['too-large', TABLE.bytes.length - 1],
      ['too-large', 0],
    ] as const)('or says that it is %s for %i bytes', (why, most) =>
      play(async ({ channel, inbox, ann }) => {
        const { handle } = await sent(inbox, ann);
        expect(await thrownBy(channel.fetchDocument?.(handle, most))).toMatchObject({ why });
      }),
    );

    it('or says that it is gone', () =>
      play(async ({ channel, inbox, ann, loseFiles }) => {
        const { handle } = await sent(inbox, ann);
        loseFiles();
        expect(await thrownBy(channel.fetchDocument?.(handle, 1_000))).toMatchObject({ why: 'gone' });
      }));

    it.each(['throttled', 'refused', 'cut', 'server-error'] as const)(
      'or says that it cannot now, and nothing else, when it is %s',
      (how) =>
        play(async ({ channel, inbox, ann, failNext, secrets, logged }) => {
          const { handle } = await sent(inbox, ann);
          failNext(how, 'fetch');
          const thrown = await thrownBy(channel.fetchDocument?.(handle, 1_000));
          expect(thrown).toBeInstanceOf(DocumentError);
          expect(thrown).toMatchObject({ why: 'unavailable' });
          const seen = inspect(thrown, { depth: 20, showHidden: true }) + logged.join('');
          for (const secret of [...secrets, ann.address, handle.reveal()]) expect(seen).not.toContain(secret);
          expect(await channel.fetchDocument?.(handle, 1_000)).toEqual(TABLE.bytes);
        }),
    );
  });

  describe(`${name} changes what it said`, () => {
    it('or says that it cannot', () =>
      play(async ({ channel }) => {
        expect(channel.canEdit).toBe(can.replaces);
      }));

    it.runIf(can.replaces)('by a mark that was kept, also after a restart, as often as it is asked', () =>
      play(async ({ channel, restarted, inbox, ann }) => {
        const { address } = await greeted(inbox, ann);
        const mark = await channel.send(address, plain('0 of 3 told'));
        for (const told of [1, 2, 3])
          expect(await restarted().send(address, plain(`${told} of 3 told`), { replaces: mark })).toBe(mark);
        expect(ann.texts()).toEqual(['3 of 3 told']);
      }),
    );

    it('in place, or not at all where that is wanted', () =>
      play(async ({ channel, inbox, ann }) => {
        const { address } = await greeted(inbox, ann);
        const first = await channel.send(address, plain('Hello'));
        const gone = { replaces: '999999', onlyInPlace: true };
        expect(await channel.send(address, plain('Nobody sees this'), gone)).toBeNull();
        const there = { replaces: first, onlyInPlace: true };
        expect(await channel.send(address, plain('Hello again'), there)).toBe(first);
        expect(ann.texts()).toHaveLength(first === null ? 2 : 1);
        expect(ann.texts().join()).not.toContain('Nobody');
      }));

    it.runIf(!can.replaces)('by saying it once more, and no oftener', () =>
      play(async ({ channel, inbox, ann }) => {
        const { address } = await greeted(inbox, ann);
        await channel.send(address, plain('One'));
        await channel.send(address, plain('Two'), { replaces: 'any-mark' });
        expect(ann.texts()).toEqual(['One', 'Two']);
      }),
    );
  });

  describe.runIf(can.speaksLater)(`${name} says later`, () => {
    it('what became of a message, with the receipt it was sent with, and never more than once for each status', () =>
      play(async ({ channel, inbox, ann }) => {
        const { address } = await greeted(inbox, ann);
        await channel.send(address, plain('Hello'), { receipt: 'sealed-receipt' });
        const word = await inbox.waitForWord((one) => one.kind === 'message' && one.status === 'delivered');
        expect(word).toMatchObject({ receipt: 'sealed-receipt', reason: null, id: expect.any(String) });
      }));

    it('nothing in which an address can be read', () =>
      play(async ({ channel, inbox, ann, secrets }) => {
        const { address } = await greeted(inbox, ann);
        await channel.send(address, plain('Hello'), { receipt: 'sealed-receipt' });
        await inbox.waitForWord((one) => one.kind === 'message' && one.status === 'delivered');
        const seen = JSON.stringify(inbox.words);
        const decoded = inbox.words.map((one) =>
          one.kind === 'message' ? Buffer.from(one.id, 'base64') : '',
        );
        for (const secret of [...secrets, ann.address]) {
          expect(seen).not.toContain(secret);
          expect(decoded.join(' ')).not.toContain(secret);
        }
      }));
  });

  describe(`${name} starts and stops`, () => {
    it('and says how it fares', async () => {
      const harness = await make();
      const inbox = createInbox();
      await harness.channel.start(inbox.receive, inbox.hear);
      expect(harness.channel.state()).toBe('running');
      await harness.channel.stop();
      expect(harness.channel.state()).toBe('stopped');
      await harness.close();
    });

    it.runIf(can.keeps)('and loses nothing that came while it was away', async () => {
      const harness = await make();
      const [before, after] = [createInbox(), createInbox()];
      const ann = harness.person();
      await harness.channel.start(before.receive, before.hear);
      ann.begins();
      await before.waitFor(({ event }) => event.kind === 'command');
      await harness.channel.stop();
      ann.says('in between');
      const channel = harness.restarted();
      await channel.start(after.receive, after.hear);
      await after.waitFor(({ event }) => event.kind === 'text' && event.text === 'in between');
      await channel.stop();
      await harness.close();
    });

    it.runIf(can.keeps)('and waits for what is in hand, which does not come again', async () => {
      const harness = await make();
      const [before, after] = [createInbox(), createInbox()];
      const ann = harness.person();
      const slow = before.hold();
      await harness.channel.start(before.receive, before.hear);
      ann.begins();
      await slow.reached;
      const stopped = harness.channel.stop();
      slow.release();
      await stopped;
      expect(before.messages).toHaveLength(1);
      const channel = harness.restarted();
      await channel.start(after.receive, after.hear);
      ann.says('next');
      await after.waitFor(({ event }) => event.kind === 'text');
      expect(after.messages).toHaveLength(1);
      await channel.stop();
      await harness.close();
    });

    it('and brings again what could not be handled', () =>
      play(async ({ inbox, ann }) => {
        inbox.failNext(1);
        ann.begins();
        const message = await inbox.waitFor(({ event }) => event.kind === 'command');
        expect(message.address.reveal()).toBe(ann.address);
        expect(inbox.failures).toBe(1);
      }));

    it('and logs nothing but lines of the list', () =>
      play(async ({ channel, inbox, ann, logged, failNext }) => {
        await greeted(inbox, ann);
        if (can.fails) failNext('refused');
        await channel.stop();
        expect(logged.length).toBeGreaterThan(0);
        expect(logged.filter((line) => !isLogLine(line))).toEqual([]);
      }));
  });
}

async function greeted(inbox: Inbox, person: ContractPerson): Promise<InboundMessage> {
  person.begins();
  return inbox.waitFor(({ event }) => event.kind === 'command');
}

const thrownBy = async (call: Promise<unknown> | undefined): Promise<unknown> =>
  call?.then(
    () => null,
    (error: unknown) => error,
  );

async function reasonOf(sending: Promise<unknown>): Promise<SendReason | null> {
  const thrown = await thrownBy(sending);
  if (thrown === null) return null;
  if (!(thrown instanceof SendError)) throw thrown;
  return thrown.reason;
}
