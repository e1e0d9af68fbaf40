/**
 * One import run, in PostgreSQL. A run that was cut off leaves its bulletin unfinished; the next run of that source
 * takes the bulletin over, so that everything both of them brought is announced once.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { expiresOn } from '../domain/admission.ts';
import { fingerprintText } from '../domain/fingerprint.ts';
import type { ImportRun, Imports, Outcome, RunEnd } from '../domain/import-run.ts';
import type { Day } from '../domain/opening.ts';
import type { MappedOpening } from '../domain/source.ts';
import type { Database, Queryable } from './database.ts';
import { type Decided, decide, type Known } from './import-decision.ts';
import { freeCodes, retryTakenCode } from './opening-code.ts';
import { OPENING_COLUMNS, OPENING_TYPES, type OpeningRow, openingOf, rowOf } from './opening-row.ts';
import { expireOpenings } from './openings.ts';

/** Imports into this database. */
export const importsInto = (database: Database): Imports => ({
  begin: (source, today) => begin(database, source, today),
});

async function begin(database: Database, source: string, today: Day): Promise<ImportRun | null> {
  const holder = await database.pool.connect();
  const { rows } = await holder.query<{ held: boolean }>(
    `select pg_try_advisory_lock(hashtextextended('mehnat import ' || $1, 0)) as held`,
    [source],
  );
  if (rows[0]?.held !== true) {
    holder.release();
    return null;
  }
  const run: Run = { id: randomUUID(), bulletinId: await adoptBulletin(database, source), source, today };
  return {
    write: (openings) => retryTakenCode(() => database.transaction((client) => write(client, run, openings))),
    withdraw: (ids) => withdraw(database.pool, run, ids),
    finish: (full, account) => database.transaction((client) => finish(client, run, full, account)),
    release: () => letGo(holder, source),
  };
}

async function letGo(holder: PoolClient, source: string): Promise<void> {
  try {
    await holder.query(`select pg_advisory_unlock(hashtextextended('mehnat import ' || $1, 0))`, [source]);
    holder.release();
  } catch {
    // The server gives the lock back when the connection ends.
    holder.release(true);
  }
}

interface Run {
  /** Marks what this run saw. */
  readonly id: string;
  readonly bulletinId: string;
  readonly source: string;
  readonly today: Day;
}

/** The unfinished bulletin of a run that was cut off, else a new one. */
async function adoptBulletin(database: Database, source: string): Promise<string> {
  const { rows } = await database.pool.query<{ id: string }>(
    'select id from bulletin where source = $1 and finished_at is null order by started_at limit 1',
    [source],
  );
  const [unfinished] = rows;
  if (unfinished !== undefined) return unfinished.id;
  const id = randomUUID();
  await database.pool.query('insert into bulletin (id, source) values ($1, $2)', [id, source]);
  return id;
}

async function write(
  client: Queryable,
  run: Run,
  openings: readonly MappedOpening[],
): Promise<readonly Outcome[]> {
  const prints = openings.map(fingerprint);
  const known = await knownOf(client, run, openings, prints);
  const decisions = decide(openings, prints, known, run.id);
  await insertNew(
    client,
    run,
    decisions.filter((one) => one.outcome === 'imported'),
  );
  await updateChanged(
    client,
    run,
    decisions.filter((one) => one.outcome === 'updated'),
  );
  await markSeen(client, run, decisions);
  return decisions.map(({ outcome }) => outcome);
}

const fingerprint = (opening: MappedOpening): string =>
  createHash('sha256').update(fingerprintText(opening)).digest('hex').slice(0, 32);

/** How long a closed opening still makes its re-posted twin a duplicate. Ours. */
const CLOSED_REMEMBERED_DAYS = 7;

