/**
 * What the audience index is made of: sets of ordinals as 32-bit words (word `w` holds ordinals 32w … 32w + 31), all
 * of one length, so that one loop can read them side by side. Signed words, because every operation on them is on
 * signed 32-bit integers.
 */
export type Words = Int32Array;

/** Puts an ordinal into words long enough for it. */
export const addTo = (words: Words, ordinal: number): void => {
  words[ordinal >>> 5] = (words[ordinal >>> 5] ?? 0) | (1 << (ordinal & 31));
};

/** Takes an ordinal out. */
export const dropFrom = (words: Words, ordinal: number): void => {
  words[ordinal >>> 5] = (words[ordinal >>> 5] ?? 0) & ~(1 << (ordinal & 31));
};

/** Whether an ordinal is in. */
export const isIn = (words: Words, ordinal: number): boolean =>
  ((words[ordinal >>> 5] ?? 0) & (1 << (ordinal & 31))) !== 0;

/** How many bits of a word are set. */
export function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

/** The same words with room for more. */
export function lengthened(words: Words, length: number): Words {
  const longer = new Int32Array(length);
  longer.set(words);
  return longer;
}

/** One set for each value there is. */
export class OrdinalSets {
  readonly #sets = new Map<string, Words>();
  #none: Words;

  constructor(length: number) {
    this.#none = new Int32Array(length);
  }

  /** Those with the value; not to be written to. */
  of(value: string): Words {
    return this.#sets.get(value) ?? this.#none;
  }

  /** Every value that somebody has, or had. */
  values(): readonly string[] {
    return [...this.#sets.keys()];
  }

  /** The sets of those values that anybody has. */
  ofAll(values: readonly string[]): readonly Words[] {
    return values.flatMap((value) => this.#sets.get(value) ?? []);
  }

  add(value: string, ordinal: number): void {
    const known = this.#sets.get(value);
    const words = known ?? new Int32Array(this.#none.length);
    if (known === undefined) this.#sets.set(value, words);
    addTo(words, ordinal);
  }

  drop(ordinal: number): void {
    for (const words of this.#sets.values()) dropFrom(words, ordinal);
  }

  lengthen(length: number): void {
    this.#none = new Int32Array(length);
    for (const [value, words] of this.#sets) this.#sets.set(value, lengthened(words, length));
  }
}

/** What `NumberColumn` holds for people who gave no number: below every limit. */
const NO_NUMBER = -0x8000_0000;

/** Those at or below a limit: surely (`sure`), and among `maybe` where the column says so. */
export interface AtMost {
  readonly sure: Words;
  readonly maybe: Words;
  readonly column: Int32Array;
  readonly limit: number;
}

/** A whole number for each ordinal, with a cumulative set at each edge so that few have to be looked at singly. */
export class NumberColumn {
  readonly #edges: readonly number[];
  #sets: readonly Words[];
  #column: Int32Array;
  #all: Words;
  #none: Words;

  /** `edges` ascend. The more people stand between two edges, the slower the limits between them. */
  constructor(edges: readonly number[], length: number) {
    this.#edges = edges;
    this.#sets = edges.map(() => new Int32Array(length));
    this.#column = new Int32Array(length * 32);
    this.#all = new Int32Array(length).fill(-1);
    this.#none = new Int32Array(length);
  }

  add(ordinal: number, value: number | null): void {
    const number = value ?? NO_NUMBER;
    this.#column[ordinal] = number;
    // From the top: most numbers lie below most edges, and the first edge below a number ends it.
    for (let at = this.#edges.length - 1; at >= 0 && number <= (this.#edges[at] ?? NO_NUMBER); at -= 1) {
      const words = this.#sets[at];
      if (words !== undefined) addTo(words, ordinal);
    }
  }

  drop(ordinal: number): void {
    for (const words of this.#sets) dropFrom(words, ordinal);
  }

  /** Those whose number is at most `limit`, and those who gave none; everybody when there is no limit. */
  atMost(limit: number | null): AtMost {
    const column = this.#column;
    if (limit === null) return { sure: this.#all, maybe: this.#all, column, limit: 0 };
    const above = this.#edges.findIndex((edge) => edge > limit);
    const below = (above < 0 ? this.#edges.length : above) - 1;
    const sure = this.#sets[below] ?? this.#none;
    return {
      sure,
      maybe: this.#edges[below] === limit ? sure : (this.#sets[above] ?? this.#all),
      column,
      limit,
    };
  }

  lengthen(length: number): void {
    this.#sets = this.#sets.map((words) => lengthened(words, length));
    this.#column = lengthened(this.#column, length * 32);
    this.#all = new Int32Array(length).fill(-1);
    this.#none = new Int32Array(length);
  }
}

/** Of the ordinals of word `at` in `word`, those at or below the limit. */
export function keepAtMost(these: AtMost, at: number, word: number): number {
  const sure = these.sure[at] ?? 0;
  let open = word & ~sure & (these.maybe[at] ?? 0);
  let kept = word & sure;
  while (open !== 0) {
    const bit = open & -open;
    if ((these.column[at * 32 + (31 - Math.clz32(bit))] ?? 0) <= these.limit) kept |= bit;
    open ^= bit;
  }
  return kept;
}
