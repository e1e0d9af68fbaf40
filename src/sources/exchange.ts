/**
 * Openings that an organisation of another exchange vouches for: its signed feed (`domain/federation.ts`). A feed is taken
 * whole or not at all, and what it does not name any more is over.
 */
import { createPublicKey, verify } from 'node:crypto';
import { type FeedFault, messageOf, openFeedFile, readDocument, titleIn } from '../domain/federation.ts';
import { fields, isFields, text } from '../domain/feed-values.ts';
import { keptEmployer } from '../domain/plain-text.ts';
import { identifierOf, readPosting } from '../domain/posting.ts';
import type { Feed, Mapped, MappingContext, Source, Voucher } from '../domain/source.ts';

export const source: Source = {
  name: 'exchange',
  describe: 'the signed feed of an organisation elsewhere, by its name in "feed list"',
  signed: true,
  records,
  map,
};

/** Five thousand openings are eight megabytes. */
const MOST_BYTES = 32 * 1024 ** 2;

const FAULTS: Readonly<Record<FeedFault, string>> = {
  form: 'what is signed is no feed',
  version: 'it is of a version that this exchange does not know: update Mehnat',
  organisation: 'it is the feed of another organisation than its address says',
  future: 'it was issued in the future: one of the two clocks is wrong',
  expired: 'it was issued too long ago: the other exchange, or somebody on the way, holds back newer ones',
};

/** A posting with the name of whoever vouches for it, or the name of an opening that is over. */
type Row = { readonly posting: unknown; readonly vouchedBy: string } | { readonly over: string };

/** Throws, before the first record, when the feed is not to be believed. */
async function* records(feed: Feed, { voucher }: MappingContext): AsyncGenerator<Row> {
  if (voucher === undefined) throw new Error('only trusted feeds are read: feed list names them');
  const { titles, issuedAt, postings } = verified(await feed.whole(MOST_BYTES), voucher);
  const taken = await voucher.take(issuedAt);
  if (taken === 'older') throw new Error('it is older than the feed that was taken last');
  if (taken === 'revoked') throw new Error('it is not trusted any more');
  const named = new Set(postings.map(identifierOf));
  for (const posting of postings) {
    const locale = text(fields(posting)['inLanguage']) ?? '';
    yield { posting, vouchedBy: titleIn(titles, locale) ?? voucher.organisation };
  }
  for (const over of await voucher.vouched()) if (!named.has(over)) yield { over };
}

function verified(file: Uint8Array, { publicKey, organisation, now }: Voucher) {
  const parts = openFeedFile(file);
  if (parts === null) throw new Error('this is no signed feed: is its address right?');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  if (!verify(null, messageOf(parts.document), key, Buffer.from(parts.signature, 'hex')))
    throw new Error(
      'its signature is not by the key that is trusted: it was changed on its way, or the organisation has a new key',
    );
  const read = readDocument(parts.document, organisation, now);
  if (read.kind === 'refused') throw new Error(FAULTS[read.why]);
  return read.document;
}

function map(record: unknown, context: MappingContext): Mapped {
  if (!isFields(record)) return { kind: 'refused', reason: 'unreadable', field: 'record' };
  const over = text(record['over']);
  if (over !== null) return { kind: 'skipped', reason: 'withdrawn', externalId: over };
  const vouchedBy = keptEmployer(text(record['vouchedBy']));
  const address = context.voucher?.address;
  if (vouchedBy === null || address === undefined)
    return { kind: 'refused', reason: 'unreadable', field: 'record' };
  return readPosting(record['posting'], { vouchedBy, address }, context);
}
