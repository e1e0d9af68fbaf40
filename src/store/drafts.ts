/** Drafts of openings, as those who write them and decide on them see and change them. */
import { randomUUID } from 'node:crypto';
import type { Coordinator } from '../domain/coordinator.ts';
import type { Desk, Done } from '../domain/desk.ts';
import type { BackReason, KeptDraft, Said } from '../domain/draft.ts';
import type { OpeningContent } from '../domain/opening.ts';
import type { Queryable } from './database.ts';
import { draftSubject, findDrafts, lockedDraft } from './draft-row.ts';
import { OPENING_COLUMNS, type OpeningRow, openingOf } from './opening-row.ts';
import { sayToPoster } from './poster-words.ts';
import { leaving, mostReached, publish, takeBack } from './publishing.ts';
import { REFUSED, type Seat } from './seat.ts';

/** How long what nobody goes on with is kept. */
const DRAFT_DAYS = 30;

/** Drafts that one person may have at a time; the oldest give way. */
const MOST_DRAFTS = 60;

type Drafts = Pick<
  Desk,
  | ('drafts' | 'draft' | 'waiting' | 'leaving' | 'lastPosted' | 'mostReached')
  | ('saveDraft' | 'dropDraft' | 'submitDraft' | 'publishDraft' | 'approveDraft' | 'refuseDraft' | 'takeBack')
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
    leaving: () => leaving(seat),
    lastPosted: () => lastPosted(seat),
    mostReached: () => mostReached(seat.ports.database),
    saveDraft: (id, change) => writes(save(seat, id, change)),
    dropDraft: (id) => writes(drop(seat, id)),
    submitDraft: (id, review) => writes(submit(seat, id, review)),
    publishDraft: (id, content) => writes(publish(seat, id, content, 'opening.publish')),
    approveDraft: (id, content) => writes(publish(seat, id, content, 'opening.approve')),
    refuseDraft: (id, reason) => writes(refuse(seat, id, reason)),
    takeBack: (code) => writes(takeBack(seat, code)),
  };
}

async function drop(seat: Seat, id: string): Promise<void> {
  const who = await seat.afresh();
  if (who === null) return;
  await seat.ports.database.query(
    'delete from draft where id = $1 and coordinator_id = $2 and publish_at is null',
    [id, who.id],
  );
}

async function own(seat: Seat): Promise<readonly KeptDraft[]> {
  const id = seat.coordinator?.id;
  if (id === undefined) return [];
  return findDrafts(
    seat.ports.database,
    'coordinator_id = $1 and submitted_at is null order by updated_at desc',
    [id],
  );
}

/** Whether it is theirs to decide on: that a code is needed first is said when they decide. */
const decides = (seat: Seat, draft: KeptDraft): boolean =>
  draft.submitted && seat.may('opening.approve', draftSubject(draft)).kind !== 'no';

async function one(seat: Seat, id: string): Promise<KeptDraft | null> {
  const [draft] = await findDrafts(seat.ports.database, 'id = $1', [id]);
  if (draft === undefined) return null;
  return draft.by === seat.coordinator?.id || decides(seat, draft) ? draft : null;
}

async function waiting(seat: Seat): Promise<readonly KeptDraft[]> {
  const who = seat.coordinator;
  if (who === null) return [];
  const all = await findDrafts(
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

async function submit(seat: Seat, id: string, review: readonly string[]): Promise<Done<null>> {
  const draft = await lockedDraft(seat.ports.database, id);
  if (draft === null || draft.submitted || draft.by !== seat.coordinator?.id) return REFUSED;
  return seat.act(
    { action: 'opening.submit', subject: draftSubject(draft), about: id.slice(-12), detail: { review } },
    async () => {
      await seat.ports.database.query(
        'update draft set submitted_at = $2, updated_at = $2, review = $3, refused = false where id = $1',
        [id, seat.now, review],
      );
      return null;
    },
  );
}

async function refuse(seat: Seat, id: string, reason: BackReason): Promise<Done<null>> {
  const draft = await lockedDraft(seat.ports.database, id);
  if (draft === null || !draft.submitted) return REFUSED;
  return seat.act(
    { action: 'opening.refuse', subject: draftSubject(draft), about: id.slice(-12) },
    async () => {
      await seat.ports.database.query(
        'update draft set submitted_at = null, updated_at = $2, refused = true, review = $3 where id = $1',
        [id, seat.now, [reason]],
      );
      await sayToPoster(seat.ports.database, {
        draftId: id,
        coordinatorId: draft.by,
        approved: false,
        decidedAt: seat.now,
      });
      return null;
    },
  );
}

/** Drops drafts that nobody went on with for 30 days. Says how many. */
export async function expireDrafts(database: Queryable, now: Date): Promise<number> {
  const { rowCount } = await database.query(
    `delete from draft where updated_at <= $1::timestamptz - $2 * interval '1 day'`,
    [now, DRAFT_DAYS],
  );
  return rowCount ?? 0;
}
