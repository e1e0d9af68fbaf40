import { describe, expect, it } from 'vitest';
import {
  ACTIONS,
  type Action,
  type Coordinator,
  MOST_WITHOUT_CODE,
  mayGive,
  type Permission,
  permission,
  REFUSALS,
  ROLES,
  type Role,
  roleFor,
  rolesFit,
  type Subject,
} from '../../src/domain/coordinator.ts';
import { aCoordinator, anOrganisation, DESK_NOW } from '../support/virtual-desk.ts';

/**
 * Who may do what, written by hand from the issue and never from the code. Roles: P poster, M moderator, B broadcaster,
 * K keeper of rules, A admin of the organisation, O operator of the host.
 * `own`: also whoever made it; `others`: never whoever made it. `code`: always a fresh one; `crowd`: from 51 people on;
 * `crowd-others`: then, unless they made it themselves.
 * `two`: somebody else must agree. `new`: also in the first 24 hours. `stop`: also while the organisation is stopped.
 * `host`: the host's only; `all`: in whatever organisation.
 */
const TABLE = `
audit.read               A O      new stop
audience.ask             P M B
draft.edit               P
opening.submit           P
opening.publish          P        crowd
opening.approve          M O      others code
opening.refuse           M O      others
opening.undo             M O      own new stop
opening.places           M        own crowd-others stop
opening.close            M        own crowd-others stop
opening.reopen           M        own crowd
opening.extend           M        own
report.decide            M        others code
season.shift             P M B    crowd
rule.confirm             K        code all
rule.correct             K        code all
broadcast.write          B
broadcast.send           B        crowd
broadcast.send-urgent    B        code two
broadcast.approve        B M A    others code
push.pause               B M A    own new stop
push.resume              B A      crowd
push.stop                B M A    own new stop
coordinator.invite       A O      code
coordinator.confirm      A O      others code stop
coordinator.change-roles A O      others code
coordinator.remove       A O      others code stop
coordinator.leave        P M B K A O new stop all
organisation.create      O        code host
organisation.change      O        code
organisation.stop        M B A O  new stop
organisation.go-on       A O      code stop
everything.stop          O        new stop host
everything.go-on         O        code stop host
feed.publish             A        code
`;

const LETTERS: Readonly<Record<string, Role>> = {
  P: 'poster',
  M: 'moderator',
  B: 'broadcaster',
  K: 'keeper',
  A: 'admin',
  O: 'operator',
};

interface Line {
  readonly action: string;
  readonly roles: readonly Role[];
  readonly is: (word: string) => boolean;
}

const lines: readonly Line[] = TABLE.trim()
  .split('\n')
  .map((row) => {
    const [action = '', ...words] = row.split(/\s+/);
    return {
      action,
      roles: words.flatMap((word) => LETTERS[word] ?? []),
      is: (word) => words.includes(word),
    };
  });

/** One case: somebody, and what they would do it to. */
interface Case {
  readonly role: Role;
  /** The action is in their own organisation; operators are the host's. */
  readonly mine: boolean;
  readonly region: 'none' | 'spoken for' | 'another';
  readonly made: 'nobody' | 'they' | 'somebody else';
  readonly isNew: boolean;
  readonly stopped: boolean;
  readonly codes: 'none' | 'old' | 'fresh';
  readonly people: number;
}

function* cases(): Generator<Case> {
  for (const role of ROLES)
    for (const mine of [true, false])
      for (const region of ['none', 'spoken for', 'another'] as const)
        for (const made of ['nobody', 'they', 'somebody else'] as const)
          for (const isNew of [false, true])
            for (const stopped of [false, true])
              for (const codes of ['none', 'old', 'fresh'] as const)
                for (const people of [0, 50, 51])
                  yield { role, mine, region, made, isNew, stopped, codes, people };
}

const union = anOrganisation({ slug: 'union', regions: ['RU-LIP'] });
const elsewhere = anOrganisation({ slug: 'elsewhere' });
const minutes = (count: number): Date => new Date(DESK_NOW.getTime() + count * 60_000);

const whoIn = ({ role, isNew, stopped, codes }: Case): Coordinator =>
  aCoordinator({
    organisation: role === 'operator' ? null : { ...union, stopped },
    roles: [role],
    hasCodes: codes !== 'none',
    steppedUpUntil: codes === 'fresh' ? minutes(1) : codes === 'old' ? minutes(-1) : null,
    trustedFrom: isNew ? minutes(1) : minutes(-1),
  });

const subjectIn = (one: Case, who: Coordinator): Subject => ({
  organisationId: one.mine ? (who.organisation?.id ?? null) : elsewhere.id,
  people: one.people,
  by: one.made === 'nobody' ? null : one.made === 'they' ? who.id : 'somebody',
  ...(one.region === 'none' ? {} : { region: one.region === 'another' ? 'RU-MOW' : 'RU-LIP' }),
});

