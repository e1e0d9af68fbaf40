/** The six digits with which somebody moves to another channel, as they are made and read. */

const LEAST = 100_000;
const MOST = 999_999;

/** How many there are: the chance to guess one of them. */
export const MOVE_CODES = MOST - LEAST + 1;

/** The code of a draw from 0 to `MOVE_CODES - 1`. */
export const moveCodeOf = (draw: number): string => String(LEAST + draw);

/** Whether a number may be such a code. */
export const isMoveCode = (number: number | null): number is number =>
  number !== null && Number.isInteger(number) && number >= LEAST && number <= MOST;

/** `moved`: everything is here, and nothing is left where it was. `unknown`: wrong, used or too old. `tries`: too many wrong ones. */
export type MoveResult = 'moved' | 'unknown' | 'tries';
