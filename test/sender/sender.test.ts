import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bitmapOf } from '../../src/domain/bitmap.ts';
import type { Opening } from '../../src/domain/opening.ts';
import { type Subscriber, UNANSWERED } from '../../src/domain/subscriber.ts';
import { Address, SendError, type SendReason } from '../../src/domain/terms.ts';
import type { SenderPorts } from '../../src/sender/token.ts';
import { createSender, type Sender } from '../../src/sender.ts';
import { pauseChannel, resumeChannel } from '../../src/store/pauses.ts';
import { createLockToken } from '../../src/store/pushes/ledger.ts';
import { createPushes } from '../../src/store/pushes.ts';
import { aMessage, anOpening, someLimits } from '../support/builders.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { NO_RULES } from '../support/law.ts';

const CHANNEL = 'telegram';
const NOON = Date.parse('2026-06-01T12:00:00Z');

/** An exchange with a scripted service, a clock that jumps instead of waiting, and the real ledger. */
class World {
  readonly database: FreshDatabase;
  readonly pool: pg.Pool;
  now = NOON;
  /** Who got what: ordinal to the openings of each message. */
  readonly got = new Map<number, string[][]>();
  readonly attempts: { ordinal: number; at: number }[] = [];
  readonly people = new Map<number, Subscriber>();
  readonly openings = new Map<string, Opening[]>();
  /** Called before each message counts as arrived; may throw. */
  script: (ordinal: number, attempt: number) => void = () => undefined;
  readonly said: string[] = [];
  readonly senders: Sender[] = [];

  constructor(database: FreshDatabase) {
    this.database = database;
    this.pool = new pg.Pool({ connectionString: database.url });
  }

  populate(count: number, change: Partial<Subscriber> = {}): number[] {
    const ordinals = Array.from({ length: count }, (_, at) => this.people.size + at + 1);
    for (const ordinal of ordinals) this.people.set(ordinal, person(ordinal, change));
    return ordinals;
  }

  async push(ordinals: readonly number[], lane = 'instant', expires = 86_400_000): Promise<string> {
    const id = randomUUID();
    const bulletin = randomUUID();
    this.openings.set(bulletin, [
      anOpening({ id: randomUUID(), bulletinId: bulletin, expiresOn: '2026-12-31' }),
    ]);
    await this.pool.query(
      `insert into push (id, announcement_id, channel, kind, lane, expires_at) values ($1, $2, $3, 'announce', $4, $5)`,
      [id, bulletin, CHANNEL, lane, new Date(this.now + expires)],
    );
    await createPushes(this.pool).begin(id, bitmapOf(ordinals), ordinals.length);
    return id;
  }

  sender(change: Partial<SenderPorts> = {}): Sender {
    const sender = createSender({
      channel: {
        name: CHANNEL,
        limits: someLimits({ perSecond: 25 }),
        send: async (to, message) => {
          const ordinal = Number(to.reveal());
          this.attempts.push({ ordinal, at: this.now });
          this.script(ordinal, this.attempts.filter((one) => one.ordinal === ordinal).length);
          this.got.set(ordinal, [...(this.got.get(ordinal) ?? []), message.text.split(' ')]);
          return null;
        },
      },
      law: () => NO_RULES,
      lockToken: createLockToken(this.database.url),
      subscribers: {
        byOrdinal: async (ordinal) => this.people.get(ordinal) ?? null,
        addressOf: async ({ ordinal }) => new Address(`${ordinal}`),
      },
      openings: {
        byId: async () => null,
        candidates: async (_, __, scope) => this.openings.get(scope?.bulletinId ?? '') ?? [],
      },
      compose: ({ content }) =>
        aMessage(content.kind === 'openings' ? content.openings.map(({ id }) => id).join(' ') : content.kind),
      clockOf: () => () => 0,
      clock: () => new Date(this.now),
      wait: async (ms) => {
        this.now += ms;
        await new Promise((resolve) => setImmediate(resolve));
      },
      log: {
        info: (event) => this.said.push(event),
        warn: (event) => this.said.push(event),
        error: (event) => this.said.push(`${event}!`),
      },
      ...change,
    });
    this.senders.push(sender);
    return sender;
  }

