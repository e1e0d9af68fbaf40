import { expect, it } from 'vitest';
import type { BarredPlaces } from '../../src/domain/barred-places.ts';
import { loadTexts } from '../../src/i18n.ts';
import { createBarredPage } from '../../src/web/barred-page.ts';

const rows: readonly BarredPlaces[] = [
  { month: '2026-10-01', permitRegion: 'RU-MOW', region: 'RU-LIP', places: 140 },
  { month: '2026-10-01', permitRegion: 'RU-SPE', region: 'RU-LEN', places: 20 },
];
const page = async (told: readonly BarredPlaces[]) =>
  createBarredPage({ texts: await loadTexts(), told: async () => told });

it('is a table for spreadsheets, by the codes of regions', async () => {
  const answer = await (await page(rows)).request('/barred.csv');
  expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
  expect(await answer.text()).toBe(
    'month,permit_region,region,places\r\n2026-10,RU-MOW,RU-LIP,140\r\n2026-10,RU-SPE,RU-LEN,20\r\n',
  );
});

it.each([
  ['/barred', 'ky-KG,ky;q=0.9', 'ky', 'Липецк'],
  ['/barred?lang=uz', 'ru', 'uz', 'Lipetsk'],
  ['/barred?lang=%3Cscript%3E', 'ru', 'uz', 'Lipetsk'],
])('is a page without scripts in the language asked for: %s', async (path, accepted, lang, name) => {
  const answer = await (await page(rows)).request(path, { headers: { 'Accept-Language': accepted } });
  const text = await answer.text();
  expect(text).toContain(`<html lang="${lang}" dir="ltr">`);
  expect(text).toContain(name);
  expect(text).toContain('<td>140</td>');
  expect(text).not.toContain('<script');
});

it('says that there is nothing yet', async () => {
  const text = await (await (await page([])).request('/barred?lang=en')).text();
  expect(text).toContain('There is nothing to show yet.');
  expect(text).not.toContain('<table');
});
