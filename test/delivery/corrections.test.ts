import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Opening, type OpeningContent, UNSTATED } from '../../src/domain/opening.ts';
import { type ChangeOf, close, places, reopen } from '../../src/domain/opening-change.ts';
import type { Subscriber } from '../../src/domain/subscriber.ts';
import { Address } from '../../src/domain/terms.ts';
import { createChats } from '../../src/store/chats.ts';
import { importsInto } from '../../src/store/import-run.ts';
import { changeOpening } from '../../src/store/opening-changes.ts';
import { decideReports } from '../../src/store/reports.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { type Account, type DeliveryHouse, ended, openDeliveryHouse } from '../support/delivery-house.ts';
import { findRedis } from '../support/redis.ts';

/** Noon in Moscow. */
const NOON = '2026-06-15T09:00:00Z';
const TODAY = '2026-06-15';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const redis = await findRedis();
afterAll(async () => redis?.stop());
const engines = [
  { engine: 'postgresql', redisUrl: null },
  ...(redis === null ? [] : [{ engine: 'redis', redisUrl: redis.url }]),
];

let fresh: FreshDatabase;
let house: DeliveryHouse;
const opened = async (redisUrl: string | null = null): Promise<void> => {
  fresh = await freshDatabase();
  house = await openDeliveryHouse(fresh.url, redisUrl, NOON);
};
const closed = async (): Promise<void> => {
  await house.close();
  await fresh.drop();
};

const saidTo = (name: string): readonly string[] =>
  (house.arrived.get(name) ?? []).flatMap(({ said }) => said);
const messagesTo = (name: string): number => house.arrived.get(name)?.length ?? 0;
const at = (): Date => new Date(house.now);

async function changes(opening: Opening | undefined, change: ChangeOf): Promise<void> {
  const code = (await house.openings.byId(opening?.id ?? ''))?.code ?? '';
  expect(await changeOpening(house.database, code, change, at())).toMatchObject({ kind: 'changed' });
}
const fills = (opening: Opening | undefined): Promise<void> => changes(opening, places({ left: 0 }, at()));

/** People of a bulletin with one opening; those of `waiting` stay in its queue for the morning. */
async function pushedTo(names: readonly string[]): Promise<readonly [Opening, readonly Subscriber[]]> {
  const people = await Promise.all(names.map((name) => house.joins(name)));
  const [opening] = await house.imports([{ places: 20 }]);
  await house.round();
  if (opening === undefined) throw new Error('nothing was imported');
  return [opening, people];
}

