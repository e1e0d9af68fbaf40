import { describe, expect, it } from 'vitest';
import { isKept, type Opening } from '../../src/domain/opening.ts';
import {
  type Change,
  type ChangeOf,
  clearedOfReports,
  close,
  endedByReports,
  extend,
  pausedByReports,
  places,
  reopen,
  stands,
} from '../../src/domain/opening-change.ts';
import { CORRECTION_KINDS } from '../../src/domain/push.ts';
import { anOpening, TODAY } from '../support/builders.ts';

const NOW = new Date(`${TODAY}T09:00:00Z`);
const open = anOpening({ places: 20, placesLeft: 12, revision: 3 });
const paused = anOpening({ ...open, status: 'paused', closeReason: 'reports' });
const filled = anOpening({ ...open, status: 'filled', closeReason: 'filled', placesLeft: 0 });
const ended = (closeReason: Opening['closeReason'], differing: Partial<Opening> = {}): Opening =>
  anOpening({ ...open, status: 'closed', closeReason, ...differing });

type Differing = Partial<Opening>;

describe('a change that is taken', () => {
  it.each<[string, Opening, ChangeOf, Differing, string | null]>([
    ['counting down', open, places({ came: 3 }, NOW), { placesLeft: 9, placesAt: NOW }, null],
    ['saying how many are left', open, places({ left: 4 }, NOW), { placesLeft: 4, placesAt: NOW }, null],
    ['counting up again', open, places({ left: 20 }, NOW), { placesLeft: 20, placesAt: NOW }, null],
    ['saying it where nobody had', anOpening(), places({ left: 2 }, NOW), { placesLeft: 2 }, null],
    [
      'the last who came',
      open,
      places({ came: 12 }, NOW),
      { status: 'filled', closeReason: 'filled', placesLeft: 0, placesAt: NOW },
      'filled',
    ],
    ['none left', open, places({ left: 0 }, NOW), { status: 'filled', placesLeft: 0 }, 'filled'],
    ['closing it as filled', open, close('filled', NOW), { status: 'filled', placesLeft: 0 }, 'filled'],
    [
      'taking it back',
      open,
      close('withdrawn', NOW),
      { status: 'closed', closeReason: 'withdrawn' },
      'cancelled',
    ],
    ['closing it because it moved', open, close('moved', NOW), { closeReason: 'moved' }, 'cancelled'],
    ['taking back what is paused', paused, close('withdrawn', NOW), { status: 'closed' }, 'cancelled'],
    [
      'opening it again with places',
      filled,
      reopen(5, NOW, TODAY),
      { status: 'open', closeReason: null, placesLeft: 5, placesAt: NOW },
      'reopened',
    ],
    [
      'opening it again, nobody knows how many',
      filled,
      reopen(null, NOW, TODAY),
      { status: 'open', placesLeft: null },
      'reopened',
    ],
    [
      'opening again what was taken back',
      ended('withdrawn'),
      reopen(null, NOW, TODAY),
      { status: 'open', placesLeft: 12 },
      'reopened',
    ],
    [
      'showing it longer',
      open,
      extend('2026-08-01', TODAY),
      { expiresOn: '2026-08-01', validUntil: '2026-08-01' },
      null,
    ],
    ['showing it until today', open, extend(TODAY, TODAY), { expiresOn: TODAY }, null],
    [
      'showing longer what ran out',
      ended('expired', { expiresOn: '2026-06-14' }),
      extend('2026-08-01', TODAY),
      { status: 'open', expiresOn: '2026-08-01' },
      'reopened',
    ],
    ['reports that pause it', open, pausedByReports, { status: 'paused', closeReason: 'reports' }, 'paused'],
    [
      'reports that were right',
      paused,
      endedByReports,
      { status: 'closed', closeReason: 'reports' },
      'cancelled',
    ],
    [
      'one report that was right',
      open,
      endedByReports,
      { status: 'closed', closeReason: 'reports' },
      'cancelled',
    ],
    [
      'reports that were right of what is filled',
      filled,
      endedByReports,
      { status: 'filled', closeReason: 'reports' },
      null,
    ],
    [
      'reports that were wrong',
      paused,
      clearedOfReports(TODAY),
      { status: 'open', closeReason: null },
      'reopened',
    ],
    ['one report that was wrong', open, clearedOfReports(TODAY), { status: 'open' }, null],
    [
      'reports that were wrong of what ran out',
      { ...paused, expiresOn: '2026-06-14' },
      clearedOfReports(TODAY),
      { status: 'closed', closeReason: 'expired' },
      null,
    ],
  ])('%s', (_, before, change, differing, correction) => {
    const changed = change(before) as Extract<Change, { kind: 'changed' }>;
    expect(changed).toMatchObject({ kind: 'changed', opening: differing, correction });
    // What people must hear of is a revision of its own, and nothing else is.
    expect(changed.opening.revision - before.revision).toBe(correction === null ? 0 : 1);
    if (correction !== null)
      expect(stands(changed.correction ?? 'filled', changed.opening.revision, changed.opening)).toBe(true);
  });
});

