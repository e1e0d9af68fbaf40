/** The coordinators' desk in PostgreSQL: whatever is done and its line in the audit are one transaction. */
import {
  type Action,
  type Coordinator,
  mayGive,
  type Role,
  rolesFit,
  WAIT_MS,
} from '../domain/coordinator.ts';
import type { AuditDetail, Desk, Done } from '../domain/desk.ts';
import type { SeasonSaid } from '../domain/season.ts';
import type { InboundMessage } from '../domain/terms.ts';
import { auditLines } from './audit.ts';
import { broadcastsAt } from './broadcast-desk.ts';
import {
  coordinators,
  eraseCoordinator,
  giveRoles,
  lockCoordinators,
  lockedCoordinator,
  speakTo,
  trustFrom,
} from './coordinators.ts';
import { sayAtDesk } from './desk-words.ts';
import { draftsAt } from './drafts.ts';
import { dropInvitationsBy } from './invitations.ts';
import { joiningAt } from './joining.ts';
import { keepingAt } from './keeping.ts';
import { changeOrganisation, createOrganisation, organisation, organisations } from './organisations.ts';
import { payNormsAt } from './pay-norms.ts';
import { rulesAt } from './rule-desk.ts';
import { shiftSeason } from './seasons.ts';
import { type DeskPorts, REFUSED, Seat } from './seat.ts';
import { goOn, halt, standstillSince } from './standstill.ts';

/** A desk at which one chat sits, and the coordinator it is, as they stand now. */
type SeatedDesk = Desk & { readonly coordinator: Coordinator | null };

/** The desk of one chat, bound to the transaction of its message. */
export function deskWith(
  ports: DeskPorts,
  here: Pick<InboundMessage, 'channel' | 'address'>,
  known: Coordinator | null,
): SeatedDesk {
  const seat = new Seat(ports, here, known);
  return {
    get coordinator() {
      return seat.coordinator;
    },
    get now() {
      return seat.now;
    },
    may: (action, subject) => seat.may(action, subject),
    act: (deed, effect) => seat.act(deed, effect),
    shiftSeason: (said) => shift(seat, said),
    speak: (locale) => speak(seat, locale),
    ...joiningAt(seat),
    ...peopleAt(seat),
    ...organisationsAt(seat),
    ...readingAt(seat),
    ...keepingAt(seat),
    ...draftsAt(seat),
    ...payNormsAt(seat),
    ...broadcastsAt(seat),
    ...rulesAt(seat),
  };
}

/** Under the name of the role, as the command does it. */
async function shift(seat: Seat, said: SeasonSaid): Promise<Done<'said' | 'known'>> {
  const { region, seasonId, days, over } = said;
  // Whoever waits is counted only when it is said: it may be many.
  const people = Number.POSITIVE_INFINITY;
  const subject = { organisationId: seat.coordinator?.organisation?.id ?? null, region, people };
  const by = seat.coordinator?.alias ?? '';
  const detail = { region, days, over };
  return seat.act({ action: 'season.shift', subject, about: seasonId, detail }, async () => {
    const isNew = await shiftSeason(seat.ports.database, { ...said, by, at: seat.now });
    return isNew ? 'said' : 'known';
  });
}

async function speak(seat: Seat, locale: string): Promise<void> {
  const who = seat.coordinator;
  if (who === null) return;
  await speakTo(seat.ports.database, who.id, locale);
  seat.sit({ ...who, locale });
}

type People = Pick<Desk, 'people' | 'confirm' | 'changeRoles' | 'remove' | 'leave'>;

const peopleAt = (seat: Seat): People => ({
  async people(organisationId) {
    const seen = seat.may('audit.read', { organisationId }).kind === 'yes';
    return seen ? coordinators(seat.ports.database, { organisationId }) : [];
  },
  confirm: (id) =>
    toColleague(seat, id, 'coordinator.confirm', async () => {
      await trustFrom(seat.ports.database, id, seat.now);
      const word = { coordinatorId: id, kind: 'confirmed', subject: '', saidAt: seat.now } as const;
      await sayAtDesk(seat.ports.database, word);
    }),
  changeRoles: (id, roles) => changeRoles(seat, id, roles),
  remove: (id) => toColleague(seat, id, 'coordinator.remove', (colleague) => erase(seat, colleague)),
  async leave() {
    const who = await seat.afresh();
    if (who === null) return;
    await seat.write(who, 'coordinator.leave', who.organisation?.id ?? null, null);
    await erase(seat, who);
    seat.sit(null);
  },
});