  async work(sender: Sender, ...ids: string[]): Promise<(Date | null)[]> {
    return Promise.all(ids.map((id) => sender.run(id, new AbortController().signal)));
  }

  async account(id: string): Promise<Record<string, unknown>> {
    const { rows } = await this.pool.query(
      'select state, total, sent, uncertain, skipped, failed, wire from push where id = $1',
      [id],
    );
    return rows[0];
  }
}

const person = (ordinal: number, change: Partial<Subscriber>): Subscriber => ({
  id: randomUUID(),
  ordinal,
  channel: CHANNEL,
  locale: 'ru',
  preferences: UNANSWERED,
  standing: 'active',
  pausedUntil: null,
  hidden: [],
  consentOn: '2026-05-01',
  consentVersion: 1,
  answeredIn: '2026-05-01',
  windowUntil: null,
  heldUntil: null,
  ...change,
});

const fail = (reason: SendReason): never => {
  throw new SendError(reason);
};

let world: World;
beforeEach(async () => {
  world = new World(await freshDatabase());
});
afterEach(async () => {
  await Promise.all(world.senders.map((sender) => sender.stop()));
  await world.pool.end();
  await world.database.drop();
});

const twice = (): number => [...world.got.values()].filter((messages) => messages.length > 1).length;

describe('a clean run', () => {
  it('reaches everybody once, at the pace, and its account adds up', async () => {
    const id = await world.push(world.populate(300));
    expect(await world.work(world.sender(), id)).toEqual([null]);
    expect(await world.account(id)).toMatchObject({
      state: 'done',
      total: 300,
      sent: 300,
      uncertain: 0,
      wire: [],
    });
    expect([world.got.size, twice()]).toEqual([300, 0]);
    const seconds = ((world.attempts.at(-1)?.at ?? 0) - NOON) / 1000;
    expect(300 / seconds).toBeLessThan(25);
    expect(300 / seconds).toBeGreaterThan(25 * 0.95);
  });

  it('writes to nobody twice within a second', async () => {
    const everybody = world.populate(5);
    await world.work(world.sender(), await world.push(everybody, 'urgent'), await world.push(everybody));
    const gaps = everybody.map((ordinal) => {
      const [first, second] = world.attempts.filter((one) => one.ordinal === ordinal);
      return (second?.at ?? Number.NaN) - (first?.at ?? Number.NaN);
    });
    // A timer may ring a part of a millisecond early.
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(999);
  });

  it('lets pushes of one lane take turns', async () => {
    const [few, many] = [world.populate(20), world.populate(60)];
    const ids = [await world.push(many), await world.push(few)];
    await world.work(world.sender(), ...ids);
    const half = world.attempts.slice(0, 44).filter(({ ordinal }) => few.includes(ordinal));
    expect(half.length).toBeGreaterThan(15);
  });

  it('goes on within a minute after somebody lifts a pause', async () => {
    const id = await world.push(world.populate(3));
    await pauseChannel(world.pool, CHANNEL, new Date(NOON + 86_400_000), 'misconfigured');
    const sender = world.sender();
    const [wake] = await world.work(sender, id);
    expect(wake?.getTime()).toBeLessThanOrEqual(world.now + 60_000);
    expect(world.got.size).toBe(0);
    await resumeChannel(world.pool, CHANNEL);
    world.now = wake?.getTime() ?? 0;
    expect(await world.work(sender, id)).toEqual([null]);
    expect(world.got.size).toBe(3);
  });

  it('joins three bulletins into one message', async () => {
    const everybody = world.populate(40);
    const ids = [await world.push(everybody), await world.push(everybody), await world.push(everybody)];
    await world.work(world.sender(), ...ids);
    expect(twice()).toBe(0);
    expect([...world.got.values()].every(([message]) => message?.length === 3)).toBe(true);
    for (const id of ids) expect(await world.account(id)).toMatchObject({ state: 'done', sent: 40 });
  });

  it('writes to nobody more than three times a day', async () => {
    const everybody = world.populate(3);
    const sender = world.sender();
    for (let turn = 0; turn < 3; turn++) await world.work(sender, await world.push(everybody));
    const [wake] = await world.work(sender, await world.push(everybody));
    expect(wake).toEqual(new Date('2026-06-02T00:00:00Z'));
    expect([...world.got.values()].map((messages) => messages.length)).toEqual([3, 3, 3]);
  });
});

