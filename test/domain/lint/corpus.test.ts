import { describe, expect, it } from 'vitest';
import { HALVES, LOCALES_OF_CORPUS, SAMPLE_KINDS, samples, scoreOf } from '../../support/lint-corpus.ts';

const all = { development: await samples('development'), heldOut: await samples('heldOut') };

describe.each(LOCALES_OF_CORPUS)('the samples in %s', (locale) => {
  const development = all.development.filter((sample) => sample.locale === locale);

  it('are forty and more, of every kind in both halves', () => {
    const count = HALVES.flatMap((half) => all[half]).filter((sample) => sample.locale === locale).length;
    expect(count).toBeGreaterThanOrEqual(40);
    for (const half of HALVES) {
      const kinds = all[half].filter((sample) => sample.locale === locale).flatMap((sample) => sample.kinds);
      expect(new Set(kinds)).toEqual(new Set(SAMPLE_KINDS));
    }
  });

  it('for development: nine of ten are found, and one honest text of ten at most alarms', () => {
    const { wanted, found, honest, alarms } = scoreOf(development);
    expect(found / wanted).toBeGreaterThanOrEqual(0.9);
    expect(alarms / honest).toBeLessThanOrEqual(0.1);
  });
});

it('no text stands in both halves', () => {
  const known = new Set(all.development.map(({ text }) => text));
  expect(all.heldOut.filter(({ text }) => known.has(text))).toEqual([]);
});
