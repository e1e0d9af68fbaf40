/**
 * Who an opening fits, for everybody at once: the same answer as `matches`, from sets of ordinals held in memory. It
 * holds preferences and ordinals and nothing else, is built from the store and can be thrown away. About a
 * millisecond and 40 MB for a million people.
 */
import { collect, countReasons, total } from './audience-loop.ts';
import { AudienceSets } from './audience-sets.ts';
import type { AudienceRow, Exclusion, Scope } from './audience-terms.ts';
import { type Bitmap, bytesOf } from './bitmap.ts';
import type { AudienceFilter, Named } from './broadcast.ts';
import { ANSWER_REASONS, type Demands, dayNumber, demandsOf } from './matching.ts';
import type { Day, Opening, RegionCode } from './opening.ts';
import { lengthened, type Words } from './ordinal-sets.ts';
import { PERMIT_PLACE } from './season-wish.ts';
import type { SeasonWish } from './subscriber.ts';
import type { ChannelName } from './terms.ts';
import type { VerdictKind } from './verdict-terms.ts';
import { widest } from './widest.ts';

const NOBODY = { people: 0, alone: 0 };
/** Demands answered before the one who gathers a union may let others run: a few milliseconds at a million. */
const BATCH = 16;
/** Openings judged before it may: as long, where no place of work is known. */
const JUDGED = 64;

/** The index. Not for two threads; no method waits. */
export class AudienceIndex {
  readonly #people: AudienceSets;

  /** `today` only places the edges of days: answers stay exact however old the index grows. */
  constructor(today: Day) {
    this.#people = new AudienceSets(today);
  }

  /** Active people in the index, paused ones too. */
  get size(): number {
    return this.#people.size;
  }

  /** Holds the person as they are now, whatever was held before; who is not active is not held. */
  put(row: AudienceRow): void {
    this.#people.put(row);
  }

  /** Forgets the ordinal; nothing happens when it is not held. */
  remove(ordinal: number): void {
    this.#people.remove(ordinal);
  }

  /** Makes room up to an ordinal at once, where the highest is known before loading. */
  reserve(ordinal: number): void {
    this.#people.reserve(ordinal);
  }

  /** Everybody a push of this scope may go to, whatever it says. */
  everybody(scope: Omit<Scope, 'law'>): Bitmap {
    return bytesOf(this.#people.asked(scope));
  }

  /** Everybody who is active on a channel, whatever they asked for and whether they paused or not. */
  peopleOn(channel: ChannelName): Bitmap {
    const there = this.#people.channels.of(channel);
    return bytesOf(this.#people.active.map((word, at) => word & (there[at] ?? 0)));
  }

  /** Everybody with one of these wishes for a season. */
  waiting(wishes: readonly SeasonWish[], scope: Omit<Scope, 'law'>): Bitmap {
    const asked = this.#people.asked(scope);
    const found = new Int32Array(this.#people.length);
    for (const words of this.#people.seasons.ofAll(wishes))
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
      kind: () => [this.#people.kinds.of(kind)],
      work: () => [work === null ? this.#people.all : this.#people.works.of(work)],
      region: () => [this.#people.regions.of(region)],
      crop: () => this.#people.seasons.ofAll(wishes),
    };
    for (const one of named) keepAny(found, sets[one]());
    if (locales !== 'any') keepAny(found, this.#people.locales.ofAll(locales));
    return bytesOf(found);
  }

  /** People by the value of an answer: the languages they read, or the groups of their right to work. */
  parts(of: 'locale' | 'permit' | 'zone'): readonly { readonly value: string; readonly people: Bitmap }[] {
    const sets = { locale: this.#people.locales, permit: this.#people.permits, zone: this.#people.zones }[of];
    return sets.values().map((value) => ({ value, people: bytesOf(sets.of(value).slice()) }));
  }

  /** People by the verdict on the opening, by what they said of their right to work; none for help, which is no work. */
  verdicts(
    opening: Opening,
    scope: Scope,
  ): readonly { readonly value: VerdictKind; readonly people: Bitmap }[] {
    const { permit } = demandsOf(opening, scope.today, scope.law);
    const found = new Map<VerdictKind, Words>();
    for (const group of permit === null ? [] : this.#people.permits.values()) {
      const [basis = '', region] = group.split('@');
      // A basis alone holds those of all its regions; nobody's permit has none.
      if (region === undefined && basis !== '') continue;
      const said = basis === '' ? null : { basis, region: region === '' ? null : (region ?? null) };
      const kind = permit?.verdictFor(said).kind;
      if (kind === undefined) continue;
      const words = this.#people.permits.of(group);
      const sofar = found.get(kind);
      found.set(kind, sofar === undefined ? words.slice() : sofar.map((word, at) => word | (words[at] ?? 0)));
    }
    return [...found].map(([value, words]) => ({ value, people: bytesOf(words) }));
  }

  /** Active people of a channel, or all, who are paused on a day. */
  pausedOn(today: Day): Bitmap {
    return bytesOf(this.#people.pausedOn(dayNumber(today)).slice());
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
    for (const group of this.#people.permits.values()) {
      const [basis = '', region] = group.split('@');
      if (region === undefined || region === '') continue;
      if (permit.verdictFor({ basis, region }).kind !== 'NEEDS_NEW_PERMIT') continue;
      const words = this.#people.permits.of(group);
      const would = this.#people.newPermit;
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
    let found: Words = new Int32Array(this.#people.length);
    for (let at = 0; at < demands.length; at += BATCH) {
      if (at > 0) yield;
      if (found.length < this.#people.length) found = lengthened(found, this.#people.length);
      const asked = this.#people.asked(scope);
      for (const demand of demands.slice(at, at + BATCH)) collect(this.#people.pick(demand), asked, found);
    }
    const asked = this.#people.asked(scope);
    for (let at = 0; at < found.length; at += 1) found[at] = (found[at] ?? 0) & (asked[at] ?? 0);
    return bytesOf(found);
  }

  /** Why the opening does not fit the others of the scope. */
  excluded(opening: Opening, scope: Scope): Exclusion {
    const { over, ...demands } = demandsOf(opening, scope.today, scope.law);
    const asked = this.#people.asked(scope);
    const everybody = total(asked);
    const counts = countReasons(this.#people.pick(demands), asked);
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
    const found = new Int32Array(this.#people.length);
    const picked = { ...this.#people.pick({ ...demands, permit: null }), waitsByPermit: [] };
    if (over === null) collect(picked, this.#people.asked(scope), found);
    return found;
  }

  #fitting(demands: Demands, scope: Scope): Words {
    const found = new Int32Array(this.#people.length);
    if (demands.over === null) collect(this.#people.pick(demands), this.#people.asked(scope), found);
    return found;
  }
}

/** Keeps who is in any of the sets. */
function keepAny(found: Words, sets: readonly Words[]): void {
  for (const [at, word] of found.entries())
    found[at] = word & sets.reduce((all, words) => all | (words[at] ?? 0), 0);
}
