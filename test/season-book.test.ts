import { describe, expect, it } from 'vitest';
import type { SeasonShift } from '../src/domain/season.ts';
import type { SeasonNotice } from '../src/domain/season-plan.ts';
import { createSeasonBook } from '../src/season-book.ts';
import { anOpening, preferences } from './support/builders.ts';
import { NO_RULES } from './support/law.ts';
import { harvestLand } from './support/seasons.ts';

const moved = (revision: number): SeasonShift => ({
  seasonId: 'straw-lip',
  region: 'RU-LIP',
  year: 2026,
  days: 7 * revision,
  over: false,
  revision,
  on: '2026-05-20',
});
const noticeOf = (revision: number): SeasonNotice => ({
  kind: 'shift',
  seasonId: 'straw-lip',
  region: 'RU-LIP',
  year: 2026,
  revision,
});

/** A book whose store is said aloud, with a clock that stands still until it is moved. */
function aBook() {
  const store: { now: number; shifts: readonly SeasonShift[]; reads: number; fails: boolean } = {
    now: 0,
    shifts: [moved(1)],
    reads: 0,
    fails: false,
  };
  const book = createSeasonBook({
    country: harvestLand,
    shifts: async () => {
      store.reads += 1;
      if (store.fails) throw new Error('the database is away');
      return store.shifts;
    },
    notice: async (id) => (id === 'none' ? null : noticeOf(Number(id))),
    openings: { candidates: async () => [anOpening({ kind: 'harvest', crop: 'strawberry' })] },
    law: () => NO_RULES,
    clock: () => new Date(store.now),
    today: () => '2026-05-20',
  });
  return { book, store };
}
const waits = preferences({ seasons: ['strawberry@RU-LIP'] });

describe('the seasons as everybody asks of them', () => {
  it('are read once for everybody who asks in the same moment, and again later', async () => {
    const { book, store } = aBook();
    await Promise.all([book.shifts(), book.shifts(), book.shifts()]);
    expect(store.reads).toBe(1);
    store.now += 10_000;
    await book.shifts();
    expect(store.reads).toBe(2);
  });

  it('are as new as the notice that speaks of them, however lately they were read', async () => {
    const { book, store } = aBook();
    expect(await book.tell('1', waits)).toMatchObject({
      kind: 'shift-later',
      window: { from: '2026-06-17' },
    });
    store.shifts = [moved(2)];
    expect(await book.tell('2', waits)).toMatchObject({
      kind: 'shift-later',
      window: { from: '2026-06-24' },
      open: 1,
    });
    expect(await book.tell('1', waits)).toBeNull();
  });

  it('are asked for again after they could not be read', async () => {
    const { book, store } = aBook();
    store.fails = true;
    await expect(book.shifts()).rejects.toThrow('away');
    store.fails = false;
    expect(await book.shifts()).toEqual([moved(1)]);
  });

  it('say nothing of a notice that is gone', async () => {
    const { book } = aBook();
    expect(await book.tell('none', waits)).toBeNull();
    expect(await book.wishesOf('none')).toEqual([]);
    expect(await book.wishesOf('1')).toContain('berries@RU-LIP');
  });
});
