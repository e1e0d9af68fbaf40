/** The openings of an organisation, as those who keep them true see and change them at their desk. */
import { figureOf } from '../domain/audience-figures.ts';
import type { Desk, Done } from '../domain/desk.ts';
import {
  actionFor,
  changeBy,
  fits,
  type Keeping,
  type Kept,
  type KeptOpening,
  seesOpenings,
  subjectFor,
} from '../domain/keeping.ts';
import { type Day, STATUSES } from '../domain/opening.ts';
import type { ReportsDecided } from '../domain/reported-opening.ts';
import { edgesOfTold } from './audience-questions.ts';
import { lockOpening, writeChange } from './opening-changes.ts';
import { OPENING_COLUMNS, type OpeningRow, openingOf } from './opening-row.ts';
import { decideReportsIn, reportedOpenings } from './reports.ts';
import { REFUSED, type Seat } from './seat.ts';
import { countTold } from './told.ts';

/** Whose an opening is: columns that its content does not have. */
interface Owned {
  readonly organisation_id: string | null;
  readonly posted_by: string | null;
}

const OWNED = 'o.organisation_id, o.posted_by';

async function keptOf({ ports: { database, vault } }: Seat, row: OpeningRow & Owned): Promise<KeptOpening> {
  // By secret edges, as those of broadcasts: one person more is not seen, also by whoever brings others to an edge.
  const edges = edgesOfTold(vault, row.organisation_id, row.code);
  const told = figureOf(await countTold(database, row.id), edges);
  return {
    opening: openingOf(row),
    organisationId: row.organisation_id,
    by: row.posted_by,
    told: told === 'few' ? 0 : told,
  };
}

type Keepers = Pick<Desk, 'keptOpenings' | 'keptOpening' | 'keep' | 'reported' | 'decideReports'>;

export const keepingAt = (seat: Seat): Keepers => ({
  async reported() {
    const { coordinator, ports } = seat;
    const organisationId = coordinator?.organisation?.id ?? null;
    if (organisationId === null || coordinator?.roles.includes('moderator') !== true) return [];
    return reportedOpenings(ports.database, organisationId);
  },
  decideReports: (code, upheld, today) => decide(seat, code, upheld, today),
  async keptOpenings(page, size) {
    const who = seat.coordinator;
    if (who === null || !seesOpenings(who)) return [];
    const { database } = seat.ports;
    const { rows } = await database.query<OpeningRow & Owned>(
      `select ${OPENING_COLUMNS}, ${OWNED} from opening o where o.organisation_id = $1 and o.status = any($2)
       order by o.published_at desc, o.id limit $3 offset $4`,
      [who.organisation?.id, STATUSES, size + 1, page * size],
    );
    const kept: KeptOpening[] = [];
    for (const row of rows) kept.push(await keptOf(seat, row));
    return kept;
  },
  async keptOpening(code) {
    const who = seat.coordinator;
    return who === null || !seesOpenings(who) ? null : find(seat, code);
  },
  keep: (code, keeping, today) => keep(seat, code, keeping, today),
});

/** An opening of one's own organisation. */
async function find(seat: Seat, code: string): Promise<KeptOpening | null> {
  const { rows } = await seat.ports.database.query<OpeningRow & Owned>(
    `select ${OPENING_COLUMNS}, ${OWNED} from opening o
     where o.code = $1 and o.organisation_id = $2 and o.status = any($3)`,
    [code, seat.coordinator?.organisation?.id ?? null, STATUSES],
  );
  return rows[0] === undefined ? null : keptOf(seat, rows[0]);
}

/** Two who count at the same time come one after the other; what it is done to is what the row says by then. */
async function keep(seat: Seat, code: string, keeping: Keeping, today: Day): Promise<Done<Kept>> {
  const { database } = seat.ports;
  if ((await seat.afresh()) === null) return REFUSED;
  await lockOpening(database, 'code', code);
  const kept = await find(seat, code);
  if (kept === null) return { kind: 'done', value: 'gone' };
  const { opening } = kept;
  const changed = changeBy(keeping, seat.now, today)(opening);
  if (changed.kind === 'refused') return { kind: 'done', value: `why-${changed.why}` };
  // The rules know no approvals: what never stood there openly is not opened by this door.
  if (keeping.kind === 'reopen' && !fits('reopen', opening)) return { kind: 'done', value: 'why-closed' };
  const action = actionFor(keeping, opening);
  const detail = keeping.kind === 'close' ? { reason: keeping.reason } : {};
  return seat.act({ action, subject: subjectFor(action, kept, keeping), about: code, detail }, async () => {
    const { correction } = await writeChange(database, changed, seat.now);
    return correction === null ? 'changed' : 'told';
  });
}

/** Not whoever posted it, and nobody of another organisation. */
async function decide(seat: Seat, code: string, upheld: boolean, today: Day): Promise<Done<ReportsDecided>> {
  const { database } = seat.ports;
  if ((await seat.afresh()) === null) return REFUSED;
  await lockOpening(database, 'code', code);
  const kept = await find(seat, code);
  if (kept === null) return { kind: 'done', value: 'none' };
  const waiting = await reportedOpenings(database, kept.organisationId);
  if (!waiting.some((one) => one.code === code)) return { kind: 'done', value: 'none' };
  const deed = {
    action: 'report.decide',
    subject: subjectFor('report.decide', kept),
    about: code,
    detail: { upheld },
  } as const;
  return seat.act(deed, async () => {
    const decided = await decideReportsIn(database, { code, upheld, today, at: seat.now });
    if (upheld) return 'upheld';
    return decided.kind === 'decided' && decided.opening.status === 'closed' ? 'rejected-over' : 'rejected';
  });
}