describe('at a person’s turn', () => {
  it.each([
    ['stopped', { standing: 'stopped' }],
    ['blocked', { standing: 'blocked' }],
    ['paused', { pausedUntil: '2026-06-01' }],
    ['daily', { preferences: { ...UNANSWERED, cadence: 'daily' } }],
  ] as const)('skips who is %s', async (why, change) => {
    const id = await world.push(world.populate(1, change));
    await world.work(world.sender(), id);
    expect(await world.account(id)).toMatchObject({ state: 'done', sent: 0, skipped: { [why]: 1 } });
  });

  it.each([
    ['nothing yet', {}],
    ['a half', { kinds: 'any', works: 'any' }],
  ] as const)('waits until the next day for who agreed just now and answered %s', async (_, answers) => {
    const preferences = { ...UNANSWERED, ...answers };
    const id = await world.push(world.populate(1, { preferences, consentOn: '2026-06-01' }));
    const sender = world.sender();
    expect(await world.work(sender, id)).toEqual([new Date('2026-06-02T00:00:00Z')]);
    expect(world.got.size).toBe(0);
    world.now = Date.parse('2026-06-02T07:00:00Z');
    await world.work(sender, id);
    expect(await world.account(id)).toMatchObject({ state: 'done', sent: 1 });
  });

  it('writes at once to who agreed just now and answered the first questions', async () => {
    const preferences = { ...UNANSWERED, kinds: 'any', works: 'any', regions: 'any' } as const;
    const id = await world.push(world.populate(1, { preferences, consentOn: '2026-06-01' }));
    await world.work(world.sender(), id);
    expect(await world.account(id)).toMatchObject({ state: 'done', sent: 1 });
  });

  it('waits for the end of the quiet hours', async () => {
    world.now = Date.parse('2026-06-01T23:30:00Z');
    const id = await world.push(world.populate(2));
    const sender = world.sender();
    expect(await world.work(sender, id)).toEqual([new Date('2026-06-02T07:00:00Z')]);
    expect(world.got.size).toBe(0);
    world.now = Date.parse('2026-06-02T07:00:00Z');
    expect(await world.work(sender, id)).toEqual([null]);
    expect(await world.account(id)).toMatchObject({ state: 'done', sent: 2 });
  });

  it('ends at once when its one opening is closed', async () => {
    const id = await world.push(world.populate(50));
    const byId = async (): Promise<Opening> => anOpening({ status: 'closed' });
    await world.work(world.sender({ mostInFlight: 1, openings: { byId, candidates: async () => [] } }), id);
    expect(await world.account(id)).toMatchObject({ state: 'done', sent: 0, skipped: { closed: 50 } });
  });

  it('ends when its one opening is closed in the middle', async () => {
    const id = await world.push(world.populate(50));
    const opening = anOpening({ expiresOn: '2026-12-31' });
    const byId = async (): Promise<Opening> =>
      world.attempts.length < 10 ? opening : { ...opening, status: 'filled' };
    await world.work(world.sender({ mostInFlight: 1, openings: { byId, candidates: async () => [] } }), id);
    expect(await world.account(id)).toMatchObject({ state: 'done', sent: 10, skipped: { closed: 39 } });
  });

  it('sends nothing that has expired', async () => {
    const id = await world.push(world.populate(5), 'instant', -1);
    await world.work(world.sender(), id);
    expect(await world.account(id)).toMatchObject({ state: 'expired', sent: 0, skipped: { expired: 5 } });
  });
});

