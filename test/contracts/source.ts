import { createReadStream } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { regionFinder, typedRegionFinder } from '../../src/domain/region-finder.ts';
import type { Mapped, MappingContext, Source, Warning } from '../../src/domain/source.ts';
import { feedOf } from '../../src/feed.ts';
import { ru } from '../support/countries.ts';
import { aVoucher } from '../support/signed-feed.ts';

export const NAMES: ReadonlyMap<string, readonly string[]> = new Map([['RU-LIP', ['Липецкая область']]]);

/** What a source may know on the day of our fixtures; warnings are kept. */
export function mappingContext(today = '2026-06-15'): MappingContext & { readonly warnings: Warning[] } {
  const warnings: Warning[] = [];
  return {
    today,
    country: 'RU',
    currency: 'RUB',
    region: regionFinder(ru, NAMES),
    typedRegion: typedRegionFinder(ru, NAMES),
    activities: new Set(['berry-growing']),
    bases: new Set(['open', 'patent', 'trp', 'employer']),
    voucher: aVoucher(),
    warn: (warning) => warnings.push(warning),
    warnings,
  };
}

/** Every record of a file, mapped. */
export async function mapFile(
  source: Source,
  file: URL | string,
  context = mappingContext(),
): Promise<readonly Mapped[]> {
  const mapped: Mapped[] = [];
  for await (const record of source.records(feedOf(createReadStream(file)), context))
    mapped.push(source.map(record, context));
  return mapped;
}

const HOSTILE: readonly unknown[] = [
  null,
  undefined,
  0,
  '',
  'text',
  [],
  {},
  [[]],
  { id: {}, title: [], vacancy_name: 7, job_title: {}, '@type': 'JobPosting' },
  JSON.parse('{"__proto__":{"id":"x"},"company":null,"title":null,"kind":"vacancy"}'),
  {
    id: 'x'.repeat(10_000),
    vacancy_name: '\u202E<script>'.repeat(2_000),
    state_region_code: '4800000000000',
  },
];

const DAY = /^\d{4}-\d\d-\d\d$/;

/** What every source must keep. */
export function sourceContract(source: Source, fixture: URL): void {
  describe(`the source ${source.name}`, () => {
    it('describes itself in one line', () => {
      expect(source.describe).toMatch(/^[^\n]{10,160}$/);
    });

    it('maps at least one record of its fixture, each to something', async () => {
      const mapped = await mapFile(source, fixture);
      expect(mapped.some(({ kind }) => kind === 'opening')).toBe(true);
    });

    it('gives openings within the bounds of the store, with a page to go to and no planted contact', async () => {
      for (const one of await mapFile(source, fixture)) {
        if (one.kind !== 'opening') continue;
        const { content, externalId } = one;
        expect(externalId.length).toBeGreaterThan(0);
        expect(externalId.length).toBeLessThanOrEqual(200);
        expect(Array.from(content.title).length).toBeLessThanOrEqual(120);
        expect(Array.from(content.note ?? '').length).toBeLessThanOrEqual(600);
        expect(content.postedOn).toMatch(DAY);
        for (const bound of [content.pay?.min, content.pay?.max]) expect(bound ?? 1).toBeGreaterThan(0);
        expect(JSON.stringify(content)).not.toMatch(/planted|Планктонов|Светлан|Анну|@|926|\+?1555/);
      }
    });

    it('gives the same answer for the same record', async () => {
      expect(await mapFile(source, fixture)).toEqual(await mapFile(source, fixture));
    });

    it('refuses what is no record of its shape, and never throws', () => {
      for (const record of HOSTILE) expect(source.map(record, mappingContext()).kind).not.toBe('skipped');
    });
  });
}
