/** Links that can be used once: 128 random bits, of which the database knows a keyed hash. */
import { randomBytes } from 'node:crypto';
import type { Organisation, Role } from '../domain/coordinator.ts';
import type { Invitation } from '../domain/desk.ts';
import type { Clock } from '../domain/terms.ts';
import type { Queryable } from './database.ts';
import { ORGANISATION_JSON, type OrganisationJson, organisationOf } from './organisations.ts';
import type { Vault } from './vault.ts';

export interface InvitationPorts {
  readonly database: Queryable;
  readonly vault: Vault;
  readonly clock: Clock;
}

const HOURS = 24;
const TOKEN_BYTES = 16;

/** An invitation with who gave it: the name of their role, or `host`. */
export interface Given extends Invitation {
  readonly by: string;
}

/** Makes a link; the token is told once, to whoever invites. */
export async function createInvitation(
  { database, vault, clock }: InvitationPorts,
  {
    organisationId,
    roles,
    by,
  }: { readonly organisationId: string | null; readonly roles: readonly Role[]; readonly by: string },
): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await database.query(
    'insert into invitation (key, organisation_id, roles, invited_by, expires_at) values ($1, $2, $3, $4, $5)',
    [
      vault.hash('invitation', token),
      organisationId,
      roles,
      by,
      new Date(clock().getTime() + HOURS * 3_600_000),
    ],
  );
  return token;
}

interface Row {
  readonly roles: readonly Role[];
  readonly invited_by: string;
  readonly o: OrganisationJson | null;
}

const givenOf = ({ roles, invited_by, o }: Row): Given => ({
  organisation: o === null ? null : organisationOf(o),
  roles,
  by: invited_by,
});

const ORGANISATION = `case when o.id is null then null else ${ORGANISATION_JSON} end as o`;

/** What a token invites to; `null` when it was used, is too old, or never was one. */
export async function peekInvitation(
  { database, vault, clock }: InvitationPorts,
  token: string,
): Promise<Given | null> {
  const { rows } = await database.query<Row>(
    `select i.roles, i.invited_by, ${ORGANISATION}
     from invitation i left join organisation o on o.id = i.organisation_id
     where i.key = $1 and i.expires_at > $2`,
    [vault.hash('invitation', token), clock()],
  );
  return rows[0] === undefined ? null : givenOf(rows[0]);
}

/** Uses a token up. Of two who press at once, the second waits for the first and finds nothing. */
export async function useInvitation(
  { database, vault, clock }: InvitationPorts,
  token: string,
): Promise<Given | null> {
  const { rows } = await database.query<Row>(
    `with i as (delete from invitation where key = $1 and expires_at > $2 returning *)
     select i.roles, i.invited_by, ${ORGANISATION} from i left join organisation o on o.id = i.organisation_id`,
    [vault.hash('invitation', token), clock()],
  );
  return rows[0] === undefined ? null : givenOf(rows[0]);
}

/** What somebody gave who may not any more is worth nothing; the host's operators invite for every organisation. */
export async function dropInvitationsBy(
  database: Queryable,
  organisation: Pick<Organisation, 'id'> | null,
  by: string,
): Promise<void> {
  await database.query(
    'delete from invitation where ($1::uuid is null or organisation_id = $1) and invited_by = $2',
    [organisation?.id ?? null, by],
  );
}

/** Erases those that nobody used in time. */
export async function expireInvitations(database: Queryable, now: Date): Promise<number> {
  const { rowCount } = await database.query('delete from invitation where expires_at <= $1', [now]);
  return rowCount ?? 0;
}
