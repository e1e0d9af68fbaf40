/** Watches for a mass of "blocked" and "not found": more likely a wrong token than a thousand people leaving. */
export interface GoneGuard {
  /** Counts an attempt that was answered; true when this one trips the guard. */
  note(now: number, gone: boolean): boolean;
}

/** How long a channel's pushes are held back then: long enough for somebody to look. */
export const MASS_GONE_MS = 86_400_000;
/** How far back marks are taken back then. */
export const GUARDED_MS = 600_000;

/** More than 200, or more than 2 % of at least 500, in ten minutes (delivery.md §8). */
const MOST = 200;
const SHARE = 0.02;
const AT_LEAST = 500;

/** A guard that has seen nothing yet. */
export function createGoneGuard(): GoneGuard {
  let minutes: { readonly since: number; attempts: number; gone: number }[] = [];
  return {
    note(now, gone) {
      minutes = minutes.filter((minute) => now - minute.since < GUARDED_MS);
      let minute = minutes.at(-1);
      if (minute === undefined || now - minute.since >= 60_000) {
        minute = { since: now, attempts: 0, gone: 0 };
        minutes.push(minute);
      }
      minute.attempts++;
      if (!gone) return false;
      minute.gone++;
      const attempts = minutes.reduce((all, one) => all + one.attempts, 0);
      const lost = minutes.reduce((all, one) => all + one.gone, 0);
      const tripped = lost > MOST || (attempts >= AT_LEAST && lost > attempts * SHARE);
      if (tripped) minutes = [];
      return tripped;
    },
  };
}
