/** Those who post and what they may do: decided here for every command and button, by role, organisation and region. */
import type { RegionCode } from './opening.ts';

/** What a coordinator may be for: several at a time. */
export const ROLES = ['poster', 'moderator', 'broadcaster', 'keeper', 'admin', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** Whom coordinators speak for. */
export interface Organisation {
  readonly id: string;
  /** In addresses and commands: `[a-z][a-z0-9-]{1,19}`, so that buttons can name it. */
  readonly slug: string;
  /** By locale. */
  readonly titles: Readonly<Record<string, string>>;
  /** A public telephone line. */
  readonly line: string | null;
  readonly url: string | null;
  readonly regions: 'any' | readonly RegionCode[];
  /** People whom urgent broadcasts may reach in a week. */
  readonly urgentBudget: number;
  /** Nothing of it is sent. */
  readonly stopped: boolean;
}

/** A trusted person who posts. Who it is, nobody here knows: a sealed address and a name for the role. */
export interface Coordinator {
  readonly id: string;
  /** `null`: the host's. */
  readonly organisation: Organisation | null;
  readonly channel: string;
  readonly locale: string;
  /** A name for the role that they chose themselves. */
  readonly alias: string;
  readonly roles: readonly Role[];
  /** Has set up one-time codes. */
  readonly hasCodes: boolean;
  /** Until when a one-time code that they gave holds. */
  readonly steppedUpUntil: Date | null;
  /** Reads only until then: they are new, or their device or roles are. */
  readonly trustedFrom: Date;
  /** Openings of theirs that somebody else approved. */
  readonly approvedOpenings: number;
}

/** Everything that can be done, in one list, so that a test can walk it. */
export const ACTIONS = [
  'audit.read',
  'audience.ask',
  'draft.edit',
  'opening.submit',
  'opening.publish',
  'opening.approve',
  'opening.refuse',
  'opening.undo',
  'opening.places',
  'opening.close',
  'opening.reopen',
  'opening.extend',
  'report.decide',
  'season.shift',
  'rule.confirm',
  'rule.correct',
  'broadcast.write',
  'broadcast.send',
  'broadcast.send-urgent',
  'broadcast.approve',
  'push.pause',
  'push.resume',
  'push.stop',
  'coordinator.invite',
  'coordinator.confirm',
  'coordinator.change-roles',
  'coordinator.remove',
  'coordinator.leave',
  'organisation.create',
  'organisation.change',
  'organisation.stop',
  'organisation.go-on',
  'everything.stop',
  'everything.go-on',
  'feed.publish',
] as const;
export type Action = (typeof ACTIONS)[number];

/** What an action is done to. */
export interface Subject {
  /** The organisation it belongs to; `null`: of the host, or of nobody. */
  readonly organisationId: string | null;
  /** Where it is; absent where that does not matter. */
  readonly region?: RegionCode;
  /** Who made it: a coordinator's id. */
  readonly by?: string | null;
  /** How many people it would reach; absent where it reaches nobody. */
  readonly people?: number;
}

/**
 * `yes`; `code`: a fresh one-time code is needed first; `second`: another person must agree, and the code of this one
 * is needed as well; `no` with the reason.
 */
export type Permission =
  | { readonly kind: 'yes' }
  | { readonly kind: 'code' }
  | { readonly kind: 'second' }
  | { readonly kind: 'no'; readonly why: Refused };

export const REFUSALS = ['role', 'organisation', 'region', 'own', 'new', 'stopped', 'no-codes'] as const;
export type Refused = (typeof REFUSALS)[number];

/** New people, new roles and new devices only read for so long, unless somebody confirms them. */
export const WAIT_MS = 24 * 3_600_000;

/** More people than this are reached only after a fresh code. */
export const MOST_WITHOUT_CODE = 50;

/** Who may, and what it takes. */
interface Rule {
  readonly roles: readonly Role[];
  /** Also whoever made it, whatever their role in the organisation. */
  readonly own?: true;
  /** Not whoever made it. */
  readonly others?: true;
  /** A fresh code always (`code`), from more than fifty people on (`crowd`), or then only on what others made. */
  readonly stepUp?: 'code' | 'crowd' | 'crowd-of-others';
  /** Another person must agree. */
  readonly second?: true;
  /** Reading, or stopping: also for who joined just now. */
  readonly early?: true;
  /** Also while the organisation is stopped. */
  readonly stopped?: true;
}

const RULES: Readonly<Record<Action, Rule>> = {
  'audit.read': { roles: ['admin', 'operator'], early: true, stopped: true },
  'audience.ask': { roles: ['poster', 'moderator', 'broadcaster'] },
  'draft.edit': { roles: ['poster'] },
  'opening.submit': { roles: ['poster'] },
  'opening.publish': { roles: ['poster'], stepUp: 'crowd' },
  'opening.approve': { roles: ['moderator', 'operator'], others: true, stepUp: 'code' },
  'opening.refuse': { roles: ['moderator', 'operator'], others: true },
  'opening.undo': { roles: ['moderator', 'operator'], own: true, early: true, stopped: true },
  // Whoever posted it stands in the field: a journey for nothing is worse than an end that was said too early.
  'opening.places': { roles: ['moderator'], own: true, stepUp: 'crowd-of-others', stopped: true },
  'opening.close': { roles: ['moderator'], own: true, stepUp: 'crowd-of-others', stopped: true },
  'opening.reopen': { roles: ['moderator'], own: true, stepUp: 'crowd' },
  'opening.extend': { roles: ['moderator'], own: true },
  'report.decide': { roles: ['moderator'], others: true, stepUp: 'code' },
  'season.shift': { roles: ['poster', 'moderator', 'broadcaster'], stepUp: 'crowd' },
  'rule.confirm': { roles: ['keeper'], stepUp: 'code' },
  'rule.correct': { roles: ['keeper'], stepUp: 'code' },
  'broadcast.write': { roles: ['broadcaster'] },
  'broadcast.send': { roles: ['broadcaster'], stepUp: 'crowd' },
  'broadcast.send-urgent': { roles: ['broadcaster'], stepUp: 'code', second: true },
  'broadcast.approve': { roles: ['broadcaster', 'moderator', 'admin'], others: true, stepUp: 'code' },
  'push.pause': { roles: ['broadcaster', 'moderator', 'admin'], own: true, early: true, stopped: true },
  'push.resume': { roles: ['broadcaster', 'admin'], stepUp: 'crowd' },
  'push.stop': { roles: ['broadcaster', 'moderator', 'admin'], own: true, early: true, stopped: true },
  'coordinator.invite': { roles: ['admin', 'operator'], stepUp: 'code' },
  'coordinator.confirm': { roles: ['admin', 'operator'], others: true, stepUp: 'code', stopped: true },
  'coordinator.change-roles': { roles: ['admin', 'operator'], others: true, stepUp: 'code' },
  'coordinator.remove': { roles: ['admin', 'operator'], others: true, stepUp: 'code', stopped: true },
  'coordinator.leave': { roles: ROLES, early: true, stopped: true },
  'organisation.create': { roles: ['operator'], stepUp: 'code' },
  'organisation.change': { roles: ['operator'], stepUp: 'code' },
  'organisation.stop': {
    roles: ['moderator', 'broadcaster', 'admin', 'operator'],
    early: true,
    stopped: true,
  },
  'organisation.go-on': { roles: ['admin', 'operator'], stepUp: 'code', stopped: true },
  'everything.stop': { roles: ['operator'], early: true, stopped: true },
  'everything.go-on': { roles: ['operator'], stepUp: 'code', stopped: true },
  'feed.publish': { roles: ['admin'], stepUp: 'code' },
};

/** Actions of the host that know no organisation. */
const OF_THE_HOST: readonly Action[] = ['organisation.create', 'everything.stop', 'everything.go-on'];
/** Actions on rules that hold for everybody: a keeper of any organisation may do them. */
const OF_EVERYBODY: readonly Action[] = ['rule.confirm', 'rule.correct', 'coordinator.leave'];

/** Whether a coordinator may do something now, and what it takes. Every command and every button asks this. */
export function permission(who: Coordinator, action: Action, subject: Subject, now: Date): Permission {
  const rule = RULES[action];
  const why = refusal(who, action, rule, subject, now);
  if (why !== null) return { kind: 'no', why };
  const needsCode = takesCode(who, rule, subject);
  const isFresh = who.steppedUpUntil !== null && who.steppedUpUntil > now;
  if (needsCode && !who.hasCodes) return { kind: 'no', why: 'no-codes' };
  if (needsCode && !isFresh) return { kind: 'code' };
  return { kind: rule.second === true ? 'second' : 'yes' };
}

function takesCode(who: Coordinator, { stepUp }: Rule, { people = 0, by }: Subject): boolean {
  if (stepUp === undefined || stepUp === 'code') return stepUp === 'code';
  return people > MOST_WITHOUT_CODE && (stepUp === 'crowd' || by == null || by !== who.id);
}

function refusal(
  who: Coordinator,
  action: Action,
  rule: Rule,
  { organisationId, region, by }: Subject,
  now: Date,
): Refused | null {
  const isOwn = by != null && by === who.id;
  const hasRole = who.roles.some((role) => rule.roles.includes(role)) || (rule.own === true && isOwn);
  if (!hasRole) return 'role';
  if (!OF_EVERYBODY.includes(action) && !isWithin(who, action, organisationId)) return 'organisation';
  if (rule.others === true && isOwn) return 'own';
  if (region !== undefined && !speaksFor(who, region)) return 'region';
  if (rule.early !== true && who.trustedFrom > now) return 'new';
  return rule.stopped !== true && who.organisation?.stopped === true ? 'stopped' : null;
}

/** The host's operators act for every organisation, but only in what operators do. */
const isWithin = (who: Coordinator, action: Action, organisationId: string | null): boolean =>
  OF_THE_HOST.includes(action)
    ? who.organisation === null
    : who.organisation === null || who.organisation.id === organisationId;

const speaksFor = ({ organisation }: Coordinator, region: RegionCode): boolean =>
  organisation === null || organisation.regions === 'any' || organisation.regions.includes(region);

/** The role in which somebody does something: what the audit says of it. */
export const roleFor = ({ roles }: Coordinator, action: Action): Role | null =>
  roles.find((role) => RULES[action].roles.includes(role)) ?? roles[0] ?? null;

/** Whether roles can belong to somebody of an organisation, or of the host: operators are the host's, and nobody else. */
export const rolesFit = (roles: readonly Role[], organisationId: string | null): boolean =>
  roles.length > 0 && roles.every((role) => (role === 'operator') === (organisationId === null));

/** Roles that somebody may give to others: nobody makes an operator but an operator, and nobody more than they are. */
export const mayGive = (who: Coordinator, roles: readonly Role[]): boolean =>
  roles.length > 0 &&
  (who.roles.includes('operator') || (who.roles.includes('admin') && !roles.includes('operator')));