async function knownOf(
  client: Queryable,
  run: Run,
  openings: readonly MappedOpening[],
  prints: readonly string[],
): Promise<Known> {
  const byId = await client.query<OpeningRow & { seen_in: string | null; undecided: number }>(
    `select ${OPENING_COLUMNS}, o.seen_in,
       (select count(*)::integer from report r where r.opening_id = o.id and not r.decided) as undecided
     from opening o where o.source = $1 and o.external_id = any ($2)
     -- Or what somebody says of one meanwhile would be overwritten by what was read before.
     for no key update`,
    [run.source, openings.map(({ externalId }) => externalId)],
  );
  const twins = await client.query<{ id: string; print: string }>(
    // One look into the index for each: the planner would rather read the whole table for a list this long.
    `select twin.id, encode(given.print, 'hex') as print
     from (select distinct unnest($1::bytea[]) as print) as given
     cross join lateral (
       select o.id from opening o
       where o.fingerprint = given.print
         and (o.status <> 'closed' or o.close_reason not in ('expired', 'too-old', 'source-gone')
           or o.closed_at > clock_timestamp() - make_interval(days => $2))
       order by o.status = 'open' desc, o.published_at
       limit 1) as twin`,
    [prints.map((print) => Buffer.from(print, 'hex')), CLOSED_REMEMBERED_DAYS],
  );
  return {
    byId: new Map(
      byId.rows.map((row) => [
        row.external_id,
        { opening: openingOf(row), seenIn: row.seen_in, undecided: row.undecided },
      ]),
    ),
    byPrint: new Map(twins.rows.map(({ id, print }) => [print, id])),
  };
}

async function insertNew(client: Queryable, run: Run, decided: readonly Decided[]): Promise<void> {
  if (decided.length === 0) return;
  const codes = await freeCodes(
    client,
    decided.map(({ mapped }) => `${run.source} ${mapped.externalId}`),
  );
  const rows = decided.map(({ mapped, print }, at) => ({
    ...rowOf({
      ...mapped.content,
      id: randomUUID(),
      code: codes[at] ?? '',
      source: run.source,
      externalId: mapped.externalId,
      status: 'open',
      closeReason: null,
      placesLeft: mapped.content.places,
      expiresOn: expiresOn(mapped.content),
      bulletinId: run.bulletinId,
      revision: 0,
      placesAt: null,
    }),
    print,
  }));
  const columns = Object.keys(OPENING_TYPES).join(', ');
  await client.query(
    `insert into opening (${columns}, fingerprint, seen_in)
     select ${columns}, decode(print, 'hex'), $2 from jsonb_to_recordset($1::jsonb) as given (${GIVEN})`,
    [JSON.stringify(rows), run.id],
  );
}

const GIVEN = `${Object.entries(OPENING_TYPES)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ')}, print text`;

/** Never changed by a feed: what the opening is called here, and who brought it. */
const KEPT: ReadonlySet<string> = new Set(['id', 'code', 'source', 'external_id', 'bulletin_id']);

async function updateChanged(client: Queryable, run: Run, decided: readonly Decided[]): Promise<void> {
  if (decided.length === 0) return;
  const rows = decided.flatMap(({ next, print, correction }) =>
    next === null ? [] : [{ ...rowOf(next), print, correction }],
  );
  const changes = Object.keys(OPENING_TYPES)
    .filter((name) => !KEPT.has(name))
    .map((name) => `${name} = given.${name}`);
  await client.query(
    `update opening o set ${changes.join(', ')}, fingerprint = decode(given.print, 'hex'),
       closed_at = case when given.status in ('filled', 'closed') then coalesce(o.closed_at, clock_timestamp()) end, seen_in = $2, missed_runs = 0,
       correction = ${dueWhereTold('given.correction')}
     from jsonb_to_recordset($1::jsonb) as given (${GIVEN}, correction text) where o.id = given.id`,
    [JSON.stringify(rows), run.id],
  );
}

/** Seen again, by its own id or by that of a twin; a twin that was posted later keeps it alive longer. */
async function markSeen(client: Queryable, run: Run, decisions: readonly Decided[]): Promise<void> {
  const seen = decisions.flatMap(({ outcome, id, mapped }) =>
    id !== null && (outcome === 'unchanged' || outcome === 'duplicate')
      ? [{ id, expires_on: expiresOn(mapped.content), posted_on: mapped.content.postedOn }]
      : [],
  );
  if (seen.length === 0) return;
  await client.query(
    `update opening o set seen_in = case when o.source = $3 then $2 else o.seen_in end,
       missed_runs = case when o.source = $3 then 0 else o.missed_runs end,
       expires_on = case when o.status = 'open' then greatest(o.expires_on, given.expires_on) else o.expires_on end
     from (select id, max(expires_on) as expires_on
           from jsonb_to_recordset($1::jsonb) as seen (id uuid, expires_on date) group by id) as given
     where o.id = given.id`,
    [JSON.stringify(seen), run.id, run.source],
  );
}

