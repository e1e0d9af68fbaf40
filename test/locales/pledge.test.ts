import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PLEDGES } from '../../src/domain/opening.ts';
import { REPORT_REASONS } from '../../src/domain/people-and-openings.ts';
import { entriesOfNamespace, LOCALES, LOCALES_FOLDER } from '../support/locales.ts';

const icons: { readonly pledge: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(new URL('icons.json', LOCALES_FOLDER), 'utf8'),
);
const signs = PLEDGES.map((point) => icons.pledge[point]);

describe.each(LOCALES)('the five points in %s', (locale) => {
  const textsOf = (namespace: string): ReadonlyMap<string, string> =>
    new Map(entriesOfNamespace(locale, namespace).map(({ key, text }) => [key, text]));
  const pledge = textsOf('pledge');
  const report = textsOf('report');
  const iconOf = (text: string | undefined): string | undefined => text?.split(' ')[0];

  it('have a sign, a short and a plain text each', () => {
    expect(PLEDGES.map((point) => pledge.get(`sign.${point}`))).toEqual(signs);
    expect(PLEDGES.map((point) => iconOf(pledge.get(`long.${point}`)))).toEqual(signs);
    expect(PLEDGES.filter((point) => !pledge.has(`short.${point}`))).toEqual([]);
  });

  it('stand first among what can be reported, under the same signs', () => {
    const mirrored = REPORT_REASONS.slice(0, PLEDGES.length);
    expect(mirrored.map((reason) => iconOf(report.get(reason)))).toEqual(signs);
  });
});
