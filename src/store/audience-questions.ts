/** What was asked of audiences within a day, so that no two answers single anybody out; and what holds people back. */
import { type Bitmap, count, without } from '../domain/bitmap.ts';
import { isQuiet } from '../domain/quiet-hours.ts';
import type { Queryable } from './database.ts';
import type { Vault } from './vault.ts';

/** A question as it is kept: what would be announced to whom, and a part of it that was told. */
export interface AskedBefore {
  readonly opening: string;
  readonly named: readonly string[];
  readonly locales: 'any' | readonly string[];
  readonly urgent: boolean;
  /** `''`: all of it; `locale ru`, `verdict YES`. */
  readonly part: string;
}

/** One name of a question, in whatever order its columns come back. */
export const questionName = ({ opening, named, locales, urgent, part }: AskedBefore): string =>
  JSON.stringify([opening, named, locales, urgent, part]);

/** A question, and whom it is about now. */
export interface ToldBefore extends AskedBefore {
  readonly people: Bitmap;
}

/**
 * The secret that moves the edges of figures (`domain/audience-figures.ts`). The same people are told by the same edges,
 * whatever the question that finds them: else many names of them would tell their number. `null`: those who are left
 * out, whatever the filter.
 */
export const edgesFor =
  (vault: Vault, organisationId: string, asked: ToldBefore, earlier: readonly ToldBefore[]) =>
  (part: string, people: Bitmap | null): number => {
    const first =
      people === null
        ? { ...asked, named: [], locales: 'any' as const, part }
        : ([...earlier, asked].find((one) => isSame(one.people, people)) ?? { ...asked, part });
    const secret = vault.hash('audience', `${organisationId} ${questionName(first)}`);
    return secret.readUInt32BE(0) / 2 ** 32;
  };

/** The same for how many were told of an opening. */
export const edgesOfTold = (vault: Vault, organisationId: string | null, code: string): number =>
  vault.hash('audience', `${organisationId} told ${code}`).readUInt32BE(0) / 2 ** 32;

const isSame = (a: Bitmap, b: Bitmap): boolean => count(a) === count(b) && count(without(a, b)) === 0;

/** The questions of an organisation that were answered since `from`; nobody of it asks meanwhile. */
export async function questionsSince(
  on: Queryable,
  organisationId: string,
  from: Date,
): Promise<readonly AskedBefore[]> {
  await on.query(`select pg_advisory_xact_lock(hashtext('mehnat question'), hashtext($1))`, [organisationId]);
  const { rows } = await on.query<{ filter: AskedBefore }>(
    'select filter from audience_question where organisation_id = $1 and asked_at > $2 order by id',
    [organisationId, from],
  );
  return rows.map(({ filter }) => filter);
}

/** Keeps what was answered. */
export async function keepQuestions(
  on: Queryable,
  organisationId: string,
  questions: readonly AskedBefore[],
  now: Date,
): Promise<void> {
  await on.query(
    `insert into audience_question (organisation_id, filter, asked_at)
     select $1, q, $3 from jsonb_array_elements($2::jsonb) as q`,
    [organisationId, JSON.stringify(questions), now],
  );
}

const IN_BITS = `case when s.ordinal < length(a.bits) * 8 then get_bit(a.bits, s.ordinal) else 0 end = 1`;

/** How many of these people must wait for their morning, by the hour it is where they live. */
export async function quietAmong(
  on: Queryable,
  hours: readonly { readonly hour: number; readonly people: Bitmap }[],
  urgent: boolean,
): Promise<number> {
  let quiet = 0;
  for (const { hour, people } of hours) {
    if (count(people) === 0) continue;
    const { rows } = await on.query<{ quiet: number }>(
      `with audience as materialized (select $1::bytea as bits)
       select count(*)::integer as quiet from audience a join subscriber s on true where ${IN_BITS}
         and case when s.quiet_from is null then $3 when s.quiet_from = -1 then false
           when s.quiet_from <= s.quiet_to then s.quiet_from <= $2 and $2 < s.quiet_to
           else $2 >= s.quiet_from or $2 < s.quiet_to end
         and not ($4 and coalesce(s.wake_urgent, false))`,
      [Buffer.from(people), hour, isQuiet(null, hour), urgent],
    );
    quiet += rows[0]?.quiet ?? 0;
  }
  return quiet;
}

/** How many of these people have a reply window that is closed. */
export async function outsideAmong(on: Queryable, people: Bitmap, now: Date): Promise<number> {
  const { rows } = await on.query<{ outside: number }>(
    `with audience as materialized (select $1::bytea as bits)
     select count(*)::integer as outside from audience a join subscriber s on true
     where ${IN_BITS} and (s.window_until is null or s.window_until <= $2)`,
    [Buffer.from(people), now],
  );
  return rows[0]?.outside ?? 0;
}
