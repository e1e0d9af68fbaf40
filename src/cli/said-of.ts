import type { CorrectionKind } from '../domain/push.ts';

/** What those who were told of an opening hear, in the words of the person at the keyboard. */
const HEARD: Readonly<Record<CorrectionKind, string>> = {
  filled: 'no places are left, do not travel',
  cancelled: 'it is closed, do not travel',
  changed: 'it has changed, read again',
  paused: 'it is stopped because of reports, do not travel until we write again',
  reopened: 'it is open again',
};

/** What is said now, and to how many; `null` people: too few to be counted without pointing at them. */
export function saidOf(correction: CorrectionKind | null, people: number | null): readonly string[] {
  if (correction === null) return [];
  const who = people === null ? 'Who was told of it' : `${people} people who were told of it`;
  return [`${who} hear${people === null ? 's' : ''}: ${HEARD[correction]}.`];
}
