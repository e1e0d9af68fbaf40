/** Looking for thousands of patterns in one walk over the bytes. */
import type { Mark } from './marks.ts';

export interface Found {
  readonly mark: string;
  readonly form: string;
  readonly where: string;
}

/** Finds every mark in every form in these bytes. */
export type Search = (bytes: Buffer, where: string) => readonly Found[];

interface Pattern {
  readonly mark: string;
  readonly form: string;
  readonly bytes: Buffer;
}

/** Bytes by which a place is looked at more closely; every form has as many. */
const WINDOW = 4;
const FILTER_BITS = 24;

/** Spreads four bytes over the filter. */
const slot = (window: number): number => Math.imul(window, 0x9e3779b1) >>> (32 - FILTER_BITS);

/** Makes a search for these marks. */
export function createSearch(marks: readonly Mark[]): Search {
  const filter = new Uint8Array(2 ** (FILTER_BITS - 3));
  const patterns = new Map<number, Pattern[]>();
  for (const { name, forms } of marks)
    for (const [form, bytes] of forms) {
      if (bytes.length < WINDOW) throw new Error(`${name} as ${form} is too short to be looked for`);
      const window = bytes.readUInt32BE(0);
      const at = slot(window);
      filter[at >>> 3] = (filter[at >>> 3] ?? 0) | (1 << (at & 7));
      const same = patterns.get(window) ?? [];
      same.push({ mark: name, form, bytes });
      patterns.set(window, same);
    }

  return (bytes, where) => {
    const found = new Set<Pattern>();
    let window = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      window = ((window << 8) | (bytes[at] ?? 0)) >>> 0;
      const place = slot(window);
      if (((filter[place >>> 3] ?? 0) & (1 << (place & 7))) === 0 || at < WINDOW - 1) continue;
      const from = at - WINDOW + 1;
      for (const pattern of patterns.get(window) ?? []) {
        const to = from + pattern.bytes.length;
        if (
          to <= bytes.length &&
          !found.has(pattern) &&
          bytes.compare(pattern.bytes, 0, undefined, from, to) === 0
        )
          found.add(pattern);
      }
    }
    return [...found].map(({ mark, form }) => ({ mark, form, where }));
  };
}
