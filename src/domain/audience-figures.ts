/**
 * What a coordinator is told of an audience: so many that nobody can be found by counting. Figures are coarse, stand
 * still under repeated questions, and are refused where two of them, side by side, would show a handful of people.
 */
import { type Bitmap, count, intersection, without } from './bitmap.ts';

/** Fewer are never told apart from one, or none. */
export const FEWEST = 20;

/** At least so many; `few`: fewer than twenty. */
export type Figure = number | 'few';

/** The steps of a figure: 20, 30, 50, 70, 100, 150, 200, 300 and so on. */
function* steps(): Generator<number, never> {
  yield* [20, 30, 50, 70];
  for (let ten = 100; ; ten *= 10) for (const part of [1, 1.5, 2, 3, 5, 7]) yield ten * part;
}

/**
 * The figure for so many people, never more than there are. `salt`, from 0 to below 1, is a secret of the question and
 * always the same for it: it moves the edges up by as much as half a step, so that whoever brings people of their own
 * to an edge learns nothing from seeing it crossed.
 */
export function figureOf(people: number, salt: number): Figure {
  let figure: Figure = 'few';
  let last: number | null = null;
  for (const step of steps()) {
    if (last !== null && people >= last + Math.floor(((step - last) / 2) * salt)) figure = last;
    if (people < step) return figure;
    last = step;
  }
  return figure;
}

/** How many people a figure may be: as many as two steps on move its upper edge, which is not among them. */
export function boundsOf(figure: Figure): { readonly least: number; readonly most: number } {
  const least = figure === 'few' ? 0 : figure;
  const all = steps();
  let next = all.next().value;
  while (next <= least) next = all.next().value;
  return { least, most: next + (all.next().value - next) / 2 };
}

/** So few that they would be somebody. */
const isHandful = (people: number): boolean => people > 0 && people < FEWEST;

/** Whether two audiences, side by side, show a handful: those in one alone, in the other alone, or in both. */
export const showsHandful = (a: Bitmap, b: Bitmap): boolean =>
  isHandful(count(without(a, b))) || isHandful(count(without(b, a))) || isHandful(count(intersection(a, b)));

/**
 * Whether an audience may be told of after these. One of fewer than twenty is: it is said of all of them alike, and
 * tells nothing that its neighbours could be compared with.
 */
export const mayTell = (audience: Bitmap, earlier: readonly Bitmap[]): boolean =>
  count(audience) < FEWEST || earlier.every((one) => count(one) < FEWEST || !showsHandful(audience, one));

/** The parts of an audience that may be told beside it and after others, and beside each other. */
export function tellableParts<Part extends { readonly people: Bitmap }>(
  parts: readonly Part[],
  earlier: readonly Bitmap[],
): readonly Part[] {
  const told: Part[] = [];
  for (const part of parts) {
    const before = [...earlier, ...told.map(({ people }) => people)];
    if (count(part.people) >= FEWEST && mayTell(part.people, before)) told.push(part);
  }
  return told;
}