describe('a change that is refused', () => {
  it.each<[string, Opening, ChangeOf, string]>([
    ['fewer than none', open, places({ came: 13 }, NOW), 'below-zero'],
    ['more than there are', open, places({ left: 21 }, NOW), 'too-many'],
    ['who came, of nobody knows how many', anOpening(), places({ came: 1 }, NOW), 'unknown-left'],
    ['counting what is filled', filled, places({ left: 3 }, NOW), 'closed'],
    ['counting what is paused', paused, places({ left: 3 }, NOW), 'reported'],
    ['closing it twice', filled, close('withdrawn', NOW), 'closed'],
    ['opening what is open', open, reopen(null, NOW, TODAY), 'open'],
    ['opening what is paused', paused, reopen(null, NOW, TODAY), 'reported'],
    ['opening what reports ended', ended('reports'), reopen(null, NOW, TODAY), 'upheld'],
    ['opening it with no place', filled, reopen(0, NOW, TODAY), 'below-zero'],
    ['opening it with too many places', filled, reopen(21, NOW, TODAY), 'too-many'],
    [
      'opening what is past',
      ended('withdrawn', { expiresOn: '2026-06-14' }),
      reopen(null, NOW, TODAY),
      'past',
    ],
    ['a day in the past', open, extend('2026-06-14', TODAY), 'past'],
    [
      'a day after its own end',
      anOpening({ endsOn: '2026-07-01', expiresOn: '2026-06-20' }),
      extend('2026-07-02', TODAY),
      'after-its-end',
    ],
    ['showing longer what was taken back', ended('withdrawn'), extend('2026-08-01', TODAY), 'closed'],
    ['showing longer what is filled', filled, extend('2026-08-01', TODAY), 'closed'],
    ['pausing what is over', filled, pausedByReports, 'closed'],
  ])('%s', (_, before, change, why) => {
    expect(change(before)).toEqual({ kind: 'refused', why });
  });
});

it('what is shown until the last day of its work goes on longer itself, and whoever was told hears it', () => {
  const harvest = anOpening({ endsOn: '2026-07-01', expiresOn: '2026-07-01', validUntil: '2026-07-01' });
  const longer = { endsOn: '2026-07-08', expiresOn: '2026-07-08', validUntil: '2026-07-08' };
  expect(extend('2026-07-08', TODAY)(harvest)).toMatchObject({ correction: 'changed', opening: longer });
  const over = { ...harvest, status: 'closed', closeReason: 'expired' } as const;
  expect(extend('2026-07-08', TODAY)(over)).toMatchObject({ correction: 'reopened', opening: longer });
});

describe('a correction stands', () => {
  it.each<[string, Opening, readonly string[]]>([
    ['open', open, ['changed', 'reopened']],
    ['filled', filled, ['filled']],
    ['taken back', ended('withdrawn'), ['cancelled']],
    ['paused', paused, ['paused']],
    ['ended by reports', ended('reports'), ['cancelled']],
  ])('while the opening is %s', (_, opening, kinds) => {
    expect(CORRECTION_KINDS.filter((kind) => stands(kind, 3, opening)).toSorted()).toEqual(kinds);
    expect(CORRECTION_KINDS.filter((kind) => stands(kind, 2, opening))).toEqual([]);
  });
});

it('is kept true where somebody posts it, here or at another exchange, not where a great feed brings it', () => {
  const sources = ['chat', 'csv', 'demo', 'exchange:kg', 'trudvsem', 'seasonal', 'jobposting'];
  expect(sources.filter((source) => isKept({ source }))).toEqual(['chat', 'csv', 'demo', 'exchange:kg']);
});
