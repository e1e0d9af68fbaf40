import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lawOf } from '../../src/domain/law.ts';
import { shiftSeason } from '../../src/store/seasons.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { type DeliveryHouse, openDeliveryHouse } from '../support/delivery-house.ts';
import { aBar, aBasis } from '../support/law.ts';

let fresh: FreshDatabase;
let house: DeliveryHouse;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  house = await openDeliveryHouse(fresh.url, null, '2026-05-20T09:00:00Z');
  await house.database.pool.query(
    'truncate push, season_notice, season_shift, subscriber, opening, bulletin cascade',
  );
});
afterEach(() => house.close());

/** Moves the clock to noon in Moscow of a day, and lets everything run that is due. */
async function on(day: string, time = '09:00'): Promise<void> {
  house.now = Date.parse(`${day}T${time}:00Z`);
  await house.tellsSeasons();
  await house.round();
}
const heard = (name: string): readonly string[] =>
  (house.arrived.get(name) ?? []).flatMap(({ openings }) => openings.join(' '));
const says = (differing: Partial<Parameters<typeof shiftSeason>[1]>): Promise<boolean> =>
  shiftSeason(house.database.pool, {
    seasonId: 'straw-lip',
    region: 'RU-LIP',
    year: 2026,
    days: 0,
    over: false,
    by: 'coordinator',
    at: new Date(house.now),
    ...differing,
  });

describe('who waits for strawberries in Lipetsk', () => {
  it('hears of them once, three weeks before, however often it is planned', async () => {
    await house.joins('waits', { seasons: ['strawberry@RU-LIP'] });
    await house.joins('other', { seasons: ['apple@RU-LIP'] });
    await house.joins('nothing');
    await on('2026-05-19');
    expect(heard('waits')).toEqual([]);
    for (const day of ['2026-05-20', '2026-05-20', '2026-05-21', '2026-06-09']) await on(day);
    expect(heard('waits')).toEqual(['soon:straw-lip:RU-LIP:2026-06-10']);
    expect(heard('other')).toEqual([]);
    expect(heard('nothing')).toEqual([]);
  });

  it('hears of a shift at once, and then not again that it comes', async () => {
    await house.joins('waits', { seasons: ['berries@RU-LIP'] });
    await on('2026-05-20');
    await says({ days: 7 });
    await on('2026-05-20', '09:30');
    await on('2026-05-27');
    expect(heard('waits')).toEqual([
      'soon:straw-lip:RU-LIP:2026-06-10',
      'shift-later:straw-lip:RU-LIP:2026-06-17',
    ]);
    expect(await says({ days: 7 })).toBe(false);
    await says({ days: 3 });
    await on('2026-05-27', '09:30');
    expect(heard('waits').slice(2)).toEqual(['shift-later:straw-lip:RU-LIP:2026-06-13']);
  });

  it('hears three weeks before the day it was moved to, where that was said months ahead', async () => {
    await says({ days: 14, at: new Date('2026-03-01T09:00:00Z') });
    await house.joins('waits', { seasons: ['strawberry@RU-LIP'] });
    await on('2026-05-20');
    expect(heard('waits')).toEqual([]);
    await on('2026-06-03');
    expect(heard('waits')).toEqual(['soon:straw-lip:RU-LIP:2026-06-24']);
  });

  it('hears in one message that it is over early, and what follows', async () => {
    await house.joins('waits', {
      seasons: ['strawberry@RU-LIP'],
      permit: { basis: 'patent', region: 'RU-LIP' },
    });
    house.law = lawOf([aBasis('patent')], []);
    house.now = Date.parse('2026-07-10T09:00:00Z');
    await says({ over: true });
    await on('2026-07-10');
    await on('2026-07-16');
    expect(heard('waits')).toEqual([
      'shift-over:straw-lip:RU-LIP:2026-06-10 next:cherry-lip:RU-LIP next:apple-central:RU-LIP',
    ]);
  });

  it('hears at its end what follows, once', async () => {
    await house.joins('waits', {
      seasons: ['strawberry@RU-LIP'],
      permit: { basis: 'patent', region: 'RU-LIP' },
    });
    house.law = lawOf([aBasis('patent')], []);
    for (const day of ['2026-07-15', '2026-07-16', '2026-07-17']) await on(day);
    expect(heard('waits')).toEqual(['next:cherry-lip:RU-LIP next:apple-central:RU-LIP']);
  });

  it('is not woken, and hears in the morning with messages once a day, too', async () => {
    await house.joins('waits', { seasons: ['strawberry@RU-LIP'], cadence: 'daily' });
    await on('2026-05-20', '20:00');
    expect(heard('waits')).toEqual([]);
    await on('2026-05-21', '05:00');
    expect(heard('waits')).toEqual(['soon:straw-lip:RU-LIP:2026-06-10']);
  });

  it('hears nothing while they pause, after they stopped, or where they no longer wait', async () => {
    const paused = await house.joins('paused', { seasons: ['strawberry@RU-LIP'] });
    const stopped = await house.joins('stopped', { seasons: ['strawberry@RU-LIP'] });
    const changed = await house.joins('changed', { seasons: ['strawberry@RU-LIP'] });
    await house.subscribers.change(paused.id, { pausedUntil: '2026-06-30' });
    await house.subscribers.change(stopped.id, { standing: 'stopped' });
    house.now = Date.parse('2026-05-20T20:00:00Z');
    await house.tellsSeasons();
    await house.round();
    await house.subscribers.change(changed.id, { preferences: { seasons: null } });
    await on('2026-05-21');
    expect([...house.arrived.keys()]).toEqual([]);
  });

  it('hears nothing of what the law bars', async () => {
    const patent = { basis: 'patent', region: 'RU-KDA' };
    house.law = lawOf([aBasis('patent'), aBar('RU-KDA')], []);
    await house.joins('holder', { seasons: ['strawberry@RU-KDA', 'any@permit'], permit: patent });
    await house.joins('unsaid', { seasons: ['strawberry@RU-KDA'] });
    await on('2026-04-30');
    expect(heard('holder')).toEqual([]);
    expect(heard('unsaid')).toEqual(['soon:straw-kda:RU-KDA:2026-05-20']);
  });
});

