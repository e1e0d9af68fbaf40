/** How a poster lies on one side of A4: sizes in points (1/72 inch), the same on paper and in a picture. */

import { brokenInto } from './line-breaks.ts';
import type { Phrase } from './message.ts';
import { askLines, type Door, POSTER_LOCALES, type Poster } from './poster.ts';
import { cleanText, plainText, type Texts } from './texts.ts';

export const PAGE = { width: 595, height: 842, margin: 28, gap: 14, columns: 2 } as const;
/** The upper part: title, employer and code, and at most two squares beside them. */
export const TOP = { square: 122, gap: 8, employer: 9, code: 56, caption: 8 } as const;
const COLUMN = (PAGE.width - 2 * PAGE.margin - PAGE.gap) / PAGE.columns;
/** Where a column begins, from the left. */
export const columnAt = (column: number): number => PAGE.margin + column * (COLUMN + PAGE.gap);

/** Height of a line, and of a heading's letters, by the size of the text; the space above a block. */
export const LEADING = 1.32;
export const HEADING = 1.25;
export const BLOCK_SPACE = 10;

const SIZES = [12, 11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6, 5.5, 5] as const;
const SIZES_WHEN_OVER = [26, 24, 22, 20, 18, 16] as const;

/** One language's part. */
export interface Block {
  readonly locale: string;
  readonly heading: string;
  readonly lines: readonly string[];
}

/** A poster in words: plain text throughout. */
export interface Sheet {
  readonly code: string;
  readonly state: Poster['state'];
  readonly title: string | null;
  readonly employer: string | null;
  readonly blocks: readonly Block[];
  readonly doors: readonly Door[];
  /** Of the blocks, in points. */
  readonly size: number;
  /** Of the title. */
  readonly titleSize: number;
  /** Height of the upper part. */
  readonly top: number;
}

const MOST_DOORS = 2;

/** Puts a poster into words, in letters as large as the side has room for. */
export function sheetOf(poster: Poster, doors: readonly Door[], texts: Pick<Texts, 'text'>): Sheet {
  const shown = doors.slice(0, MOST_DOORS);
  const blocks = POSTER_LOCALES.map((locale) =>
    blockOf(poster, shown, (words) => oneLine(plainText(texts.text(locale, words))), locale),
  );
  const head = headOf(poster, shown);
  const room = PAGE.height - 2 * PAGE.margin - head.top;
  const sizes: readonly number[] = poster.state === 'open' ? SIZES : SIZES_WHEN_OVER;
  return {
    ...head,
    code: poster.code,
    state: poster.state,
    blocks,
    doors: shown,
    size: sizes.find((size) => heightOf(blocks, size) <= room) ?? sizes.at(-1) ?? 0,
  };
}

/** A title longer than this is written smaller. */
const LONG_TITLE = 60;

function headOf(
  poster: Poster,
  doors: readonly Door[],
): Pick<Sheet, 'title' | 'employer' | 'titleSize' | 'top'> {
  const title = poster.title === null ? null : oneLine(poster.title);
  const employer = poster.employer === null ? null : oneLine(poster.employer);
  const titleSize = (title?.length ?? 0) > LONG_TITLE ? 15 : 20;
  const lines = headLines({ title, employer, titleSize, doors });
  const written = lines.title.length * titleSize + lines.employer.length * TOP.employer + TOP.code;
  const squares = doors.length === 0 ? 0 : TOP.square + 3 * TOP.caption * LEADING;
  return { title, employer, titleSize, top: Math.max(written * LEADING, squares) };
}

/** Title and employer in lines, in what the squares leave. */
export function headLines({
  title,
  employer,
  titleSize,
  doors,
}: Pick<Sheet, 'title' | 'employer' | 'titleSize' | 'doors'>) {
  const width = PAGE.width - 2 * PAGE.margin - doors.length * (TOP.square + TOP.gap);
  return {
    title: brokenInto(title ?? '', width / (titleSize * BOLD)),
    employer: brokenInto(employer ?? '', width / TOP.employer),
  };
}

function blockOf(
  poster: Poster,
  doors: readonly Door[],
  say: (words: Phrase) => string,
  locale: string,
): Block {
  const { head, place, terms, vouched, origin, calls } = poster;
  const asked = poster.state === 'open' ? askLines(poster.code, doors) : [];
  const said = (words: Phrase | null): readonly string[] => (words === null ? [] : [say(words)]);
  // The terms in one paragraph: a line for each would make letters so small that nobody reads them on a wall.
  const together = terms.length === 0 ? [] : [terms.map(say).join('\u00A0· ')];
  return {
    locale,
    heading: say(head),
    lines: [...said(place), ...together, ...said(vouched), ...said(origin), ...[...asked, ...calls].map(say)],
  };
}

/** Pictures: not every printer and no font of ours has them, and each text says the same in words. */
const PICTURES = /\p{Extended_Pictographic}|\uFE0F|\u200D/gu;

const oneLine = (text: string): string =>
  cleanText(text.replace(PICTURES, ''))
    .replace(/[^\S\u00A0]+/g, ' ')
    .trim();

/** Of all blocks, two beside each other: a row is as high as the higher of the two. */
function heightOf(blocks: readonly Block[], size: number): number {
  const heights = blocks.map((block) => blockHeight(block, size));
  return heights
    .filter((_, at) => at % PAGE.columns === 0)
    .reduce((sum, height, row) => sum + Math.max(height, heights[row * PAGE.columns + 1] ?? 0), 0);
}

/** The lines of a block as they are broken at a size. */
export const brokenBlock = ({ heading, lines }: Block, size: number) => ({
  heading: brokenInto(heading, COLUMN / (size * HEADING * BOLD)),
  lines: lines.flatMap((line) => brokenInto(line, COLUMN / size)),
});

/** Bold letters are wider. */
const BOLD = 1.12;

function blockHeight(block: Block, size: number): number {
  const { heading, lines } = brokenBlock(block, size);
  return BLOCK_SPACE + (heading.length * HEADING + lines.length) * size * LEADING;
}
