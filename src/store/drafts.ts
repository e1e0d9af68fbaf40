/** Drafts of openings, and how one becomes an opening: with its line in the audit, in the message's transaction. */
import { createHash, randomUUID } from 'node:crypto';
import type { Action, Coordinator, Organisation, Subject } from '../domain/coordinator.ts';
import type { Desk, Done } from '../domain/desk.ts';
import { type KeptDraft, openingFrom, type Said } from '../domain/draft.ts';
import { fingerprintText } from '../domain/fingerprint.ts';
import type { OpeningContent } from '../domain/opening.ts';
import type { Queryable } from './database.ts';
import { freeCodes } from './opening-code.ts';
import { OPENING_COLUMNS, OPENING_TYPES, type OpeningRow, openingOf, rowOf } from './opening-row.ts';
import { organisations } from './organisations.ts';
import { REFUSED, type Seat } from './seat.ts';

/** How long what nobody goes on with is kept. */
const DRAFT_DAYS = 30;

/** Drafts that one person may have at a time; the oldest give way. */
const MOST_DRAFTS = 60;

type Drafts = Pick<
  Desk,
  | ('drafts' | 'draft' | 'waiting' | 'lastPosted' | 'mostReached')
  | ('saveDraft' | 'dropDraft' | 'submitDraft' | 'publishDraft' | 'approveDraft' | 'refuseDraft')
>;

/** What somebody does with drafts. */
export function draftsAt(seat: Seat): Drafts {
  // A conversation is played from its beginning with each answer, and looks at its draft at every step.
  const seen = new Map<string, Promise<KeptDraft | null>>();
  const writes = <T>(deed: Promise<T>): Promise<T> => {
    seen.clear();
    return deed.finally(() => seen.clear());
  };
  return {
    drafts: () => own(seat),
    draft(id) {
      const found = seen.get(id) ?? one(seat, id);
      seen.set(id, found);
      return found;
    },
    waiting: () => waiting(seat),
    lastPosted: () => lastPosted(seat),
    mostReached: () => mostReached(seat.ports.database),
    saveDraft: (id, change) => writes(save(seat, id, change)),
    dropDraft: (id) => writes(drop(seat, id)),
    submitDraft: (id, review) => writes(submit(seat, id, review)),
    publishDraft: (id, content) => writes(publish(seat, id, content, 'opening.publish')),
    approveDraft: (id, content) => writes(publish(seat, id, content, 'opening.approve')),
    refuseDraft: (id) => writes(refuse(seat, id)),
  };
}

async function drop(seat: Seat, id: string): Promise<void> {
  const who = await seat.afresh();
  if (who === null) return;
  await seat.ports.database.query('delete from draft where id = $1 and coordinator_id = $2', [id, who.id]);
}

interface DraftRow {
  readonly id: string;
  readonly coordinator_id: string;
  readonly organisation_id: string;
  readonly content: Said;
  readonly updated_at: Date;
  readonly submitted_at: Date | null;
  readonly review: readonly string[];
  readonly refused: boolean;
}

const COLUMNS = 'id, coordinator_id, organisation_id, content, updated_at, submitted_at, review, refused';

const keptOf = (row: DraftRow, organisation: Organisation): KeptDraft => ({
  id: row.id,
  said: row.content,
  organisation,
  by: row.coordinator_id,
  updatedAt: row.updated_at,
  submitted: row.submitted_at !== null,
  review: row.review,
  refused: row.refused,
});

async function find(
  database: Queryable,
  where: string,
  values: readonly unknown[],
): Promise<readonly KeptDraft[]> {
  const { rows } = await database.query<DraftRow>(`select ${COLUMNS} from draft where ${where}`, [...values]);
  if (rows.length === 0) return [];
  const all = new Map((await organisations(database)).map((each) => [each.id, each]));
  return rows.flatMap((row) => {
    const organisation = all.get(row.organisation_id);
    return organisation === undefined ? [] : [keptOf(row, organisation)];
  });
}

