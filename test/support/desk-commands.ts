/** Anything that coordinators can do at their desks, in any order; and what must hold of whom it reaches. */
import fc from 'fast-check';
import { ROLES, type Role } from '../../src/domain/coordinator.ts';
import type { Desk } from '../../src/domain/desk.ts';
import type { Keeping } from '../../src/domain/keeping.ts';
import { stepAt } from '../../src/domain/one-time-code.ts';
import type { Status } from '../../src/domain/opening.ts';
import { anOpening, TODAY } from './builders.ts';

/** More people than this are reached by nobody alone who gave no code. */
const MOST_ALONE = 50;
const CODE_HOLDS_MS = 600_000;

/** Somebody in a sequence; organisation 0 or 1, or the host. */
export interface Member {
  readonly of: 0 | 1 | 'host';
  readonly roles: readonly Role[];
  readonly hasCodes: boolean;
  readonly isNew: boolean;
  readonly isKnown: boolean;
}

/** The desks of some members, whatever lies behind them; people and things are named by their places. */
export interface DeskWorld {
  now(): Date;
  later(seconds: number): Promise<void>;
  /** So many subscribers there are from now on. */
  people(count: number): Promise<void>;
  /** One message of somebody, at their desk. */
  at<T>(who: number, work: (desk: Desk) => Promise<T>): Promise<T>;
  idOf(who: number): string;
  organisationOf(member: Member): string | null;
  /** What their code app shows now. */
  code(who: number): string;
  openings(): Promise<readonly { readonly code: string; readonly status: Status }[]>;
  standsStill(): Promise<boolean>;
}

const who = fc.nat(9);
const member = fc
  .record({
    of: fc.constantFrom<Member['of']>(0, 0, 0, 0, 1, 'host'),
    roles: fc.uniqueArray(fc.constantFrom(...ROLES.filter((role) => role !== 'operator')), { minLength: 1 }),
    hasCodes: fc.boolean(),
    isNew: fc.nat(7).map((drawn) => drawn === 0),
    isKnown: fc.boolean(),
  })
  .map((one): Member => (one.of === 'host' ? { ...one, roles: ['operator'] } : one));

const keepings: readonly Keeping[] = [
  { kind: 'places', said: { left: 0 } },
  { kind: 'close', reason: 'withdrawn' },
  { kind: 'reopen', left: 5 },
  { kind: 'extend', until: '2026-07-20' },
];

