import { randomUUID } from 'node:crypto';
import { type Coordinator, type Role, WAIT_MS } from '../domain/coordinator.ts';
import type { CodeState } from '../domain/one-time-code.ts';
import type { Address, ChannelName, Clock, InboundMessage } from '../domain/terms.ts';
import type { Queryable } from './database.ts';
import { dialogueKeyOf, dropDialogue } from './dialogues.ts';
import { ORGANISATION_JSON, type OrganisationJson, organisationOf } from './organisations.ts';
import type { Place, Vault } from './vault.ts';

export interface CoordinatorPorts {
  readonly database: Queryable;
  readonly vault: Vault;
  readonly clock: Clock;
}

/** A coordinator as JSON, of the tables called `c` and `o`; NULL where there is none. */
export const COORDINATOR_JSON = `case when c.id is null then null else jsonb_build_object('id', c.id,
  'organisation', case when o.id is null then null else ${ORGANISATION_JSON} end, 'channel', c.channel,
  'locale', c.locale, 'alias', c.alias, 'roles', c.roles, 'hasCodes', c.totp is not null and c.totp_step > 0,
  'steppedUpUntil', c.stepped_up_until, 'trustedFrom', c.trusted_from,
  'approvedOpenings', c.approved_openings) end`;

/** What `COORDINATOR_JSON` gives: times are text in it. */
export type CoordinatorJson = Omit<Coordinator, 'organisation' | 'steppedUpUntil' | 'trustedFrom'> & {
  readonly organisation: OrganisationJson | null;
  readonly steppedUpUntil: string | null;
  readonly trustedFrom: string;
};

export const coordinatorOf = (json: CoordinatorJson): Coordinator => ({
  ...json,
  organisation: json.organisation === null ? null : organisationOf(json.organisation),
  steppedUpUntil: json.steppedUpUntil === null ? null : new Date(json.steppedUpUntil),
  trustedFrom: new Date(json.trustedFrom),
});

const FROM = 'from coordinator c left join organisation o on o.id = c.organisation_id';

/** Coordinators of one organisation, of the host (`null`), or all; by the names of their roles. */
export async function coordinators(
  database: Queryable,
  of: { readonly organisationId: string | null } | 'everybody',
): Promise<readonly Coordinator[]> {
  const { rows } = await database.query<{ c: CoordinatorJson }>(
    `select ${COORDINATOR_JSON} as c ${FROM}
     where $1 or c.organisation_id is not distinct from $2 order by o.slug nulls first, c.alias`,
    [of === 'everybody', of === 'everybody' ? null : of.organisationId],
  );
  return rows.map(({ c }) => coordinatorOf(c));
}

/** One as they stand now, who stays so until the end of the transaction; `null` when they are no more. */
export async function lockedCoordinator(database: Queryable, id: string): Promise<Coordinator | null> {
  const { rows } = await database.query<{ c: CoordinatorJson }>(
    `select ${COORDINATOR_JSON} as c ${FROM} where c.id = $1 for update of c`,
    [id],
  );
  return rows[0] === undefined ? null : coordinatorOf(rows[0].c);
}

/** Holds several until the end of the transaction, always in this order, or two who change each other would wait for ever. */
export async function lockCoordinators(database: Queryable, ids: readonly string[]): Promise<void> {
  await database.query('select from coordinator where id = any ($1::uuid[]) order by id for update', [ids]);
}

/** Whether somebody of an organisation, or of the host, has this name; nobody else can take it until the end of the transaction. */
export async function isAliasTaken(
  database: Queryable,
  organisationId: string | null,
  alias: string,
): Promise<boolean> {
  await database.query(`select pg_advisory_xact_lock(hashtext('mehnat alias'))`);
  const { rowCount } = await database.query(
    'select from coordinator where organisation_id is not distinct from $1 and lower(alias) = lower($2)',
    [organisationId, alias],
  );
  return rowCount !== 0;
}

/** Somebody who joins. */
export interface Newcomer {
  readonly organisationId: string | null;
  readonly channel: ChannelName;
  readonly address: Address;
  readonly locale: string;
  readonly alias: string;
  readonly roles: readonly Role[];
  /** Of their one-time codes. */
  readonly secret: string;
  readonly trustedFrom: Date;
}

/** Writes them down; `null` when the address is a coordinator's already. */
export async function addCoordinator(
  { database, vault, clock }: CoordinatorPorts,
  who: Newcomer,
): Promise<Coordinator | null> {
  const id = randomUUID();
  const { rowCount } = await database.query(
    `insert into coordinator
       (id, organisation_id, channel, lookup, sealed, locale, alias, roles, totp, trusted_from, joined_on)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (channel, lookup) do nothing`,
    [
      id,
      who.organisationId,
      who.channel,
      vault.lookup(who.channel, who.address),
      vault.sealAddress(placeOf({ id, channel: who.channel }, 'sealed'), who.address),
      who.locale,
      who.alias,
      who.roles,
      vault.seal(placeOf({ id, channel: who.channel }, 'totp'), who.secret),
      who.trustedFrom,
      clock().toISOString().slice(0, 10),
    ],
  );
  return rowCount === 0 ? null : lockedCoordinator(database, id);
}

