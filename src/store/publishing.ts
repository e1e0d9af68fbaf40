/**
 * How a draft becomes an opening: a minute after somebody said so. Until then it is a draft that nobody can change, and
 * there is nothing that a push, a digest, a list, a page or a feed could show; whoever takes it back leaves no trace.
 */
import { createHash } from 'node:crypto';
import { UNDO_MS } from '../domain/broadcast.ts';
import type { Action } from '../domain/coordinator.ts';
import type { Done, Leaving, TakenBack } from '../domain/desk.ts';
import { type KeptDraft, openingFrom } from '../domain/draft.ts';
import { fingerprintText } from '../domain/fingerprint.ts';
import type { OpeningContent } from '../domain/opening.ts';
import type { Database, Queryable } from './database.ts';
import { DRAFT_COLUMNS, type DraftRow, draftSubject, keptDrafts, lockedDraft } from './draft-row.ts';
import { freeCodes, retryTakenCode } from './opening-code.ts';
import { OPENING_TYPES, type OpeningRow, openingOf, rowOf } from './opening-row.ts';
import { sayToPoster } from './poster-words.ts';
import { REFUSED, type Seat } from './seat.ts';

/** Everybody who hears of anything: no opening reaches more. */
export async function mostReached(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ people: number }>(
    `select count(*)::integer as people from subscriber where standing = 'active'`,
  );
  return rows[0]?.people ?? 0;
}

type Publishing = Extract<Action, 'opening.publish' | 'opening.approve'>;

/** Whether a draft is in the state in which this is done: own and unsubmitted, or another's and waiting. */
function isReady(seat: Seat, draft: KeptDraft, action: Publishing): boolean {
  if (action === 'opening.approve') return draft.submitted;
  const who = seat.coordinator;
  // The first openings of somebody are looked at by another person, whatever a conversation says.
  return !draft.submitted && draft.by === who?.id && who.approvedOpenings > 0;
}

/** The name that gives an opening its code: the same now and in a minute. */
const nameOf = (id: string): string => `chat ${id}`;

/** Says that a draft be published when its minute is over. The code that the opening will have. */
export async function publish(
  seat: Seat,
  id: string,
  content: OpeningContent,
  action: Publishing,
): Promise<Done<string>> {
  const { database } = seat.ports;
  const draft = await lockedDraft(database, id);
  await seat.afresh();
  // What is judged is where the opening will be, and what the draft says.
  if (draft === null || !isReady(seat, draft, action) || draft.said.content.region !== content.region)
    return REFUSED;
  const [code = ''] = await freeCodes(database, [nameOf(id)]);
  const subject = draftSubject(draft, await mostReached(database));
  return seat.act({ action, subject, about: `#${code}` }, async () => {
    await database.query(
      `update draft set publish_at = $2, becomes = $3, approved = $4, submitted_at = coalesce(submitted_at, $5)
       where id = $1`,
      [
        id,
        new Date(seat.now.getTime() + UNDO_MS.normal),
        rowOf(openingFrom(content, id, code)),
        action === 'opening.approve',
        seat.now,
      ],
    );
    return code;
  });
}

interface LeavingRow extends DraftRow {
  readonly becomes: OpeningRow;
  readonly publish_at: Date;
  readonly approved: boolean;
}

const LEAVING = `select ${DRAFT_COLUMNS}, becomes, publish_at, approved from draft where publish_at is not null`;

/** Published openings of one's organisation that somebody may still take back, the newest first. */
export async function leaving(seat: Seat): Promise<readonly Leaving[]> {
  const who = seat.coordinator;
  if (who === null) return [];
  const { rows } = await seat.ports.database.query<LeavingRow>(
    `${LEAVING} and ($1::uuid is null or organisation_id = $1) order by publish_at desc limit 50`,
    [who.organisation?.id ?? null],
  );
  const drafts = await keptDrafts(seat.ports.database, rows);
  return drafts
    .filter((draft) => seat.may('opening.undo', draftSubject(draft)).kind === 'yes')
    .map((draft) => ({ draft, code: rows.find(({ id }) => id === draft.id)?.becomes.code ?? '' }));
}

