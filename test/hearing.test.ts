import { beforeEach, describe, expect, it } from 'vitest';
import { type MessageStatus, RESTRICTIONS, type SendReason, type Word } from '../src/domain/terms.ts';
import { createHearing } from '../src/hearing.ts';
import { createLog } from '../src/log.ts';

const NOON = Date.parse('2026-06-15T09:00:00Z');
const DAY = 86_400_000;

let now: number;
/** Whether what is said is news. */
let news: boolean;
let did: string[];
let alarms: string[];
let hear: (word: Word) => Promise<void>;
beforeEach(() => {
  now = NOON;
  news = true;
  did = [];
  alarms = [];
  hear = createHearing({
    takeStatus: async (channel, { status }) => {
      did.push(`${channel} takes ${status}`);
      return news;
    },
    pause: async (channel, ms, reason) => void did.push(`${channel} rests ${ms / 1_000} s: ${reason}`),
    restore: async (channel, since) => void did.push(`${channel} restores since ${since.toISOString()}`),
    clock: () => new Date(now),
    log: createLog({ level: 'error', write: (line) => alarms.push(JSON.parse(line).event) }),
  })('whatsapp');
});

const message = (status: MessageStatus, reason: SendReason | null = null): Word => ({
  kind: 'message',
  id: 'wamid.1',
  status,
  receipt: null,
  reason,
});

describe('a word of a service', () => {
  it.each(['sent', 'delivered', 'read'] as const)('that a message was %s is written down', async (status) => {
    await hear(message(status));
    expect([did, alarms]).toEqual([[`whatsapp takes ${status}`], []]);
  });

  it.each(RESTRICTIONS)(
    'that we are restricted (%s) holds pushes back until somebody decides',
    async (why) => {
      await hear({ kind: 'restricted', why });
      expect([did, alarms]).toEqual([[`whatsapp rests ${365 * 86_400} s: ${why}`], ['channel.restricted']]);
    },
  );

  it.each<[SendReason, string | null, string | null]>([
    [{ kind: 'restricted' }, `rests ${365 * 86_400} s: account`, 'channel.restricted'],
    [{ kind: 'misconfigured' }, 'rests 3600 s: misconfigured', 'channel.misconfigured'],
    [{ kind: 'throttled', retryAfterSeconds: 300, scope: 'token' }, 'rests 300 s: throttled', null],
    [{ kind: 'throttled', retryAfterSeconds: 120, scope: 'person' }, null, null],
    [{ kind: 'capped' }, null, null],
    [{ kind: 'opted-out' }, null, null],
    [{ kind: 'unreachable' }, null, null],
    [{ kind: 'window-closed' }, null, null],
    [{ kind: 'rejected' }, null, null],
  ])('that a message failed as %o: %s', async (reason, rests, alarm) => {
    await hear(message('failed', reason));
    expect(did).toEqual(['whatsapp takes failed', ...(rests === null ? [] : [`whatsapp ${rests}`])]);
    expect(alarms).toEqual(alarm === null ? [] : [alarm]);
  });

  it('that comes again holds nothing back again: somebody may have let it go on since', async () => {
    news = false;
    await hear(message('failed', { kind: 'restricted' }));
    expect([did, alarms]).toEqual([['whatsapp takes failed'], []]);
  });

  it('that could not be written down is refused, so that it comes again', async () => {
    const broken = createHearing({
      takeStatus: () => Promise.reject(new Error('away')),
      pause: async () => undefined,
      restore: async () => undefined,
      clock: () => new Date(now),
      log: createLog({ level: 'error', write: () => undefined }),
    });
    await expect(broken('whatsapp')(message('delivered'))).rejects.toThrow('away');
  });
});

describe('when a mass of people seems unreachable', () => {
  const unreachable = message('failed', { kind: 'unreachable' });
  const tripped = [`whatsapp rests 86400 s: mass-gone`, 'whatsapp restores since 2026-06-15T08:50:00.000Z'];

  it('nobody is forgotten, and pushes rest until somebody has looked', async () => {
    for (let people = 0; people < 201; people++) await hear(unreachable);
    expect(alarms).toEqual(['guard.tripped']);
    expect(did.filter((each) => !each.includes('takes'))).toEqual(tripped);
  });

  it('those who follow within the day are given back, too', async () => {
    for (let people = 0; people < 201; people++) await hear(unreachable);
    did = [];
    now += DAY - 1;
    await hear(unreachable);
    expect(did.at(-1)).toBe(tripped[1]);
    now += 1;
    did = [];
    await hear(unreachable);
    expect(did).toEqual(['whatsapp takes failed']);
  });

  it.each([
    ['few', 200, 0],
    ['one in a hundred of many', 20, 2_000],
  ])('%s are believed', async (_, gone, sent) => {
    for (let people = 0; people < sent; people++) await hear(message('sent'));
    for (let people = 0; people < gone; people++) await hear(unreachable);
    expect(alarms).toEqual([]);
  });

  it('what is said twice is counted once', async () => {
    for (let people = 0; people < 150; people++) await hear(unreachable);
    news = false;
    for (let people = 0; people < 150; people++) await hear(unreachable);
    expect(alarms).toEqual([]);
  });

  it('those of other channels are believed', async () => {
    const hearing = createHearing({
      takeStatus: async () => true,
      pause: async (channel) => void did.push(channel),
      restore: async () => undefined,
      clock: () => new Date(now),
      log: createLog({ level: 'error', write: () => undefined }),
    });
    const [one, other] = [hearing('whatsapp'), hearing('viber')];
    for (let people = 0; people < 150; people++) await one(unreachable);
    for (let people = 0; people < 150; people++) await other(unreachable);
    expect(did).toEqual([]);
  });
});
