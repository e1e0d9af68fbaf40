/** A sheet as an SVG drawing of one side of A4. */
import { brokenInto } from '../domain/line-breaks.ts';
import {
  BLOCK_SPACE,
  brokenBlock,
  columnAt,
  HEADING,
  headLines,
  LEADING,
  PAGE,
  type Sheet,
  TOP,
} from '../domain/sheet.ts';
import { escapeText } from '../domain/texts.ts';

/** A square code, drawn. */
export type Square = (text: string) => { readonly size: number; readonly path: string };

interface Line {
  readonly text: string;
  readonly size: number;
  readonly bold: boolean;
}

/** Where writing goes on, in points from above. */
interface Pen {
  readonly drawn: readonly string[];
  readonly y: number;
}

/** The drawing; `typed` is an address as people type it. */
export function drawingOf(sheet: Sheet, square: Square, typed: (url: string) => string): string {
  const parts = [...topOf(sheet), ...squaresOf(sheet, square, typed), ...blocksOf(sheet)];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${PAGE.width}" height="${PAGE.height}" font-family="DejaVu Sans"><rect width="100%" height="100%" fill="#fff"/>${parts.join('')}</svg>`;
}

function topOf(sheet: Sheet): readonly string[] {
  const { title, employer } = headLines(sheet);
  const lines = [
    ...title.map((text) => ({ text, size: sheet.titleSize, bold: true })),
    ...employer.map((text) => ({ text, size: TOP.employer, bold: false })),
    { text: sheet.code, size: TOP.code, bold: true },
  ];
  return written(lines, PAGE.margin, PAGE.margin).drawn;
}

function squaresOf({ doors }: Sheet, square: Square, typed: (url: string) => string): readonly string[] {
  return doors.flatMap(({ url }, at) => {
    const x = PAGE.width - PAGE.margin - (doors.length - at) * (TOP.square + TOP.gap) + TOP.gap;
    const { size, path } = square(url);
    const caption = brokenInto(typed(url), TOP.square / TOP.caption).map((text) => ({
      text,
      size: TOP.caption,
      bold: false,
    }));
    const scale = TOP.square / size;
    return [
      `<path transform="translate(${x} ${PAGE.margin}) scale(${scale})" d="${path}" shape-rendering="crispEdges"/>`,
      ...written(caption, x, PAGE.margin + TOP.square).drawn,
    ];
  });
}

function blocksOf({ blocks, size, top }: Sheet): readonly string[] {
  const drawn: string[] = [];
  let y: number = PAGE.margin + top;
  for (let at = 0; at < blocks.length; at += PAGE.columns) {
    const row = blocks.slice(at, at + PAGE.columns);
    const pens = row.map((block, column) => {
      const { heading, lines } = brokenBlock(block, size);
      const all = [
        ...heading.map((text) => ({ text, size: size * HEADING, bold: true })),
        ...lines.map((text) => ({ text, size, bold: false })),
      ];
      return written(all, columnAt(column), y + BLOCK_SPACE);
    });
    drawn.push(
      `<path d="M${PAGE.margin} ${rounded(y + 4)}H${PAGE.width - PAGE.margin}" stroke="#999" stroke-width=".5"/>`,
    );
    drawn.push(...pens.flatMap((pen) => pen.drawn));
    y = Math.max(...pens.map((pen) => pen.y));
  }
  return drawn;
}

const rounded = (points: number): number => Math.round(points * 100) / 100;

/** Lines one below another. */
const written = (lines: readonly Line[], x: number, top: number): Pen =>
  lines.reduce<Pen>(
    ({ drawn, y }, { text, size, bold }) => ({
      drawn: [
        ...drawn,
        `<text x="${x}" y="${rounded(y + size)}" font-size="${size}"${bold ? ' font-weight="700"' : ''}>${escapeText(text)}</text>`,
      ],
      y: y + size * LEADING,
    }),
    { drawn: [], y: top },
  );
