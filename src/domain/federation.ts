/**
 * What an organisation's signed feed is. A file of exactly this form, and of no other:
 *
 *     {"signed":<document>,"signature":"<128 hexadecimal digits>"}<line feed>
 *
 * It is JSON for whoever reads it. Whoever checks it takes the bytes between the two fixed parts as they are: the Ed25519
 * signature is over `SIGNED_FOR` and those bytes, and only then they are parsed, so that nothing has to be written the
 * same way twice. Hexadecimal, because base64 has several ways to write the same bytes.
 */
import { fields, isFields, text } from './feed-values.ts';
import type { Opening } from './opening.ts';
import { postingOf } from './posting.ts';

const VERSION = 1;
/** Stands before what is signed, so that the key signs nothing that means something elsewhere. */
const SIGNED_FOR = 'mehnat feed 1\n';

/** Whose openings these are. */
export interface Publisher {
  readonly slug: string;
  /** Its public name, by locale. */
  readonly titles: Readonly<Record<string, string>>;
}

/** How long a feed is believed after it was issued: whoever holds an old one back deceives for no longer. */
const VALID_MS = 24 * 3_600_000;
/** Clocks of two machines may differ by so much. */
const CLOCKS_MS = 5 * 60_000;

const CONTEXT = ['https://schema.org/', { mehnat: 'urn:mehnat:terms:' }];

/** The document of a feed issued at a moment, as the bytes that are signed and carried. */
export function documentOf(publisher: Publisher, openings: readonly Opening[], issuedAt: Date): Uint8Array {
  const document = {
    version: VERSION,
    organisation: publisher,
    issuedAt: issuedAt.toISOString(),
    expiresAt: new Date(issuedAt.getTime() + VALID_MS).toISOString(),
    '@context': CONTEXT,
    openings: openings.map(postingOf),
  };
  return new TextEncoder().encode(JSON.stringify(document));
}

/** What the signature is over. */
export const messageOf = (document: Uint8Array): Uint8Array =>
  joined(new TextEncoder().encode(SIGNED_FOR), document);

const HEAD = new TextEncoder().encode('{"signed":');
const TAIL = /^,"signature":"([0-9a-f]{128})"\}\n$/;
const tailOf = (signature: string): string => `,"signature":"${signature}"}\n`;
const TAIL_LENGTH = tailOf('0'.repeat(128)).length;

/** The file; `signature` in hexadecimal. */
export const sealFeed = (document: Uint8Array, signature: string): Uint8Array =>
  joined(HEAD, document, new TextEncoder().encode(tailOf(signature)));

/** The parts of such a file as they stand there, not yet believed; `null` when it has another form. */
export function openFeedFile(
  file: Uint8Array,
): { readonly document: Uint8Array; readonly signature: string } | null {
  const end = file.length - TAIL_LENGTH;
  if (end < HEAD.length || !HEAD.every((byte, at) => file[at] === byte)) return null;
  const signature = TAIL.exec(new TextDecoder('latin1').decode(file.subarray(end)))?.[1];
  return signature === undefined ? null : { document: file.subarray(HEAD.length, end), signature };
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** What a document says whose signature holds. */
export interface FeedDocument {
  readonly issuedAt: Date;
  readonly titles: Readonly<Record<string, unknown>>;
  readonly postings: readonly unknown[];
}

/** Why a feed is not taken although its signature holds. */
export type FeedFault = 'form' | 'version' | 'organisation' | 'future' | 'expired';

/** Reads a document that is believed to come from `organisation`: whether it is that one's, and of now. */
export function readDocument(
  document: Uint8Array,
  organisation: string,
  now: Date,
):
  | { readonly kind: 'read'; readonly document: FeedDocument }
  | { readonly kind: 'refused'; readonly why: FeedFault } {
  const parsed = parse(document);
  if (!isFields(parsed)) return { kind: 'refused', why: 'form' };
  if (parsed['version'] !== VERSION) return { kind: 'refused', why: 'version' };
  const publisher = fields(parsed['organisation']);
  if (publisher['slug'] !== organisation) return { kind: 'refused', why: 'organisation' };
  const [issuedAt, expiresAt] = [moment(parsed['issuedAt']), moment(parsed['expiresAt'])];
  const postings: unknown = parsed['openings'];
  if (issuedAt === null || expiresAt === null || !Array.isArray(postings))
    return { kind: 'refused', why: 'form' };
  if (issuedAt.getTime() > now.getTime() + CLOCKS_MS) return { kind: 'refused', why: 'future' };
  const last = Math.min(expiresAt.getTime(), issuedAt.getTime() + VALID_MS);
  if (last + CLOCKS_MS < now.getTime()) return { kind: 'refused', why: 'expired' };
  return { kind: 'read', document: { issuedAt, titles: fields(publisher['titles']), postings } };
}

function parse(document: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(document));
  } catch {
    return null;
  }
}

/** A moment as `Date.toISOString` writes it, and in no other way. */
function moment(value: unknown): Date | null {
  const written = text(value);
  if (written === null || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(written)) return null;
  const read = new Date(written);
  return Number.isNaN(read.getTime()) ? null : read;
}

/** The name of an organisation in a language, else in the first that it has. */
export function titleIn(titles: Readonly<Record<string, unknown>>, locale: string): string | null {
  return text(titles[locale]) ?? text(Object.values(titles)[0]);
}

/** Ed25519's 32 bytes as base64url: as an organisation's public key is written in commands and tables. */
export const PUBLIC_KEY = /^[A-Za-z0-9_-]{43}$/;
/** The name of an organisation or of a trusted feed. */
export const SLUG = /^[a-z0-9-]{2,32}$/;

/** The source of what a trusted feed brings: each feed has its own, for names given by two may be the same. */
export const sourceOf = (source: string, name: string): string => `${source}:${name}`;

/** The name under which a trusted feed is known here, of one of its openings; `null` for any other. */
export const exchangeOf = ({ source }: Pick<Opening, 'source'>): string | null =>
  /^exchange:(.+)$/.exec(source)?.[1] ?? null;
