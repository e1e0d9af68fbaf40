/** A coordinators' desk held in memory, by the same rules: organisations, people, links, and what was done. */

import { type BroadcastAccount, EVERYBODY, type Reach } from '../../src/domain/broadcast.ts';
import type { BroadcastDesk } from '../../src/domain/broadcast-desk.ts';
import {
  ACTIONS,
  type Action,
  type Coordinator,
  mayGive,
  type Organisation,
  permission,
  type Role,
  roleFor,
  rolesFit,
} from '../../src/domain/coordinator.ts';
import type { AuditLine, Deed, Desk, Done, Invitation } from '../../src/domain/desk.ts';
import type { KeptDraft } from '../../src/domain/draft.ts';
import {
  actionFor,
  changeBy,
  fits,
  type KeptOpening,
  seesOpenings,
  subjectFor,
} from '../../src/domain/keeping.ts';
import { type CodeState, codeIn, HOLDS_MS, judgeCode, stepAt } from '../../src/domain/one-time-code.ts';
import type { Opening, OpeningContent } from '../../src/domain/opening.ts';
import type { PayNorm } from '../../src/domain/pay-norm.ts';
import type { ReportedOpening } from '../../src/domain/reported-opening.ts';
import type { Proposal, RuleChange } from '../../src/domain/rule-change.ts';
import { keeperName, type RuleDesk, type RuleView } from '../../src/domain/rule-desk.ts';
import type { Rule } from '../../src/domain/rules.ts';
import { anId, TODAY } from './builders.ts';

/** When it is, at desks of tests. */
export const DESK_NOW = new Date(`${TODAY}T09:00:00Z`);

/** The one code that is right at a virtual desk: of the step it is. */
export const RIGHT_CODE = '287082';

const DAY_MS = 24 * 3_600_000;

/** An organisation that speaks for all regions. */
export const anOrganisation = (differing: Partial<Organisation> = {}): Organisation => ({
  id: anId(),
  slug: 'union',
  titles: { en: 'Union of builders' },
  line: null,
  url: null,
  regions: 'any',
  urgentBudget: 0,
  stopped: false,
  ...differing,
});

/** A trusted poster with codes, who gave none lately. */
export const aCoordinator = (differing: Partial<Coordinator> = {}): Coordinator => ({
  id: anId(),
  organisation: differing.organisation === undefined ? anOrganisation() : differing.organisation,
  channel: 'telegram',
  locale: 'en',
  alias: 'Quince',
  roles: ['poster'],
  hasCodes: true,
  steppedUpUntil: null,
  trustedFrom: new Date(`${TODAY}T00:00:00Z`),
  approvedOpenings: 0,
  ...differing,
});

/** What lies behind the desks of one house. */
export interface VirtualHouse {
  now: Date;
  everythingStopped: boolean;
  readonly organisations: Map<string, Organisation>;
  readonly coordinators: Map<string, Coordinator>;
  readonly invitations: Map<string, Invitation & { readonly by: string }>;
  readonly audit: AuditLine[];
  /** Openings of organisations, by code, newest first. */
  readonly kept: Map<string, KeptOpening>;
  /** What was reported of them, by code. */
  readonly reported: Map<string, ReportedOpening>;
  readonly drafts: Map<string, KeptDraft>;
  /** Openings that were published here, oldest first, by whom. */
  readonly posted: { readonly by: string; readonly code: string; readonly content: OpeningContent }[];
  /** Drafts of those whose minute is not over, by code. */
  readonly leaving: Map<string, KeptDraft>;
  /** As many people as anything could reach. */
  people: number;
  /** What any work usually pays. */
  payNorm: PayNorm | null;
  /** What can be broadcast, what is told of any audience, and what was sent. */
  broadcastable: readonly Opening[];
  reach: Reach;
  readonly broadcasts: BroadcastAccount[];
  /** Words of keepers that wait for a second, and those that came into force. */
  readonly proposals: Proposal[];
  readonly ruleChanges: RuleChange[];
}

/** A house with these people and their organisations. */
export function virtualHouse(people: readonly Coordinator[] = []): VirtualHouse {
  const organisations = people.flatMap(({ organisation }) => organisation ?? []);
  return {
    now: DESK_NOW,
    everythingStopped: false,
    organisations: new Map(organisations.map((one) => [one.id, one])),
    coordinators: new Map(people.map((one) => [one.id, one])),
    invitations: new Map(),
    audit: [],
    kept: new Map(),
    reported: new Map(),
    drafts: new Map(),
    posted: [],
    leaving: new Map(),
    people: 0,
    payNorm: null,
    broadcastable: [],
    reach: { kind: 'refused' },
    broadcasts: [],
    proposals: [],
    ruleChanges: [],
  };
}

