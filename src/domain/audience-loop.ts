/** The two loops of the audience index: 32 people a turn, nothing made inside. */
import { ANSWER_REASONS } from './matching.ts';
import { type AtMost, bitsOf, keepAtMost, type Words } from './ordinal-sets.ts';

/** The sets that the demands of one opening read, picked before the loop. */
export interface Picked {
  readonly kind: Words;
  readonly anyKind: Words;
  readonly work: Words;
  readonly anyWork: Words;
  readonly region: Words;
  readonly anyRegion: Words;
  /** Those who wait for such a harvest in its region, and those who do wherever their permit counts. */
  readonly waits: readonly Words[];
  readonly waitsByPermit: readonly Words[];
  /** Those for whom its housing is enough. */
  readonly housing: Words;
  readonly pay: AtMost;
  readonly dates: AtMost;
  readonly crew: AtMost;
  /** Those whose right to work does not let them. */
  readonly never: readonly PickedGroup[];
  /** Those whose right to work the employer does not take. */
  readonly untaken: readonly PickedGroup[];
  /** Those who may only with a new permit, and those who would get one. */
  readonly wish: readonly PickedGroup[];
  readonly newPermit: Words;
  /** Those whose right to work counts there. */
  readonly counts: readonly PickedGroup[];
}

/** A group without the groups within it that do not belong. */
interface PickedGroup {
  readonly of: Words;
  readonly except: readonly Words[];
}

/** Whom of word `at` the groups hold. */
function inAny(groups: readonly PickedGroup[], at: number): number {
  let all = 0;
  for (const { of, except } of groups) {
    let some = of[at] ?? 0;
    for (const words of except) some &= ~(words[at] ?? 0);
    all |= some;
  }
  return all;
}

/** Of the ordinals of word `at` in `word`, those whose right to work lets them. */
const keepPermitted = ({ never, wish, newPermit }: Picked, at: number, word: number): number =>
  word & ~inAny(never, at) & (~inAny(wish, at) | (newPermit[at] ?? 0));

/** Whom of word `at` a wish for the harvest lets in, whatever else they look for. */
function waitingAt({ waits, waitsByPermit, counts }: Picked, at: number): number {
  let named = 0;
  for (const words of waits) named |= words[at] ?? 0;
  let anywhere = 0;
  for (const words of waitsByPermit) anywhere |= words[at] ?? 0;
  return anywhere === 0 ? named : named | (anywhere & inAny(counts, at));
}

/** Adds to `found` whoever of `asked` the demands fit. The rarest answers come first: most words end there. */
export function collect(picked: Picked, asked: Words, found: Words): void {
  const { kind, anyKind, work, anyWork, region, anyRegion, housing, pay, dates, crew } = picked;
  for (let at = 0; at < asked.length; at += 1) {
    const looks =
      ((region[at] ?? 0) | (anyRegion[at] ?? 0)) &
      ((work[at] ?? 0) | (anyWork[at] ?? 0)) &
      ((kind[at] ?? 0) | (anyKind[at] ?? 0));
    let word = (looks | waitingAt(picked, at)) & (asked[at] ?? 0) & ~(found[at] ?? 0);
    if (word === 0) continue;
    word &= housing[at] ?? 0;
    word = keepAtMost(crew, at, keepAtMost(dates, at, keepAtMost(pay, at, word)));
    if (word !== 0) word = keepPermitted(picked, at, word) & ~inAny(picked.untaken, at);
    found[at] = (found[at] ?? 0) | word;
  }
}

/** For each reason in the order of `ANSWER_REASONS`: whom of `asked` it excludes, and whom nothing else does. */
export function countReasons(
  picked: Picked,
  asked: Words,
): readonly { readonly people: number; readonly alone: number }[] {
  const counts = ANSWER_REASONS.map(() => ({ people: 0, alone: 0 }));
  const against = new Int32Array(ANSWER_REASONS.length);
  for (const [at, word] of asked.entries()) {
    if (word === 0) continue;
    speakAgainst(picked, at, word, against);
    let once = 0;
    let twice = 0;
    for (const bits of against) {
      twice |= once & bits;
      once |= bits;
    }
    for (const [reason, count] of counts.entries()) {
      const bits = against[reason] ?? 0;
      count.people += bitsOf(bits);
      count.alone += bitsOf(bits & ~twice);
    }
  }
  return counts;
}

/** Writes, for each reason in the order of `ANSWER_REASONS`, whom of `word` it excludes. */
function speakAgainst(picked: Picked, at: number, word: number, against: Int32Array): void {
  const open = word & ~waitingAt(picked, at);
  against[0] = open & ~((picked.kind[at] ?? 0) | (picked.anyKind[at] ?? 0));
  against[1] = open & ~((picked.work[at] ?? 0) | (picked.anyWork[at] ?? 0));
  against[2] = open & ~((picked.region[at] ?? 0) | (picked.anyRegion[at] ?? 0));
  against[3] = word & ~(picked.housing[at] ?? 0);
  against[4] = word & ~keepAtMost(picked.pay, at, word);
  against[5] = word & ~keepAtMost(picked.dates, at, word);
  against[6] = word & ~keepAtMost(picked.crew, at, word);
  against[7] = word & ~keepPermitted(picked, at, word);
  against[8] = word & inAny(picked.untaken, at);
}

/** How many are in. */
export function total(words: Words): number {
  let sum = 0;
  for (const word of words) sum += bitsOf(word);
  return sum;
}
