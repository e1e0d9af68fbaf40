/** The words that the stand-ins of all services share. */

/** What a person can send that is not text. */
export const ATTACHMENTS = ['photo', 'voice', 'sticker', 'contact', 'location'] as const;
export type Attachment = (typeof ATTACHMENTS)[number];

/** A file as a person sends it. */
export interface SentFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** What stands of a file in a chat. */
export interface FileCard extends Omit<SentFile, 'bytes'> {
  readonly id: string;
  readonly size: number;
}

/** What goes wrong on the way to any service. `done` says whether the call still has its effect (default false). */
export type NetworkFault =
  /** Answers rightly, but late. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Never answers. */
  | { readonly kind: 'hang'; readonly done?: boolean }
  /** The connection is cut without an answer. */
  | { readonly kind: 'cut'; readonly done?: boolean }
  /** A 200 begins, its body breaks off; the effect is done. */
  | { readonly kind: 'reset' };

/** What any service may answer instead of serving. `throttle` is a 429. */
export type ServiceFault =
  | NetworkFault
  | { readonly kind: 'throttle'; readonly retryAfterSeconds: number }
  | { readonly kind: 'error'; readonly status: number; readonly done?: boolean }
  | { readonly kind: 'unauthorized' };

/** Which calls a fault meets. Everything left out means "all". */
export interface FaultRule<Fault> {
  readonly fault: Fault;
  readonly methods?: readonly string[];
  readonly chats?: readonly number[];
  /** Matching calls left alone first. Default 0. */
  readonly skip?: number;
  /** How many matching calls it meets; then the rule is gone. Default: until removed. */
  readonly calls?: number;
  /** Share of matching calls, 0–1, drawn evenly and repeatably. Default 1. */
  readonly share?: number;
}

export interface Faults<Fault> {
  /** Returns a function that takes the rule back. */
  add(rule: FaultRule<Fault>): () => void;
  clear(): void;
  list(): readonly FaultRule<Fault>[];
}

/** One call, as it was answered. Kept for the newest thousand. */
export interface Call {
  readonly method: string;
  readonly chat: number | null;
  /** Milliseconds of the stand-in's ticking clock. */
  readonly at: number;
  /** HTTP status; 0 for a cut or a hang. */
  readonly status: number;
}

/** Many people without phones, for loads: they wrote long ago, get everything and show nothing. */
export interface Crowd {
  readonly firstId: number;
  readonly count: number;
  /** Messages that arrived at each, by position. */
  readonly arrivals: Uint32Array;
  /** Messages that arrived in all. */
  readonly arrived: number;
  /** When the first and the latest arrived, milliseconds of the ticking clock; null before. */
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  /** This share of them has blocked the bot, evenly spread, 0–1. */
  blocks(share: number): void;
}

/** A stand-in that serves over HTTP on 127.0.0.1. `close` cuts what is open. */
export interface Listening {
  readonly apiRoot: string;
  readonly port: number;
  close(): Promise<void>;
}

/** The exchange's clock. With `shift` the page can move it. */
export interface SimulatorClock {
  now(): Date;
  /** Moves the whole exchange's time by so many milliseconds. */
  shift?(ms: number): void;
}