type Coming = Pick<InboundMessage, 'channel' | 'address' | 'formerly' | 'event'>;

/**
 * Who writes, as `readdressed` says it of subscribers: known by the address they had before, which the service vouches
 * for, they are known by the new one. To us that is a new device: it only reads for a day. Where both are known and the
 * service says that it moved, the old one goes, before its number is somebody else's.
 */
export async function readdressedCoordinator(
  ports: CoordinatorPorts,
  { channel, address, formerly, event }: Coming,
  known: Coordinator | null,
): Promise<Coordinator | null> {
  if (formerly === undefined || (known !== null && event.kind !== 'moved')) return known;
  const { database, vault, clock } = ports;
  const { rows } = await database.query<{ id: string }>(
    'select id from coordinator where channel = $1 and lookup = $2 for update',
    [channel, vault.lookup(channel, formerly)],
  );
  const [before] = rows;
  if (before === undefined) return known;
  if (known !== null) {
    await eraseCoordinator(ports, before.id);
    return known;
  }
  await dropDialogue(database, dialogueKeyOf(vault, channel, formerly));
  await database.query(
    `update coordinator set lookup = $2, sealed = $3, stepped_up_until = null,
       trusted_from = greatest(trusted_from, $4) where id = $1`,
    [
      before.id,
      vault.lookup(channel, address),
      vault.sealAddress(placeOf({ id: before.id, channel }, 'sealed'), address),
      new Date(clock().getTime() + WAIT_MS),
    ],
  );
  return lockedCoordinator(database, before.id);
}

/** Keeps the language they are spoken to in. */
export async function speakTo(database: Queryable, id: string, locale: string): Promise<void> {
  await database.query('update coordinator set locale = $2 where id = $1', [id, locale]);
}

/** From when they may do more than read. */
export async function trustFrom(database: Queryable, id: string, from: Date): Promise<void> {
  await database.query('update coordinator set trusted_from = $2 where id = $1', [id, from]);
}

/** Other roles; a code they gave counts no more, and new roles wait until `trustedFrom`. */
export async function giveRoles(
  database: Queryable,
  id: string,
  roles: readonly Role[],
  trustedFrom: Date | null,
): Promise<void> {
  await database.query(
    `update coordinator set roles = $2, stepped_up_until = null, trusted_from = greatest(trusted_from, $3)
     where id = $1`,
    [id, roles, trustedFrom],
  );
}

/**
 * Erases somebody, with what they were saying: nothing leads back to them. What they asked others to agree to is not
 * asked for any more; what is set to leave is called off when it would begin.
 */
export async function eraseCoordinator(
  { database, vault }: Pick<CoordinatorPorts, 'database' | 'vault'>,
  id: string,
): Promise<void> {
  await database.query(`update broadcast set state = 'left' where posted_by = $1 and state = 'asked'`, [id]);
  const { rows } = await database.query<{ channel: ChannelName; sealed: Buffer }>(
    'delete from coordinator where id = $1 returning channel, sealed',
    [id],
  );
  for (const { channel, sealed } of rows) {
    const address = vault.openAddress(placeOf({ id, channel }, 'sealed'), sealed);
    await dropDialogue(database, dialogueKeyOf(vault, channel, address));
  }
}

/** Where a coordinator is reached; `null` when they are no more. */
export async function addressOfCoordinator(
  { database, vault }: Pick<CoordinatorPorts, 'database' | 'vault'>,
  id: string,
): Promise<{ readonly channel: ChannelName; readonly address: Address } | null> {
  const { rows } = await database.query<{ channel: ChannelName; sealed: Buffer }>(
    'select channel, sealed from coordinator where id = $1',
    [id],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { channel, sealed } = row;
  return { channel, address: vault.openAddress(placeOf({ id, channel }, 'sealed'), sealed) };
}

/** The secret and the state of somebody's codes, who stay so until the end of the transaction. */
export async function lockedCodes(
  { database, vault }: Pick<CoordinatorPorts, 'database' | 'vault'>,
  id: string,
): Promise<(CodeState & { readonly secret: string }) | null> {
  const { rows } = await database.query<{
    channel: ChannelName;
    totp: Buffer | null;
    step: number;
    tries: number;
  }>(
    `select channel, totp, totp_step as step, totp_tries as tries from coordinator where id = $1 for update`,
    [id],
  );
  const [row] = rows;
  if (row === undefined || row.totp === null) return null;
  const { channel, totp, step, tries } = row;
  return { step, tries, secret: vault.open(placeOf({ id, channel }, 'totp'), totp) };
}

/** Keeps how their codes stand; `until`: a right one holds so long. */
export async function saveCodes(
  database: Queryable,
  id: string,
  { step, tries }: CodeState,
  until: Date | null,
): Promise<void> {
  await database.query(
    `update coordinator set totp_step = $2, totp_tries = $3, stepped_up_until = coalesce($4, stepped_up_until)
     where id = $1`,
    [id, step, tries, until],
  );
}

/** Where what is sealed of a coordinator belongs. */
const placeOf = (
  { id, channel }: { readonly id: string; readonly channel: ChannelName },
  column: 'sealed' | 'totp',
): Place => ({ table: 'coordinator', column, row: id, channel });
