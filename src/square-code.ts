/** Squares that a phone's camera reads; the only user of qrcode. */
import { create } from 'qrcode';

/** A square code as the outline of its dark modules: one path in a field of `size` by `size`, margin included. */
export interface SquareCode {
  readonly size: number;
  /** An SVG path. */
  readonly path: string;
}

/** Light around the code, without which readers do not find it (ISO/IEC 18004: four modules). */
const MARGIN = 4;

/** The code of a text such as an address. A quarter of it may be torn or dirty: it hangs on walls. */
export function squareCode(text: string): SquareCode {
  const { size, data } = create(text, { errorCorrectionLevel: 'Q' }).modules;
  const rows = Array.from({ length: size }, (_, row) => data.subarray(row * size, (row + 1) * size));
  const path = rows.flatMap((modules, row) =>
    runsOf(modules).map(([from, length]) => bar(from, row, length)),
  );
  return { size: size + 2 * MARGIN, path: path.join('') };
}

const bar = (from: number, row: number, length: number): string =>
  `M${from + MARGIN} ${row + MARGIN}h${length}v1h-${length}z`;

/** Dark modules that touch, as their first and how many. */
function runsOf(modules: Uint8Array): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  modules.forEach((dark, at) => {
    const last = runs.at(-1);
    if (dark !== 1) return;
    if (last !== undefined && last[0] + last[1] === at) last[1] += 1;
    else runs.push([at, 1]);
  });
  return runs;
}
