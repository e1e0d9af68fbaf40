/** Feeds of other exchanges that are trusted, and the end of that trust. */
import { sourceOf } from '../domain/federation.ts';
import type { Day } from '../domain/opening.ts';
import type { Voucher } from '../domain/source.ts';
import type { Database, Queryable } from './database.ts';
import { dueWhereTold } from './import-run.ts';

/** A feed that is trusted, or was. */
export interface TrustedFeed {
  /** What it is called here. */
  readonly name: string;
  readonly url: string;
  /** Ed25519, base64url. */
  readonly publicKey: string;
  readonly revokedAt: Date | null;
  /** When the newest feed that was taken had been issued. */
  readonly takenAt: Date | null;
  /** Its openings that are open here. */
  readonly open: number;
}

const SOURCE = 'exchange';

/**
 * Trusts a feed, or trusts it again by another key or at another address. With another key the feeds that the old one
 * signed count no more.
 */
export async function trustFeed(
  database: Queryable,
  { name, url, publicKey }: Pick<TrustedFeed, 'name' | 'url' | 'publicKey'>,
  today: Day,
): Promise<void> {
  await database.query(
    `insert into federation (slug, url, public_key, added_on) values ($1, $2, $3, $4)
     on conflict (slug) do update set url = excluded.url, public_key = excluded.public_key, revoked_at = null,
       taken_at = case when federation.public_key = excluded.public_key then federation.taken_at end`,
    [name, url, publicKey, today],
  );
}

/** Everything that is trusted, or was, by name. */
export async function trustedFeeds(database: Queryable): Promise<readonly TrustedFeed[]> {
  const { rows } = await database.query<TrustedFeed>(
    `select slug as name, url, public_key as "publicKey", revoked_at as "revokedAt", taken_at as "takenAt",
       (select count(*)::integer from opening o where o.source = $1 || ':' || f.slug and o.status = 'open') as open
     from federation f order by slug`,
    [SOURCE],
  );
  return rows;
}

/**
 * Trusts a feed no more and closes everything it vouched for: its source is gone. Those who were told hear it. Waits for
 * an import that is going on. Resolves to how many openings were closed; `null` when there is no such feed.
 */
export async function revokeFeed(
  database: Pick<Database, 'transaction'>,
  name: string,
  now: Date,
): Promise<number | null> {
  const source = sourceOf(SOURCE, name);
  return database.transaction(async (client) => {
    // First the lock of the source, then the row, as an import takes them: two that wait for each other never end.
    await client.query(`select pg_advisory_xact_lock(hashtextextended('mehnat import ' || $1, 0))`, [source]);
    const { rowCount: known } = await client.query(
      'update federation set revoked_at = coalesce(revoked_at, $2) where slug = $1',
      [name, now],
    );
    if (known !== 1) return null;
    const { rowCount } = await client.query(
      `update opening o set status = 'closed', close_reason = 'source-gone', closed_at = $2, revision = revision + 1,
         correction = ${dueWhereTold(`'cancelled'`)}
       where source = $1 and status in ('open', 'paused')`,
      [source, now],
    );
    await client.query(`select pg_notify('mehnat', 'opening')`);
    return rowCount ?? 0;
  });
}

/** Whoever signs a feed that is trusted, for an import; a dry run takes nothing. */
export function voucherOf(
  database: Queryable,
  { name, url, publicKey }: TrustedFeed,
  { now, dryRun }: { readonly now: Date; readonly dryRun: boolean },
): Voucher {
  const address = new URL(url);
  return {
    name,
    organisation: organisationAt(address) ?? '',
    publicKey,
    address,
    now,
    take: (issuedAt) => take(database, { name, publicKey, issuedAt, dryRun }),
    vouched: async () => {
      const { rows } = await database.query<{ id: string }>(
        `select external_id as id from opening where source = $1 and status in ('open', 'paused')`,
        [sourceOf(SOURCE, name)],
      );
      return rows.map(({ id }) => id);
    },
  };
}

/** The organisation whose feed lies at an address such as `https://kg.example/feed/union.json`; `null`: none can. */
export const organisationAt = ({ pathname }: URL): string | null =>
  /\/feed\/([a-z0-9-]{2,32})\.json$/.exec(pathname)?.[1] ?? null;

/** Two imports, or an import and the end of trust, come one after the other: the row is held while it is looked at. */
async function take(
  database: Queryable,
  feed: {
    readonly name: string;
    readonly publicKey: string;
    readonly issuedAt: Date;
    readonly dryRun: boolean;
  },
): Promise<'taken' | 'older' | 'revoked'> {
  const { rows } = await database.query<{ older: boolean }>(
    feed.dryRun
      ? `select coalesce(taken_at > $3, false) as older from federation
         where slug = $1 and public_key = $2 and revoked_at is null`
      : `update federation f set taken_at = greatest(f.taken_at, $3) from federation before
         where f.slug = $1 and f.public_key = $2 and f.revoked_at is null and before.slug = f.slug
         returning coalesce(before.taken_at > $3, false) as older`,
    [feed.name, feed.publicKey, feed.issuedAt],
  );
  if (rows[0] === undefined) return 'revoked';
  return rows[0].older ? 'older' : 'taken';
}
