/**
 * Who an opening fits, for everybody at once: the same answer as `matches`, from sets of ordinals held in memory. It
 * holds preferences and ordinals and nothing else, is built from the store and can be thrown away. About a
 * millisecond and 40 MB for a million people.
 */
import { collect, countReasons, type Picked, total } from './audience-loop.ts';
import { type Bitmap, bytesOf } from './bitmap.ts';
import type { AudienceFilter, Named } from './broadcast.ts';
import type { Law } from './law.ts';
import { ANSWER_REASONS, type Demands, dayNumber, demandsOf, type Reason } from './matching.ts';
import type { Day, Opening, RegionCode } from './opening.ts';
import { addTo, dropFrom, isIn, lengthened, NumberColumn, OrdinalSets, type Words } from './ordinal-sets.ts';
import { groupsOf, type PermitGroup } from './permit.ts';
import { PERMIT_PLACE } from './season-wish.ts';
import type { AnyOf, Cadence, SeasonWish, Subscriber } from './subscriber.ts';
import type { ChannelName } from './terms.ts';
import type { VerdictKind } from './verdict-terms.ts';
import { widest } from './widest.ts';

/** What the index knows of a person. */
export interface AudienceRow
  extends Pick<Subscriber, 'ordinal' | 'channel' | 'locale' | 'standing' | 'pausedUntil' | 'preferences'> {
  /** IANA zone, see `zoneOf`. */
  readonly zone: string;
}

/** Who is asked at all: active people who are not paused on `today`, and of them those on a channel … */
export interface Scope {
  readonly today: Day;
  /** The rules in force, by which openings are judged. */
  readonly law: Law;
  readonly channel?: ChannelName;
  /** `instant` is also everybody who did not say. */
  readonly cadence?: Cadence;
  readonly zones?: readonly string[];
}

/** Why others are not in an audience. A person may have several reasons. */
export interface Exclusion {
  readonly asked: number;
  readonly fits: number;
  /** `people`: whom the reason excludes; `alone`: whom nothing else excludes. Reasons nobody has are left out. */
  readonly reasons: Partial<Record<Reason, { readonly people: number; readonly alone: number }>>;
}

/** Whether pushes of this scope go to the person at all: the definition that the index keeps to. */
export function reachable(
  person: Omit<AudienceRow, 'ordinal' | 'locale' | 'preferences'> & CadenceOf,
  scope: Omit<Scope, 'law'>,
): boolean {
  const daily = person.preferences.cadence === 'daily';
  return (
    person.standing === 'active' &&
    (person.pausedUntil === null || person.pausedUntil < scope.today) &&
    (scope.channel === undefined || person.channel === scope.channel) &&
    (scope.cadence === undefined || daily === (scope.cadence === 'daily')) &&
    (scope.zones === undefined || scope.zones.includes(person.zone))
  );
}

type CadenceOf = { readonly preferences: Pick<AudienceRow['preferences'], 'cadence'> };

/** Roubles: five thousand apart where most floors lie. */
const PAY_EDGES = [0, ...Array.from({ length: 37 }, (_, at) => 20_000 + at * 5_000)];
const CREW_EDGES = [1, 2, 3, 4, 5, 6, 8, 10, 20];
/** Half a year of fortnights from the day the index was built. */
const dayEdges = (today: Day): readonly number[] =>
  Array.from({ length: 14 }, (_, at) => dayNumber(today) + at * 14);

/** Stands for "any" and "not answered" beside the values of an answer. */
const ANY = '';
const NEVER_PAUSED = 0;
const NOBODY = { people: 0, alone: 0 };
const FIRST_LENGTH = 64;
/** Demands answered before the one who gathers a union may let others run: a few milliseconds at a million. */
const BATCH = 16;
/** Openings judged before it may: as long, where no place of work is known. */
const JUDGED = 64;

