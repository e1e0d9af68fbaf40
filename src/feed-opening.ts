/** Opening a feed: a file or an address, packed by gzip or not. */
import { createReadStream } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { createGunzip } from 'node:zlib';

/** How long a service may take, in milliseconds. */
export interface Patience {
  /** Until it begins to answer. */
  readonly answerMs: number;
  /** Between two pieces of an answer. */
  readonly silenceMs: number;
  /** For all pieces together; absent for a dump that may take hours. */
  readonly wholeMs?: number;
  /** Before each further try. */
  readonly pausesMs: readonly number[];
  /** Whether an answer that points elsewhere is no answer. */
  readonly straight?: true;
}

/** Public services answer 429 and 5xx often; five tries, then the next schedule. */
const PATIENCE: Patience = {
  answerMs: 30_000,
  silenceMs: 60_000,
  pausesMs: [1_000, 2_000, 4_000, 8_000],
};

/** Of a partner, whose trust cannot end while its feed is read: a piece now and then would hold that up for ever. */
const PARTNER_PATIENCE: Patience = { ...PATIENCE, wholeMs: 5 * 60_000 };

/** A dump is two gigabytes; what is ten times as long is no vacancy feed. */
const MOST_BYTES = 20 * 1024 ** 3;
const USER_AGENT = 'Mehnat/0.1 (labour exchange; vacancy import)';

/**
 * The bytes of a file or of an http(s) address, unpacked where they begin like gzip. Errors name the file or the host,
 * never what an address carries behind it.
 */
export async function* openFeed(location: string, patience: Patience = PATIENCE): AsyncGenerator<Uint8Array> {
  boundMemory();
  yield* unpacked(limited(bytesAt(location, patience)));
}

/** The bytes at the address of a partner: as they come, and from nowhere else, wherever the answer may point. */
export const openSignedFeed = (
  location: string,
  patience: Patience = PARTNER_PATIENCE,
): AsyncGenerator<Uint8Array> => fetched(new URL(location), { ...patience, straight: true });

function bytesAt(location: string, patience: Patience): AsyncGenerator<Uint8Array> {
  const scheme = /^([a-z][a-z\d+.-]*):\/\//i.exec(location)?.[1]?.toLowerCase();
  if (scheme === undefined) return fileBytes(location);
  if (!/^https?$/.test(scheme)) throw new Error(`only http and https addresses are read, not ${scheme}`);
  if (!URL.canParse(location)) throw new Error(`${scheme}:// is no address`);
  return fetched(new URL(location), patience);
}

/**
 * Keeps V8's nursery at 8 MB for the rest of the process. Parsing makes nothing but short-lived objects, and V8 answers
 * with a larger nursery: tried with 55 MB of dump, 281 MB of memory became 139 MB, and the time was no longer.
 */
export function boundMemory(): void {
  setFlagsFromString('--max-semi-space-size=8');
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** What is wrong with a file that cannot be read, by Node's code. */
const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read by this user',
};

async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    throw new Error(`the file ${path} ${FILE_FAULTS[code] ?? `cannot be read (${code})`}`, { cause });
  }
}

async function* fetched(address: URL, patience: Patience): AsyncGenerator<Uint8Array> {
  const response = await answer(address, patience);
  if (response.body === null) throw new Error(`${address.host} answered with nothing`);
  const reader = response.body.getReader();
  const read = async (): Promise<{ readonly done: boolean; readonly value?: Uint8Array }> => {
    try {
      return await reader.read();
    } catch (cause) {
      throw new Error(`${address.host} broke off its answer`, { cause });
    }
  };
  const { silenceMs, wholeMs = Number.POSITIVE_INFINITY } = patience;
  const until = performance.now() + wholeMs;
  try {
    for (;;) {
      const left = until - performance.now();
      if (left <= 0) throw new Error(`${address.host} takes too long`);
      const next = await Promise.race([read(), silence(address, Math.min(silenceMs, left))]);
      if (next.value === undefined) return;
      yield next.value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function silence(address: URL, ms: number): Promise<never> {
  await wait(ms, undefined, { ref: false });
  throw new Error(`${address.host} fell silent`);
}

async function answer(address: URL, patience: Patience): Promise<Response> {
  for (const pause of [...patience.pausesMs, null]) {
    const response = await ask(address, patience);
    if (response?.ok === true) return response;
    const again = response === null || response.status === 429 || response.status >= 500;
    await response?.body?.cancel();
    if (!again || pause === null)
      throw new Error(`${address.host} answered ${response === null ? 'nothing' : response.status}`);
    await wait(pause);
  }
  throw new Error(`${address.host} could not be read`);
}

async function ask(address: URL, { answerMs, straight }: Patience): Promise<Response | null> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), answerMs);
  try {
    return await fetch(address, {
      signal: controller.signal,
      redirect: straight === true ? 'manual' : 'follow',
      headers: { 'user-agent': USER_AGENT, accept: 'application/json, text/csv, */*;q=0.5' },
    });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function* limited(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    if (length > MOST_BYTES) throw new Error('the feed does not end');
    yield piece;
  }
}

/** Gzip begins with 1f 8b (RFC 1952). */
async function* unpacked(bytes: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const first = await bytes.next();
  if (first.done === true) return;
  const packed = first.value[0] === 0x1f && first.value[1] === 0x8b;
  const all = startingWith(first.value, bytes);
  if (!packed) yield* all;
  else yield* gunzipped(all);
}

async function* gunzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const feeding = feed(bytes, gunzip);
  feeding.catch((error: unknown) => gunzip.destroy(error instanceof Error ? error : new Error('unreadable')));
  for await (const piece of gunzip) yield piece as Uint8Array;
  await feeding;
}

async function feed(
  bytes: AsyncIterable<Uint8Array>,
  gunzip: ReturnType<typeof createGunzip>,
): Promise<void> {
  for await (const piece of bytes)
    if (!gunzip.write(piece)) await new Promise((resolve) => gunzip.once('drain', resolve));
  gunzip.end();
}

async function* startingWith(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}
