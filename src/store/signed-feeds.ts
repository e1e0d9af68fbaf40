/** Feeds of our own organisations, signed: the one place where their secret keys are opened. */
import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { documentOf, messageOf, type Publisher, sealFeed } from '../domain/federation.ts';
import type { Day, Opening } from '../domain/opening.ts';
import type { Clock } from '../domain/terms.ts';
import type { Queryable } from './database.ts';
import { OPENING_COLUMNS, type OpeningRow, openingOf } from './opening-row.ts';
import type { Place, Vault } from './vault.ts';

/** A key belongs to no channel. */
const placeOf = (id: string): Place => ({
  table: 'organisation',
  column: 'feed_secret',
  row: id,
  channel: 'none',
});

/**
 * Makes the key of an organisation, or a new one in the place of the old, and seals its secret half. Resolves to the
 * public half; `null` when there is no such organisation. What the old key signed is not believed for long: a day.
 */
export async function renewFeedKey(database: Queryable, vault: Vault, slug: string): Promise<string | null> {
  const { rows } = await database.query<{ id: string }>('select id from organisation where slug = $1', [
    slug,
  ]);
  const id = rows[0]?.id;
  if (id === undefined) return null;
  const { secret, shown } = newKey();
  await database.query('update organisation set feed_secret = $2, feed_key = $3 where id = $1', [
    id,
    vault.seal(placeOf(id), secret),
    shown,
  ]);
  return shown;
}

/** No public half begins with a hyphen: a command would take it for an option. */
function newKey(): { readonly secret: string; readonly shown: string } {
  for (;;) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const shown = publicKey.export({ format: 'jwk' }).x ?? '';
    const secret = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    if (!shown.startsWith('-')) return { secret, shown };
  }
}

/** An organisation of ours that publishes. */
export interface FeedKey {
  readonly slug: string;
  readonly publicKey: string;
}

/** Organisations that have a key. */
export async function feedKeys(database: Queryable): Promise<readonly FeedKey[]> {
  const { rows } = await database.query<FeedKey>(
    `select slug, feed_key as "publicKey" from organisation where feed_secret is not null order by slug`,
  );
  return rows;
}

/** A feed as it is handed out. */
export interface SignedFeed {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Other bytes, another tag. */
  readonly tag: string;
}

export interface SignedFeedsPorts {
  readonly database: Queryable;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly today: () => Day;
}

/** While nothing changes, the same bytes are handed out for so long: others may keep them. */
const SAME_MS = 10 * 60_000;

/** The feed of an organisation, as it is now; `null` for one that is not known or has no key. */
export function createSignedFeeds(ports: SignedFeedsPorts): (slug: string) => Promise<SignedFeed | null> {
  const made = new Map<string, { readonly of: string; readonly at: number; readonly feed: SignedFeed }>();
  return async (slug) => {
    const publisher = await publisherOf(ports.database, slug);
    if (publisher === null) return null;
    const openings = publisher.rests ? [] : await openOf(ports.database, publisher.id, ports.today());
    const now = ports.clock();
    const of = digest(JSON.stringify([publisher.key, publisher.titles, openings]));
    const before = made.get(slug);
    if (before?.of === of && now.getTime() - before.at < SAME_MS) return before.feed;
    const feed = signedFeed(ports.vault, publisher, openings, now);
    made.set(slug, { of, at: now.getTime(), feed });
    return feed;
  };
}

interface OwnPublisher extends Publisher {
  readonly id: string;
  readonly key: string;
  readonly secret: Buffer;
  /** It or everything was stopped: it vouches for nothing until it goes on. */
  readonly rests: boolean;
}

async function publisherOf(database: Queryable, slug: string): Promise<OwnPublisher | null> {
  const { rows } = await database.query<OwnPublisher>(
    `select id, slug, titles, feed_key as key, feed_secret as secret,
       stopped_at is not null or exists (select from standstill) as rests
     from organisation where slug = $1 and feed_secret is not null`,
    [slug],
  );
  return rows[0] ?? null;
}

/** More than any organisation has; what is beyond would be over for others. */
const MOST_OPENINGS = 5_000;

async function openOf(database: Queryable, organisationId: string, today: Day): Promise<readonly Opening[]> {
  const { rows } = await database.query<OpeningRow>(
    `select ${OPENING_COLUMNS} from opening o
     where o.organisation_id = $1 and o.status = 'open' and o.expires_on >= $2 and o.places_left is distinct from 0
     order by o.published_at desc, o.id limit $3`,
    [organisationId, today, MOST_OPENINGS],
  );
  return rows.map(openingOf);
}

function signedFeed(
  vault: Vault,
  { id, secret, slug, titles }: OwnPublisher,
  openings: readonly Opening[],
  now: Date,
): SignedFeed {
  const key = createPrivateKey({
    key: Buffer.from(vault.open(placeOf(id), secret), 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  const document = documentOf({ slug, titles }, openings, now);
  const bytes = sealFeed(document, sign(null, messageOf(document), key).toString('hex'));
  return { bytes: new Uint8Array(bytes), tag: digest(bytes) };
}

const digest = (of: string | Uint8Array): string =>
  createHash('sha256').update(of).digest('base64url').slice(0, 22);
