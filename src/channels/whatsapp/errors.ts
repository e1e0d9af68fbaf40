/** What each answer of the Graph API means: the one place where Meta's codes are read. */
import { NetworkError } from '../../domain/network-failure.ts';
import { DocumentError } from '../../domain/sent-document.ts';
import { SendError, type SendReason } from '../../domain/terms.ts';

/** An answer that is no success. Holds codes only: Meta's messages may quote a number. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly status: number;
  /** Meta's; `null` where a gateway answered. */
  readonly code: number | null;
  readonly retryAfterSeconds: number | null;
  constructor(status: number, code: number | null, retryAfterSeconds: number | null = null) {
    super(`the Graph API answered ${status}`);
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const MISCONFIGURED: SendReason = { kind: 'misconfigured' };
const RESTRICTED: SendReason = { kind: 'restricted' };
const UNAVAILABLE: SendReason = { kind: 'unavailable', reached: 'maybe' };
const throttled = (retryAfterSeconds: number, scope: 'token' | 'person' = 'token'): SendReason => ({
  kind: 'throttled',
  retryAfterSeconds,
  scope,
});

/**
 * By code. What is not here is `rejected`: counted, told, and nobody is erased for it. Source: Meta's error pages as of
 * May 2026, through maintained libraries; to be confirmed on a live account. Seconds are ours where Meta names none.
 */
const REASONS: ReadonlyMap<number, SendReason> = new Map<number, SendReason>([
  // Token, permission, registration, payment, a number of the sandbox, a template that is gone: somebody must mend it.
  ...[0, 3, 10, 33, 190, 131_005, 131_030, 131_037, 131_042, 131_045, 131_063, 132_001].map(
    (code) => [code, MISCONFIGURED] as const,
  ),
  ...[133_000, 133_005, 133_006, 133_008, 133_009, 133_010, 133_015, 133_016, 134_011].map(
    (code) => [code, MISCONFIGURED] as const,
  ),
  // Policy, lock, country, spam, misclassified templates: somebody must decide whether to go on.
  // Templates that rest or are switched off are theirs as well.
  ...[368, 130_497, 131_031, 131_048, 131_064, 132_015, 132_016].map((code) => [code, RESTRICTED] as const),
  ...[1, 2, 131_000, 131_016, 137_000].map((code) => [code, UNAVAILABLE] as const),
  [4, throttled(300)],
  [80_007, throttled(300)],
  [130_429, throttled(10)],
  [131_057, throttled(300)],
  [133_004, throttled(120)],
  [131_056, throttled(120, 'person')],
  [131_026, { kind: 'unreachable' }],
  [131_047, { kind: 'window-closed' }],
  [130_472, { kind: 'capped' }],
  [131_049, { kind: 'capped' }],
  [131_050, { kind: 'opted-out' }],
]);

/** Waited after a 429 of a gateway that does not say how long. */
const DEFAULT_RETRY_SECONDS = 60;

/** What a code says, wherever it comes: in an answer, or in a status later. */
export function reasonOfCode(code: number): SendReason {
  if (code >= 200 && code <= 299) return MISCONFIGURED;
  return REASONS.get(code) ?? { kind: 'rejected' };
}

function reasonOf(thrown: unknown): SendReason | null {
  if (thrown instanceof NetworkError) return { kind: 'unavailable', reached: thrown.reached };
  if (!(thrown instanceof GraphError)) return null;
  const { status, code, retryAfterSeconds } = thrown;
  if (code !== null) {
    const reason = reasonOfCode(code);
    return reason.kind === 'throttled' && retryAfterSeconds !== null
      ? { ...reason, retryAfterSeconds }
      : reason;
  }
  if (status === 429) return throttled(retryAfterSeconds ?? DEFAULT_RETRY_SECONDS);
  if (status === 401 || status === 403) return MISCONFIGURED;
  return status >= 500 ? UNAVAILABLE : { kind: 'rejected' };
}

/** The same as the error that `send` throws. Errors that are our own bugs come back as they are. */
export function toSendError(thrown: unknown): unknown {
  const reason = thrown instanceof SendError ? null : reasonOf(thrown);
  return reason === null ? thrown : new SendError(reason, { cause: thrown });
}

/** The object is not there, or the media is not: Meta's page on error codes. */
const NO_FILE: ReadonlySet<number | null> = new Set([100, 131_052]);

/** The same as the error that `fetchDocument` throws. Errors that are our own bugs come back as they are. */
export function toDocumentError(thrown: unknown): unknown {
  if (thrown instanceof NetworkError) return new DocumentError('unavailable', { cause: thrown });
  if (!(thrown instanceof GraphError)) return thrown;
  const isGone = thrown.status === 404 || NO_FILE.has(thrown.code);
  return new DocumentError(isGone ? 'gone' : 'unavailable', { cause: thrown });
}