describe.each(engines)('when an opening is filled, on $engine', ({ redisUrl }) => {
  beforeEach(() => opened(redisUrl));
  afterEach(closed);

  it('tells once whoever had it by push, by digest, in the list or by contact, and nobody else', async () => {
    const [opening] = await pushedTo(['pushed']);
    // Everybody but the one above comes later, or waits.
    await house.joins('digest', { cadence: 'daily' });
    const looked = await house.joins('looked');
    await house.joins('waiting');
    await house.joins('elsewhere', { regions: ['RU-MOS'] });
    house.now = Date.parse('2026-06-15T15:00:30Z');
    await house.round();
    expect(messagesTo('digest')).toBe(1);
    await house.openings.showed(opening, looked);
    await fills(opening);
    await house.round();
    for (const name of ['pushed', 'digest', 'looked'])
      expect([name, saidTo(name)]).toEqual([name, [`filled ${opening.id}`]]);
    expect([messagesTo('waiting'), messagesTo('elsewhere')]).toEqual([0, 0]);
    // Again and again, nothing more.
    for (let hours = 0; hours < 3; hours++) {
      house.now += HOUR;
      await house.round();
    }
    expect(saidTo('pushed')).toHaveLength(1);
  });

  it('says it again when it was open in between, and tells of that, too', async () => {
    const [opening] = await pushedTo(['told']);
    await fills(opening);
    await house.round();
    await house.joins('new');
    house.now += HOUR;
    await changes(opening, reopen(3, at(), TODAY));
    await house.round();
    expect(house.arrived.get('new')).toMatchObject([{ openings: [opening.id], said: [] }]);
    house.now += HOUR;
    await fills(opening);
    await house.round();
    expect(saidTo('told')).toEqual(['filled', 'reopened', 'filled'].map((said) => `${said} ${opening.id}`));
    expect(saidTo('new')).toEqual([`filled ${opening.id}`]);
  });

  it('stops the push within two seconds, with many in flight, and says how many were not told', async () => {
    const names = Array.from({ length: 300 }, (_, number) => `${number}`);
    await Promise.all(names.map((name) => house.joins(name)));
    const [opening] = await house.imports([{ places: 5 }]);
    // A push of its own, as coordinators' openings get one.
    await ownPush(opening);
    const late: number[] = [];
    let filledAt: number | null = null;
    house.script = async () => {
      if (filledAt !== null) late.push(performance.now() - filledAt);
      if (house.arrived.size !== 100 || filledAt !== null) return;
      filledAt = performance.now();
      await fills(opening);
      await house.corrects();
    };
    await house.matcher.plan();
    await house.sweeps();
    await house.quiet();
    const [push] = await house.accounts();
    expect(Math.max(0, ...late)).toBeLessThan(2_000);
    expect(push).toMatchObject({ state: 'done', total: 300 });
    expect(push?.skipped['closed']).toBeGreaterThan(190);
    expect(ended(push as Account)).toBe(300);
    const told = names.filter((name) => house.arrived.get(name)?.some(({ openings }) => openings.length > 0));
    await house.round();
    expect(names.filter((name) => saidTo(name).length > 0)).toEqual(told);
    expect(names.every((name) => saidTo(name).length <= 1)).toBe(true);
    if (process.env['MEASURE'] !== undefined)
      process.stderr.write(
        `last message ${Math.round(Math.max(0, ...late))} ms after, ${late.length} late\n`,
      );
  }, 30_000);

  it('ends a push that sleeps until the morning', async () => {
    house.now = Date.parse('2026-06-15T20:00:00Z');
    await Promise.all(['a', 'b'].map((name) => house.joins(name)));
    const [opening] = await house.imports([{}]);
    await ownPush(opening);
    await house.matcher.plan();
    await house.sweeps();
    await house.quiet();
    expect(await house.accounts()).toMatchObject([{ state: 'running', sent: 0 }]);
    const from = performance.now();
    await fills(opening);
    await house.corrects();
    await house.sweeps();
    await expect
      .poll(async () => (await house.accounts())[0], { timeout: 2_000, interval: 10 })
      .toMatchObject({ state: 'done', sent: 0, skipped: { closed: 2 } });
    expect(performance.now() - from).toBeLessThan(2_000);
    house.now = Date.parse('2026-06-16T05:00:00Z');
    await house.round();
    expect(house.arrived.size).toBe(0);
  });
});

/** To another chat, by the code that the first one gives. */
async function moves(person: Subscriber | undefined, to: string): Promise<void> {
  const chats = createChats({
    database: house.database,
    vault: house.vault,
    clock: at,
    repeatHours: () => 48,
  });
  const message = {
    channel: 'telegram',
    address: new Address(to),
    updateId: to,
    event: { kind: 'other' },
  } as const;
  await chats.handle(message, async ({ moves: ways }) => {
    if (person !== undefined) await ways.bring(await ways.codeFor(person));
  });
}

/** One push for one opening, in place of its bulletin's. */
async function ownPush(opening: Opening | undefined): Promise<void> {
  await house.database.pool.query('update bulletin set finished_at = null');
  await house.database.pool.query(
    `insert into push (id, announcement_id, channel, kind, lane, expires_at)
     values (gen_random_uuid(), $1, 'telegram', 'announce', 'instant', $2)`,
    [opening?.id, new Date(house.now + 2 * DAY)],
  );
}