/** Broadcasts that reach nobody: what was asked for is written down, and steered by the same names. */
function virtualBroadcasts(
  house: VirtualHouse,
  who: () => Coordinator | null,
  act: Desk['act'],
): BroadcastDesk {
  const find = (code: string): BroadcastAccount | null =>
    house.broadcasts.find((one) => one.code === code) ?? null;
  const asItIs = (one: BroadcastAccount | null): BroadcastAccount | null =>
    one === null ? null : { ...one, halted: house.everythingStopped };
  const becomes = (one: BroadcastAccount, change: Partial<BroadcastAccount>): 'done' => {
    house.broadcasts[house.broadcasts.indexOf(one)] = { ...one, ...change };
    return 'done';
  };
  const refused: Done<never> = { kind: 'refused', permission: { kind: 'no', why: 'role' } };
  return {
    broadcastable: async () => house.broadcastable,
    reach: async () => house.reach,
    urgentLeft: async () => (who()?.organisation?.urgentBudget ?? 0) > 0,
    broadcasts: async () => house.broadcasts,
    broadcast: async (code) => asItIs(find(code)),
    async sendBroadcast({ openingCode, urgent, at }) {
      const organisationId = who()?.organisation?.id ?? null;
      const action = urgent ? 'broadcast.send-urgent' : 'broadcast.send';
      const deed: Deed = { action, subject: { organisationId, people: 51 }, about: openingCode };
      return act({ ...deed, ...(urgent ? { asksSecond: true } : {}) }, async () => {
        if (urgent && who()?.organisation?.urgentBudget === 0) return { kind: 'budget' };
        const code = `B${house.broadcasts.length + 1}`;
        house.broadcasts.push(
          aBroadcast({
            code,
            openingCode,
            urgent,
            state: urgent ? 'asked' : 'sent',
            by: who()?.id ?? null,
            alias: who()?.alias ?? null,
            setFor: at,
            ...(at === null ? {} : { sendAt: at, pushes: [A_PUSH_TO_COME] }),
          }),
        );
        return { kind: urgent ? 'asked' : 'sent', code };
      });
    },
    async decideBroadcast(code, how) {
      const one = find(code);
      if (one === null) return refused;
      const subject = { organisationId: who()?.organisation?.id ?? null, by: one.by };
      return act({ action: 'broadcast.approve', subject, about: code }, async () =>
        becomes(one, { state: how === 'refuse' ? 'refused' : 'sent' }),
      );
    },
    async steerBroadcast(code, how) {
      const one = find(code);
      if (one === null) return refused;
      const subject = { organisationId: who()?.organisation?.id ?? null, by: one.by, people: 51 };
      const action = how === 'pause' ? 'push.pause' : how === 'resume' ? 'push.resume' : 'push.stop';
      const state = { pause: 'paused', resume: 'running', stop: 'stopped', undo: 'stopped' }[how];
      return act({ action, subject, about: code }, async () =>
        becomes(one, {
          state: how === 'undo' ? 'undone' : one.state,
          pushes: one.pushes.map((push) => ({ ...push, state })),
        }),
      );
    },
  };
}

const A_PUSH_TO_COME: BroadcastAccount['pushes'][number] = {
  state: 'planned',
  total: 0,
  sent: 0,
  uncertain: 0,
  skipped: {},
  failed: {},
  onTheWay: 0,
  waiting: 0,
};

/** One that is about to leave. */
export const aBroadcast = (differing: Partial<BroadcastAccount> = {}): BroadcastAccount => ({
  id: anId(),
  code: 'B1',
  organisationId: anId(),
  by: null,
  alias: null,
  filter: EVERYBODY,
  openingCode: 'K7Q2P',
  region: 'RU-LIP',
  urgent: false,
  state: 'sent',
  setFor: null,
  sendAt: new Date(DESK_NOW.getTime() + 60_000),
  expiresAt: new Date(DESK_NOW.getTime() + 24 * 3_600_000),
  foreseen: 412,
  halted: false,
  pushes: [
    {
      state: 'running',
      total: 412,
      sent: 164,
      uncertain: 0,
      skipped: { paused: 3 },
      failed: { rejected: 1 },
      onTheWay: 2,
      waiting: 0,
    },
  ],
  ...differing,
});

