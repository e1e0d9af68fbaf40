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
  /** `gone`: blocked us. `strike`: not found; the second strike a day later is as good as gone. */
  readonly person: 'gone' | 'strike' | null;
  readonly token:
    | { readonly kind: 'freeze'; readonly seconds: number }
    | { readonly kind: 'back-off' }
    /** A person must look at it. */
    | { readonly kind: 'pause' }
    | null;
  /** Counts towards stopping a push whose content is refused. */
  readonly poison: boolean;
}

/** A day: withheld by the service, nothing helps sooner (delivery.md §10, code 131049). */
const CAPPED_SECONDS = 86_400;

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
      return { ...nothing, turn: { kind: 'failed', why: 'window-closed' } };
    case 'capped':
      return { ...nothing, turn: { kind: 'later', seconds: CAPPED_SECONDS } };
    default:
      return assertNever(reason);
  }
}

function assertNever(reason: never): never {
  throw new Error(`no consequence for ${JSON.stringify(reason)}`);
}