/** What the table says of a case. */
function wanted({ roles, is }: Line, one: Case): Permission {
  const no = (why: (typeof REFUSALS)[number]): Permission => ({ kind: 'no', why });
  const isHost = one.role === 'operator';
  const isTheirs = one.made === 'they';
  if (!roles.includes(one.role) && !(is('own') && isTheirs)) return no('role');
  if (is('host') && !isHost) return no('organisation');
  if (!is('host') && !is('all') && !isHost && !one.mine) return no('organisation');
  if (is('others') && isTheirs) return no('own');
  if (one.region === 'another' && !isHost) return no('region');
  if (one.isNew && !is('new')) return no('new');
  if (one.stopped && !isHost && !is('stop')) return no('stopped');
  const isCrowd = is('crowd') || (is('crowd-others') && !isTheirs);
  if (is('code') || (isCrowd && one.people > 50)) {
    if (one.codes === 'none') return no('no-codes');
    if (one.codes === 'old') return { kind: 'code' };
  }
  return is('two') ? { kind: 'second' } : { kind: 'yes' };
}

describe('the role matrix', () => {
  it('speaks of every action, and of no other', () => {
    expect(lines.map(({ action }) => action).toSorted()).toEqual([...ACTIONS].toSorted());
  });

  it.each(lines)('$action is decided as the table says, for everybody everywhere', (line) => {
    let walked = 0;
    for (const one of cases()) {
      const who = whoIn(one);
      const decided = permission(who, line.action as Action, subjectIn(one, who), DESK_NOW);
      if (JSON.stringify(decided) !== JSON.stringify(wanted(line, one)))
        expect.soft({ ...one, decided }).toEqual({ ...one, decided: wanted(line, one) });
      walked += 1;
    }
    expect(walked).toBe(6 * 2 * 3 * 3 * 2 * 2 * 3 * 3);
  });

  it('has a case for every reason to refuse', () => {
    const reasons = lines.flatMap((line) =>
      [...cases()].flatMap((one) => {
        const said = wanted(line, one);
        return said.kind === 'no' ? [said.why] : [];
      }),
    );
    expect([...new Set(reasons)].toSorted()).toEqual([...REFUSALS].toSorted());
  });

  it('lets nobody reach more than fifty people without a code or a second person', () => {
    expect(MOST_WITHOUT_CODE).toBe(50);
    for (const line of lines.filter(({ action }) => /publish|send|reopen|resume|shift/.test(action)))
      for (const one of cases()) {
        if (one.people <= 50 || one.codes === 'fresh' || line.action === 'feed.publish') continue;
        const who = whoIn(one);
        const { kind } = permission(who, line.action as Action, subjectIn(one, who), DESK_NOW);
        expect(['no', 'code', 'second']).toContain(kind);
      }
  });

  it('adds roles up: whoever has two may do what either may', () => {
    const both = aCoordinator({ roles: ['keeper', 'poster'] });
    const subject = { organisationId: both.organisation?.id ?? null };
    expect(permission(both, 'draft.edit', subject, DESK_NOW)).toEqual({ kind: 'yes' });
    expect(permission(both, 'rule.confirm', subject, DESK_NOW)).toEqual({ kind: 'code' });
    expect(permission(both, 'broadcast.write', subject, DESK_NOW)).toEqual({ kind: 'no', why: 'role' });
  });
});

describe('roles that are given', () => {
  it.each<[by: Role, roles: readonly Role[], may: boolean]>([
    ['operator', ['operator'], true],
    ['operator', ['admin', 'poster'], true],
    ['admin', ['poster', 'moderator', 'broadcaster', 'keeper', 'admin'], true],
    ['admin', ['operator'], false],
    ['admin', ['poster', 'operator'], false],
    ['admin', [], false],
    ['poster', ['poster'], false],
    ['moderator', ['moderator'], false],
    ['broadcaster', ['broadcaster'], false],
    ['keeper', ['keeper'], false],
  ])('%s may give %j: %s', (by, roles, may) => {
    expect(mayGive(aCoordinator({ roles: [by] }), roles)).toBe(may);
  });

  it.each<[roles: readonly Role[], organisation: string | null, fit: boolean]>([
    [['operator'], null, true],
    [['operator'], 'one', false],
    [['poster'], null, false],
    [['poster', 'admin'], 'one', true],
    [['poster', 'operator'], 'one', false],
    [['poster', 'operator'], null, false],
    [[], 'one', false],
  ])('%j fit %s: %s', (roles, organisation, fit) => {
    expect(rolesFit(roles, organisation)).toBe(fit);
  });

  it('are named in the audit by the one that allowed it', () => {
    const who = aCoordinator({ roles: ['poster', 'admin'] });
    expect(roleFor(who, 'coordinator.remove')).toBe('admin');
    expect(roleFor(who, 'draft.edit')).toBe('poster');
    expect(roleFor(who, 'push.stop')).toBe('admin');
  });
});
