/** Which posters are to be told what somebody decided on a draft of theirs. */
import type { Queryable } from './database.ts';

/** A poster, and what became of which draft; the opening of an approved one has the draft's id. */
export interface PosterWordRow {
  readonly draftId: string;
  readonly coordinatorId: string;
  readonly approved: boolean;
}

/** Remembers it until it is told; only the last decision on a draft counts. */
export async function sayToPoster(on: Queryable, word: PosterWordRow): Promise<void> {
  await on.query(
    `insert into poster_word (draft_id, coordinator_id, approved) values ($1, $2, $3)
     on conflict (draft_id) do update set approved = excluded.approved`,
    [word.draftId, word.coordinatorId, word.approved],
  );
}
