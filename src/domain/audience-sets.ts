/** People by what they answered: a set of ordinals for each value, lengthened together. */
import type { Picked } from './audience-loop.ts';
import type { AudienceRow, Scope } from './audience-terms.ts';
import { type Demands, dayNumber } from './matching.ts';
import type { Day } from './opening.ts';
import { addTo, dropFrom, isIn, lengthened, NumberColumn, OrdinalSets, type Words } from './ordinal-sets.ts';
import { groupsOf, type PermitGroup } from './permit.ts';
import { PERMIT_PLACE } from './season-wish.ts';
import type { AnyOf } from './subscriber.ts';

/** Roubles: five thousand apart where most floors lie. */
const PAY_EDGES = [0, ...Array.from({ length: 37 }, (_, at) => 20_000 + at * 5_000)];
const CREW_EDGES = [1, 2, 3, 4, 5, 6, 8, 10, 20];
/** Half a year of fortnights from the day the index was built. */
const dayEdges = (today: Day): readonly number[] =>
  Array.from({ length: 14 }, (_, at) => dayNumber(today) + at * 14);

/** Stands for "any" and "not answered" beside the values of an answer. */
const ANY = '';
const NEVER_PAUSED = 0;
const FIRST_LENGTH = 64;

/** The sets. Not for two threads. */
export class AudienceSets {
  #length: number = FIRST_LENGTH;
  active: Words = new Int32Array(FIRST_LENGTH);
  #daily: Words = new Int32Array(FIRST_LENGTH);
  #bedless: Words = new Int32Array(FIRST_LENGTH);
  newPermit: Words = new Int32Array(FIRST_LENGTH);
  all: Words = new Int32Array(FIRST_LENGTH).fill(-1);
  #pausedUntil: Int32Array = new Int32Array(FIRST_LENGTH * 32);
  #paused: { readonly day: number; readonly words: Words } = {
    day: Infinity,
    words: new Int32Array(FIRST_LENGTH),
  };
  #size = 0;
  readonly kinds: OrdinalSets = new OrdinalSets(FIRST_LENGTH);
  readonly works: OrdinalSets = new OrdinalSets(FIRST_LENGTH);
  readonly regions: OrdinalSets = new OrdinalSets(FIRST_LENGTH);
  readonly permits: OrdinalSets = new OrdinalSets(FIRST_LENGTH);
  readonly seasons: OrdinalSets = new OrdinalSets(FIRST_LENGTH);
  readonly locales: OrdinalSets = new OrdinalSets(FIRST_LENGTH);
  readonly channels: OrdinalSets = new OrdinalSets(FIRST_LENGTH);
  readonly zones: OrdinalSets = new OrdinalSets(FIRST_LENGTH);
  readonly #pay: NumberColumn = new NumberColumn(PAY_EDGES, FIRST_LENGTH);
  readonly #crew: NumberColumn = new NumberColumn(CREW_EDGES, FIRST_LENGTH);
  readonly #freeFrom: NumberColumn;

  /** `today` only places the edges of days: answers stay exact however old the index grows. */
  constructor(today: Day) {
    this.#freeFrom = new NumberColumn(dayEdges(today), FIRST_LENGTH);
  }

  /** Words of each set. */
  get length(): number {
    return this.#length;
  }

  /** Active people, paused ones too. */
  get size(): number {
    return this.#size;
  }

  /** Holds the person as they are now, whatever was held before; who is not active is not held. */
  put(row: AudienceRow): void {
    this.remove(row.ordinal);
    if (row.standing !== 'active') return;
    this.reserve(row.ordinal);
    const { ordinal, preferences } = row;
    this.#size += 1;
    addTo(this.active, ordinal);
    addAnswer(this.kinds, preferences.kinds, ordinal);
    addAnswer(this.works, preferences.works, ordinal);
    addAnswer(this.regions, preferences.regions, ordinal);
    for (const group of groupsOf(preferences.permit)) this.permits.add(group, ordinal);
    if (preferences.newPermit === true) addTo(this.newPermit, ordinal);
    for (const wish of preferences.seasons ?? []) this.seasons.add(wish, ordinal);
    this.locales.add(row.locale, ordinal);
    this.channels.add(row.channel, ordinal);
    this.zones.add(row.zone, ordinal);
    if (preferences.housingNeeded !== true) addTo(this.#bedless, ordinal);
    if (preferences.cadence === 'daily') addTo(this.#daily, ordinal);
    this.#pay.add(ordinal, preferences.payFloor);
    this.#crew.add(ordinal, preferences.crew);
    this.#freeFrom.add(ordinal, preferences.freeFrom === null ? null : dayNumber(preferences.freeFrom));
    const until = row.pausedUntil === null ? NEVER_PAUSED : dayNumber(row.pausedUntil);
    this.#pausedUntil[ordinal] = until;
    if (until >= this.#paused.day) addTo(this.#paused.words, ordinal);
  }

  /** Forgets the ordinal; nothing happens when it is not held. */
  remove(ordinal: number): void {
    if (!isIn(this.active, ordinal)) return;
    this.#size -= 1;
    for (const words of [this.active, this.#daily, this.#bedless, this.newPermit, this.#paused.words])
      dropFrom(words, ordinal);
    for (const sets of this.#sets()) sets.drop(ordinal);
    this.#pausedUntil[ordinal] = NEVER_PAUSED;
  }

  /** Makes room up to an ordinal at once, where the highest is known before loading. */
  reserve(ordinal: number): void {
    const needed = (ordinal >>> 5) + 1;
    if (needed <= this.#length) return;
    const length = Math.max(needed, Math.ceil(this.#length * 1.25));
    this.active = lengthened(this.active, length);
    this.#daily = lengthened(this.#daily, length);
    this.#bedless = lengthened(this.#bedless, length);
    this.newPermit = lengthened(this.newPermit, length);
    this.all = new Int32Array(length).fill(-1);
    this.#pausedUntil = lengthened(this.#pausedUntil, length * 32);
    this.#paused = { day: this.#paused.day, words: lengthened(this.#paused.words, length) };
    for (const sets of this.#sets()) sets.lengthen(length);
    this.#length = length;
  }

  /** Whom a scope means. */
  asked(scope: Omit<Scope, 'law'>): Words {
    const asked = this.active.slice();
    const paused = this.pausedOn(dayNumber(scope.today));
    const channel = scope.channel === undefined ? this.all : this.channels.of(scope.channel);
    const flip = scope.cadence === 'instant' ? -1 : 0;
    const daily = scope.cadence === undefined ? this.all : this.#daily;
    for (let at = 0; at < asked.length; at += 1) {
      asked[at] = (asked[at] ?? 0) & ~(paused[at] ?? 0) & (channel[at] ?? 0) & ((daily[at] ?? 0) ^ flip);
    }
    return scope.zones === undefined ? asked : this.#within(asked, scope.zones);
  }

  #within(asked: Words, zones: readonly string[]): Words {
    const sets = zones.map((zone) => this.zones.of(zone));
    return asked.map((word, at) => word & sets.reduce((all, words) => all | (words[at] ?? 0), 0));
  }

  /** Made once a day from the column, and kept by `put` and `remove` in between. */
  pausedOn(day: number): Words {
    if (this.#paused.day === day) return this.#paused.words;
    const words = new Int32Array(this.#length);
    for (const [ordinal, until] of this.#pausedUntil.entries()) if (until >= day) addTo(words, ordinal);
    this.#paused = { day, words };
    return words;
  }

  /** What the demands of an opening read. */
  pick(demands: Omit<Demands, 'over'>): Picked {
    return {
      kind: this.kinds.of(demands.kind),
      anyKind: this.kinds.of(ANY),
      work: demands.work === null ? this.all : this.works.of(demands.work),
      anyWork: this.works.of(ANY),
      region: this.regions.of(demands.region),
      anyRegion: this.regions.of(ANY),
      waits: this.seasons.ofAll(demands.subjects.map((subject) => `${subject}@${demands.region}`)),
      waitsByPermit: this.seasons.ofAll(demands.subjects.map((subject) => `${subject}@${PERMIT_PLACE}`)),
      housing: demands.housed ? this.all : this.#bedless,
      pay: this.#pay.atMost(demands.pay),
      dates: this.#freeFrom.atMost(demands.lastDay === null ? null : dayNumber(demands.lastDay)),
      crew: this.#crew.atMost(demands.room),
      never: this.#groups(demands.permit?.never),
      untaken: this.#groups(demands.permit?.untaken),
      wish: this.#groups(demands.permit?.wish),
      newPermit: this.newPermit,
      counts: this.#groups(demands.permit?.counts),
    };
  }

  #groups(groups: readonly PermitGroup[] = []): Picked['never'] {
    return groups.map(({ of, except }) => ({
      of: this.permits.of(of),
      except: except.map((group) => this.permits.of(group)),
    }));
  }

  #sets(): readonly (OrdinalSets | NumberColumn)[] {
    const answers = [this.kinds, this.works, this.regions, this.permits, this.seasons];
    return [...answers, this.locales, this.channels, this.zones, this.#pay, this.#crew, this.#freeFrom];
  }
}

function addAnswer(sets: OrdinalSets, answer: AnyOf<string>, ordinal: number): void {
  if (answer === null || answer === 'any') sets.add(ANY, ordinal);
  else for (const value of answer) sets.add(value, ordinal);
}