async function own(seat: Seat): Promise<readonly KeptDraft[]> {
  const id = seat.coordinator?.id;
  if (id === undefined) return [];
  return find(seat.ports.database, 'coordinator_id = $1 and submitted_at is null order by updated_at desc', [
    id,
  ]);
}

/** What deciding on a draft, or publishing it, is done to. */
const subjectOf = ({ organisation, by, said }: KeptDraft, people?: number): Subject => ({
  organisationId: organisation.id,
  by,
  ...(said.content.region === undefined ? {} : { region: said.content.region }),
  ...(people === undefined ? {} : { people }),
});

/** Whether it is theirs to decide on: that a code is needed first is said when they decide. */
const decides = (seat: Seat, draft: KeptDraft): boolean =>
  draft.submitted && seat.may('opening.approve', subjectOf(draft)).kind !== 'no';

async function one(seat: Seat, id: string): Promise<KeptDraft | null> {
  const [draft] = await find(seat.ports.database, 'id = $1', [id]);
  if (draft === undefined) return null;
  return draft.by === seat.coordinator?.id || decides(seat, draft) ? draft : null;
}

async function waiting(seat: Seat): Promise<readonly KeptDraft[]> {
  const who = seat.coordinator;
  if (who === null) return [];
  const all = await find(
    seat.ports.database,
    'submitted_at is not null and ($1::uuid is null or organisation_id = $1) order by submitted_at limit 50',
    [who.organisation?.id ?? null],
  );
  return all.filter((draft) => decides(seat, draft));
}

async function lastPosted(seat: Seat): Promise<OpeningContent | null> {
  const { rows } = await seat.ports.database.query<OpeningRow>(
    `select ${OPENING_COLUMNS} from opening o where o.posted_by = $1 order by o.published_at desc limit 1`,
    [seat.coordinator?.id ?? null],
  );
  if (rows[0] === undefined) return null;
  const {
    id: _,
    code: __,
    source: ___,
    externalId: ____,
    status: _____,
    closeReason: ______,
    placesLeft: _______,
    expiresOn: ________,
    bulletinId: _________,
    revision: __________,
    placesAt: ___________,
    ...content
  } = openingOf(rows[0]);
  return content;
}

/** Everybody who hears of anything: no opening reaches more. */
async function mostReached(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ people: number }>(
    `select count(*)::integer as people from subscriber where standing = 'active'`,
  );
  return rows[0]?.people ?? 0;
}

/** Writing is nobody else's business until it is submitted: it has no line in the audit. */
async function save(seat: Seat, id: string | null, change: (said: Said) => Said): Promise<string | null> {
  const who = await seat.afresh();
  const organisationId = who?.organisation?.id ?? null;
  if (who === null || organisationId === null) return null;
  if (seat.may('draft.edit', { organisationId }).kind !== 'yes') return null;
  return id === null ? make(seat, who, organisationId, change) : alter(seat, who, id, change);
}

async function make(
  { ports: { database }, now }: Seat,
  who: Coordinator,
  organisationId: string,
  change: (said: Said) => Said,
): Promise<string> {
  const id = randomUUID();
  await database.query(
    `insert into draft (id, coordinator_id, organisation_id, content, updated_at) values ($1, $2, $3, $4, $5)`,
    [id, who.id, organisationId, JSON.stringify(change({ content: {}, asked: [] })), now],
  );
  await database.query(
    `delete from draft where id in (
       select id from draft where coordinator_id = $1 and submitted_at is null order by updated_at desc offset $2)`,
    [who.id, MOST_DRAFTS],
  );
  return id;
}

async function alter(
  { ports: { database }, now }: Seat,
  who: Coordinator,
  id: string,
  change: (said: Said) => Said,
): Promise<string | null> {
  const { rows } = await database.query<{ content: Said }>(
    'select content from draft where id = $1 and coordinator_id = $2 and submitted_at is null for update',
    [id, who.id],
  );
  if (rows[0] === undefined) return null;
  await database.query('update draft set content = $2, updated_at = $3, refused = false where id = $1', [
    id,
    JSON.stringify(change(rows[0].content)),
    now,
  ]);
  return id;
}