/** The index. Not for two threads; no method waits. */
export class AudienceIndex {
  #length: number = FIRST_LENGTH;
  #active: Words = new Int32Array(FIRST_LENGTH);
  #daily: Words = new Int32Array(FIRST_LENGTH);
  #bedless: Words = new Int32Array(FIRST_LENGTH);
  #newPermit: Words = new Int32Array(FIRST_LENGTH);
  #all: Words = new Int32Array(FIRST_LENGTH).fill(-1);
  #pausedUntil: Int32Array = new Int32Array(FIRST_LENGTH * 32);
  #paused: { readonly day: number; readonly words: Words } = {
    day: Infinity,
    words: new Int32Array(FIRST_LENGTH),
  };
  #size = 0;
  readonly #kinds: OrdinalSets = new OrdinalSets(FIRST_LENGTH);
  readonly #works: OrdinalSets = new OrdinalSets(FIRST_LENGTH);
  readonly #regions: OrdinalSets = new OrdinalSets(FIRST_LENGTH);
  readonly #permits: OrdinalSets = new OrdinalSets(FIRST_LENGTH);
  readonly #seasons: OrdinalSets = new OrdinalSets(FIRST_LENGTH);
  readonly #locales: OrdinalSets = new OrdinalSets(FIRST_LENGTH);
  readonly #channels: OrdinalSets = new OrdinalSets(FIRST_LENGTH);
  readonly #zones: OrdinalSets = new OrdinalSets(FIRST_LENGTH);
  readonly #pay: NumberColumn = new NumberColumn(PAY_EDGES, FIRST_LENGTH);
  readonly #crew: NumberColumn = new NumberColumn(CREW_EDGES, FIRST_LENGTH);
  readonly #freeFrom: NumberColumn;

  /** `today` only places the edges of days: answers stay exact however old the index grows. */
  constructor(today: Day) {
    this.#freeFrom = new NumberColumn(dayEdges(today), FIRST_LENGTH);
  }

  /** Active people in the index, paused ones too. */
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
    addTo(this.#active, ordinal);
    addAnswer(this.#kinds, preferences.kinds, ordinal);
    addAnswer(this.#works, preferences.works, ordinal);
    addAnswer(this.#regions, preferences.regions, ordinal);
    for (const group of groupsOf(preferences.permit)) this.#permits.add(group, ordinal);
    if (preferences.newPermit === true) addTo(this.#newPermit, ordinal);
    for (const wish of preferences.seasons ?? []) this.#seasons.add(wish, ordinal);
    this.#locales.add(row.locale, ordinal);
    this.#channels.add(row.channel, ordinal);
    this.#zones.add(row.zone, ordinal);
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
    if (!isIn(this.#active, ordinal)) return;
    this.#size -= 1;
    for (const words of [this.#active, this.#daily, this.#bedless, this.#newPermit, this.#paused.words])
      dropFrom(words, ordinal);
    for (const sets of this.#sets()) sets.drop(ordinal);
    this.#pausedUntil[ordinal] = NEVER_PAUSED;
  }

  /** Makes room up to an ordinal at once, where the highest is known before loading. */
  reserve(ordinal: number): void {
    const needed = (ordinal >>> 5) + 1;
    if (needed <= this.#length) return;
    const length = Math.max(needed, Math.ceil(this.#length * 1.25));
    this.#active = lengthened(this.#active, length);
    this.#daily = lengthened(this.#daily, length);
    this.#bedless = lengthened(this.#bedless, length);
    this.#newPermit = lengthened(this.#newPermit, length);
    this.#all = new Int32Array(length).fill(-1);
    this.#pausedUntil = lengthened(this.#pausedUntil, length * 32);
    this.#paused = { day: this.#paused.day, words: lengthened(this.#paused.words, length) };
    for (const sets of this.#sets()) sets.lengthen(length);
    this.#length = length;
  }

  /** Everybody a push of this scope may go to, whatever it says. */
  everybody(scope: Omit<Scope, 'law'>): Bitmap {
    return bytesOf(this.#asked(scope));
  }

  /** Everybody who is active on a channel, whatever they asked for and whether they paused or not. */
  peopleOn(channel: ChannelName): Bitmap {
    const there = this.#channels.of(channel);
    return bytesOf(this.#active.map((word, at) => word & (there[at] ?? 0)));
  }

  /** Everybody with one of these wishes for a season. */
  waiting(wishes: readonly SeasonWish[], scope: Omit<Scope, 'law'>): Bitmap {
    const asked = this.#asked(scope);
    const found = new Int32Array(this.#length);
    for (const words of this.#seasons.ofAll(wishes))
      for (const [at, word] of words.entries()) found[at] = (found[at] ?? 0) | (word & (asked[at] ?? 0));
    return bytesOf(found);
  }

  /** Whom the opening fits. */
  audience(opening: Opening, scope: Scope): Bitmap {
    return bytesOf(this.#fitting(demandsOf(opening, scope.today, scope.law), scope));
  }

  /** Of those whom the opening fits, whom a filter leaves: see `isWithin`. */
  narrowed(opening: Opening, { named, locales }: AudienceFilter, scope: Scope): Bitmap {
    const demands = demandsOf(opening, scope.today, scope.law);
    const { kind, work, region, subjects } = demands;
    const found = this.#fitting(demands, scope);
    const wishes = subjects.flatMap((subject) => [`${subject}@${region}`, `${subject}@${PERMIT_PLACE}`]);
    const sets: Readonly<Record<Named, () => readonly Words[]>> = {
      kind: () => [this.#kinds.of(kind)],
      work: () => [work === null ? this.#all : this.#works.of(work)],
      region: () => [this.#regions.of(region)],
      crop: () => this.#seasons.ofAll(wishes),
    };
    for (const one of named) keepAny(found, sets[one]());
    if (locales !== 'any') keepAny(found, this.#locales.ofAll(locales));
    return bytesOf(found);
  }

  /** People by the value of an answer: the languages they read, or the groups of their right to work. */
  parts(of: 'locale' | 'permit' | 'zone'): readonly { readonly value: string; readonly people: Bitmap }[] {
    const sets = { locale: this.#locales, permit: this.#permits, zone: this.#zones }[of];
    return sets.values().map((value) => ({ value, people: bytesOf(sets.of(value).slice()) }));
  }

  /** People by the verdict on the opening, by what they said of their right to work; none for help, which is no work. */
  verdicts(
    opening: Opening,
    scope: Scope,
  ): readonly { readonly value: VerdictKind; readonly people: Bitmap }[] {
    const { permit } = demandsOf(opening, scope.today, scope.law);
    const found = new Map<VerdictKind, Words>();
    for (const group of permit === null ? [] : this.#permits.values()) {
      const [basis = '', region] = group.split('@');
      // A basis alone holds those of all its regions; nobody's permit has none.
      if (region === undefined && basis !== '') continue;
      const said = basis === '' ? null : { basis, region: region === '' ? null : (region ?? null) };
      const kind = permit?.verdictFor(said).kind;
      if (kind === undefined) continue;
      const words = this.#permits.of(group);
      const sofar = found.get(kind);
      found.set(kind, sofar === undefined ? words.slice() : sofar.map((word, at) => word | (words[at] ?? 0)));
    }
    return [...found].map(([value, words]) => ({ value, people: bytesOf(words) }));
  }

  /** Active people of a channel, or all, who are paused on a day. */
  pausedOn(today: Day): Bitmap {
    return bytesOf(this.#pausedOn(dayNumber(today)).slice());
  }

  /**
   * By the region of their permit: how many people want the opening, whom nothing but the need of a new permit keeps
   * from it, and who did not say that they would get one.
   */
  keptAway(opening: Opening, scope: Scope): ReadonlyMap<RegionCode, number> {
    const demands = demandsOf(opening, scope.today, scope.law);
    const { permit } = demands;
    const away = new Map<RegionCode, number>();
    if (permit === null) return away;
    const wanting = this.#wanting(demands, scope);
    for (const group of this.#permits.values()) {
      const [basis = '', region] = group.split('@');
      if (region === undefined || region === '') continue;
      if (permit.verdictFor({ basis, region }).kind !== 'NEEDS_NEW_PERMIT') continue;
      const words = this.#permits.of(group);
      const would = this.#newPermit;
      const people = total(wanting.map((word, at) => word & (words[at] ?? 0) & ~(would[at] ?? 0)));
      if (people > 0) away.set(region, (away.get(region) ?? 0) + people);
    }
    return away;
  }

  /** How many the opening fits. */
  count(opening: Opening, scope: Scope): number {
    return total(this.#fitting(demandsOf(opening, scope.today, scope.law), scope));
  }

  /** Whom any of the openings fits. */
  union(openings: readonly Opening[], scope: Scope): Bitmap {
    const steps = this.gather(openings, scope);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    return step.value;
  }

  /**
   * The same in steps of a few milliseconds, for a process that has others to answer. People may be put and removed
   * between the steps: whoever left, paused or changed channel meanwhile is not in the result, and whoever changed
   * what they asked for is in when any of the openings fitted them when its turn came.
   */
  *gather(openings: readonly Opening[], scope: Scope): Generator<void, Bitmap> {
    const all: Demands[] = [];
    for (let at = 0; at < openings.length; at += JUDGED) {
      if (at > 0) yield;
      const some = openings.slice(at, at + JUDGED);
      all.push(...some.map((opening) => demandsOf(opening, scope.today, scope.law)));
    }
    const demands = widest(all);
    let found: Words = new Int32Array(this.#length);
    for (let at = 0; at < demands.length; at += BATCH) {
      if (at > 0) yield;
      if (found.length < this.#length) found = lengthened(found, this.#length);
      const asked = this.#asked(scope);
      for (const demand of demands.slice(at, at + BATCH)) collect(this.#pick(demand), asked, found);
    }
    const asked = this.#asked(scope);
    for (let at = 0; at < found.length; at += 1) found[at] = (found[at] ?? 0) & (asked[at] ?? 0);
    return bytesOf(found);
  }

  /** Why the opening does not fit the others of the scope. */
  excluded(opening: Opening, scope: Scope): Exclusion {
    const { over, ...demands } = demandsOf(opening, scope.today, scope.law);
    const asked = this.#asked(scope);
    const everybody = total(asked);
    const counts = countReasons(this.#pick(demands), asked);
    const reasons: Exclusion['reasons'] = Object.fromEntries(
      ANSWER_REASONS.map((reason, at) => [reason, counts[at] ?? NOBODY] as const)
        .map(([reason, { people, alone }]) => [reason, { people, alone: over === null ? alone : 0 }] as const)
        .filter(([, { people }]) => people > 0),
    );
    const fits = total(this.#fitting({ over: null, ...demands }, scope));
    if (over === null || everybody === 0)
      return { asked: everybody, fits: over === null ? fits : 0, reasons };
    return { asked: everybody, fits: 0, reasons: { [over]: { people: everybody, alone: fits }, ...reasons } };
  }

  /** Whom it would fit if no permit were needed. Who waits wherever they need no new one does not want one that needs it. */
  #wanting({ over, ...demands }: Demands, scope: Scope): Words {
    const found = new Int32Array(this.#length);
    const picked = { ...this.#pick({ ...demands, permit: null }), waitsByPermit: [] };
    if (over === null) collect(picked, this.#asked(scope), found);
    return found;
  }

  #fitting(demands: Demands, scope: Scope): Words {
    const found = new Int32Array(this.#length);
    if (demands.over === null) collect(this.#pick(demands), this.#asked(scope), found);
    return found;
  }

  #asked(scope: Omit<Scope, 'law'>): Words {
    const asked = this.#active.slice();
    const paused = this.#pausedOn(dayNumber(scope.today));
    const channel = scope.channel === undefined ? this.#all : this.#channels.of(scope.channel);
    const flip = scope.cadence === 'instant' ? -1 : 0;
    const daily = scope.cadence === undefined ? this.#all : this.#daily;
    for (let at = 0; at < asked.length; at += 1) {
      asked[at] = (asked[at] ?? 0) & ~(paused[at] ?? 0) & (channel[at] ?? 0) & ((daily[at] ?? 0) ^ flip);
    }
    return scope.zones === undefined ? asked : this.#within(asked, scope.zones);
  }

  #within(asked: Words, zones: readonly string[]): Words {
    const sets = zones.map((zone) => this.#zones.of(zone));
    return asked.map((word, at) => word & sets.reduce((all, words) => all | (words[at] ?? 0), 0));
  }

  /** Made once a day from the column, and kept by `put` and `remove` in between. */
  #pausedOn(day: number): Words {
    if (this.#paused.day === day) return this.#paused.words;
    const words = new Int32Array(this.#length);
    for (const [ordinal, until] of this.#pausedUntil.entries()) if (until >= day) addTo(words, ordinal);
    this.#paused = { day, words };
    return words;
  }

  #pick(demands: Omit<Demands, 'over'>): Picked {
    return {
      kind: this.#kinds.of(demands.kind),
      anyKind: this.#kinds.of(ANY),
      work: demands.work === null ? this.#all : this.#works.of(demands.work),
      anyWork: this.#works.of(ANY),
      region: this.#regions.of(demands.region),
      anyRegion: this.#regions.of(ANY),
      waits: this.#seasons.ofAll(demands.subjects.map((subject) => `${subject}@${demands.region}`)),
      waitsByPermit: this.#seasons.ofAll(demands.subjects.map((subject) => `${subject}@${PERMIT_PLACE}`)),
      housing: demands.housed ? this.#all : this.#bedless,
      pay: this.#pay.atMost(demands.pay),
      dates: this.#freeFrom.atMost(demands.lastDay === null ? null : dayNumber(demands.lastDay)),
      crew: this.#crew.atMost(demands.room),
      never: this.#groups(demands.permit?.never),
      untaken: this.#groups(demands.permit?.untaken),
      wish: this.#groups(demands.permit?.wish),
      newPermit: this.#newPermit,
      counts: this.#groups(demands.permit?.counts),
    };
  }

  #groups(groups: readonly PermitGroup[] = []): Picked['never'] {
    return groups.map(({ of, except }) => ({
      of: this.#permits.of(of),
      except: except.map((group) => this.#permits.of(group)),
    }));
  }

  #sets(): readonly (OrdinalSets | NumberColumn)[] {
    const answers = [this.#kinds, this.#works, this.#regions, this.#permits, this.#seasons];
    return [...answers, this.#locales, this.#channels, this.#zones, this.#pay, this.#crew, this.#freeFrom];
  }
}

/** Keeps who is in any of the sets. */
function keepAny(found: Words, sets: readonly Words[]): void {
  for (const [at, word] of found.entries())
    found[at] = word & sets.reduce((all, words) => all | (words[at] ?? 0), 0);
}

function addAnswer(sets: OrdinalSets, answer: AnyOf<string>, ordinal: number): void {
  if (answer === null || answer === 'any') sets.add(ANY, ordinal);
  else for (const value of answer) sets.add(value, ordinal);
}