describe('when the service refuses', () => {
  it('freezes the token as long as it is told, and loses nobody', async () => {
    const id = await world.push(world.populate(30));
    let until = 0;
    const early: number[] = [];
    world.script = () => {
      if (world.now < until) early.push(world.now);
      if (world.attempts.length % 10 !== 0) return;
      until = world.now + 7000;
      fail({ kind: 'throttled', retryAfterSeconds: 7, scope: 'token' });
    };
    await world.work(world.sender({ mostInFlight: 1 }), id);
    expect(early).toEqual([]);
    expect(await world.account(id)).toMatchObject({ state: 'done', sent: 30, uncertain: 0 });
    expect(twice()).toBe(0);
  });

  it('sends a second copy half a minute later when nobody knows, then counts it uncertain', async () => {
    const id = await world.push(world.populate(1));
    world.script = () => fail({ kind: 'unavailable', reached: 'maybe' });
    await world.work(world.sender(), id);
    expect(await world.account(id)).toMatchObject({ state: 'done', sent: 0, uncertain: 1 });
    const [first, second, third] = world.attempts;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(29_900);
    expect(third).toBeUndefined();
  });

  it('pauses the channel when a mass of people seems gone', async () => {
    const id = await world.push(world.populate(400));
    world.script = () => fail({ kind: 'blocked' });
    const [wake] = await world.work(world.sender(), id);
    expect(wake).not.toBeNull();
    expect(world.said).toContain('guard.tripped!');
    expect(world.attempts.length).toBeLessThan(210);
  });

  it('stops a push whose content is poison', async () => {
    const id = await world.push(world.populate(50));
    world.script = () => fail({ kind: 'rejected' });
    await world.work(world.sender({ mostInFlight: 1 }), id);
    expect(await world.account(id)).toMatchObject({
      state: 'stopped',
      failed: { rejected: 5 },
      skipped: { stopped: 45 },
    });
  });

  it('stops a push whose content is poison, also with many in flight', async () => {
    const id = await world.push(world.populate(200));
    world.script = () => fail({ kind: 'rejected' });
    await world.work(world.sender(), id);
    const { state, failed } = await world.account(id);
    expect(state).toBe('stopped');
    expect(world.attempts.length).toBeLessThan(20);
    expect(failed).toEqual({ rejected: world.attempts.length });
  });

  it('counts a bug of ours and goes on', async () => {
    const id = await world.push(world.populate(3));
    world.script = (ordinal) => {
      if (ordinal === 2) throw new TypeError('ours');
    };
    await world.work(world.sender(), id);
    expect(await world.account(id)).toMatchObject({ state: 'done', sent: 2, failed: { bug: 1 } });
  });
});

describe('when it is stopped or replaced', () => {
  it('leaves an empty wire, and its successor finishes without a repeat', async () => {
    const id = await world.push(world.populate(100));
    const first = world.sender();
    world.script = () => {
      if (world.attempts.length === 40) void first.stop();
    };
    await world.work(first, id);
    await first.stop();
    expect(await world.account(id)).toMatchObject({ state: 'running', wire: [] });
    await world.work(world.sender(), id);
    expect(await world.account(id)).toMatchObject({ state: 'done', sent: 100 });
    expect([world.got.size, twice()]).toEqual([100, 0]);
  });

  it('lets one sender wait for the other’s token', async () => {
    const [first, second] = [world.sender(), world.sender()];
    await world.work(first, await world.push(world.populate(5)));
    const two = await world.push(world.populate(5));
    const waiting = world.work(second, two);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(world.got.size).toBe(5);
    await first.stop();
    await waiting;
    expect(world.got.size).toBe(10);
  });
});
