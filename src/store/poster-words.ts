/** Which posters are to be told what somebody decided on a draft of theirs. */
import type { PosterWord } from '../domain/poster-word.ts';
import type { Queryable } from './database.ts';

/** A decision; an approved draft and its opening have one id. */
export interface Decision extends Pick<PosterWord, 'draftId' | 'coordinatorId' | 'decidedAt'> {
  readonly approved: boolean;
}

/** Remembers it until it is told; only the last decision on a draft counts. */
export async function sayToPoster(on: Queryable, decision: Decision): Promise<void> {
  const { draftId, coordinatorId, approved, decidedAt } = decision;
  await on.query(
    `insert into poster_word (draft_id, coordinator_id, approved, decided_at) values ($1, $2, $3, $4)
     on conflict (draft_id) do update set approved = excluded.approved, decided_at = excluded.decided_at`,
    [draftId, coordinatorId, approved, decidedAt],
  );
}

/** Whoever could not be told for so long finds it at the desk. */
const TOLD_WITHIN_MS = 24 * 3_600_000;

type Claimed = PosterWord & { readonly stands: boolean };

/**
 * Takes the next decision that its poster is to be told of: after a crash they are rather not told than told twice. One
 * that does not stand any more, because the draft was changed or deleted meanwhile, is passed over.
 */
export async function claimPosterWord(on: Queryable, now: Date): Promise<PosterWord | null> {
  await on.query('delete from poster_word where decided_at <= $1', [
    new Date(now.getTime() - TOLD_WITHIN_MS),
  ]);
  const { rows } = await on.query<Claimed>(CLAIM);
  const [row] = rows;
  if (row === undefined) return null;
  const { stands, ...word } = row;
  return stands ? word : claimPosterWord(on, now);
}

const CLAIM = `
  with word as (
    delete from poster_word where draft_id = (
      select draft_id from poster_word order by decided_at, draft_id limit 1 for update skip locked)
    returning draft_id, coordinator_id, approved, decided_at)
  select w.draft_id as "draftId", w.coordinator_id as "coordinatorId", w.decided_at as "decidedAt", c.locale, o.code, d.review[1] as reason,
    coalesce(d.content->'content', jsonb_build_object('kind', o.kind, 'work', o.work, 'crop', o.crop, 'aid', o.aid,
      'region', o.region)) as content,
    case when w.approved then o.id is not null else d.id is not null end as stands
  from word w join coordinator c on c.id = w.coordinator_id
  left join opening o on o.id = w.draft_id and w.approved
  left join draft d on d.id = w.draft_id and d.refused and not w.approved`;

/** They were not told after all. */
export async function releasePosterWord(on: Queryable, word: PosterWord): Promise<void> {
  await on.query(
    `insert into poster_word (draft_id, coordinator_id, approved, decided_at)
     select $1, id, $3, $4 from coordinator where id = $2 on conflict (draft_id) do nothing`,
    [word.draftId, word.coordinatorId, word.code !== null, word.decidedAt],
  );
}
