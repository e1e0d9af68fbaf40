/** A press of a button as it arrived, for recognising the next one. */
export interface Press {
  /** The message it stands below, and its data. */
  readonly what: string;
  readonly updateId: string;
  readonly atMs: number;
}

/** Two taps of one thumb, also when a slow phone brings the second later. */
const WITHIN_MS = 3_000;

/**
 * Whether a press is the second tap on a button. The first one has changed the screen by then, and whoever taps twice
 * would be told of an old button, or be led past what they just asked for. The same update once more is no second tap.
 */
export const isDoubleTap = (before: Press | undefined, press: Press): boolean =>
  before !== undefined &&
  before.what === press.what &&
  before.updateId !== press.updateId &&
  press.atMs - before.atMs < WITHIN_MS;

/** Whether a press is too old to tell anything of the next one. */
export const isPast = (press: Press, nowMs: number): boolean => nowMs - press.atMs >= WITHIN_MS;
