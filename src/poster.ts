/**
 * A poster as a picture, for a chat: drawn as SVG and turned into PNG without a browser and without native code. The
 * only user of resvg and of a font.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import type { Day, Opening } from './domain/opening.ts';
import { type Door, posterOf, typed } from './domain/poster.ts';
import { sheetOf } from './domain/sheet.ts';
import type { Texts } from './domain/texts.ts';
import { drawingOf, type Square } from './poster/drawing.ts';

export interface PosterParts {
  readonly texts: Pick<Texts, 'text'>;
  /** Where anybody can begin to talk to us about this opening. */
  readonly doors: readonly Door[];
  readonly square: Square;
  readonly today: Day;
}

/** Pixels across: A4 at 150 to the inch. */
const WIDTH = 1_240;
/** The sheet of an opening as PNG, ready to be sent and printed. The first takes half a second more. */
export async function openingPoster(
  opening: Opening,
  { texts, doors, square, today }: PosterParts,
): Promise<Uint8Array> {
  return pngOf(drawingOf(sheetOf(posterOf(opening, today), doors, texts), square, typed));
}

/** A drawing as PNG. */
async function pngOf(svg: string): Promise<Uint8Array> {
  const fontBuffers = await loaded();
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'width', value: WIDTH },
    font: { fontBuffers: [...fontBuffers], loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
  });
  try {
    return drawing.render().asPng();
  } finally {
    drawing.free();
  }
}

let loading: Promise<readonly Uint8Array[]> | null = null;

/** The renderer and its fonts: four megabytes that most processes never need, and each needs once. */
function loaded(): Promise<readonly Uint8Array[]> {
  loading ??= load();
  return loading;
}

async function load(): Promise<readonly Uint8Array[]> {
  await initWasm(await read(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  return Promise.all(FACES.map(read));
}

/** Ordinary and bold. */
const FACES: readonly string[] = [
  import.meta.resolve('@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff2'),
  import.meta.resolve('@fontsource/dejavu-sans/files/dejavu-sans-latin-700-normal.woff2'),
];

const read = (file: string): Promise<Uint8Array> => readFile(fileURLToPath(file));
