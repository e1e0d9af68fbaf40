import { describe, expect, it } from 'vitest';
import type { Opening, OpeningContent } from '../../src/domain/opening.ts';
import { type Decided, decide } from '../../src/store/import-decision.ts';
import { anOpening } from '../support/builders.ts';

/** What an import that lists it, with these differences, makes of an opening. */
function listed(
  before: Opening,
  differing: Partial<OpeningContent> = {},
  undecided = 0,
): Decided | undefined {
  const mapped = {
    kind: 'opening' as const,
    externalId: 'one',
    content: { ...before, ...differing },
    employerKey: null,
  };
  const byId = new Map([['one', { opening: before, seenIn: null, undecided }]]);
  return decide([mapped], ['print'], { byId, byPrint: new Map() }, 'run')[0];
}

describe('an opening that ended by itself and is listed again', () => {
  it.each(['expired', 'too-old', 'source-gone'] as const)(
    'is open again after it was %s, but not before three reports are decided',
    (closeReason) => {
      const ended = anOpening({ status: 'closed', closeReason });
      expect(listed(ended, {}, 2)).toMatchObject({ correction: 'reopened', next: { status: 'open' } });
      expect(listed(ended, {}, 3)).toMatchObject({ outcome: 'unchanged', correction: null });
      expect(listed(ended, { title: 'Новое' }, 3)).toMatchObject({
        correction: null,
        next: { status: 'closed', closeReason },
      });
    },
  );
});

describe('an opening whose places somebody counted', () => {
  const placesAt = new Date('2026-06-15T09:00:00Z');
  const counted = anOpening({ places: 20, placesLeft: 3, placesAt });

  it.each([
    ['more places than before', counted, 25, 8],
    ['fewer places, and still some left', counted, 18, 1],
    ['no total any more', counted, null, 3],
    ['a total where there was none', { ...counted, places: null }, 25, 3],
    ['a total below what is left', { ...counted, places: null }, 2, 2],
  ])('keeps those who came when the list names %s', (_, before, places, placesLeft) => {
    expect(listed(before, { places })).toMatchObject({
      correction: null,
      next: { status: 'open', places, placesLeft, placesAt },
    });
  });

  it('is filled when the list names no more places than people came, and says so', () => {
    for (const places of [17, 10])
      expect(listed(counted, { places })).toMatchObject({
        correction: 'filled',
        next: { status: 'filled', closeReason: 'filled', placesLeft: 0, revision: 1 },
      });
  });

  it('takes the number of the list while nobody counted', () => {
    expect(listed(anOpening({ places: 20, placesLeft: 20 }), { places: 25 })).toMatchObject({
      next: { placesLeft: 25, placesAt: null },
    });
  });
});
