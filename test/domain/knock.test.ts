import { describe, expect, it } from 'vitest';
import { seasons } from '../../src/conversations/seasons.ts';
import { readButton } from '../../src/domain/button-data.ts';
import { KNOCKS, knockFor, knockOfSeason } from '../../src/domain/knock.ts';
import { windowIn } from '../../src/domain/season.ts';
import type { NextNote, SeasonNote } from '../../src/domain/season-note.ts';
import { anOpening } from '../support/builders.ts';
import { aSeason } from '../support/seasons.ts';

const one = anOpening({ code: 'K7Q2M' });
const another = anOpening({ code: 'B3B3B' });

describe('a knock', () => {
  it.each([
    ['of one opening names it and leads to it', [one], 0, false, 'opening', 'openings', 'K7Q2M'],
    ['of two says how many and leads to the list', [one, another], 0, false, 'many', 'openings', null],
    ['of one and more says how many', [one], 4, false, 'many', 'openings', null],
    ['of none of those that fit says how many', [], 7, false, 'many', 'openings', null],
    ['to whoever was silent asks whether to go on', [one], 0, true, 'still', 'still', 'openings'],
    [
      'to whoever was silent asks, however many there are',
      [one, another],
      9,
      true,
      'still',
      'still',
      'openings',
    ],
  ] as const)('%s', (_, openings, more, isSilent, purpose, conversation, argument) => {
    const knock = knockFor(openings, more, isSilent);
    expect(knock.purpose).toBe(purpose);
    expect(readButton(knock.press)).toEqual({ kind: 'begin', conversation, argument, inPlace: false });
    expect(knock.values).toHaveLength(KNOCKS[purpose].length);
  });

  it('counts what is shown and what is more', () => {
    expect(knockFor([one, another], 3, false).values).toEqual([
      { key: 'common:as-is', values: { text: { raw: '5' } } },
    ]);
  });

  it('of a season names it and leads to what is known of it, or to what follows it', () => {
    const window = windowIn(aSeason(), 'RU-LIP', 2026);
    const note: SeasonNote = {
      kind: 'soon',
      window,
      open: 0,
      caution: null,
      wish: null,
      alone: 'strawberry@RU-LIP',
    };
    const next: NextNote = { kind: 'next', window, suggestions: [] };
    const knocks = [
      knockOfSeason({ kind: 'seasons', notes: [note], next }),
      knockOfSeason({ kind: 'seasons', notes: [], next }),
    ];
    expect(knocks.map(({ press }) => press)).toEqual([
      'v1:c:seasons:s~straw-lip~RU-LIP',
      'v1:c:seasons:e~straw-lip~RU-LIP',
    ]);
    for (const { purpose, values, press } of knocks) {
      expect(values).toHaveLength(KNOCKS[purpose].length);
      expect(seasons.takes?.test(press.slice('v1:c:seasons:'.length))).toBe(true);
    }
    expect(() => knockOfSeason({ kind: 'seasons', notes: [], next: null })).toThrow('at least one season');
  });
});
