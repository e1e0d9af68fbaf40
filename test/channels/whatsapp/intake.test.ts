import { describe, expect, it } from 'vitest';
import { createIntake } from '../../../src/channels/whatsapp/intake.ts';
import { project } from '../../../src/channels/whatsapp/projection.ts';
import { createHook } from '../../../src/channels/whatsapp/webhook.ts';
import { createWhatsApp } from '../../../src/channels/whatsapp.ts';
import type { Hear, InboundMessage, Receive } from '../../../src/domain/terms.ts';
import { createLog, isLogLine } from '../../../src/log.ts';
import {
  ANN,
  BOB,
  calling,
  type Json,
  messageOf,
  messagesChange,
  OURS,
  postOf,
  SECRET,
  saying,
  statusOf,
  text,
  VERIFY_TOKEN,
} from '../../support/whatsapp-calls.ts';

const BODY = JSON.stringify(calling(saying(ANN, text('hello'))));

/** A hook over an intake, as the channel has them. */
function hookTo(receive: Receive, hear: Hear = async () => undefined) {
  const log = createLog({ level: 'debug', write: () => undefined });
  const intake = createIntake({ channel: 'whatsapp', receive, hear, learn: async () => undefined, log });
  const hook = createHook({
    ours: OURS,
    appSecret: SECRET,
    verifyToken: VERIFY_TOKEN,
    channel: 'whatsapp',
    log,
    take: intake.take,
  });
  return { intake, post: async (body = BODY) => (await hook(postOf(body))).status };
}

describe('the answer', () => {
  it('comes after the commit and before the replies', async () => {
    const [reached, commit, replied] = [deferred(), deferred(), deferred()];
    const { intake, post } = hookTo(async (_message, committed) => {
      reached.resolve();
      await commit.promise;
      committed?.();
      await replied.promise;
    });
    const happened: string[] = [];
    const answered = post().then((status) => happened.push(`answered ${status}`));
    await reached.promise;
    await turns();
    happened.push('committed');
    commit.resolve();
    await answered;
    const settled = intake.settled().then(() => happened.push('settled'));
    await turns();
    happened.push('replied');
    replied.resolve();
    await settled;
    expect(happened).toEqual(['committed', 'answered 200', 'replied', 'settled']);
  });

  it('does not wait for replies that never end', async () => {
    const { post } = hookTo((_message, committed) => {
      committed?.();
      return new Promise(() => undefined);
    });
    expect(await post()).toBe(200);
  });

  it('is 200 when only a reply failed: the effect stands', async () => {
    const { intake, post } = hookTo(async (_message, committed) => {
      committed?.();
      throw new Error('no reply');
    });
    expect(await post()).toBe(200);
    await intake.settled();
  });

  it('is 500 for what could not be committed, for one of many, and for a word nobody could write down', async () => {
    const away = async (): Promise<never> => {
      throw new Error('the database is away');
    };
    const status = JSON.stringify(calling(messagesChange({ statuses: [statusOf(ANN)] })));
    const two = JSON.stringify(
      calling(saying(ANN, text('one')), messagesChange({ statuses: [statusOf(ANN)] })),
    );
    expect(await hookTo(away).post()).toBe(500);
    expect(await hookTo(async () => undefined, away).post(status)).toBe(500);
    expect(await hookTo(async () => undefined, away).post(two)).toBe(500);
    expect(await hookTo(async () => undefined).post(two)).toBe(200);
  });

  it('is 500 before the start and after the end: calls come again', async () => {
    const channel = createWhatsApp({
      token: 'visibly-false-token',
      phoneNumberId: '1',
      businessAccountId: '2',
      graphVersion: 'v25.0',
      graphRoot: 'http://graph.test',
      appSecret: SECRET,
      verifyToken: VERIFY_TOKEN,
      wordsFor: () => ({ choose: 'Choose', more: 'More' }),
      log: createLog({ level: 'debug', write: () => undefined }),
      fetch: async () => Response.json({ error: { code: 190 } }, { status: 401 }),
    });
    const post = async (): Promise<number | undefined> => (await channel.hook?.(postOf(BODY)))?.status;
    expect(await post()).toBe(500);
    await channel
      .start(
        async () => undefined,
        async () => undefined,
      )
      .catch(() => undefined);
    await channel.stop();
    expect(await post()).toBe(500);
  });

  it.each(['appSecret', 'verifyToken'] as const)(
    'is none without the %s: anybody could be Meta',
    (missing) => {
      const options = { appSecret: SECRET, verifyToken: VERIFY_TOKEN, [missing]: '' };
      expect(() =>
        createWhatsApp({
          token: 'visibly-false-token',
          phoneNumberId: '1',
          businessAccountId: '2',
          graphVersion: 'v25.0',
          graphRoot: 'http://graph.test',
          wordsFor: () => ({ choose: 'Choose', more: 'More' }),
          log: createLog({ level: 'debug', write: () => undefined }),
          ...options,
        }),
      ).toThrow('needs an app secret and a verify token');
    },
  );
});

