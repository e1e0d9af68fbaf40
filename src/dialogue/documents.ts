/** A file that somebody sent for a question: fetched, read by the question and dropped, all within the turn. */
import type { Progress } from '../domain/answer.ts';
import type { DocumentQuestion } from '../domain/conversation.ts';
import type { Desk } from '../domain/desk.ts';
import { phrase } from '../domain/message.ts';
import { DocumentError, type DocumentFailure } from '../domain/sent-document.ts';
import type { OfferedDocument } from '../domain/turn.ts';

/** A table of ten thousand openings is smaller; what people send by mistake is larger. */
const MOST_BYTES = 1_000_000;

const HINTS: Readonly<Record<DocumentFailure, string>> = {
  'too-large': 'common:file-too-large',
  gone: 'common:file-again',
  unavailable: 'common:file-again',
};

const unclear = (why: DocumentFailure): Progress => ({ kind: 'unclear', hint: phrase(HINTS[why]) });

/** All that may stand for a document in the log: what a file says does not look like this by chance. */
const KEPT = /^[\w-]{1,64}$/;

/** Makes one step from a file. Throws what the question throws, and where more than an id would be kept. */
export async function takeDocument(
  question: DocumentQuestion,
  document: OfferedDocument,
  desk: Desk,
): Promise<Progress> {
  const most = Math.min(question.maxBytes ?? MOST_BYTES, MOST_BYTES);
  if ((document.bytes ?? 0) > most) return unclear('too-large');
  const bytes = await document.fetch(most).catch(failureOf);
  if (typeof bytes === 'string') return unclear(bytes);
  const answer = await question.take(bytes, document.mediaType, desk);
  if (answer.kind === 'unclear') return answer;
  if (!KEPT.test(answer.value)) throw new Error('only an id may stand for a document');
  return { kind: 'answered', value: answer.value };
}

function failureOf(error: unknown): DocumentFailure {
  if (error instanceof DocumentError) return error.why;
  throw error;
}
