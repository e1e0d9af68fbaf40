/** Becoming a coordinator: links, and one-time codes. */
import { mayGive, type Role, rolesFit, WAIT_MS } from '../domain/coordinator.ts';
import type { Desk, Done, Joined } from '../domain/desk.ts';
import { type CodeResult, codeIn, HOLDS_MS, judgeCode } from '../domain/one-time-code.ts';
import { HOST } from './audit.ts';
import { addCoordinator, isAliasTaken, lockedCodes, saveCodes } from './coordinators.ts';
import { createInvitation, peekInvitation, useInvitation } from './invitations.ts';
import { REFUSED, type Seat } from './seat.ts';

/** What of a desk makes coordinators. */
export const joiningAt = (
  seat: Seat,
): Pick<Desk, 'invitation' | 'join' | 'invite' | 'codeSetUp' | 'stepUp'> => ({
  invitation: (token) => peekInvitation(seat.ports, token),
  join: (who) => join(seat, who),
  invite: (organisationId, roles) => invite(seat, organisationId, roles),
  async codeSetUp() {
    const { coordinator, ports } = seat;
    const held = coordinator === null ? null : await lockedCodes(ports, coordinator.id);
    if (coordinator === null || held === null || held.step > 0) return null;
    return { secret: held.secret, address: ports.codes.address(held.secret, coordinator.alias) };
  },
  stepUp: (typed) => stepUp(seat, typed),
});

async function join(seat: Seat, { token, alias, locale }: Parameters<Desk['join']>[0]): Promise<Joined> {
  const { ports, here, now } = seat;
  if (seat.coordinator !== null) return 'here';
  const seen = await peekInvitation(ports, token);
  if (seen === null) return 'gone';
  // What the host invites is trusted at once: nobody may pass for it.
  if (alias.toLowerCase() === HOST) return 'taken';
  if (await isAliasTaken(ports.database, seen.organisation?.id ?? null, alias)) return 'taken';
  const used = await useInvitation(ports, token);
  if (used === null) return 'gone';
  const organisationId = used.organisation?.id ?? null;
  // Whoever invited them has the server in their hands: there is nobody who could confirm them better.
  const wait = used.by === HOST ? 0 : WAIT_MS;
  const newcomer = { ...here, organisationId, roles: used.roles, locale, alias };
  const who = await addCoordinator(ports, {
    ...newcomer,
    secret: ports.codes.fresh(),
    trustedFrom: new Date(now.getTime() + wait),
  });
  if (who === null) return 'here';
  seat.sit(who);
  await seat.write(who, 'coordinator.join', organisationId, null, { roles: used.roles, by: used.by });
  return 'joined';
}

async function invite(
  seat: Seat,
  organisationId: string | null,
  roles: readonly Role[],
): Promise<Done<string>> {
  const who = await seat.afresh();
  if (who === null || !mayGive(who, roles) || !rolesFit(roles, organisationId)) return REFUSED;
  return seat.act({ action: 'coordinator.invite', subject: { organisationId }, detail: { roles } }, () =>
    createInvitation(seat.ports, { organisationId, roles, by: who.alias }),
  );
}

async function stepUp(seat: Seat, typed: string): Promise<CodeResult> {
  const { ports, now } = seat;
  const who = await seat.afresh();
  const held = who === null ? null : await lockedCodes(ports, who.id);
  if (who === null || held === null) return 'wrong';
  const code = codeIn(typed);
  const step = code === null ? null : ports.codes.stepOf(held.secret, code, now);
  const { result, state } = judgeCode(held, step, now);
  const until = result === 'right' ? new Date(now.getTime() + HOLDS_MS) : null;
  await saveCodes(ports.database, who.id, state, until);
  const organisationId = who.organisation?.id ?? null;
  if (result === 'right' && held.step === 0) await seat.write(who, 'codes.set-up', organisationId, null);
  if (result === 'locked' && state.step !== held.step)
    await seat.write(who, 'codes.locked', organisationId, null);
  await seat.afresh();
  return result;
}