/** One call with each of these texts, said one after the other. */
const texts = (from: typeof ANN, ...said: readonly string[]): Json =>
  messagesChange({
    messages: said.map((each) => ({ ...messageOf(from, text(each)), id: `wamid.${each}` })),
  });

/** Remembers what was received; refuses the texts named. Its clock stands still unless moved. */
function intakeThatRefuses(...poison: readonly string[]) {
  const lines: string[] = [];
  const received: string[] = [];
  const clock = { ms: 0 };
  const textOf = ({ event }: InboundMessage): string => (event.kind === 'text' ? event.text : event.kind);
  const intake = createIntake({
    channel: 'whatsapp',
    hear: async () => undefined,
    learn: async () => undefined,
    log: createLog({ level: 'debug', write: (line) => lines.push(line) }),
    ticks: () => clock.ms,
    receive: async (message) => {
      if (poison.includes(textOf(message))) throw new Error(`cannot handle ${textOf(message)}`);
      received.push(textOf(message));
    },
  });
  const take = (...changes: readonly Json[]): Promise<string> =>
    intake.take(project(calling(...changes), OURS));
  return { take, lines, received, clock };
}

describe('what one person says', () => {
  it('is handed on in its order, however slow the first is', async () => {
    const [first, order] = [deferred(), [] as string[]];
    const { post } = hookTo(async ({ event }) => {
      if (event.kind === 'text' && event.text === 'one') await first.promise;
      order.push(event.kind === 'text' ? event.text : event.kind);
    });
    const answered = post(JSON.stringify(calling(texts(ANN, 'one', 'two'), texts(BOB, 'three'))));
    await turns();
    expect(order).toEqual(['three']);
    first.resolve();
    expect(await answered).toBe(200);
    expect(order).toEqual(['three', 'one', 'two']);
  });

  it('waits behind what must come again, and others do not', async () => {
    const { take, received } = intakeThatRefuses('two');
    expect(await take(texts(ANN, 'one', 'two', 'three'), texts(BOB, 'four'))).toBe('again');
    expect(received.toSorted()).toEqual(['four', 'one']);
  });
});

describe('a message that cannot be handled', () => {
  it('is given up at the third try, if others could be handled', async () => {
    const { take, lines } = intakeThatRefuses('bad');
    expect(await take(texts(ANN, 'bad'))).toBe('again');
    expect(await take(texts(BOB, 'good'))).toBe('done');
    expect(await take(texts(ANN, 'bad'))).toBe('again');
    expect(await take(texts(ANN, 'bad'))).toBe('done');
    expect(lines.at(-1)).toContain('"event":"update.dropped","channel":"whatsapp","attempt":3');
  });

  it('is kept while nobody can be handled: that is an outage', async () => {
    const { take } = intakeThatRefuses('one', 'two');
    for (let i = 0; i < 20; i += 1)
      expect([await take(texts(ANN, 'one')), await take(texts(BOB, 'two'))]).toEqual(['again', 'again']);
  });

  it('is given up after fifteen minutes all the same', async () => {
    const { take, clock } = intakeThatRefuses('bad');
    for (let i = 0; i < 3; i += 1) expect(await take(texts(ANN, 'bad'))).toBe('again');
    clock.ms = 15 * 60_000;
    expect(await take(texts(ANN, 'bad'))).toBe('done');
  });

  it('leaves nothing of itself in the log', async () => {
    const { take, lines } = intakeThatRefuses('bad');
    await take(texts(ANN, 'bad'), { field: 'unknown', value: {} });
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(['update.ignored', 'update.repeated']);
    expect(lines.filter((line) => !isLogLine(line))).toEqual([]);
    expect(lines.join('')).not.toMatch(/bad|992900|TJ\.|wamid/);
  });
});

const deferred = () => Promise.withResolvers<void>();

/** Lets everything happen that can without anybody else. */
async function turns(): Promise<void> {
  for (let i = 0; i < 10; i += 1) await new Promise(setImmediate);
}