describe('a correction', () => {
  beforeEach(() => opened());
  afterEach(closed);

  it('goes to whoever paused, not to whoever stopped, blocked us or left', async () => {
    const [opening, people] = await pushedTo(['pausing', 'stopped', 'blocked', 'left', 'daily']);
    const [pausing, stopped, blocked, left, daily] = people.map(({ id }) => id);
    await house.subscribers.change(pausing ?? '', { pausedUntil: '2026-07-01' });
    await house.subscribers.change(stopped ?? '', { standing: 'stopped' });
    await house.subscribers.change(blocked ?? '', { standing: 'blocked' });
    await house.subscribers.change(daily ?? '', { preferences: { cadence: 'daily' } });
    await house.subscribers.forget(left ?? '');
    await fills(opening);
    await house.round();
    expect(['pausing', 'stopped', 'blocked', 'left', 'daily'].map((name) => saidTo(name).length)).toEqual([
      1, 0, 0, 0, 1,
    ]);
  });

  it('waits for the morning', async () => {
    const [opening] = await pushedTo(['asleep']);
    house.now = Date.parse('2026-06-15T20:00:00Z');
    await fills(opening);
    await house.round();
    expect(saidTo('asleep')).toEqual([]);
    house.now = Date.parse('2026-06-16T04:00:00Z');
    await house.round();
    expect(saidTo('asleep')).toEqual([`filled ${opening.id}`]);
  });

  it('that no longer holds is left unsaid: who waits for it hears what came after', async () => {
    const [opening] = await pushedTo(['asleep']);
    house.now = Date.parse('2026-06-15T20:00:00Z');
    await fills(opening);
    await house.round();
    await changes(opening, reopen(2, at(), TODAY));
    await house.round();
    house.now = Date.parse('2026-06-16T04:00:00Z');
    await house.round();
    expect(saidTo('asleep')).toEqual([`reopened ${opening.id}`]);
    expect(await house.accounts('filled')).toMatchObject([
      { state: 'done', sent: 0, skipped: { outdated: 1 } },
    ]);
  });

  it('breaks the limit of three messages a day', async () => {
    const [opening] = await pushedTo(['busy']);
    for (let more = 0; more < 2; more++) {
      await house.imports([{}]);
      await house.round();
    }
    expect(messagesTo('busy')).toBe(3);
    await fills(opening);
    await house.round();
    expect(saidTo('busy')).toEqual([`filled ${opening.id}`]);
  });

  it('offers what else fits, and whoever sees that hears of it, too', async () => {
    const [opening] = await pushedTo(['one']);
    await house.joins('other');
    const [another] = await house.imports([{ title: 'another' }]);
    await house.database.pool.query('update bulletin set finished_at = null');
    await fills(opening);
    await house.round();
    expect(house.arrived.get('one')?.at(-1)).toMatchObject({ openings: [another?.id] });
    await changes(another, close('withdrawn', at()));
    await house.round();
    expect(saidTo('one')).toEqual([`filled ${opening.id}`, `cancelled ${another?.id}`]);
    expect(messagesTo('other')).toBe(0);
  });

  it('also reaches whoever has the opening on the wire when it is filled', async () => {
    await house.joins('on the wire');
    await house.joins('not for them', { regions: ['RU-MOS'] });
    const [opening] = await house.imports([{}, { region: 'RU-MOS' }]);
    house.script = async (name) => {
      if (name !== 'on the wire' || messagesTo(name) > 0) return;
      house.script = () => undefined;
      await fills(opening);
      await house.corrects();
      await house.matcher.plan();
    };
    await house.round();
    await house.round();
    expect(saidTo('on the wire')).toEqual([`filled ${opening?.id}`]);
    expect(saidTo('not for them')).toEqual([]);
  });

  it('carries over when the person goes to another chat', async () => {
    const [opening, [person]] = await pushedTo(['old']);
    await moves(person, 'new');
    await fills(opening);
    await house.round();
    expect([saidTo('old'), saidTo('new')]).toEqual([[], [`filled ${opening.id}`]]);
  });

  it('names nobody in the log', async () => {
    const [opening, people] = await pushedTo(['one', 'two']);
    await fills(opening);
    await house.round();
    const { rows } = await house.database.pool.query<{ told: string }>('select t::text as told from told t');
    expect(rows).toHaveLength(1);
    const lines = house.said.map((line) => JSON.parse(line) as Record<string, unknown>);
    const keys = new Set(lines.flatMap((line) => Object.keys(line)));
    for (const key of ['ordinal', 'subscriber', 'address', 'recipients']) expect(keys).not.toContain(key);
    for (const { id } of people) expect(house.said.join()).not.toContain(id);
  });
});

