import type { SendReason } from './terms.ts';

/** What becomes of the person's turn, of the person, and of the token after an attempt that did not succeed. */
export interface Consequence {
  readonly turn:
    | { readonly kind: 'failed'; readonly why: SendReason['kind'] }
    /** Next in line again; the copy is not counted. */
    | { readonly kind: 'back' }
    | { readonly kind: 'later'; readonly seconds: number }
    /** It may have arrived: one more copy, then uncertain. */
    | { readonly kind: 'unknown' };
  /**
   * `gone`: blocked us. `strike`: not found; the second strike a day later is as good as gone. `stop`: wants no pushes,
   * replies go on. `hold`: may not be knocked at for some days. `outside`: their reply window is closed.
   */
  readonly person: 'gone' | 'strike' | 'stop' | 'hold' | 'outside' | null;
  readonly token:
    | { readonly kind: 'freeze'; readonly seconds: number }
    | { readonly kind: 'back-off' }
    /** Somebody must mend it, and it is tried again in a while. */
    | { readonly kind: 'pause' }
    /** Pushes wait until somebody decides. */
    | { readonly kind: 'stop' }
    | null;
  /** Counts towards stopping a push whose content is refused. */
  readonly poison: boolean;
}

/** How long a channel's pushes are held back: long enough for somebody to look; until somebody lifts it. */
export const PAUSE_MS = { misconfigured: 3_600_000, restricted: 365 * 86_400_000 } as const;

/** A day: withheld by the service, or nothing it would take; nothing helps sooner but a word of the person. */
const DAY_SECONDS = 86_400;

const nothing = { person: null, token: null, poison: false } as const;

/** The one decision about every reason (delivery.md §8–§10). */
export function consequenceOf(reason: SendReason): Consequence {
  switch (reason.kind) {
    case 'blocked':
      return { ...nothing, turn: { kind: 'failed', why: 'blocked' }, person: 'gone' };
    case 'throttled':
      return reason.scope === 'person'
        ? { ...nothing, turn: { kind: 'later', seconds: reason.retryAfterSeconds } }
        : {
            ...nothing,
            turn: { kind: 'back' },
            token: { kind: 'freeze', seconds: reason.retryAfterSeconds },
          };
    case 'unavailable':
      return reason.reached === 'maybe'
        ? { ...nothing, turn: { kind: 'unknown' } }
        : { ...nothing, turn: { kind: 'back' }, token: { kind: 'back-off' } };
    case 'rejected':
      return { ...nothing, turn: { kind: 'failed', why: 'rejected' }, poison: true };
    case 'misconfigured':
      return { ...nothing, turn: { kind: 'back' }, token: { kind: 'pause' } };
    case 'unreachable':
      return { ...nothing, turn: { kind: 'failed', why: 'unreachable' }, person: 'strike' };
    case 'window-closed':
      return { ...nothing, turn: { kind: 'later', seconds: DAY_SECONDS }, person: 'outside' };
    case 'capped':
      return { ...nothing, turn: { kind: 'later', seconds: DAY_SECONDS }, person: 'hold' };
    case 'restricted':
      return { ...nothing, turn: { kind: 'back' }, token: { kind: 'stop' } };
    case 'opted-out':
      return { ...nothing, turn: { kind: 'failed', why: 'opted-out' }, person: 'stop' };
    default:
      return assertNever(reason);
  }
}

function assertNever(reason: never): never {
  throw new Error(`no consequence for ${JSON.stringify(reason)}`);
}