/**
 * Takes it back: its poster's draft again, or one that waits, where somebody else does. Whoever holds the row first
 * wins, this or `publishOne`.
 */
export async function takeBack(seat: Seat, code: string): Promise<Done<TakenBack>> {
  const { database } = seat.ports;
  const { rows } = await database.query<LeavingRow>(`${LEAVING} and becomes->>'code' = $1 for update`, [
    code,
  ]);
  const [draft] = await keptDrafts(database, rows);
  if (draft === undefined) return { kind: 'done', value: (await isOut(seat, code)) ? 'late' : 'gone' };
  return seat.act({ action: 'opening.undo', subject: draftSubject(draft), about: `#${code}` }, async () => {
    const isOwn = draft.by === seat.coordinator?.id;
    await database.query(
      `update draft set publish_at = null, becomes = null, approved = false, updated_at = $2,
         submitted_at = case when $3 then null else submitted_at end where id = $1`,
      [draft.id, seat.now, isOwn],
    );
    return isOwn ? 'draft' : 'waits';
  });
}

async function isOut({ ports, coordinator }: Seat, code: string): Promise<boolean> {
  const { rowCount } = await ports.database.query(
    'select from opening where code = $1 and ($2::uuid is null or organisation_id = $2)',
    [code, coordinator?.organisation?.id ?? null],
  );
  return coordinator !== null && rowCount === 1;
}

/** So many in one round; the rest two seconds later. */
const MOST_AT_ONCE = 20;

/** Nothing of an organisation goes out while it is stopped: it can still be taken back. */
const DUE = `d.publish_at <= $1 and not exists (select from standstill)
  and not exists (select from organisation g where g.id = d.organisation_id and g.stopped_at is not null)`;

/** Makes openings of the drafts whose minute is over; one that fails keeps no other back. Says how many. */
export async function publishDue(database: Database, now: Date): Promise<number> {
  const { rows } = await database.pool.query<{ id: string }>(
    `select d.id from draft d where ${DUE} order by d.publish_at limit $2`,
    [now, MOST_AT_ONCE],
  );
  const ended = await Promise.allSettled(
    rows.map(({ id }) => retryTakenCode(() => database.transaction((client) => publishOne(client, id, now)))),
  );
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  return ended.filter((one) => one.status === 'fulfilled' && one.value).length;
}

const GIVEN = Object.entries(OPENING_TYPES)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ');
const COLUMNS = Object.keys(OPENING_TYPES).join(', ');

/**
 * Makes an opening of a draft, in a transaction. It waits for nobody: whoever holds the draft, or is its poster, just
 * now may be taking it back, and is asked again in two seconds. Whoever plans announcements is woken.
 */
export async function publishOne(client: Queryable, id: string, now: Date): Promise<boolean> {
  const { rows } = await client.query<LeavingRow>(
    `select d.* from draft d join coordinator c on c.id = d.coordinator_id
     where d.id = $2 and ${DUE} for update of c, d skip locked`,
    [now, id],
  );
  const [row] = rows;
  if (row === undefined) return false;
  const [code = ''] = await freeCodes(client, [nameOf(id)]);
  const { becomes } = row;
  const print = createHash('sha256')
    .update(
      fingerprintText({
        kind: 'opening',
        externalId: id,
        content: openingOf(becomes),
        employerKey: becomes.employer,
      }),
    )
    .digest('hex')
    .slice(0, 32);
  await client.query(
    `insert into opening (${COLUMNS}, fingerprint, organisation_id, posted_by, review, published_at)
     select ${COLUMNS}, decode($2, 'hex'), $3, $4, $5, $6 from jsonb_to_recordset($1::jsonb) as given (${GIVEN})`,
    [JSON.stringify([{ ...becomes, code }]), print, row.organisation_id, row.coordinator_id, row.review, now],
  );
  await client.query('delete from draft where id = $1', [id]);
  if (row.approved) {
    await client.query('update coordinator set approved_openings = approved_openings + 1 where id = $1', [
      row.coordinator_id,
    ]);
    await sayToPoster(client, {
      draftId: id,
      coordinatorId: row.coordinator_id,
      approved: true,
      decidedAt: now,
    });
  }
  await client.query(`select pg_notify('mehnat', 'bulletin')`);
  return true;
}
