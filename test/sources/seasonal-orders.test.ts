import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { OpeningContent } from '../../src/domain/opening.ts';
import { source as seasonal } from '../../src/sources/seasonal.ts';
import { mappingContext } from '../contracts/source.ts';

const samples = process.env['MEHNAT_SAMPLES'];
const file = `${samples}/vacancies/seasonaljobs-sample.json`;

type Row = readonly [
  at: number,
  work: OpeningContent['work'],
  crop: OpeningContent['crop'],
  startsOn: string,
  endsOn: string,
  least: number,
  unit: 'hour' | 'month',
  places: number,
];

/**
 * Every fifteenth order, read by a person: crop by the title, else the first that the text names as grown there; pay is
 * the guaranteed rate without its cents. Figures only: the texts stay outside the repository.
 */
const READ_BY_A_PERSON: readonly Row[] = [
  [7, 'vegetables', 'tomato', '2025-09-01', '2026-06-20', 16, 'hour', 51],
  [22, 'vegetables', 'pepper', '2025-09-16', '2026-07-15', 16, 'hour', 88],
  [37, 'livestock', 'sheep', '2025-12-01', '2026-02-28', 2058, 'month', 1],
  [52, 'fruit', 'citrus', '2025-11-04', '2026-08-01', 19, 'hour', 35],
  [67, 'field', null, '2025-11-16', '2026-05-30', 16, 'hour', 290],
  [82, 'fruit', 'citrus', '2025-12-01', '2026-04-15', 16, 'hour', 194],
  [97, 'vegetables', 'tomato', '2026-01-05', '2026-08-31', 14, 'hour', 6],
  [112, 'berries', 'strawberry', '2026-01-12', '2026-05-23', 16, 'hour', 98],
  [127, 'berries', 'blueberry', '2026-02-01', '2026-10-31', 12, 'hour', 7],
  [142, 'machines', null, '2026-02-01', '2026-11-30', 13, 'hour', 2],
  [157, 'machines', 'peach', '2026-01-26', '2026-05-31', 21, 'hour', 2],
  [172, 'greenhouse', 'seedlings', '2026-02-15', '2026-12-14', 13, 'hour', 10],
  [187, 'field', null, '2026-02-01', '2026-11-15', 9, 'hour', 5],
  [202, 'livestock', 'bees', '2026-02-16', '2026-08-18', 9, 'hour', 2],
  [217, 'livestock', 'bees', '2026-01-31', '2026-11-07', 19, 'hour', 3],
  [232, 'fruit', 'cherry', '2026-03-01', '2026-10-31', 17, 'hour', 5],
  [247, 'fruit', 'grape', '2026-02-05', '2026-11-27', 13, 'hour', 13],
  [262, 'field', 'grain', '2026-03-10', '2026-10-20', 19, 'hour', 3],
  // "Tobacco free work zone" is no crop.
  [277, 'machines', null, '2026-02-21', '2026-12-18', 19, 'hour', 14],
  [292, 'berries', 'blueberry', '2026-03-07', '2026-07-07', 12, 'hour', 257],
];

describe.skipIf(samples === undefined || !existsSync(file))(
  'real seasonal orders (set MEHNAT_SAMPLES to run them)',
  () => {
    const contents = async (): Promise<readonly (OpeningContent | null)[]> =>
      JSON.parse(await readFile(file, 'utf8')).map((order: unknown) => {
        const mapped = seasonal.map(order, mappingContext());
        return mapped.kind === 'opening' ? mapped.content : null;
      });

    it('say what a person reads in them: work, crop, dates, pay, lodging, places', async () => {
      const all = await contents();
      for (const [at, work, crop, startsOn, endsOn, min, unit, places] of READ_BY_A_PERSON)
        expect([at, all[at]]).toMatchObject([
          at,
          {
            work,
            crop,
            startsOn,
            endsOn,
            pay: { min, max: null, unit, currency: 'USD' },
            housing: 'free',
            places,
          },
        ]);
    });

    it('all have dates, a guaranteed rate and lodging as the feed states them', async () => {
      const all = await contents();
      const orders = JSON.parse(await readFile(file, 'utf8'));
      for (const [at, content] of all.entries()) {
        const { begin_date, end_date, basic_rate_from, pay_range_desc } = orders[at];
        expect([content?.startsOn, content?.endsOn]).toEqual([
          begin_date.slice(0, 10),
          end_date.slice(0, 10),
        ]);
        expect(content?.pay?.min).toBe(Math.floor(basic_rate_from));
        const monthly = pay_range_desc === 'Month' && basic_rate_from > 200;
        expect([content?.pay?.unit, content?.housing]).toEqual([monthly ? 'month' : 'hour', 'free']);
      }
    });
  },
);
