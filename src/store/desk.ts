/** The coordinators' desk in PostgreSQL: whatever is done and its line in the audit are one transaction. */
import {
  type Action,
  type Coordinator,
  mayGive,
  type Organisation,
  type Permission,
  permission,
  type Role,
  roleFor,
  rolesFit,
  type Subject,
  WAIT_MS,
} from '../domain/coordinator.ts';
import type { AuditDetail, CodeSetUp, Deed, Desk, Done, Happening, Joined } from '../domain/desk.ts';
import { type CodeResult, codeIn, HOLDS_MS, judgeCode, type OneTimeCodes } from '../domain/one-time-code.ts';
import type { InboundMessage } from '../domain/terms.ts';
import { auditLines, HOST, writeAudit } from './audit.ts';
import {
  addCoordinator,
  type CoordinatorPorts,
  coordinators,
  eraseCoordinator,
  giveRoles,
  isAliasTaken,
  lockedCodes,
  lockedCoordinator,
  saveCodes,
  speakTo,
  trustFrom,
} from './coordinators.ts';
import { createInvitation, dropInvitationsBy, peekInvitation, useInvitation } from './invitations.ts';
import { changeOrganisation, createOrganisation, organisation, organisations } from './organisations.ts';
import { goOn, halt, standstillSince } from './standstill.ts';

export interface DeskPorts extends CoordinatorPorts {
  readonly codes: OneTimeCodes;
}

const REFUSED: Done<never> = { kind: 'refused', permission: { kind: 'no', why: 'role' } };

/** A desk at which one chat sits, and the coordinator it is, as they stand now. */
export type SeatedDesk = Desk & { readonly coordinator: Coordinator | null };

/** The desk of one chat, bound to the transaction of its message. */
export function deskWith(
  ports: DeskPorts,
  here: Pick<InboundMessage, 'channel' | 'address'>,
  known: Coordinator | null,
): SeatedDesk {
  return new SealedDesk(ports, here, known);
}

class SealedDesk implements SeatedDesk {
  readonly #ports: DeskPorts;
  readonly #here: Pick<InboundMessage, 'channel' | 'address'>;
  #who: Coordinator | null;

  constructor(ports: DeskPorts, here: Pick<InboundMessage, 'channel' | 'address'>, who: Coordinator | null) {
    this.#ports = ports;
    this.#here = here;
    this.#who = who;
  }

  get coordinator(): Coordinator | null {
    return this.#who;
  }

  get now(): Date {
    return this.#ports.clock();
  }

  may(action: Action, subject: Subject): Permission {
    return this.#who === null
      ? { kind: 'no', why: 'role' }
      : permission(this.#who, action, subject, this.now);
  }

  /** What was known when the message came may be old: somebody else may have removed them meanwhile. */
  async #afresh(): Promise<Coordinator | null> {
    this.#who = this.#who === null ? null : await lockedCoordinator(this.#ports.database, this.#who.id);
    return this.#who;
  }

  async act<T>(deed: Deed, effect: () => Promise<T>): Promise<Done<T>> {
    const who = await this.#afresh();
    const allowed = this.may(deed.action, deed.subject);
    const goes = allowed.kind === 'yes' || (allowed.kind === 'second' && deed.asksSecond === true);
    if (who === null) return REFUSED;
    if (!goes) return { kind: 'refused', permission: allowed };
    const value = await effect();
    await this.#write(who, deed.action, deed.subject.organisationId, deed.about ?? null, deed.detail ?? {});
    return { kind: 'done', value };
  }

