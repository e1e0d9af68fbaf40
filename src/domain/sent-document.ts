/** Files that people send: a handle, a size, a media type, and nothing that says whose they are. */

/**
 * How a channel finds a file again that a person sent, for as long as the service has it. Means nothing to anybody else
 * and cannot be printed: string conversion, JSON and inspection give `[document]`.
 */
export class DocumentHandle {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  /** The service's own id: only for the channel that made it. */
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return '[document]';
  }
  toJSON(): string {
    return '[document]';
  }
}

/** A file that a person sent. Its name stays at the channel's door; its bytes stay at the service until they are wanted. */
export interface SentDocument {
  readonly handle: DocumentHandle;
  /** `null` where the service does not say beforehand. */
  readonly bytes: number | null;
  /** Such as `text/csv`, as the sender's app says: true or not. */
  readonly mediaType: string | null;
}

/** Why a document could not be had: `gone` also when it never was one of ours, `unavailable` when later it may be had. */
export type DocumentFailure = 'too-large' | 'gone' | 'unavailable';

/** Thrown by a channel's `fetchDocument`. Not for our own bugs: those stay plain errors. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  readonly why: DocumentFailure;
  constructor(why: DocumentFailure, options?: ErrorOptions) {
    super(`could not fetch a document: ${why}`, options);
    this.why = why;
  }
}

/** By the status of an answer; addresses of files end after an hour or less. Any other may be better later. */
const FAILURES: ReadonlyMap<number, DocumentFailure> = new Map([
  [413, 'too-large'],
  [400, 'gone'],
  [404, 'gone'],
  [410, 'gone'],
]);

/** A file as it was read: its bytes, or the status of the answer in which they were to be. Throws `DocumentError`. */
export function documentFrom(read: Uint8Array | number): Uint8Array {
  if (typeof read !== 'number') return read;
  throw new DocumentError(FAILURES.get(read) ?? 'unavailable');
}