/** Rules as keepers keep them: what two said is written down, and in force nowhere. */
function virtualRules(
  house: VirtualHouse,
  who: () => Coordinator | null,
  act: Desk['act'],
): RuleView & RuleDesk {
  const by = (): string => {
    const me = who();
    return me === null ? '' : keeperName(me);
  };
  const deed = <T>(ruleId: string, row: Rule | null, step: string, effect: () => T): Promise<Done<T>> =>
    act(
      {
        action: row === null ? 'rule.confirm' : 'rule.correct',
        subject: { organisationId: who()?.organisation?.id ?? null },
        about: ruleId,
        detail: { step },
      },
      async () => effect(),
    );
  const drop = (one: Proposal): void => void house.proposals.splice(house.proposals.indexOf(one), 1);
  const gone: Done<'gone'> = { kind: 'done', value: 'gone' };
  return {
    ruleProposals: async () => (who()?.roles.includes('keeper') === true ? [...house.proposals] : []),
    sayOfRule: ({ ruleId, row, source }, today) =>
      deed<'waits' | 'in-force'>(ruleId, row, 'proposed', () => {
        for (const own of house.proposals.filter((one) => one.ruleId === ruleId && one.by === by()))
          drop(own);
        house.proposals.push({ id: anId(), ruleId, row, source, by: by(), on: today });
        return 'waits';
      }),
    async agreeToRule(proposalId, today) {
      const found = house.proposals.find((one) => one.id === proposalId && one.by !== by());
      if (found === undefined) return gone;
      return deed(found.ruleId, found.row, 'agreed', () => {
        drop(found);
        house.ruleChanges.push({ ruleId: found.ruleId, row: found.row, checkedAt: today });
        return 'in-force' as const;
      });
    },
    async withdrawRule(proposalId) {
      const found = house.proposals.find((one) => one.id === proposalId && one.by === by());
      if (found === undefined) return gone;
      return deed(found.ruleId, found.row, 'withdrawn', () => {
        drop(found);
        return 'withdrawn' as const;
      });
    },
  };
}

