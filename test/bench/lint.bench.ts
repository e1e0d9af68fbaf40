/**
 * How well the lints tell harmful openings from honest ones, by language and by kind, and how fast. The lists were made
 * with the development half before the eyes; the held-out half was written before the lists and is only counted.
 * Both halves are one author's, and no native reader has seen them: the figures are an upper bound.
 */
import {
  foundIn,
  HALVES,
  type Half,
  LOCALES_OF_CORPUS,
  SAMPLE_KINDS,
  type Sample,
  type Score,
  samples,
  scoreOf,
  scoreOfKind,
} from '../support/lint-corpus.ts';
import { type Figure, median, type Scale } from './figure.ts';

export const name = 'lint';

const NAMES: Readonly<Record<Half, string>> = { development: 'development', heldOut: 'held out' };

export async function run(scale: Scale): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const half of HALVES) figures.push(...quality(await samples(half), NAMES[half]));
  return [...figures, speed(await samples('heldOut'), scale === 'full' ? 20 : 1)];
}

const quality = (some: readonly Sample[], half: string): readonly Figure[] => [
  ...shares(`all languages, ${half}`, scoreOf(some)),
  ...LOCALES_OF_CORPUS.flatMap((locale) =>
    shares(`${locale}, ${half}`, scoreOf(some.filter((sample) => sample.locale === locale))),
  ),
  ...SAMPLE_KINDS.flatMap((kind) => shares(`${kind}, ${half}`, scoreOfKind(some, kind))),
];

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);

const shares = (label: string, { wanted, found, honest, alarms }: Score): readonly Figure[] => [
  { name: `recall, ${label}`, value: percent(found, wanted), unit: '%', note: `${found} of ${wanted}` },
  {
    name: `false alarms, ${label}`,
    value: percent(alarms, honest),
    unit: '%',
    note: `${alarms} of ${honest}`,
  },
];

/** Texts a second on one core; the first round warms up. */
function speed(some: readonly Sample[], rounds: number): Figure {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const from = performance.now();
    for (const sample of some) foundIn(sample);
    if (round > 0) times.push(performance.now() - from);
  }
  const letters = some.reduce((sum, { text }) => sum + text.length, 0);
  return {
    name: 'texts read',
    value: (1_000 * some.length) / median(times),
    unit: 'texts/s',
    note: `of ${Math.round(letters / some.length)} characters, against the lists of all languages`,
  };
}
