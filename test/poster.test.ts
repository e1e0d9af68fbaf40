import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { Resvg } from '@resvg/resvg-wasm';
import { describe, expect, it } from 'vitest';
import type { Opening } from '../src/domain/opening.ts';
import { posterOf, typed } from '../src/domain/poster.ts';
import { columnAt, PAGE, sheetOf, TOP } from '../src/domain/sheet.ts';
import { loadTexts } from '../src/i18n.ts';
import { drawingOf } from '../src/poster/drawing.ts';
import { openingPoster } from '../src/poster.ts';
import { squareCode } from '../src/square-code.ts';
import { anOpening, TODAY } from './support/builders.ts';
import { DOORS, fullOpening, HOSTILE_TITLES } from './support/posters.ts';

const texts = await loadTexts();
const poster = (opening: Opening, doors = DOORS): Promise<Uint8Array> =>
  openingPoster(opening, { texts, doors, square: squareCode, today: TODAY });
const drawing = (opening: Opening, doors = DOORS): string =>
  drawingOf(sheetOf(posterOf(opening, TODAY), doors, texts), squareCode, typed);

/** Pixels of a PNG as resvg writes it: eight bits, red, green, blue, alpha, one image chunk after another. */
function pixelsOf(png: Uint8Array): {
  width: number;
  height: number;
  dark: (x: number, y: number) => boolean;
} {
  const file = Buffer.from(png);
  expect(file.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const packed: Buffer[] = [];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT')
      packed.push(file.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const rows = unfiltered(inflateSync(Buffer.concat(packed)), width * 4, height);
  return { width, height, dark: (x, y) => (rows[y]?.[x * 4] ?? 255) < 128 };
}

/** Takes back the filter of each row (PNG specification, section 9). */
function unfiltered(data: Buffer, stride: number, height: number): readonly Uint8Array[] {
  const rows: Uint8Array[] = [];
  for (let y = 0; y < height; y += 1) {
    const start = y * (stride + 1);
    const row = Uint8Array.from(data.subarray(start + 1, start + 1 + stride));
    const above = rows[y - 1] ?? new Uint8Array(stride);
    const filter = data[start] ?? 0;
    // Nine million bytes: nothing may be made for each.
    for (let x = 0; x < stride; x += 1) {
      const a = row[x - 4] ?? 0;
      const b = above[x] ?? 0;
      const c = above[x - 4] ?? 0;
      row[x] = (row[x] ?? 0) + guessed(filter, a, b, c);
    }
    rows.push(row);
  }
  return rows;
}

/** What a filter foresees of a byte, from those to the left, above, and above to the left. */
function guessed(filter: number, a: number, b: number, c: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return a;
  if (filter === 2) return b;
  if (filter === 3) return (a + b) >> 1;
  const [da, db, dc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  if (da <= db && da <= dc) return a;
  return db <= dc ? b : c;
}

describe('a poster', () => {
  it('is one sheet of A4 as PNG, small enough to be sent', async () => {
    const png = await poster(fullOpening());
    const { width, height } = pixelsOf(png);
    expect([width, height]).toEqual([1_240, 1_755]);
    expect(png.length).toBeLessThan(1_000_000);
  });

  it('has the square of the first channel, module by module', async () => {
    const { dark } = pixelsOf(await poster(fullOpening(), DOORS.slice(0, 1)));
    const { size, path } = squareCode(DOORS[0]?.url ?? '');
    const modules = new Set(
      [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].flatMap(([, x, y, length]) =>
        Array.from({ length: Number(length) }, (_, at) => `${Number(x) + at} ${y}`),
      ),
    );
    const scale = 1_240 / PAGE.width;
    const left = (PAGE.width - PAGE.margin - TOP.square) * scale;
    const step = (TOP.square * scale) / size;
    for (let y = 0; y < size; y += 1)
      for (let x = 0; x < size; x += 1)
        expect(
          dark(Math.floor(left + (x + 0.5) * step), Math.floor(PAGE.margin * scale + (y + 0.5) * step)),
        ).toBe(modules.has(`${x} ${y}`));
  });

  it.each([
    ['everything stated', fullOpening()],
    ['little stated', anOpening()],
    ['help', anOpening({ kind: 'support', work: null, aid: 'medical' })],
    [
      'the widest letters',
      fullOpening({ title: 'Щ'.repeat(120), place: 'Ш'.repeat(120), employer: 'W'.repeat(160) }),
    ],
    [
      'small letters',
      fullOpening({ title: 'щ'.repeat(120), place: 'ж '.repeat(60), employer: 'm'.repeat(160) }),
    ],
    ['what is over', fullOpening({ status: 'filled' })],
  ])('keeps its lines inside their columns and the page: %s', async (_, opening) => {
    await poster(opening);
    const lines = [...drawing(opening).matchAll(/<text x="([\d.]+)" y="([\d.]+)".*?<\/text>/g)];
    const end = PAGE.margin + sheetOf(posterOf(opening, TODAY), DOORS, texts).top;
    const within = (from: number, to: number, left: number) =>
      measured(lines.filter(([, x, y]) => Number(x) === left && Number(y) >= from && Number(y) < to));
    const head = within(0, end, PAGE.margin);
    expect(head.right).toBeLessThanOrEqual(PAGE.width - PAGE.margin - DOORS.length * (TOP.square + TOP.gap));
    expect(head.bottom).toBeLessThanOrEqual(end);
    const [left, right] = [within(end, 9_999, PAGE.margin), within(end, 9_999, columnAt(1))];
    expect(left.right).toBeGreaterThan(PAGE.margin);
    expect(left.right).toBeLessThanOrEqual(columnAt(1) - PAGE.gap);
    expect(right.right).toBeLessThanOrEqual(PAGE.width - PAGE.margin);
    expect(Math.max(left.bottom, right.bottom)).toBeLessThanOrEqual(PAGE.height - PAGE.margin);
  });

  it.each(HOSTILE_TITLES)('draws a hostile title as text: %j', async (title) => {
    const svg = drawing(fullOpening({ title, place: title }));
    expect(
      svg.match(/<(?!\/)[a-z]+/g)?.filter((tag) => !['<svg', '<rect', '<path', '<text'].includes(tag)),
    ).toEqual([]);
    expect((await poster(fullOpening({ title, place: title }))).length).toBeGreaterThan(10_000);
  });

  it('has letters for every language: none is drawn as the box of a missing one', async () => {
    await poster(anOpening());
    const strange = 'ӯҷҳқғӣңөүўʻʼ₽«»–№';
    const outlines = [...strange].map((letter) => boxOf(letter));
    const missing = boxOf('\uE123');
    for (const outline of outlines) expect(outline).not.toBe(missing);
    expect(new Set(outlines).size).toBe(strange.length);
  });
});

const fontBuffers = [400, 700].map((weight) =>
  Uint8Array.from(
    readFileSync(
      new URL(import.meta.resolve(`@fontsource/dejavu-sans/files/dejavu-sans-latin-${weight}-normal.woff2`)),
    ),
  ),
);
const render = (body: string) =>
  new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${PAGE.width}" height="${PAGE.height}" font-family="DejaVu Sans">${body}</svg>`,
    { font: { fontBuffers, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' } },
  );

function measured(lines: readonly RegExpExecArray[]): { right: number; bottom: number } {
  const box = render(lines.map(([line]) => line).join('')).innerBBox();
  if (box === undefined) return { right: 0, bottom: 0 };
  return { right: box.x + box.width, bottom: box.y + box.height };
}

const boxOf = (letter: string): string =>
  Buffer.from(render(`<text x="9" y="99" font-size="99">${letter}</text>`).render().asPng()).toString(
    'base64',
  );