/** The desk at which `seated` sits, who may join or leave there. */
export function virtualDesk(
  house: VirtualHouse,
  seated: Coordinator | null,
): Desk & { readonly coordinator: Coordinator | null } {
  let id = seated?.id ?? null;
  let codes: CodeState = { step: seated?.hasCodes === true ? 1 : 0, tries: 0 };
  const who = (): Coordinator | null => (id === null ? null : (house.coordinators.get(id) ?? null));
  const put = (one: Coordinator): void => void house.coordinators.set(one.id, one);
  const refused: Done<never> = { kind: 'refused', permission: { kind: 'no', why: 'role' } };
  const write = (line: Pick<AuditLine, 'action' | 'organisationId' | 'subject' | 'detail'>): void => {
    const me = who();
    const { action } = line;
    const isAction = (ACTIONS as readonly string[]).includes(action);
    const role = me === null ? null : isAction ? roleFor(me, action as Action) : me.roles[0];
    house.audit.push({
      ...line,
      id: house.audit.length + 1,
      at: house.now,
      alias: me?.alias ?? '',
      role: role ?? 'host',
    });
  };
  const act = async <T>(deed: Deed, effect: () => Promise<T>): Promise<Done<T>> => {
    const me = who();
    if (me === null) return refused;
    const allowed = permission(me, deed.action, deed.subject, house.now);
    if (allowed.kind !== 'yes' && !(allowed.kind === 'second' && deed.asksSecond === true))
      return { kind: 'refused', permission: allowed };
    const value = await effect();
    write({
      action: deed.action,
      organisationId: deed.subject.organisationId,
      subject: deed.about ?? null,
      detail: deed.detail ?? {},
    });
    return { kind: 'done', value };
  };
  const colleague = (
    other: string,
    action: Action,
    change: (one: Coordinator) => void,
  ): Promise<Done<null>> => {
    const one = house.coordinators.get(other);
    if (one === undefined) return Promise.resolve(refused);
    const subject = { organisationId: one.organisation?.id ?? null, by: one.id };
    return act({ action, subject, about: one.alias }, async () => {
      change(one);
      return null;
    });
  };
  const changeOrganisation = (organisation: Organisation): void => {
    house.organisations.set(organisation.id, organisation);
    for (const one of house.coordinators.values())
      if (one.organisation?.id === organisation.id) put({ ...one, organisation });
  };
  const standing = (organisationId: string | null, what: 'stop' | 'go-on'): Promise<Done<null>> => {
    const found = organisationId === null ? null : house.organisations.get(organisationId);
    if (found === undefined) return Promise.resolve(refused);
    return act(
      { action: found === null ? `everything.${what}` : `organisation.${what}`, subject: { organisationId } },
      async () => {
        if (found === null) house.everythingStopped = what === 'stop';
        else changeOrganisation({ ...found, stopped: what === 'stop' });
        return null;
      },
    );
  };

  const subjectOf = ({ organisation, by, said }: KeptDraft) => ({
    organisationId: organisation.id,
    by,
    people: house.people,
    ...(said.content.region === undefined ? {} : { region: said.content.region }),
  });
  const decides = (draft: KeptDraft): boolean => {
    const me = who();
    return (
      me !== null &&
      draft.submitted &&
      permission(me, 'opening.approve', subjectOf(draft), house.now).kind !== 'no'
    );
  };
  const mayUndo = (draft: KeptDraft): boolean => {
    const me = who();
    return me !== null && permission(me, 'opening.undo', subjectOf(draft), house.now).kind === 'yes';
  };
  const publish = async (
    draftId: string,
    content: OpeningContent,
    action: 'opening.publish' | 'opening.approve',
  ): Promise<Done<string>> => {
    const draft = house.drafts.get(draftId);
    const me = who();
    const isOwn = draft?.by === me?.id && draft?.submitted === false && (me?.approvedOpenings ?? 0) > 0;
    if (draft === undefined || (action === 'opening.publish' ? !isOwn : !draft.submitted)) return refused;
    const code = `T000${house.posted.length}`;
    return act({ action, subject: subjectOf(draft), about: `#${code}` }, async () => {
      house.posted.push({ by: draft.by, code, content });
      house.drafts.delete(draftId);
      house.leaving.set(code, draft);
      const poster = house.coordinators.get(draft.by);
      if (action === 'opening.approve' && poster !== undefined)
        put({ ...poster, approvedOpenings: poster.approvedOpenings + 1 });
      return code;
    });
  };

  return {
    ...virtualRules(house, who, act),
    drafts: async () =>
      [...house.drafts.values()].filter(({ by, submitted }) => by === id && !submitted).toReversed(),
    async draft(draftId) {
      const draft = house.drafts.get(draftId);
      return draft !== undefined && (draft.by === id || decides(draft)) ? draft : null;
    },
    waiting: async () => [...house.drafts.values()].filter(decides),
    lastPosted: async () => house.posted.findLast(({ by }) => by === id)?.content ?? null,
    mostReached: async () => house.people,
    payNorm: async () => house.payNorm,
    async saveDraft(draftId, change) {
      const me = who();
      const organisation = me?.organisation ?? null;
      if (me === null || organisation === null) return null;
      const subject = { organisationId: organisation.id };
      if (permission(me, 'draft.edit', subject, house.now).kind !== 'yes') return null;
      const known = draftId === null ? undefined : house.drafts.get(draftId);
      if (draftId !== null && (known?.by !== me.id || known.submitted)) return null;
      const kept = draftId ?? anId();
      house.drafts.set(kept, {
        id: kept,
        said: structuredClone(change(known?.said ?? { content: {}, asked: [] })),
        organisation,
        by: me.id,
        updatedAt: house.now,
        submitted: false,
        review: [],
        refused: false,
      });
      return kept;
    },
    async dropDraft(draftId) {
      if (house.drafts.get(draftId)?.by === id) house.drafts.delete(draftId);
    },
    async submitDraft(draftId, review) {
      const draft = house.drafts.get(draftId);
      if (draft === undefined || draft.submitted || draft.by !== id) return refused;
      return act({ action: 'opening.submit', subject: subjectOf(draft), detail: { review } }, async () => {
        house.drafts.set(draftId, { ...draft, submitted: true, review, refused: false });
        return null;
      });
    },
    publishDraft: (draftId, content) => publish(draftId, content, 'opening.publish'),
    approveDraft: (draftId, content) => publish(draftId, content, 'opening.approve'),
    async refuseDraft(draftId, reason) {
      const draft = house.drafts.get(draftId);
      if (draft === undefined || !draft.submitted) return refused;
      return act({ action: 'opening.refuse', subject: subjectOf(draft) }, async () => {
        house.drafts.set(draftId, { ...draft, submitted: false, refused: true, review: [reason] });
        return null;
      });
    },
    leaving: async () =>
      [...house.leaving]
        .map(([code, draft]) => ({ code, draft }))
        .filter(({ draft }) => mayUndo(draft))
        .toReversed(),
    async takeBack(code) {
      const draft = house.leaving.get(code);
      const isOut = house.posted.some((one) => one.code === code);
      if (draft === undefined) return { kind: 'done', value: isOut ? 'late' : 'gone' };
      return act({ action: 'opening.undo', subject: subjectOf(draft), about: `#${code}` }, async () => {
        const isOwn = draft.by === id;
        house.leaving.delete(code);
        house.posted.splice(
          house.posted.findIndex((one) => one.code === code),
          1,
        );
        house.drafts.set(draft.id, { ...draft, submitted: !isOwn });
        return isOwn ? 'draft' : 'waits';
      });
    },
    get coordinator() {
      return who();
    },
    get now() {
      return house.now;
    },
    may: (action, subject) => {
      const me = who();
      return me === null ? { kind: 'no', why: 'role' } : permission(me, action, subject, house.now);
    },
    act,
    async stepUp(typed) {
      const me = who();
      if (me === null) return 'wrong';
      const { result, state } = judgeCode(
        codes,
        codeIn(typed) === RIGHT_CODE ? stepAt(house.now) : null,
        house.now,
      );
      codes = state;
      if (result === 'right')
        put({ ...me, hasCodes: true, steppedUpUntil: new Date(house.now.getTime() + HOLDS_MS) });
      return result;
    },
    async speak(locale) {
      const me = who();
      if (me !== null) put({ ...me, locale });
    },
    invitation: async (token) => house.invitations.get(token) ?? null,
    codeSetUp: async () =>
      who()?.hasCodes === false
        ? {
            secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
            address: 'otpauth://totp/Mehnat:x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
          }
        : null,
    async join({ token, alias, locale }) {
      if (who() !== null) return 'here';
      const found = house.invitations.get(token);
      if (found === undefined) return 'gone';
      const theirs = [...house.coordinators.values()].filter(
        ({ organisation }) => organisation?.id === found.organisation?.id,
      );
      if (theirs.some((one) => one.alias.toLowerCase() === alias.toLowerCase())) return 'taken';
      house.invitations.delete(token);
      const one = aCoordinator({ ...found, alias, locale, hasCodes: false });
      put({ ...one, trustedFrom: new Date(house.now.getTime() + (found.by === 'host' ? 0 : DAY_MS)) });
      id = one.id;
      codes = { step: 0, tries: 0 };
      write({
        action: 'coordinator.join',
        organisationId: found.organisation?.id ?? null,
        subject: null,
        detail: {},
      });
      return 'joined';
    },
    async invite(organisationId: string | null, roles: readonly Role[]) {
      const me = who();
      if (me === null || !mayGive(me, roles) || !rolesFit(roles, organisationId)) return refused;
      return act({ action: 'coordinator.invite', subject: { organisationId } }, async () => {
        const token = 'A'.repeat(22);
        const organisation =
          organisationId === null ? null : (house.organisations.get(organisationId) ?? null);
        house.invitations.set(token, { organisation, roles, by: me.alias });
        return token;
      });
    },
    confirm: (other) =>
      colleague(other, 'coordinator.confirm', (one) => put({ ...one, trustedFrom: house.now })),
    async changeRoles(other, roles) {
      const me = who();
      const one = house.coordinators.get(other);
      if (me === null || one === undefined || !mayGive(me, roles)) return refused;
      if (!rolesFit(roles, one.organisation?.id ?? null)) return refused;
      const more = roles.some((role) => !one.roles.includes(role));
      const trustedFrom = more ? new Date(house.now.getTime() + DAY_MS) : one.trustedFrom;
      return colleague(other, 'coordinator.change-roles', () =>
        put({ ...one, roles, trustedFrom, steppedUpUntil: null }),
      );
    },
    remove: (other) =>
      colleague(other, 'coordinator.remove', (one) => void house.coordinators.delete(one.id)),
    async leave() {
      const me = who();
      if (me === null) return;
      write({
        action: 'coordinator.leave',
        organisationId: me.organisation?.id ?? null,
        subject: null,
        detail: {},
      });
      house.coordinators.delete(me.id);
      id = null;
    },
    async people(organisationId) {
      const me = who();
      const seen = me !== null && permission(me, 'audit.read', { organisationId }, house.now).kind === 'yes';
      return seen
        ? [...house.coordinators.values()].filter(
            ({ organisation }) => (organisation?.id ?? null) === organisationId,
          )
        : [];
    },
    organisations: async () => {
      const me = who();
      if (me === null) return [];
      return [...house.organisations.values()].filter(
        (one) => me.organisation === null || me.organisation.id === one.id,
      );
    },
    createOrganisation: (slug, title) =>
      act({ action: 'organisation.create', subject: { organisationId: null }, about: slug }, async () => {
        if ([...house.organisations.values()].some((one) => one.slug === slug)) return null;
        const made = anOrganisation({ slug, titles: { [who()?.locale ?? 'en']: title } });
        house.organisations.set(made.id, made);
        return made;
      }),
    changeOrganisation: async (organisationId, { titles, ...change }) => {
      const found = house.organisations.get(organisationId);
      if (found === undefined) return refused;
      return act({ action: 'organisation.change', subject: { organisationId } }, async () => {
        changeOrganisation({ ...found, ...change, titles: { ...found.titles, ...titles } });
        return null;
      });
    },
    async audit(before, limit) {
      const me = who();
      const organisationId = me?.organisation?.id ?? null;
      if (me === null || permission(me, 'audit.read', { organisationId }, house.now).kind !== 'yes')
        return [];
      return house.audit
        .filter((line) => me.organisation === null || line.organisationId === organisationId)
        .filter((line) => before === null || line.id < before)
        .toReversed()
        .slice(0, limit);
    },
    async keptOpenings(page, size) {
      const me = who();
      const theirs = [...house.kept.values()].filter((one) => one.organisationId === me?.organisation?.id);
      return me !== null && seesOpenings(me) ? theirs.slice(page * size, page * size + size + 1) : [];
    },
    shiftSeason: (said) =>
      act(
        {
          action: 'season.shift',
          subject: {
            organisationId: who()?.organisation?.id ?? null,
            region: said.region,
            people: Number.POSITIVE_INFINITY,
          },
          about: said.seasonId,
          detail: { days: said.days, over: said.over },
        },
        async () => (said.days === 0 && !said.over ? ('known' as const) : ('said' as const)),
      ),
    async reported() {
      const me = who();
      if (me?.roles.includes('moderator') !== true) return [];
      return [...house.reported.values()].filter(
        ({ code }) => house.kept.get(code)?.organisationId === me.organisation?.id,
      );
    },
    async decideReports(code, upheld) {
      const one = house.kept.get(code);
      if (one?.organisationId !== who()?.organisation?.id || one === undefined || !house.reported.has(code))
        return { kind: 'done', value: 'none' };
      const deed = {
        action: 'report.decide',
        subject: subjectFor('report.decide', one),
        about: code,
      } as const;
      return act(deed, async () => {
        house.reported.delete(code);
        return upheld ? 'upheld' : 'rejected';
      });
    },
    async keptOpening(code) {
      const me = who();
      const one = house.kept.get(code);
      return me !== null && seesOpenings(me) && one?.organisationId === me.organisation?.id
        ? (one ?? null)
        : null;
    },
    async keep(code, keeping, today) {
      const one = house.kept.get(code);
      if (one === undefined || one.organisationId !== who()?.organisation?.id)
        return { kind: 'done', value: 'gone' };
      const changed = changeBy(keeping, house.now, today)(one.opening);
      if (changed.kind === 'refused') return { kind: 'done', value: `why-${changed.why}` };
      if (keeping.kind === 'reopen' && !fits('reopen', one.opening))
        return { kind: 'done', value: 'why-closed' };
      const action = actionFor(keeping, one.opening);
      return act({ action, subject: subjectFor(action, one, keeping), about: code }, async () => {
        house.kept.set(code, { ...one, opening: changed.opening });
        return changed.correction === null ? ('changed' as const) : ('told' as const);
      });
    },
    everythingStopped: async () => house.everythingStopped,
    halt: (organisationId) => standing(organisationId, 'stop'),
    goOn: (organisationId) => standing(organisationId, 'go-on'),
    ...virtualBroadcasts(house, who, act),
  };
}
