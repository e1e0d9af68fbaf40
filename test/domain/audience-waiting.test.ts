import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AudienceIndex } from '../../src/domain/audience.ts';
import { reachable } from '../../src/domain/audience-terms.ts';
import { has } from '../../src/domain/bitmap.ts';
import type { SeasonWish } from '../../src/domain/subscriber.ts';
import { preferences, TODAY } from '../support/builders.ts';

const wish = fc
  .tuple(fc.constantFrom('any', 'berries', 'apple'), fc.constantFrom('permit', 'RU-LIP'))
  .map(([subject, place]): SeasonWish => `${subject}@${place}`);
const wishes = fc.array(wish, { maxLength: 3 });
const person = fc.record({
  seasons: fc.option(wishes),
  channel: fc.constantFrom('telegram', 'whatsapp'),
  standing: fc.constantFrom('active' as const, 'stopped' as const),
  pausedUntil: fc.option(fc.constantFrom('2026-06-14', '2026-06-15')),
  cadence: fc.constantFrom('instant' as const, 'daily' as const, null),
});

it('finds exactly the reachable people of a channel who have one of the wishes, whatever they had before', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(person, person), { maxLength: 80 }), wishes, (people, asked) => {
      const index = new AudienceIndex(TODAY);
      const rows = people.map(([before, after], ordinal) => {
        const row = ({ seasons, cadence, ...rest }: typeof before) => ({
          ...rest,
          ordinal,
          locale: 'ru',
          zone: 'Europe/Moscow',
          preferences: preferences({ seasons, cadence }),
        });
        index.put(row(before));
        index.put(row(after));
        return row(after);
      });
      const scope = { today: TODAY, channel: 'telegram' };
      const found = index.waiting(asked, scope);
      for (const row of rows)
        expect(has(found, row.ordinal)).toBe(
          reachable(row, scope) && (row.preferences.seasons ?? []).some((one) => asked.includes(one)),
        );
    }),
  );
});
