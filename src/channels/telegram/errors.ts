/** What each answer of the Bot API means: the one place where Telegram's codes and texts are read. */
import { GrammyError, HttpError } from 'grammy';
import { NetworkError } from '../../domain/network-failure.ts';
import { DocumentError } from '../../domain/sent-document.ts';
import { SendError, type SendReason } from '../../domain/terms.ts';

/** Beside the reasons everybody knows: what only an edit, a button, a keyboard or a file can meet. */
type Own =
  /** What we wanted is so already. */
  | 'unchanged'
  /** The message to edit is gone or too old: a new one takes its place. */
  | 'uneditable'
  /** The answer to a button came too late. */
  | 'late'
  /** The server is older than disabled buttons. */
  | 'no-disabled-buttons'
  /** Telegram gives us no file of this size. */
  | 'file-too-large'
  /** It does not know this file, or has it no more. */
  | 'no-file';

type Meaning = 'blocked' | 'unreachable' | 'rejected' | 'misconfigured' | 'throttled' | 'unavailable' | Own;

interface Row {
  readonly code: number;
  /** `null` matches every text of the code; texts are no contract, so each code ends in such a row or is unknown. */
  readonly text: RegExp | null;
  readonly means: Meaning;
}

/** First match wins; the code decides before the text. Source: the Bot API and its list of known errors, 11/2026. */
const ANSWERS: readonly Row[] = [
  { code: 400, text: /message is not modified/i, means: 'unchanged' },
  {
    code: 400,
    text: /message to edit not found|message can't be edited|message_id_invalid|message identifier is not specified|there is no text in the message/i,
    means: 'uneditable',
  },
  { code: 400, text: /query is too old|query id is invalid|query_id_invalid/i, means: 'late' },
  { code: 400, text: /text buttons are unallowed/i, means: 'no-disabled-buttons' },
  { code: 400, text: /frozen_method_invalid/i, means: 'misconfigured' },
  {
    code: 400,
    text: /chat not found|user not found|peer_id_invalid|user_id_invalid/i,
    means: 'unreachable',
  },
  { code: 400, text: /file is too big/i, means: 'file-too-large' },
  {
    code: 400,
    text: /(wrong|invalid) (remote )?file[ _]?id|file is temporarily unavailable/i,
    means: 'no-file',
  },
  { code: 400, text: null, means: 'rejected' },
  { code: 401, text: null, means: 'misconfigured' },
  { code: 403, text: /bot was blocked by the user|user is deactivated/i, means: 'blocked' },
  { code: 403, text: null, means: 'rejected' },
  { code: 404, text: null, means: 'misconfigured' },
  { code: 409, text: null, means: 'misconfigured' },
  { code: 413, text: null, means: 'rejected' },
  { code: 429, text: null, means: 'throttled' },
];

/** Waited after a 429 that does not say how long. */
const DEFAULT_RETRY_SECONDS = 5;

/** Whatever a call threw, as its meaning; `null` when it is none of the Bot API or the network: our own bug. */
export function meaningOf(thrown: unknown): Meaning | null {
  if (thrown instanceof HttpError || thrown instanceof NetworkError) return 'unavailable';
  if (!(thrown instanceof GrammyError)) return null;
  const { error_code: code, description } = thrown;
  if (code >= 500) return 'unavailable';
  return (
    ANSWERS.find((row) => row.code === code && (row.text?.test(description) ?? true))?.means ?? 'rejected'
  );
}

/** The same as the error that `send` throws. Errors that are our own bugs come back as they are. */
export function toSendError(thrown: unknown): unknown {
  const reason = reasonOf(thrown);
  return reason === null ? thrown : new SendError(reason, { cause: summary(thrown) });
}

function reasonOf(thrown: unknown): SendReason | null {
  const meaning = meaningOf(thrown);
  switch (meaning) {
    case null:
      return null;
    case 'throttled':
      return { kind: 'throttled', retryAfterSeconds: retryAfterOf(thrown), scope: 'token' };
    case 'unavailable':
      return { kind: 'unavailable', reached: reachedOf(thrown) };
    case 'blocked':
    case 'misconfigured':
    case 'unreachable':
    case 'rejected':
      return { kind: meaning };
    case 'unchanged':
    case 'uneditable':
    case 'late':
    case 'no-disabled-buttons':
    case 'file-too-large':
    case 'no-file':
      return { kind: 'rejected' };
  }
}

/** The same as the error that `fetchDocument` throws. Errors that are our own bugs come back as they are. */
export function toDocumentError(thrown: unknown): unknown {
  const meaning = meaningOf(thrown);
  if (meaning === null) return thrown;
  const why = meaning === 'file-too-large' ? 'too-large' : meaning === 'no-file' ? 'gone' : 'unavailable';
  return new DocumentError(why, { cause: summary(thrown) });
}

/** Seconds that a 429 asks for, at least 1. */
export function retryAfterOf(thrown: unknown): number {
  const seconds = thrown instanceof GrammyError ? thrown.parameters.retry_after : undefined;
  return seconds === undefined || !Number.isFinite(seconds) ? DEFAULT_RETRY_SECONDS : Math.max(1, seconds);
}

function reachedOf(thrown: unknown): 'no' | 'maybe' {
  const inner = thrown instanceof HttpError ? thrown.error : thrown;
  return inner instanceof NetworkError ? inner.reached : 'maybe';
}

/** What travels as the cause: the platform's code. The payload in grammY's error holds the address and the text. */
function summary(thrown: unknown): Error {
  if (thrown instanceof GrammyError)
    return Object.assign(new Error('the Bot API refused'), { code: thrown.error_code });
  const inner = thrown instanceof HttpError ? thrown.error : thrown;
  return inner instanceof NetworkError ? inner : new NetworkError('maybe', 'ETIMEDOUT');
}
