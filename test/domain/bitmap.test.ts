import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bitmapOf,
  bytesOf,
  clear,
  count,
  EMPTY_BITMAP,
  has,
  nextFrom,
  ordinals,
  set,
  union,
  withBit,
  without,
} from '../../src/domain/bitmap.ts';

const someOrdinals = fc.uniqueArray(fc.nat(300));
const ascending = (a: number, b: number): number => a - b;

describe('a bitmap', () => {
  it('holds ordinal o in bit o % 8 of byte o / 8, lowest first', () => {
    expect([...bitmapOf([0, 3, 8, 23])]).toEqual([0b0000_1001, 0b0000_0001, 0b1000_0000]);
  });

  it('is the little-endian form of 32-bit words, without trailing zeros', () => {
    expect(bytesOf(new Int32Array([0x8000_0001 | 0, 0x0000_0100, 0]))).toEqual(bitmapOf([0, 31, 40]));
    expect(bytesOf(new Int32Array(4))).toEqual(EMPTY_BITMAP);
  });

  it('gives back what was put in, in order', () => {
    fc.assert(
      fc.property(someOrdinals, (chosen) => {
        const bitmap = bitmapOf(chosen);
        expect([...ordinals(bitmap)]).toEqual(chosen.toSorted(ascending));
        expect(count(bitmap)).toBe(chosen.length);
      }),
    );
  });

  it('walks round once from any origin', () => {
    fc.assert(
      fc.property(someOrdinals, fc.nat(330), (chosen, origin) => {
        const sorted = chosen.toSorted(ascending);
        const round = [...sorted.filter((o) => o >= origin), ...sorted.filter((o) => o < origin)];
        expect([...ordinals(bitmapOf(chosen), origin)]).toEqual(round);
      }),
    );
  });

  it('adds and takes away like sets', () => {
    fc.assert(
      fc.property(someOrdinals, someOrdinals, (a, b) => {
        expect([...ordinals(union(bitmapOf(a), bitmapOf(b)))]).toEqual(
          [...new Set([...a, ...b])].sort(ascending),
        );
        expect([...ordinals(without(bitmapOf(a), bitmapOf(b)))]).toEqual(
          a.filter((o) => !b.includes(o)).sort(ascending),
        );
      }),
    );
  });

  it('changes single bits in place', () => {
    const bitmap = bitmapOf([1, 9]);
    set(bitmap, 4);
    clear(bitmap, 9);
    clear(bitmap, 4_000);
    expect([...ordinals(bitmap)]).toEqual([1, 4]);
    expect([has(bitmap, 4), has(bitmap, 9), has(bitmap, 4_000)]).toEqual([true, false, false]);
  });

  it('refuses to lose a bit beyond its end, and grows on demand', () => {
    expect(() => set(bitmapOf([1]), 800)).toThrow(RangeError);
    expect([...ordinals(withBit(bitmapOf([1]), 800))]).toEqual([1, 800]);
  });

  it('says null when nothing follows', () => {
    expect(nextFrom(EMPTY_BITMAP, 0)).toBeNull();
    expect(nextFrom(bitmapOf([5]), 6)).toBeNull();
    expect(nextFrom(bitmapOf([5]), 5)).toBe(5);
  });
});
