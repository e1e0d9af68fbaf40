/**
 * Prints what every language makes of counts, amounts and days: run by itself under several process locales, on the texts of a folder
 * with a `trial` namespace.
 */
import { phrase } from '../../src/domain/message.ts';
import { loadTexts } from '../../src/i18n.ts';

const COUNTS = [0, 1, 2, 3, 5, 11, 21, 22, 100, 1001];
const loaded = await loadTexts(new URL(process.argv[2] ?? 'no folder given'));
const texts = loaded.locales.map(({ code }) => [
  code,
  COUNTS.map((count) => loaded.text(code, phrase('trial:count', { count }))),
  loaded.text(code, phrase('terms:pay.exact', { amount: { amount: 21_915, currency: 'RUB' }, each: 2 })),
  loaded.text(code, phrase('terms:dates.from', { start: { day: '2026-05-09' } })),
]);
const tajikOfIntl = COUNTS.map((count) => new Intl.PluralRules('tg').select(count));
process.stdout.write(JSON.stringify({ texts, tajikOfIntl }));
