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