  async #write(
    who: Coordinator,
    action: Action | Happening,
    organisationId: string | null,
    subject: string | null,
    detail: AuditDetail = {},
  ): Promise<void> {
    const role = isHappening(action) ? who.roles[0] : roleFor(who, action);
    await writeAudit(this.#ports.database, {
      at: this.now,
      organisationId,
      alias: who.alias,
      role: role ?? HOST,
      action,
      subject,
      detail,
    });
  }

  async stepUp(typed: string): Promise<CodeResult> {
    const who = await this.#afresh();
    const held = who === null ? null : await lockedCodes(this.#ports, who.id);
    if (who === null || held === null) return 'wrong';
    const code = codeIn(typed);
    const step = code === null ? null : this.#ports.codes.stepOf(held.secret, code, this.now);
    const { result, state } = judgeCode(held, step, this.now);
    const until = result === 'right' ? new Date(this.now.getTime() + HOLDS_MS) : null;
    await saveCodes(this.#ports.database, who.id, state, until);
    if (result === 'right' && held.step === 0) await this.#happened(who, 'codes.set-up');
    if (result === 'locked' && state.step !== held.step) await this.#happened(who, 'codes.locked');
    await this.#afresh();
    return result;
  }

  #happened(who: Coordinator, what: Happening): Promise<void> {
    return this.#write(who, what, who.organisation?.id ?? null, null);
  }

  async codeSetUp(): Promise<CodeSetUp | null> {
    const who = this.#who;
    const held = who === null ? null : await lockedCodes(this.#ports, who.id);
    if (who === null || held === null || held.step > 0) return null;
    return { secret: held.secret, address: this.#ports.codes.address(held.secret, who.alias) };
  }

  async speak(locale: string): Promise<void> {
    if (this.#who === null) return;
    await speakTo(this.#ports.database, this.#who.id, locale);
    this.#who = { ...this.#who, locale };
  }

  invitation(token: string) {
    return peekInvitation(this.#ports, token);
  }

  async join({ token, alias, locale }: Parameters<Desk['join']>[0]): Promise<Joined> {
    const { database, codes } = this.#ports;
    if (this.#who !== null) return 'here';
    const seen = await peekInvitation(this.#ports, token);
    if (seen === null) return 'gone';
    // What the host invites is trusted at once: nobody may pass for it.
    if (alias.toLowerCase() === HOST) return 'taken';
    if (await isAliasTaken(database, seen.organisation?.id ?? null, alias)) return 'taken';
    const used = await useInvitation(this.#ports, token);
    if (used === null) return 'gone';
    // Whoever invited them has the server in their hands: there is nobody who could confirm them better.
    const wait = used.by === HOST ? 0 : WAIT_MS;
    this.#who = await addCoordinator(this.#ports, {
      ...this.#here,
      organisationId: used.organisation?.id ?? null,
      roles: used.roles,
      locale,
      alias,
      secret: codes.fresh(),
      trustedFrom: new Date(this.now.getTime() + wait),
    });
    if (this.#who === null) return 'here';
    await this.#write(this.#who, 'coordinator.join', used.organisation?.id ?? null, null, {
      roles: used.roles,
      by: used.by,
    });
    return 'joined';
  }

  async invite(organisationId: string | null, roles: readonly Role[]): Promise<Done<string>> {
    const who = await this.#afresh();
    if (who === null || !mayGive(who, roles) || !rolesFit(roles, organisationId)) return REFUSED;
    return this.act({ action: 'coordinator.invite', subject: { organisationId }, detail: { roles } }, () =>
      createInvitation(this.#ports, { organisationId, roles, by: who.alias }),
    );
  }

  /** Somebody else's row, with its organisation as the database says it: never as a button did. */
  async #colleague<T>(
    id: string,
    deed: { readonly action: Action; readonly detail?: AuditDetail },
    effect: (colleague: Coordinator) => Promise<T>,
  ): Promise<Done<T>> {
    const colleague = await lockedCoordinator(this.#ports.database, id);
    if (colleague === null) return REFUSED;
    return this.act(
      {
        ...deed,
        subject: { organisationId: colleague.organisation?.id ?? null, by: colleague.id },
        about: colleague.alias,
      },
      () => effect(colleague),
    );
  }

  confirm(id: string): Promise<Done<null>> {
    return this.#colleague(id, { action: 'coordinator.confirm' }, async () => {
      await trustFrom(this.#ports.database, id, this.now);
      return null;
    });
  }

  async changeRoles(id: string, roles: readonly Role[]): Promise<Done<null>> {
    const who = await this.#afresh();
    const colleague = await lockedCoordinator(this.#ports.database, id);
    const fits = colleague !== null && rolesFit(roles, colleague.organisation?.id ?? null);
    if (who === null || !fits || !mayGive(who, roles)) return REFUSED;
    return this.#colleague(
      id,
      { action: 'coordinator.change-roles', detail: { roles } },
      async ({ roles: before }) => {
        const isMore = roles.some((role) => !before.includes(role));
        const from = isMore ? new Date(this.now.getTime() + WAIT_MS) : null;
        await giveRoles(this.#ports.database, id, roles, from);
        return null;
      },
    );
  }

  remove(id: string): Promise<Done<null>> {
    return this.#colleague(id, { action: 'coordinator.remove' }, async (colleague) => {
      await this.#erase(colleague);
      return null;
    });
  }

  async leave(): Promise<void> {
    const who = await this.#afresh();
    if (who === null) return;
    await this.#write(who, 'coordinator.leave', who.organisation?.id ?? null, null);
    await this.#erase(who);
    this.#who = null;
  }

  async #erase(who: Coordinator): Promise<void> {
    await eraseCoordinator(this.#ports, who.id);
    await dropInvitationsBy(this.#ports.database, who.organisation, who.alias);
  }

  async people(organisationId: string | null): Promise<readonly Coordinator[]> {
    const seen = this.may('audit.read', { organisationId }).kind === 'yes';
    return seen ? coordinators(this.#ports.database, { organisationId }) : [];
  }

  async organisations(): Promise<readonly Organisation[]> {
    if (this.#who === null) return [];
    const all = await organisations(this.#ports.database);
    return all.filter(({ id }) => this.#who?.organisation == null || this.#who.organisation.id === id);
  }

  async createOrganisation(slug: string, title: string): Promise<Done<Organisation | null>> {
    const titles = { [this.#who?.locale ?? 'en']: title };
    return this.act({ action: 'organisation.create', subject: { organisationId: null }, about: slug }, () =>
      createOrganisation(this.#ports.database, { slug, titles }, this.now),
    );
  }

  async changeOrganisation(id: string, change: Parameters<Desk['changeOrganisation']>[1]) {
    return this.#ofOrganisation('organisation.change', id, { fields: Object.keys(change) }, () =>
      changeOrganisation(this.#ports.database, id, change),
    );
  }

  async #ofOrganisation(
    action: Action,
    id: string,
    detail: AuditDetail,
    effect: () => Promise<void>,
  ): Promise<Done<null>> {
    const found = await organisation(this.#ports.database, { id });
    if (found === null) return REFUSED;
    return this.act({ action, subject: { organisationId: id }, about: found.slug, detail }, async () => {
      await effect();
      return null;
    });
  }

  async audit(before: number | null, limit: number) {
    const who = this.#who;
    const organisationId = who?.organisation?.id ?? null;
    if (who === null || this.may('audit.read', { organisationId }).kind !== 'yes') return [];
    const of = who.organisation === null ? 'everybody' : { organisationId };
    return auditLines(this.#ports.database, of, { before, limit });
  }

  async everythingStopped(): Promise<boolean> {
    return (await standstillSince(this.#ports.database)) !== null;
  }

  halt(organisationId: string | null): Promise<Done<null>> {
    const by = this.#who?.alias ?? '';
    const effect = (): Promise<void> => halt(this.#ports.database, organisationId, by, this.now);
    return this.#standing('stop', organisationId, effect);
  }

  goOn(organisationId: string | null): Promise<Done<null>> {
    return this.#standing('go-on', organisationId, () => goOn(this.#ports.database, organisationId));
  }

  #standing(
    what: 'stop' | 'go-on',
    organisationId: string | null,
    effect: () => Promise<void>,
  ): Promise<Done<null>> {
    if (organisationId !== null)
      return this.#ofOrganisation(`organisation.${what}`, organisationId, {}, effect);
    return this.act({ action: `everything.${what}`, subject: { organisationId: null } }, async () => {
      await effect();
      return null;
    });
  }
}

const isHappening = (action: Action | Happening): action is Happening =>
  action === 'coordinator.join' || action === 'codes.set-up' || action === 'codes.locked';
