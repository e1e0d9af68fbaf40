/**
 * Sets of ordinals as bytes, as the store keeps them: ordinal `o` is bit `o % 8` (from the lowest) of byte
 * `⌊o / 8⌋`, so on the usual little-endian machine the bytes are those of the 32-bit words of the index. Bytes
 * beyond the end are empty; nothing needs trailing zeros.
 */
export type Bitmap = Uint8Array;

/** No ordinals. */
export const EMPTY_BITMAP: Bitmap = new Uint8Array(0);

/** Bits set in each byte value. */
const BITS = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

/** Whether the ordinal is in. */
export const has = (bitmap: Bitmap, ordinal: number): boolean =>
  ((bitmap[ordinal >>> 3] ?? 0) & (1 << (ordinal & 7))) !== 0;

/** How many ordinals are in. */
export function count(bitmap: Bitmap): number {
  let total = 0;
  for (const byte of bitmap) total += BITS[byte] ?? 0;
  return total;
}

/** Puts the ordinal in, in place. Throws a RangeError when the bytes are too short: see `withBit`. */
export function set(bitmap: Bitmap, ordinal: number): void {
  const at = ordinal >>> 3;
  const byte = bitmap[at];
  if (byte === undefined) throw new RangeError(`bitmap of ${bitmap.length} bytes cannot hold ${ordinal}`);
  bitmap[at] = byte | (1 << (ordinal & 7));
}

/** Takes the ordinal out, in place. */
export function clear(bitmap: Bitmap, ordinal: number): void {
  const at = ordinal >>> 3;
  const byte = bitmap[at];
  if (byte !== undefined) bitmap[at] = byte & ~(1 << (ordinal & 7));
}

/** With the ordinal in: the same bytes, or longer ones when they were too short. */
export function withBit(bitmap: Bitmap, ordinal: number): Bitmap {
  const needed = (ordinal >>> 3) + 1;
  const room = needed <= bitmap.length ? bitmap : grown(bitmap, needed);
  set(room, ordinal);
  return room;
}

/** A bitmap of these ordinals. */
export function bitmapOf(ordinals: Iterable<number>): Bitmap {
  let bitmap = EMPTY_BITMAP;
  for (const ordinal of ordinals) bitmap = withBit(bitmap, ordinal);
  return trimmed(bitmap);
}

/** All ordinals of both, as new bytes. */
export function union(a: Bitmap, b: Bitmap): Bitmap {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const all = long.slice();
  for (const [at, byte] of short.entries()) all[at] = (all[at] ?? 0) | byte;
  return all;
}

/** The ordinals that are in both, as new bytes. */
export function intersection(a: Bitmap, b: Bitmap): Bitmap {
  const both = a.slice(0, Math.min(a.length, b.length));
  for (const [at, byte] of both.entries()) both[at] = byte & (b[at] ?? 0);
  return both;
}

/** The ordinals of the first that are not in the second, as new bytes. */
export function without(a: Bitmap, b: Bitmap): Bitmap {
  const left = a.slice();
  const end = Math.min(a.length, b.length);
  for (let at = 0; at < end; at += 1) left[at] = (left[at] ?? 0) & ~(b[at] ?? 0);
  return left;
}

/** The first ordinal at or after `from` that is in, or `null`; does not walk round. */
export function nextFrom(bitmap: Bitmap, from: number): number | null {
  let at = from >>> 3;
  let byte = (bitmap[at] ?? 0) & (0xff << (from & 7));
  while (byte === 0) {
    at += 1;
    if (at >= bitmap.length) return null;
    byte = bitmap[at] ?? 0;
  }
  return at * 8 + (31 - Math.clz32(byte & -byte));
}

/** Every ordinal once: from `origin` upwards to the end, then round from 0 to just before `origin`. */
export function* ordinals(bitmap: Bitmap, origin = 0): Generator<number, void> {
  let next = nextFrom(bitmap, origin);
  for (; next !== null; next = nextFrom(bitmap, next + 1)) yield next;
  if (origin === 0) return;
  next = nextFrom(bitmap, 0);
  for (; next !== null && next < origin; next = nextFrom(bitmap, next + 1)) yield next;
}

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** The bytes of 32-bit words, word `w` holding ordinals 32w … 32w + 31, without trailing zeros. A copy. */
export function bytesOf(words: Int32Array): Bitmap {
  if (littleEndian) return trimmed(new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
  const bytes = new DataView(new ArrayBuffer(words.byteLength));
  for (const [at, word] of words.entries()) bytes.setInt32(at * 4, word, true);
  return trimmed(new Uint8Array(bytes.buffer));
}

function trimmed(bitmap: Bitmap): Bitmap {
  let end = bitmap.length;
  while (end > 0 && bitmap[end - 1] === 0) end -= 1;
  return bitmap.slice(0, end);
}

/** Room for at least `length` bytes and half as much again, so that filling stays linear. */
function grown(bitmap: Bitmap, length: number): Bitmap {
  const room = new Uint8Array(Math.max(length, Math.ceil(bitmap.length * 1.5)));
  room.set(bitmap);
  return room;
}
