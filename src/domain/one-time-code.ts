/** One-time codes of an app on the coordinator's phone (RFC 6238): how they count, and what makes them. */

/** Makes secrets and reads codes; implemented by `src/one-time-code.ts`. */
export interface OneTimeCodes {
  /** A new secret in base 32, as people type it. */
  fresh(): string;
  /** What an app reads from a QR picture; `label` is shown beside the code. */
  address(secret: string, label: string): string;
  /** The step of 30 seconds that a code belongs to: this one, the last or the next; `null` for a wrong code. */
  stepOf(secret: string, code: string, now: Date): number | null;
}

/** How a person's codes stand. */
export interface CodeState {
  /** The last step that was used: no code of it or before counts again. 0: never was one right. */
  readonly step: number;
  /** Wrong codes in a row. */
  readonly tries: number;
}

/** `right`: holds for ten minutes. `locked`: too many wrong ones in a row, nothing counts for a while. */
export type CodeResult = 'right' | 'wrong' | 'locked';

const STEP_MS = 30_000;
/** Wrong codes in a row, after which none counts for a while. */
const MOST_TRIES = 5;
const LOCKED_STEPS = 30;
/** How long a right code holds. */
export const HOLDS_MS = 10 * 60_000;

/** The step that a moment lies in. */
export const stepAt = (now: Date): number => Math.floor(now.getTime() / STEP_MS);

/**
 * What becomes of the state with one code. A lock is written as steps that are used up: a quarter of an hour of them,
 * so that it needs no column of its own and ends by itself. While codes are set up the secret stands on the screen, and
 * wrong ones are not counted.
 */
export function judgeCode(
  { step, tries }: CodeState,
  codeStep: number | null,
  now: Date,
): { readonly result: CodeResult; readonly state: CodeState } {
  const current = stepAt(now);
  if (step > current + 1) return { result: 'locked', state: { step, tries } };
  if (codeStep !== null && codeStep > step) return { result: 'right', state: { step: codeStep, tries: 0 } };
  if (step === 0) return { result: 'wrong', state: { step, tries } };
  if (tries + 1 < MOST_TRIES) return { result: 'wrong', state: { step, tries: tries + 1 } };
  return { result: 'locked', state: { step: current + LOCKED_STEPS, tries: 0 } };
}

/** Six digits as somebody types them, with spaces between; `null` for what is no code. */
export const codeIn = (text: string): string | null => {
  const digits = text.replace(/[\s\u00A0\u202F-]/g, '');
  return /^\d{6}$/.test(digits) ? digits : null;
};

/** A secret in groups of four letters, as people copy it by hand. */
export const grouped = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? '';
