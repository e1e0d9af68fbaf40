import {
  type Action,
  type Coordinator,
  type Permission,
  permission,
  roleFor,
  type Subject,
} from '../domain/coordinator.ts';
import { type AuditDetail, type Deed, type Done, HAPPENINGS, type Happening } from '../domain/desk.ts';
import type { OneTimeCodes } from '../domain/one-time-code.ts';
import type { InboundMessage } from '../domain/terms.ts';
import { HOST, writeAudit } from './audit.ts';
import type { BroadcastPorts } from './broadcast-desk.ts';
import { type CoordinatorPorts, lockedCoordinator } from './coordinators.ts';

export interface DeskPorts extends CoordinatorPorts {
  readonly codes: OneTimeCodes;
  /** Absent where nothing is broadcast. */
  readonly broadcasts?: BroadcastPorts;
}

/** What is refused without asking `permission`: nobody sits here, or what is meant does not exist. */
export const REFUSED: Done<never> = { kind: 'refused', permission: { kind: 'no', why: 'role' } };

const isHappening = (action: Action | Happening): action is Happening =>
  (HAPPENINGS as readonly string[]).includes(action);

/** Who sits at a desk, within the transaction of one message: what they may do, do, and are written down for. */
export class Seat {
  readonly ports: DeskPorts;
  readonly here: Pick<InboundMessage, 'channel' | 'address'>;
  #who: Coordinator | null;

  constructor(ports: DeskPorts, here: Pick<InboundMessage, 'channel' | 'address'>, who: Coordinator | null) {
    this.ports = ports;
    this.here = here;
    this.#who = who;
  }

  get coordinator(): Coordinator | null {
    return this.#who;
  }

  get now(): Date {
    return this.ports.clock();
  }

  /** Somebody else sits here from now on, or nobody. */
  sit(who: Coordinator | null): void {
    this.#who = who;
  }

  may(action: Action, subject: Subject): Permission {
    return this.#who === null
      ? { kind: 'no', why: 'role' }
      : permission(this.#who, action, subject, this.now);
  }

  /** What was known when the message came may be old: somebody else may have removed them meanwhile. */
  async afresh(): Promise<Coordinator | null> {
    this.#who = this.#who === null ? null : await lockedCoordinator(this.ports.database, this.#who.id);
    return this.#who;
  }

  /** Does something if it is allowed now, with its line in the audit; see `Desk.act`. */
  async act<T>(deed: Deed, effect: () => Promise<T>): Promise<Done<T>> {
    const who = await this.afresh();
    const allowed = this.may(deed.action, deed.subject);
    const goes = allowed.kind === 'yes' || (allowed.kind === 'second' && deed.asksSecond === true);
    if (who === null) return REFUSED;
    if (!goes) return { kind: 'refused', permission: allowed };
    const value = await effect();
    await this.write(who, deed.action, deed.subject.organisationId, deed.about ?? null, deed.detail);
    return { kind: 'done', value };
  }

  /** Writes a line of what somebody did, in the role that let them. */
  async write(
    who: Coordinator,
    action: Action | Happening,
    organisationId: string | null,
    subject: string | null,
    detail: AuditDetail = {},
  ): Promise<void> {
    const role = isHappening(action) ? who.roles[0] : roleFor(who, action);
    const line = { at: this.now, alias: who.alias, organisationId, action, subject, detail };
    await writeAudit(this.ports.database, { ...line, role: role ?? HOST });
  }
}
