/** Which coordinators are to be told what others asked of them, or decided. */
import type { DeskWord, DeskWordKind } from '../domain/desk-word.ts';
import type { Queryable } from './database.ts';

/** Whoever may agree to a broadcast by the code, but whoever wrote it, is to hear that it is asked for. */
export async function askColleagues(on: Queryable, code: string, now: Date): Promise<void> {
  await on.query(
    `insert into desk_word (coordinator_id, kind, subject, said_at)
     select c.id, 'asked', b.code, $2 from broadcast b join coordinator c on c.organisation_id = b.organisation_id
     where b.code = $1 and c.id is distinct from b.posted_by and c.trusted_from <= $2
       and c.roles && '{broadcaster,moderator,admin}'
     on conflict do nothing`,
    [code, now],
  );
}

/** One coordinator is to hear something. */
export async function sayAtDesk(
  on: Queryable,
  { coordinatorId, kind, subject, saidAt }: Omit<DeskWord, 'locale'>,
): Promise<void> {
  await on.query(
    `insert into desk_word (coordinator_id, kind, subject, said_at)
     select id, $2, $3, $4 from coordinator where id = $1 on conflict do nothing`,
    [coordinatorId, kind, subject, saidAt],
  );
}

/** Whoever could not be told for so long finds it at the desk. */
const TOLD_WITHIN_MS = 24 * 3_600_000;

const CLAIM = `
  with word as (
    delete from desk_word where (coordinator_id, kind, subject) = (
      select coordinator_id, kind, subject from desk_word order by said_at, coordinator_id, kind, subject
      limit 1 for update skip locked)
    returning coordinator_id, kind, subject, said_at)
  select w.coordinator_id as "coordinatorId", c.locale, w.kind, w.subject, w.said_at as "saidAt",
    w.kind <> 'asked' or exists (
      select from broadcast b where b.code = w.subject and b.state = 'asked' and b.send_at > $1) as stands
  from word w join coordinator c on c.id = w.coordinator_id`;

/** Takes the next word: after a crash they are rather not told than told twice. What does not stand any more is passed. */
export async function claimDeskWord(on: Queryable, now: Date): Promise<DeskWord | null> {
  await on.query('delete from desk_word where said_at <= $1', [new Date(now.getTime() - TOLD_WITHIN_MS)]);
  const { rows } = await on.query<DeskWord & { readonly kind: DeskWordKind; readonly stands: boolean }>(
    CLAIM,
    [now],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { stands, ...word } = row;
  return stands ? word : claimDeskWord(on, now);
}
