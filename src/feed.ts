/** From bytes to records: the only user of stream-json and csv-parse. Memory does not grow with the feed. */
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { pick } from 'stream-json/filters/pick.js';
import { parser } from 'stream-json/parser.js';
import { streamValues } from 'stream-json/streamers/stream-values.js';
import type { Feed } from './domain/source.ts';

type Bytes = AsyncIterable<Uint8Array>;

/** A feed over these bytes; they are read once, as fast as the records are taken. */
export function feedOf(bytes: Bytes): Feed {
  return {
    json: (paths = []) => jsonRecords(bytes, paths),
    table: () => tableRows(bytes),
    whole: (most) => gathered(bytes, most),
  };
}

async function gathered(bytes: Bytes, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    if (length > most) throw new Error(`the feed is longer than ${most} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

async function* jsonRecords(bytes: Bytes, paths: readonly string[]): AsyncGenerator<unknown> {
  const { head, all } = await peek(bytes);
  const inArray = firstSign(head) === '[';
  if (paths.length === 0 && !inArray) yield* values(all, null);
  else yield* values(all, inArray ? (stack) => stack.length === 1 : atPaths(paths));
}

type Path = readonly (string | number | null)[];

/** Elements of the arrays at these paths. */
function atPaths(paths: readonly string[]): (path: Path) => boolean {
  const wanted = paths.map((path) => path.split('.'));
  return (path) =>
    typeof path.at(-1) === 'number' &&
    wanted.some((keys) => keys.length + 1 === path.length && keys.every((key, at) => key === path[at]));
}

async function* values(bytes: Bytes, wanted: ((path: Path) => boolean) | null): AsyncGenerator<unknown> {
  const packed = { jsonStreaming: true, streamKeys: false, streamStrings: false, streamNumbers: false };
  const reading: Reading = { at: 0, length: 0, failure: null };
  const source = Readable.from(slices(bytes, reading), { objectMode: true, highWaterMark: 1 });
  const stages =
    wanted === null
      ? [parser.asStream(packed), streamValues.asStream()]
      : [parser.asStream(packed), pick.asStream({ filter: wanted }), streamValues.asStream()];
  try {
    for await (const item of piped(source, stages)) yield fieldOf(item, 'value');
  } catch (cause) {
    if (cause === reading.failure) throw cause;
    throw new Error(jsonFault(cause, reading), { cause });
  }
}

/** The parser tells no place: the beginning of what it was given last is near enough. */
const jsonFault = (cause: unknown, { at, length }: Reading): string =>
  cause instanceof Error && cause.message.startsWith('Parser has expected')
    ? `the JSON ends too early, after byte ${length}`
    : `this is not JSON (near byte ${at}); is this the right source?`;

/** How far the bytes have been read, and what ended them early: no fault of the parser. */
interface Reading {
  /** Where the piece that was given last begins. */
  at: number;
  /** Bytes given so far. */
  length: number;
  failure: unknown;
}

/** Bytes that are parsed at once: each becomes many times its size in tokens. */
const SLICE_BYTES = 16_384;

async function* slices(bytes: Bytes, reading: Reading): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of bytes)
      for (let at = 0; at < piece.length; at += SLICE_BYTES) {
        const slice = piece.subarray(at, at + SLICE_BYTES);
        reading.at = reading.length;
        reading.length += slice.length;
        yield slice;
      }
  } catch (error) {
    reading.failure = error;
    throw error;
  }
}

const fieldOf = (item: unknown, key: string): unknown =>
  typeof item === 'object' && item !== null ? Reflect.get(item, key) : undefined;

/** Joins streams so that an error of any reaches the reader, and a reader that stops early stops them all. */
async function* piped(source: Readable, stages: readonly NodeJS.ReadWriteStream[]): AsyncGenerator<unknown> {
  let last: NodeJS.ReadableStream = source;
  for (const stage of stages) {
    const before = last;
    before.once('error', (error) => stage.emit('error', error));
    last = before.pipe(stage);
  }
  try {
    for await (const item of last) yield item;
  } finally {
    source.destroy();
  }
}

async function* tableRows(bytes: Bytes): AsyncGenerator<Readonly<Record<string, string>>> {
  const { head, all } = await peek(decoded(bytes));
  const table = parse({
    bom: true,
    delimiter: delimiterOf(head),
    columns: (header: string[]) => header.slice(0, MOST_COLUMNS).map(columnName),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
  });
  const source = Readable.from(all, { objectMode: true, highWaterMark: 4 });
  try {
    for await (const row of piped(source, [table])) yield stated(row);
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new Error(`line ${cause['lines']} cannot be read as CSV; is csv the right source?`, { cause });
  }
}

/** Each row costs as much as there are columns; what is beyond them is left out. */
const MOST_COLUMNS = 500;

/** A header as sources know it: lower case, no spaces. */
const columnName = (header: string): string => header.replace(/[\s\u00A0\uFEFF]+/g, '').toLowerCase();

/** No cell says more of an opening, and a hostile one costs little. */
const LONGEST_CELL = 4_000;

const stated = (row: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(typeof row === 'object' && row !== null ? row : {}).flatMap(([column, cell]) =>
      typeof cell === 'string' && cell !== '' ? [[column, cell.slice(0, LONGEST_CELL)]] : [],
    ),
  );

/** The separator that the header line has most of, outside quotes. */
function delimiterOf(head: string): string {
  const header = head.replace(/"[^"]*"/g, '').split(/\r?\n/, 1)[0] ?? '';
  const counts = [';', ',', '\t'].map((sign) => ({ sign, count: header.split(sign).length }));
  return counts.reduce((most, next) => (next.count > most.count ? next : most)).sign;
}

/**
 * Text of a table as people save it: UTF-8 with or without a mark, else windows-1251. Which of the two is told by the
 * first piece that is not plain ASCII; Cyrillic in windows-1251 is no valid UTF-8.
 */
async function* decoded(bytes: Bytes): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let held: Uint8Array = new Uint8Array(0);
  for await (const piece of bytes) {
    if (decoder === null) {
      held = Buffer.concat([held, piece]);
      // A letter may be cut at the end of a piece: decide on a few more bytes.
      const first = held.findIndex((byte) => byte > 0x7f);
      if (first !== -1 && held.length - first < 16) continue;
      if (first !== -1) decoder = decoderOf(held);
      yield (decoder ?? new TextDecoder()).decode(held, { stream: true });
      held = new Uint8Array(0);
    } else yield decoder.decode(piece, { stream: true });
  }
  yield (decoder ?? decoderOf(held)).decode(held);
}

function decoderOf(sample: Uint8Array): InstanceType<typeof TextDecoder> {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return new TextDecoder('utf-8', { ignoreBOM: true });
  } catch {
    return new TextDecoder('windows-1251');
  }
}

const firstSign = (head: Uint8Array): string =>
  new TextDecoder().decode(head.subarray(0, 4096)).trimStart().slice(0, 1);

/** The first piece that is not empty, and everything, that piece included. */
async function peek<Piece extends Uint8Array | string>(
  pieces: AsyncIterable<Piece>,
): Promise<{ head: Piece; all: AsyncIterable<Piece> }> {
  const iterator = pieces[Symbol.asyncIterator]();
  let first = await iterator.next();
  while (first.done !== true && first.value.length === 0) first = await iterator.next();
  if (first.done === true) throw new Error('the feed is empty');
  const head = first.value;
  return { head, all: resumed(head, iterator) };
}

async function* resumed<Piece>(head: Piece, rest: AsyncIterator<Piece>): AsyncGenerator<Piece> {
  try {
    yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