describe('after days of silence', () => {
  beforeEach(() => opened());
  afterEach(closed);

  it('one message sums up what is open, and one at most what is not', async () => {
    const names = ['told', 'never told'];
    const [opening] = await pushedTo(['told']);
    await house.joins('never told');
    const more: Opening[] = [];
    for (let each = 0; each < 40; each++) {
      const [one] = await house.imports([{}]);
      if (one !== undefined) more.push(one);
      await house.pushes.planBulletins(['telegram'], at());
      await house.matcher.plan();
      if (each === 20) await fills(opening);
      if (each === 20) await house.corrects();
      house.now += 3 * HOUR;
    }
    // Of what came last, all but three are gone by now.
    for (const one of more.slice(0, -3)) await changes(one, close('withdrawn', at()));
    await house.round();
    const open = more.slice(-3).map(({ id }) => id);
    for (const name of names) {
      const summaries = (house.arrived.get(name) ?? []).filter(({ openings }) =>
        openings.includes(open[0] ?? ''),
      );
      const summary = summaries.find(({ said }) => said.length === 0);
      expect([name, [...(summary?.openings ?? [])].toSorted()]).toEqual([name, open.toSorted()]);
    }
    expect(saidTo('told')).toEqual([`filled ${opening.id}`]);
    expect([messagesTo('told'), messagesTo('never told')]).toEqual([3, 1]);
  });

  it('many corrections are one message', async () => {
    await house.joins('away');
    const openings = await house.imports([{}, {}, {}, {}]);
    await house.round();
    house.now = Date.parse('2026-06-15T20:00:00Z');
    for (const one of openings) await fills(one);
    await house.round();
    house.now = Date.parse('2026-06-16T05:00:00Z');
    await house.round();
    const { said } = house.arrived.get('away')?.at(-1) ?? { said: [] };
    expect([...said].toSorted()).toEqual(openings.map(({ id }) => `filled ${id}`).toSorted());
    expect(messagesTo('away')).toBe(2);
  });
});

describe('an import that changes what people were told', () => {
  beforeEach(() => opened());
  afterEach(closed);

  const content = (differing: Partial<OpeningContent> = {}): OpeningContent => ({
    ...UNSTATED,
    kind: 'vacancy',
    work: 'warehouse',
    crop: null,
    aid: null,
    title: 'Комплектовщик',
    note: null,
    locale: 'ru',
    region: 'RU-LIP',
    place: null,
    startsOn: null,
    endsOn: null,
    pay: { min: 60_000, max: null, unit: 'month', currency: 'RUB' },
    hoursPerDay: null,
    housing: null,
    food: null,
    transport: null,
    places: null,
    medicalBook: null,
    employer: null,
    employerId: null,
    contact: { url: 'https://example.org/', phone: null },
    postedOn: TODAY,
    validUntil: '2026-12-31',
    ...differing,
  });
  const imports = async (source: string, rows: readonly OpeningContent[]): Promise<void> => {
    const run = await importsInto(house.database).begin(source, TODAY);
    if (run === null) throw new Error('another import runs');
    try {
      await run.write(
        rows.map((each, number) => ({
          kind: 'opening' as const,
          externalId: `${number}`,
          content: each,
          employerKey: null,
        })),
      );
      await run.finish(true, {});
    } finally {
      await run.release();
    }
    await house.database.pool.query('update bulletin set finished_at = $1 where finished_at > $1', [at()]);
  };
  const others = Array.from({ length: 4 }, (_, number) =>
    content({ region: 'RU-MOS', title: `Other ${number}` }),
  );

  it('says that the pay is another, once, and only to them', async () => {
    await house.joins('told');
    await imports('csv', [content()]);
    await house.round();
    await house.joins('new');
    await imports('csv', [content({ pay: { min: 40_000, max: null, unit: 'month', currency: 'RUB' } })]);
    await imports('csv', [content({ pay: { min: 40_000, max: null, unit: 'month', currency: 'RUB' } })]);
    await house.round();
    expect(saidTo('told')).toEqual([expect.stringMatching(/^changed /)]);
    expect(messagesTo('new')).toBe(0);
  });

  it('says that it is gone when the list no longer has it', async () => {
    await house.joins('told');
    await imports('csv', [...others, content()]);
    await house.round();
    for (let times = 0; times < 2; times++) await imports('csv', others);
    await house.round();
    expect(saidTo('told')).toEqual([expect.stringMatching(/^cancelled /)]);
  });

  it('says nothing of what a great feed changes: it has no list of who saw what', async () => {
    await house.joins('told');
    await imports('trudvsem', [content()]);
    await house.round();
    await imports('trudvsem', [content({ pay: null })]);
    await house.round();
    expect([messagesTo('told'), saidTo('told')]).toEqual([1, []]);
    expect(await rowsOf('told')).toBe(0);
  });

  it('does not open again what somebody closed', async () => {
    await house.joins('told');
    await imports('csv', [content()]);
    await house.round();
    const { rows } = await house.database.pool.query<{ id: string }>('select id from opening');
    const opening = await house.openings.byId(rows[0]?.id ?? '');
    await changes(opening ?? undefined, close('moved', at()));
    await imports('csv', [content({ place: 'Елец' })]);
    await house.round();
    expect(await house.openings.byId(opening?.id ?? '')).toMatchObject({
      status: 'closed',
      closeReason: 'moved',
    });
    expect(saidTo('told')).toEqual([`cancelled ${opening?.id}`]);
  });
});