/** The draft, held until the end of the transaction: two who decide at once decide one after the other. */
async function locked(seat: Seat, id: string): Promise<KeptDraft | null> {
  const [draft] = await find(seat.ports.database, 'id = $1 for update', [id]);
  return draft ?? null;
}

async function submit(seat: Seat, id: string, review: readonly string[]): Promise<Done<null>> {
  const draft = await locked(seat, id);
  if (draft === null || draft.submitted || draft.by !== seat.coordinator?.id) return REFUSED;
  return seat.act(
    { action: 'opening.submit', subject: subjectOf(draft), about: id.slice(-12), detail: { review } },
    async () => {
      await seat.ports.database.query(
        'update draft set submitted_at = $2, updated_at = $2, review = $3, refused = false where id = $1',
        [id, seat.now, review],
      );
      return null;
    },
  );
}

type Publishing = Extract<Action, 'opening.publish' | 'opening.approve'>;

/** Whether a draft is in the state in which this is done: own and unsubmitted, or another's and waiting. */
function isReady(seat: Seat, draft: KeptDraft, action: Publishing): boolean {
  if (action === 'opening.approve') return draft.submitted;
  const who = seat.coordinator;
  // The first openings of somebody are looked at by another person, whatever a conversation says.
  return !draft.submitted && draft.by === who?.id && who.approvedOpenings > 0;
}

async function publish(
  seat: Seat,
  id: string,
  content: OpeningContent,
  action: Publishing,
): Promise<Done<string>> {
  const { database } = seat.ports;
  await seat.afresh();
  const draft = await locked(seat, id);
  // What is judged is where the opening will be, and what the draft says.
  if (draft === null || !isReady(seat, draft, action) || draft.said.content.region !== content.region)
    return REFUSED;
  const [code = ''] = await freeCodes(database, [`chat ${id}`]);
  const subject = subjectOf(draft, await mostReached(database));
  return seat.act({ action, subject, about: `#${code}` }, async () => {
    await insert(database, draft, content, code, seat.now);
    await database.query('delete from draft where id = $1', [id]);
    if (action === 'opening.approve')
      await database.query('update coordinator set approved_openings = approved_openings + 1 where id = $1', [
        draft.by,
      ]);
    return code;
  });
}

const GIVEN = Object.entries(OPENING_TYPES)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ');

/** Whoever plans announcements is woken; a lost call is made up by the next round. */
async function insert(
  database: Queryable,
  { id, by, organisation, review }: KeptDraft,
  content: OpeningContent,
  code: string,
  now: Date,
): Promise<void> {
  const opening = openingFrom(content, id, code);
  const columns = Object.keys(OPENING_TYPES).join(', ');
  const print = createHash('sha256')
    .update(fingerprintText({ kind: 'opening', externalId: id, content, employerKey: content.employer }))
    .digest('hex')
    .slice(0, 32);
  await database.query(
    `insert into opening (${columns}, fingerprint, organisation_id, posted_by, review, published_at)
     select ${columns}, decode($2, 'hex'), $3, $4, $5, $6
     from jsonb_to_recordset($1::jsonb) as given (${GIVEN})`,
    [JSON.stringify([rowOf(opening)]), print, organisation.id, by, review, now],
  );
  await database.query(`select pg_notify('mehnat', 'bulletin')`);
}

async function refuse(seat: Seat, id: string): Promise<Done<null>> {
  const draft = await locked(seat, id);
  if (draft === null || !draft.submitted) return REFUSED;
  return seat.act({ action: 'opening.refuse', subject: subjectOf(draft), about: id.slice(-12) }, async () => {
    await seat.ports.database.query(
      'update draft set submitted_at = null, updated_at = $2, refused = true where id = $1',
      [id, seat.now],
    );
    return null;
  });
}

/** Drops drafts that nobody went on with for 30 days. Says how many. */
export async function expireDrafts(database: Queryable, now: Date): Promise<number> {
  const { rowCount } = await database.query(
    `delete from draft where updated_at <= $1::timestamptz - $2 * interval '1 day'`,
    [now, DRAFT_DAYS],
  );
  return rowCount ?? 0;
}
