/** Spoils JSON and bytes in every way that strangers, gateways and new versions do; the same seed spoils the same. */

export interface Mutator {
  /** True once in so many. */
  once(inSoMany: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** A whole number from 0 to below. */
  below(most: number): number;
  /** JSON with one to four things in it that should not be so. The given value stays as it is. */
  json(value: unknown): string;
  /** A few bytes lost, doubled, changed or cut off. */
  bytes(from: Uint8Array): Uint8Array;
}

/** Names that every object has, and some that mean something to us elsewhere. */
const KEYS = [
  '__proto__',
  'constructor',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'length',
  'then',
  'type',
  'id',
  'from',
  'messages',
  '',
  '0',
  '\ud800',
] as const;

const WORDS = [
  ...KEYS,
  'a'.repeat(5_000),
  '\u0000',
  '\udc00\ud800',
  '\u202e',
  '🍇',
  '-1',
  '1e400',
  'wamid.',
  'TJ.',
  'TJ.1A2B3C4D5E',
  '992900111222',
  'NaN',
  'stop',
  'failed',
  'user_changed_number',
  'user_changed_user_id',
  'messages',
  'account_update',
  'hologram',
  'interactive',
  '/start',
  'TIER_UNLIMITED',
] as const;

const PLAIN = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  -0,
  9_007_199_254_740_991,
  [],
  {},
  [[]],
  [null],
  [{}],
] as const;

/** Stands for something so deep that `JSON.stringify` could not write it. */
const DEEP = '§deep§';
const DEPTHS = [50, 2_000, 100_000] as const;

type Node = Record<string, unknown> | unknown[];

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Every object and list in a value. */
const nodesIn = (value: unknown): readonly Node[] =>
  isNode(value) ? [value, ...Object.values(value).flatMap(nodesIn)] : [];

export function createMutator(seed: number): Mutator {
  let state = seed;
  // Mulberry32.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (most: number): number => Math.floor(next() * most);
  const once = (inSoMany: number): boolean => below(inSoMany) === 0;
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;

  const anything = (): unknown => {
    if (once(40)) return DEEP;
    if (once(400)) return 'x'.repeat(200_000);
    return once(2) ? structuredClone(pick(PLAIN)) : pick(WORDS);
  };

  /** Also sets `__proto__` as a key like any other, as `JSON.parse` does. */
  const set = (node: Node, key: string, value: unknown): void => {
    // In JSON a list has no other keys.
    if (Array.isArray(node) && !/^\d+$/.test(key)) return;
    Object.defineProperty(node, key, { value, enumerable: true, configurable: true, writable: true });
  };
  const keyIn = (node: Node): string => pick([...Object.keys(node), 'id']);
  /** A copy, so that nothing is ever put into itself. */
  const valueIn = (node: Node, key: string): unknown => structuredClone(Reflect.get(node, key));

  const ways: readonly ((node: Node, other: Node) => void)[] = [
    (node) => set(node, keyIn(node), anything()),
    (node) => set(node, keyIn(node), anything()),
    (node) => set(node, pick(KEYS), anything()),
    (node) => set(node, 'type', pick(WORDS)),
    (node) => {
      Reflect.deleteProperty(node, keyIn(node));
    },
    (node) => set(node, pick(KEYS), valueIn(node, keyIn(node))),
    (node, other) => set(node, keyIn(node), valueIn(other, keyIn(other))),
    (node) => {
      const key = keyIn(node);
      set(node, key, [valueIn(node, key)]);
    },
    (node) => {
      if (Array.isArray(node)) node.push(...structuredClone(node.slice(0, 20)));
    },
    (node) => {
      const [one, two] = [keyIn(node), keyIn(node)];
      const [first, second] = [valueIn(node, one), valueIn(node, two)];
      set(node, one, second);
      set(node, two, first);
    },
  ];

  return {
    once,
    pick,
    below,
    json(value) {
      const copy: unknown = structuredClone(value);
      if (!isNode(copy)) return JSON.stringify(copy);
      for (let left = 1 + below(4); left > 0; left -= 1) {
        const nodes = nodesIn(copy);
        pick(ways)(pick(nodes), pick(nodes));
      }
      return JSON.stringify(copy).replaceAll(`"${DEEP}"`, () => {
        const depth = pick(DEPTHS);
        return once(2)
          ? '['.repeat(depth) + ']'.repeat(depth)
          : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
      });
    },
    bytes(from) {
      const at = below(from.length + 1);
      const [head, tail] = [from.slice(0, at), from.slice(at)];
      switch (below(5)) {
        case 0:
          return head;
        case 1:
          return Buffer.concat([head, Uint8Array.of(below(256)), tail]);
        case 2:
          return Buffer.concat([head, Uint8Array.of(below(256)), tail.slice(1)]);
        case 3:
          return Buffer.concat([head, tail.slice(0, 9), tail]);
        default:
          return Buffer.concat([head, tail.slice(1 + below(20))]);
      }
    },
  };
}