it('brings the openings of a harvest that somebody waits for, whatever else they look for', async () => {
  const others = { works: ['warehouse'], regions: ['RU-MOW'], kinds: ['vacancy'] } as const;
  await house.joins('waits', { ...others, seasons: ['strawberry@RU-LIP'] });
  await house.joins('does not', others);
  house.now = Date.parse('2026-06-15T09:00:00Z');
  const [berries] = await house.imports([
    { kind: 'harvest', work: 'berries', crop: 'strawberry', region: 'RU-LIP' },
    { kind: 'harvest', work: 'fruit', crop: 'apple', region: 'RU-LIP' },
    { kind: 'harvest', work: 'berries', crop: 'strawberry', region: 'RU-TUL' },
  ]);
  await house.round();
  expect(heard('waits')).toEqual([berries?.id]);
  expect(heard('does not')).toEqual([]);
});

it('tells of several seasons in one message, on the day and under its cap', async () => {
  await house.joins('waits', { seasons: ['fruit@RU-KDA'] });
  await on('2026-07-11');
  expect(heard('waits')).toEqual(['soon:peach-kda:RU-KDA:2026-08-01 soon:plum-kda:RU-KDA:2026-08-01']);
});

it('is whole after a crash between planning and telling', async () => {
  await house.joins('waits', { seasons: ['strawberry@RU-LIP'] });
  house.now = Date.parse('2026-05-20T09:00:00Z');
  await house.tellsSeasons();
  const { rows } = await house.database.pool.query(
    `select count(*)::int as count from push where kind = 'season'`,
  );
  await house.tellsSeasons();
  await house.round();
  expect(rows[0]?.count).toBeGreaterThan(0);
  expect(heard('waits')).toHaveLength(1);
});
