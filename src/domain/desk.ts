/** The coordinators' desk: what a conversation may see and do there, all within the transaction of one message. */
import type { BroadcastDesk, BroadcastView } from './broadcast-desk.ts';
import type { Action, Coordinator, Organisation, Permission, Role, Subject } from './coordinator.ts';
import type { BackReason, KeptDraft, Said } from './draft.ts';
import type { Keeping, Kept, KeptOpening } from './keeping.ts';
import type { CodeResult } from './one-time-code.ts';
import type { Day, OpeningContent, RegionCode, Work } from './opening.ts';
import type { PayNorm } from './pay-norm.ts';
import type { ReportedOpening, ReportsDecided } from './reported-opening.ts';
import type { RuleDesk, RuleView } from './rule-desk.ts';
import type { SeasonSaid } from './season.ts';

/** What happens at the desk beside the actions: written down as they are. */
export const HAPPENINGS = ['coordinator.join', 'codes.set-up', 'codes.locked'] as const;
export type Happening = (typeof HAPPENINGS)[number];

/** Closed values and counts: never text of a person, never anything of a subscriber. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** One line of the audit. */
export interface AuditLine {
  readonly id: number;
  readonly at: Date;
  readonly organisationId: string | null;
  /** The name of the role they chose; `host`: whoever has the server. */
  readonly alias: string;
  readonly role: Role | 'host';
  readonly action: Action | Happening;
  /** A code of an opening or broadcast, a rule, an organisation's slug, another's alias. */
  readonly subject: string | null;
  readonly detail: AuditDetail;
}

/** Something that is done, as it is asked and written down. */
export interface Deed {
  readonly action: Action;
  readonly subject: Subject;
  /** What the audit calls it: see `AuditLine.subject`. */
  readonly about?: string;
  readonly detail?: AuditDetail;
  /** It only asks another person to agree; without it, what needs a second person is refused. */
  readonly asksSecond?: true;
}

/** What came of a deed: done with its line in the audit, or nothing at all. */
export type Done<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly permission: Exclude<Permission, { kind: 'yes' }> };

/** A link that can be used once, as its holder sees it. */
export interface Invitation {
  readonly organisation: Organisation | null;
  readonly roles: readonly Role[];
}

/** `gone`: the link was used, or is too old. `taken`: somebody of theirs has that name. `here`: this chat is one already. */
export type Joined = 'joined' | 'gone' | 'taken' | 'here';

/** The secret of somebody's codes, while they set them up. */
export interface CodeSetUp {
  readonly secret: string;
  /** What a QR picture of it holds. */
  readonly address: string;
}

/** What can be changed of an organisation. */
export interface OrganisationChange {
  /** Added to those there are, by locale. */
  readonly titles?: Readonly<Record<string, string>>;
  readonly line?: string | null;
  readonly url?: string | null;
  readonly regions?: 'any' | readonly RegionCode[];
  readonly urgentBudget?: number;
}

/** An opening in the minute before it is one. */
export interface Leaving {
  readonly code: string;
  readonly draft: KeptDraft;
}

/** `draft`: its poster's draft again. `waits`: for a decision. `late`: it is an opening. `gone`: there is none of theirs. */
export type TakenBack = 'draft' | 'waits' | 'late' | 'gone';

/** Work whose pay is looked at, and the organisation whose openings do not count. */
export interface PaidWork {
  readonly work: Work;
  readonly region: RegionCode;
  readonly organisationId: string;
}