const kinds = ['publish', 'submit', 'approve', 'confirm', 'invite', 'halt', 'go-on', 'season'] as const;
const command = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom(...kinds), who, which: fc.nat(3) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('code' as const),
      who,
      how: fc.constantFrom('right', 'right', 'right', 'wrong', 'again'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('keep' as const),
      who,
      which: fc.nat(3),
      keeping: fc.constantFrom(...keepings),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('send' as const), who, which: fc.nat(3), urgent: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('decide' as const),
      who,
      which: fc.nat(3),
      how: fc.constantFrom('agree', 'at-once', 'refuse'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('steer' as const),
      who,
      which: fc.nat(3),
      how: fc.constantFrom('undo', 'pause', 'resume', 'stop'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('roles' as const),
      who,
      which: fc.nat(9),
      roles: fc.uniqueArray(fc.constantFrom(...ROLES), { maxLength: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('later' as const),
      seconds: fc.constantFrom(15, 31, 62, 590, 620, 86_400),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('people' as const), count: fc.constantFrom(50, 51, 300) }),
  },
);
export type Command = typeof command extends fc.Arbitrary<infer One> ? One : never;

/** A cast and what it does, shrunk to the least that goes wrong. */
export const sequences = (most: number) =>
  fc.record({
    cast: fc.array(member, { minLength: 2, maxLength: 4 }),
    commands: fc.array(command, { maxLength: most, size: 'max' }),
  });

const { id: _, code: __, ...content } = anOpening({ expiresOn: '2026-07-10' });

/** Follows a sequence through a world, and throws where somebody reaches more than they may. */
export class Follower {
  readonly #world: DeskWorld;
  readonly #cast: readonly Member[];
  readonly #drafts: string[] = [];
  readonly #sent: { readonly code: string; readonly by: number; readonly withCode: boolean }[] = [];
  /** When somebody gave a right code, and which steps of whom are used. */
  readonly #gave = new Map<number, number>();
  readonly #used = new Set<string>();
  readonly #last = new Map<number, string>();
  #people = 0;
  /** How often more than fifty were reached. */
  reached = 0;

  constructor(world: DeskWorld, cast: readonly Member[]) {
    this.#world = world;
    this.#cast = cast;
  }

  #isFresh(someone: number): boolean {
    return (
      this.#world.now().getTime() - (this.#gave.get(someone) ?? Number.NEGATIVE_INFINITY) < CODE_HOLDS_MS
    );
  }

  /** Whoever did something that everybody whom it fits hears of. */
  #reaches(someone: number, what: string): void {
    if (this.#people <= MOST_ALONE) return;
    this.reached += 1;
    if (!this.#isFresh(someone))
      throw new Error(`${what} of ${someone} reached ${this.#people} without a code`);
  }

  /** Deeds that give power over others take a code always. */
  #empowers(someone: number, what: string): void {
    if (!this.#isFresh(someone)) throw new Error(`${what} of ${someone} was done without a code`);
  }

  /** Begins with more people than may be reached alone. */
  async follows(commands: readonly Command[]): Promise<void> {
    await this.#are(MOST_ALONE + 1);
    for (const one of commands) await this.#does(one);
  }

  async #are(people: number): Promise<void> {
    this.#people = people;
    await this.#world.people(people);
  }

  async #does(given: Command): Promise<void> {
    if (given.kind === 'later') return this.#world.later(given.seconds);
    if (given.kind === 'people') return this.#are(given.count);
    const someone = given.who % this.#cast.length;
    const before = new Map((await this.#world.openings()).map(({ code, status }) => [code, status]));
    const stood = await this.#world.standsStill();
    await this.#do(given, someone);
    for (const { code, status } of await this.#world.openings())
      if (status === 'open' && before.get(code) !== 'open')
        this.#reaches(someone, `${given.kind} of an opening`);
    if (stood && !(await this.#world.standsStill())) this.#reaches(someone, 'the end of a stop');
  }

  async #do(given: Exclude<Command, { kind: 'later' | 'people' }>, someone: number): Promise<void> {
    const world = this.#world;
    const at = <T>(work: (desk: Desk) => Promise<T>): Promise<T> => world.at(someone, work);
    const me = this.#cast[someone] as Member;
    const place = world.organisationOf(me);
    switch (given.kind) {
      case 'code':
        return this.#gives(someone, given.how);
      case 'publish':
      case 'submit': {
        const id = await at((desk) =>
          desk.saveDraft(null, () => ({ content: { ...content, places: 9 }, asked: [] })),
        );
        if (id === null) return;
        if (given.kind === 'publish') await at((desk) => desk.publishDraft(id, content));
        else if ((await at((desk) => desk.submitDraft(id, []))).kind === 'done') this.#drafts.push(id);
        return;
      }
      case 'approve': {
        const id = this.#drafts.at(-1 - given.which);
        if (id === undefined) return;
        const done = await at((desk) => desk.approveDraft(id, content));
        if (done.kind === 'done') this.#empowers(someone, 'an approval');
        return;
      }
      case 'keep': {
        const one = (await world.openings()).at(-1 - given.which);
        if (one !== undefined) await at((desk) => desk.keep(one.code, given.keeping, TODAY));
        return;
      }
      case 'season': {
        const said = {
          seasonId: 'strawberry-lip',
          region: 'RU-LIP',
          year: 2026,
          days: given.which * 3,
          over: false,
        };
        const done = await at((desk) => desk.shiftSeason(said));
        if (done.kind === 'done' && done.value === 'said') this.#reaches(someone, 'a season');
        return;
      }
      case 'send':
        return this.#sends(someone, given);
      case 'decide':
        return this.#decides(someone, given);
      case 'steer': {
        const one = this.#sent.at(-1 - given.which);
        if (one === undefined) return;
        const done = await at((desk) => desk.steerBroadcast(one.code, given.how as 'resume'));
        if (done.kind === 'done' && done.value === 'done' && given.how === 'resume')
          this.#reaches(someone, 'going on');
        return;
      }
      case 'halt':
      case 'go-on': {
        const what = given.which === 0 ? null : place;
        const done = await at((desk) => (given.kind === 'halt' ? desk.halt(what) : desk.goOn(what)));
        if (done.kind === 'done' && given.kind === 'go-on') this.#empowers(someone, 'the end of a stop');
        return;
      }
      case 'invite': {
        const done = await at((desk) => desk.invite(place, me.roles));
        if (done.kind === 'done') this.#empowers(someone, 'an invitation');
        return;
      }
      case 'confirm':
      case 'roles': {
        const roles = given.kind === 'roles' ? given.roles : [];
        const whom = given.which % this.#cast.length;
        const id = world.idOf(whom);
        const done = await at((desk) =>
          given.kind === 'confirm' ? desk.confirm(id) : desk.changeRoles(id, roles),
        );
        if (done.kind !== 'done') return;
        this.#empowers(someone, given.kind);
        if (whom === someone) throw new Error(`${someone} did to themselves: ${given.kind}`);
        // Who has other roles steps up anew.
        if (given.kind === 'roles') this.#gave.delete(whom);
        return;
      }
    }
  }

  async #gives(someone: number, how: string): Promise<void> {
    const right = this.#world.code(someone);
    const wrong = right === '111111' ? '222222' : '111111';
    const typed = how === 'right' ? right : (how === 'again' && this.#last.get(someone)) || wrong;
    const step = `${someone} ${stepAt(this.#world.now())}`;
    const counts = typed === right && !this.#used.has(step);
    this.#last.set(someone, typed);
    const result = await this.#world.at(someone, (desk) => desk.stepUp(typed));
    if (result !== 'right') return;
    if (!counts) throw new Error(`a code of ${someone} counted that was wrong or used`);
    this.#used.add(step);
    this.#gave.set(someone, this.#world.now().getTime());
  }

  async #sends(someone: number, { which, urgent }: Extract<Command, { kind: 'send' }>): Promise<void> {
    const openings = await this.#world.openings();
    const openingCode = openings.at(-1 - which)?.code ?? '';
    const wish = { openingCode, urgent, at: null, filter: { named: [], locales: 'any' } } as const;
    const done = await this.#world.at(someone, (desk) => desk.sendBroadcast(wish));
    if (done.kind !== 'done' || !('code' in done.value)) return;
    this.#sent.push({ code: done.value.code, by: someone, withCode: this.#isFresh(someone) });
    if (done.value.kind === 'sent') this.#reaches(someone, 'a broadcast');
    else if (!urgent) throw new Error('a normal broadcast was only asked for');
    if (urgent && done.value.kind !== 'asked') throw new Error(`${someone} sent an urgent broadcast alone`);
  }

  async #decides(someone: number, { which, how }: Extract<Command, { kind: 'decide' }>): Promise<void> {
    const one = this.#sent.at(-1 - which);
    if (one === undefined) return;
    const done = await this.#world.at(someone, (desk) => desk.decideBroadcast(one.code, how as 'agree'));
    if (done.kind !== 'done' || done.value !== 'done' || how === 'refuse') return;
    if (one.by === someone) throw new Error(`${someone} was their own second person`);
    if (!one.withCode) throw new Error(`${one.by} asked for an urgent broadcast without a code`);
    this.#empowers(someone, 'an agreement');
    this.#reaches(someone, 'an agreement');
  }
}