/** Does something to another's row, whose organisation is what the database says: never what a button did. */
async function toColleague(
  seat: Seat,
  id: string,
  action: Action,
  effect: (colleague: Coordinator) => Promise<void>,
  detail: AuditDetail = {},
): Promise<Done<null>> {
  await lockBoth(seat, id);
  const colleague = await lockedCoordinator(seat.ports.database, id);
  if (colleague === null) return REFUSED;
  const subject = { organisationId: colleague.organisation?.id ?? null, by: colleague.id };
  return seat.act({ action, subject, about: colleague.alias, detail }, async () => {
    await effect(colleague);
    return null;
  });
}

const lockBoth = ({ ports, coordinator }: Seat, id: string): Promise<void> =>
  lockCoordinators(ports.database, coordinator === null ? [id] : [coordinator.id, id]);

async function changeRoles(seat: Seat, id: string, roles: readonly Role[]): Promise<Done<null>> {
  const { database } = seat.ports;
  await lockBoth(seat, id);
  const who = await seat.afresh();
  const colleague = await lockedCoordinator(database, id);
  const fits = colleague !== null && rolesFit(roles, colleague.organisation?.id ?? null);
  if (who === null || !fits || !mayGive(who, roles)) return REFUSED;
  const isMore = roles.some((role) => !colleague.roles.includes(role));
  const from = isMore ? new Date(seat.now.getTime() + WAIT_MS) : null;
  const give = async (): Promise<void> => {
    await giveRoles(database, id, roles, from);
    if (!mayGive({ ...colleague, roles }, ['poster']))
      await dropInvitationsBy(database, colleague.organisation, colleague.alias);
  };
  return toColleague(seat, id, 'coordinator.change-roles', give, { roles });
}

async function erase({ ports }: Seat, who: Coordinator): Promise<void> {
  await eraseCoordinator(ports, who.id);
  await dropInvitationsBy(ports.database, who.organisation, who.alias);
}

type Organisations = Pick<
  Desk,
  'organisations' | 'createOrganisation' | 'changeOrganisation' | 'halt' | 'goOn'
>;

const organisationsAt = (seat: Seat): Organisations => ({
  async organisations() {
    const who = seat.coordinator;
    if (who === null) return [];
    const all = await organisations(seat.ports.database);
    return all.filter(({ id }) => who.organisation === null || who.organisation.id === id);
  },
  createOrganisation(slug, title) {
    const titles = { [seat.coordinator?.locale ?? 'en']: title };
    const deed = { action: 'organisation.create', subject: { organisationId: null }, about: slug } as const;
    return seat.act(deed, () => createOrganisation(seat.ports.database, { slug, titles }, seat.now));
  },
  changeOrganisation: (id, change) =>
    toOrganisation(
      seat,
      id,
      'organisation.change',
      () => changeOrganisation(seat.ports.database, id, change),
      { fields: Object.keys(change) },
    ),
  halt(organisationId) {
    const by = seat.coordinator?.alias ?? '';
    return stand(seat, 'stop', organisationId, () => halt(seat.ports.database, organisationId, by, seat.now));
  },
  goOn: (organisationId) =>
    stand(seat, 'go-on', organisationId, () => goOn(seat.ports.database, organisationId)),
});

async function toOrganisation(
  seat: Seat,
  id: string,
  action: Action,
  effect: () => Promise<void>,
  detail: AuditDetail = {},
): Promise<Done<null>> {
  const found = await organisation(seat.ports.database, { id });
  if (found === null) return REFUSED;
  return seat.act({ action, subject: { organisationId: id }, about: found.slug, detail }, async () => {
    await effect();
    return null;
  });
}

/** Stops, or ends a stop: of an organisation, or of everything. */
function stand(
  seat: Seat,
  what: 'stop' | 'go-on',
  organisationId: string | null,
  effect: () => Promise<void>,
): Promise<Done<null>> {
  if (organisationId !== null) return toOrganisation(seat, organisationId, `organisation.${what}`, effect);
  return seat.act({ action: `everything.${what}`, subject: { organisationId: null } }, async () => {
    await effect();
    return null;
  });
}

const readingAt = (seat: Seat): Pick<Desk, 'audit' | 'everythingStopped'> => ({
  async audit(before, limit) {
    const who = seat.coordinator;
    const organisationId = who?.organisation?.id ?? null;
    if (who === null || seat.may('audit.read', { organisationId }).kind !== 'yes') return [];
    const of = who.organisation === null ? 'everybody' : { organisationId };
    return auditLines(seat.ports.database, of, { before, limit });
  },
  async everythingStopped() {
    return (await standstillSince(seat.ports.database)) !== null;
  },
});