/** The correction of a row `o` becomes `due`, when anybody was told of it or is just being told. */
export const dueWhereTold = (due: string): string =>
  `case when exists (select from told t where t.opening_id = o.id and (t.bits <> '' or t.journal <> '[]'))
       or exists (select from push p
                  where p.announcement_id in (o.id, o.bulletin_id) and p.state = 'running' and p.wire <> '[]')
     then coalesce(${due}, o.correction) else o.correction end`;

/** What closing an opening `o` means for those who were told of it. */
const CANCELLED = `revision = o.revision + 1, correction = ${dueWhereTold(`'cancelled'`)}`;

async function withdraw(client: Queryable, run: Run, externalIds: readonly string[]): Promise<number> {
  const { rowCount } = await client.query(
    `update opening o set status = 'closed', close_reason = 'source-gone', closed_at = clock_timestamp(), seen_in = $3,
       ${CANCELLED}
     where source = $1 and external_id = any ($2) and status in ('open', 'paused')`,
    [run.source, externalIds, run.id],
  );
  return rowCount ?? 0;
}

/** Full runs an opening may be missing from before it closes. */
const MISSES = 2;
/** A feed that names less than this share of what is open, where at least so many are, is a broken feed. Ours. */
const LEAST_SHARE = 0.3;
const FEW = 20;

async function finish(client: Queryable, run: Run, full: boolean, account: object): Promise<RunEnd> {
  const expired = await expireOpenings(client, run.today, run.source);
  const shrank = full && (await hasShrunk(client, run));
  const gone = full && !shrank ? await closeGone(client, run) : 0;
  const { rows } = await client.query<{ any: boolean }>(
    'select exists (select from opening where bulletin_id = $1) as any',
    [run.bulletinId],
  );
  const news = rows[0]?.any === true;
  // Without anything new there is nothing to announce: no bulletin.
  if (news)
    await client.query('update bulletin set finished_at = clock_timestamp(), account = $2 where id = $1', [
      run.bulletinId,
      JSON.stringify(account),
    ]);
  else await client.query('delete from bulletin where id = $1', [run.bulletinId]);
  if (news) await client.query(`select pg_notify('mehnat', 'bulletin')`);
  await client.query(
    `select pg_notify('mehnat', 'opening')
     where exists (select from opening where correction is not null and source = $1)`,
    [run.source],
  );
  return { bulletinId: news ? run.bulletinId : null, closed: { expired, gone }, shrank };
}

async function hasShrunk(client: Queryable, run: Run): Promise<boolean> {
  const { rows } = await client.query<{ open: number; seen: number }>(
    `select count(*)::integer as open, (count(*) filter (where seen_in = $2))::integer as seen
     from opening where source = $1 and status = 'open'`,
    [run.source, run.id],
  );
  const { open = 0, seen = 0 } = rows[0] ?? {};
  return open > 0 && (seen === 0 || (open >= FEW && seen < open * LEAST_SHARE));
}

async function closeGone(client: Queryable, run: Run): Promise<number> {
  const { rows } = await client.query<{ id: string; missed: number }>(
    `update opening set missed_runs = missed_runs + 1
     where source = $1 and status in ('open', 'paused') and seen_in is distinct from $2
     returning id, missed_runs as missed`,
    [run.source, run.id],
  );
  const gone = rows.filter(({ missed }) => missed >= MISSES).map(({ id }) => id);
  if (gone.length === 0) return 0;
  await client.query(
    `update opening o set status = 'closed', close_reason = 'source-gone', closed_at = clock_timestamp(), ${CANCELLED}
     where id = any ($1)`,
    [gone],
  );
  return gone.length;
}
