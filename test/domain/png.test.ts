import { describe, expect, it } from 'vitest';
import { pngSize } from '../../src/domain/png.ts';
import { aPng } from '../support/png.ts';

describe('the size of a PNG', () => {
  it.each([
    [1, 1],
    [33, 33],
    [5_000, 10],
    [2 ** 31, 3],
  ])('of %i by %i stands in its head', (width, height) => {
    expect(pngSize(aPng({ width, height: Math.min(height, 100) }))).toEqual({ width, height });
  });

  it('is found also where the bytes are part of others', () => {
    const png = aPng({ width: 7, height: 9 });
    const whole = new Uint8Array([...new Uint8Array(5), ...png]);
    expect(pngSize(whole.subarray(5))).toEqual({ width: 7, height: 9 });
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['a head that is cut', aPng().subarray(0, 32)],
    ['something else', new TextEncoder().encode('GIF89a'.padEnd(64))],
  ])('is unknown of %s', (_label, bytes) => {
    expect(pngSize(bytes)).toBeNull();
  });
});