/** What may be seen at the desk at any time; nothing of it enters the log of a conversation. */
export interface DeskView extends BroadcastView, RuleView {
  /** The moment by which rights are judged. */
  readonly now: Date;
  /** Whether somebody may do something now. What changes anything asks again by itself. */
  may(action: Action, subject: Subject): Permission;
  invitation(token: string): Promise<Invitation | null>;
  /** `null` once a right code was given: then it is shown to nobody any more. */
  codeSetUp(): Promise<CodeSetUp | null>;
  /** Coordinators of one organisation, or of the host: those whom one may see. */
  people(organisationId: string | null): Promise<readonly Coordinator[]>;
  organisations(): Promise<readonly Organisation[]>;
  /** Lines of the audit that one may read, newest first. */
  audit(before: number | null, limit: number): Promise<readonly AuditLine[]>;
  /** Openings of one's organisation, newest first: the page of a number, from 0, and one more where there are more. */
  keptOpenings(page: number, size: number): Promise<readonly KeptOpening[]>;
  /** One of them; `null`: there is none of theirs. */
  keptOpening(code: string): Promise<KeptOpening | null>;
  /** Openings of one's organisation with reports that nobody has decided, the most reported first. */
  reported(): Promise<readonly ReportedOpening[]>;
  /** Whether everything rests. */
  everythingStopped(): Promise<boolean>;
  /** Their own drafts that are still being written, newest first. */
  drafts(): Promise<readonly KeptDraft[]>;
  /** A draft of their own, or one that waits for somebody like them. */
  draft(id: string): Promise<KeptDraft | null>;
  /** Drafts of others that wait and that they may decide on, oldest first. */
  waiting(): Promise<readonly KeptDraft[]>;
  /** Published openings that they may still take back, newest first. */
  leaving(): Promise<readonly Leaving[]>;
  /** The newest opening that they posted. */
  lastPosted(): Promise<OpeningContent | null>;
  /** What a work usually pays in a region, by openings of others; `null`: too few say so. */
  payNorm(of: PaidWork): Promise<PayNorm | null>;
  /** As many people as an opening could reach at most. */
  mostReached(): Promise<number>;
}

/** What may be done at the desk. Each deed looks at the coordinator afresh, does it and writes it down, or does nothing. */
export interface Desk extends DeskView, BroadcastDesk, RuleDesk {
  /** Does something of another room: `effect` runs only if it is allowed now, in this message's transaction. */
  act<T>(deed: Deed, effect: () => Promise<T>): Promise<Done<T>>;
  /** A one-time code, as it was typed. It is kept nowhere. */
  stepUp(code: string): Promise<CodeResult>;
  /** Keeps the language in which a coordinator is spoken to. */
  speak(locale: string): Promise<void>;
  join(who: { readonly token: string; readonly alias: string; readonly locale: string }): Promise<Joined>;
  /** The token of a link that can be used once, within 24 hours. */
  invite(organisationId: string | null, roles: readonly Role[]): Promise<Done<string>>;
  /** Lets somebody do at once what they would have to wait for. */
  confirm(id: string): Promise<Done<null>>;
  /** What is new waits a day. */
  changeRoles(id: string, roles: readonly Role[]): Promise<Done<null>>;
  /** Erases their row, their invitations and what they were saying, at once. */
  remove(id: string): Promise<Done<null>>;
  leave(): Promise<void>;
  /** `null`: there is one with this slug. */
  createOrganisation(slug: string, title: string): Promise<Done<Organisation | null>>;
  changeOrganisation(id: string, change: OrganisationChange): Promise<Done<null>>;
  /** Says something of a season; who waits for it is told. `known`: that is what is known already. */
  shiftSeason(said: SeasonSaid): Promise<Done<'said' | 'known'>>;
  /** Decides on the reports of an opening of theirs; whoever reported hears it, and stays unknown. */
  decideReports(code: string, upheld: boolean, today: Day): Promise<Done<ReportsDecided>>;
  /** Says something of an opening of theirs; what cannot be said changes nothing, and is no deed. */
  keep(code: string, keeping: Keeping, today: Day): Promise<Done<Kept>>;
  /** Stops all sending of an organisation, or of everything (`null`). */
  halt(organisationId: string | null): Promise<Done<null>>;
  goOn(organisationId: string | null): Promise<Done<null>>;
  /** Makes a draft, or changes one of their own that does not wait; `null`: it is none of those. */
  saveDraft(id: string | null, change: (said: Said) => Said): Promise<string | null>;
  dropDraft(id: string): Promise<void>;
  /** Asks another person to look at it, for these reasons. */
  submitDraft(id: string, review: readonly string[]): Promise<Done<null>>;
  /** Publishes a draft of their own when a minute is over. The code that its opening will have. */
  publishDraft(id: string, content: OpeningContent): Promise<Done<string>>;
  /** The same with a draft of another. */
  approveDraft(id: string, content: OpeningContent): Promise<Done<string>>;
  /** Sends a draft of another back, and keeps why until it is sent again. */
  refuseDraft(id: string, reason: BackReason): Promise<Done<null>>;
  /** Takes a published one back within its minute: nobody heard of it. */
  takeBack(code: string): Promise<Done<TakenBack>>;
}