const rowsOf = async (table: string): Promise<number | null> =>
  (await house.database.pool.query(`select from ${table}`)).rowCount;

describe('three reports of different people', () => {
  beforeEach(() => opened());
  afterEach(closed);

  async function reported(): Promise<{
    readonly opening: Opening;
    readonly reporters: readonly Subscriber[];
  }> {
    const [opening, people] = await pushedTo(['one', 'two', 'three', 'silent']);
    const reporters = people.slice(0, 3);
    for (const reporter of reporters.slice(0, 2)) await house.openings.report(opening, reporter, 'fee');
    await house.openings.report(opening, reporters[0] as Subscriber, 'pay');
    expect((await house.openings.byId(opening.id))?.status).toBe('open');
    await house.openings.report(opening, reporters[2] as Subscriber, 'not-real');
    return { opening, reporters };
  }
  const decides = async (opening: Opening, upheld: boolean) =>
    decideReports(house.database, {
      code: (await house.openings.byId(opening.id))?.code ?? '',
      upheld,
      today: TODAY,
      at: at(),
    });

  it('pause the opening, and whoever was told hears not to travel', async () => {
    const { opening } = await reported();
    await house.joins('new');
    await house.round();
    expect(await house.openings.byId(opening.id)).toMatchObject({ status: 'paused', closeReason: 'reports' });
    for (const name of ['one', 'two', 'three', 'silent'])
      expect(saidTo(name)).toEqual([`paused ${opening.id}`]);
    expect(messagesTo('new')).toBe(0);
  });

  it('are heard of by those who reported when they were right, and the others hear nothing more', async () => {
    const { opening, reporters } = await reported();
    await house.round();
    await house.subscribers.forget(reporters[1]?.id ?? '');
    expect(await decides(opening, true)).toMatchObject({ kind: 'decided', opening: { status: 'closed' } });
    await house.round();
    for (const name of ['one', 'three'])
      expect(saidTo(name)).toEqual([`paused ${opening.id}`, `upheld ${opening.id}`]);
    for (const name of ['two', 'silent']) expect(saidTo(name)).toEqual([`paused ${opening.id}`]);
    expect(await house.accounts('outcome')).toMatchObject([{ state: 'done', total: 2, sent: 2 }]);
    const { rows } = await house.database.pool.query('select reporters from told');
    expect(rows).toEqual([{ reporters: [] }]);
    expect(await decides(opening, true)).toEqual({ kind: 'nothing-reported' });
  });

  it('are heard of when they were wrong, and everybody who was told hears that it is open again', async () => {
    const { opening } = await reported();
    await house.round();
    await decides(opening, false);
    await house.joins('new');
    await house.round();
    expect([...saidTo('one')].toSorted()).toEqual(
      [`paused ${opening.id}`, `rejected ${opening.id}`, `reopened ${opening.id}`].toSorted(),
    );
    expect(saidTo('silent')).toEqual([`paused ${opening.id}`, `reopened ${opening.id}`]);
    expect(house.arrived.get('new')).toMatchObject([{ openings: [opening.id] }]);
    // Decided ones count no more; the next decision is heard of as well.
    const late = await house.joins('late');
    await house.openings.report(opening, late, 'fee');
    expect((await house.openings.byId(opening.id))?.status).toBe('open');
    await decides(opening, false);
    await house.round();
    expect(saidTo('late')).toContain(`rejected ${opening.id}`);
  });
});
