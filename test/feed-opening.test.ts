import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { openFeed, openSignedFeed, type Patience } from '../src/feed-opening.ts';

const HASTY: Patience = { answerMs: 2_000, silenceMs: 2_000, pausesMs: [1, 1] };
const TEXT = '{"vacancies":[]}'.repeat(1_000);

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

/** A service that answers like this, and how often it was asked. */
async function service(answer: RequestListener): Promise<{ readonly url: string; asked(): number }> {
  let count = 0;
  server = createServer((request, response) => {
    count += 1;
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/feed?key=secret`, asked: () => count };
}

async function read(location: string, patience = HASTY): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of openFeed(location, patience)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe('a feed behind an address', () => {
  it.each([
    ['plain', TEXT],
    ['packed by gzip', gzipSync(TEXT)],
  ])('is read, %s', async (_, body) => {
    const { url } = await service((__, response) => response.end(body));
    expect(await read(url)).toBe(TEXT);
  });

  it('is read though it comes one byte at a time', async () => {
    const packed = gzipSync('slow but sure');
    const { url } = await service(async (_, response) => {
      for (const byte of packed) {
        response.write(Uint8Array.of(byte));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
    expect(await read(url)).toBe('slow but sure');
  });

  it.each([500, 503, 429])('is asked for again after %i', async (status) => {
    let first = true;
    const { url, asked } = await service((_, response) => {
      if (!first) return response.end(TEXT);
      first = false;
      return response.writeHead(status).end();
    });
    expect(await read(url)).toBe(TEXT);
    expect(asked()).toBe(2);
  });

  it('is given up after the last try, naming the host and not what the address carries', async () => {
    const { url, asked } = await service((_, response) => response.writeHead(502).end());
    await expect(read(url)).rejects.toThrow(/^127\.0\.0\.1:\d+ answered 502$/);
    expect(asked()).toBe(3);
  });

  it('is not asked for again when it is not there', async () => {
    const { url, asked } = await service((_, response) => response.writeHead(404).end());
    await expect(read(url)).rejects.toThrow(/answered 404$/);
    expect(asked()).toBe(1);
  });

  it('is given up when nobody answers in time', async () => {
    const { url } = await service(() => undefined);
    await expect(read(url, { ...HASTY, answerMs: 20, pausesMs: [1] })).rejects.toThrow(/answered nothing$/);
  });

  it('is given up when it falls silent in the middle', async () => {
    const { url } = await service((_, response) => response.write(TEXT));
    await expect(read(url, { ...HASTY, silenceMs: 50 })).rejects.toThrow(/fell silent$/);
  });

  it.each([
    ['plain', Buffer.from(TEXT)],
    ['packed', gzipSync(TEXT)],
  ])('says that it was cut off, %s', async (_, body) => {
    const { url } = await service((__, response) => {
      response.writeHead(200, { 'content-length': body.length });
      response.write(body.subarray(0, body.length / 2), () => response.destroy());
    });
    await expect(read(url)).rejects.toThrow(/broke off its answer$/);
  });

  it('says that a packed one ends too early though the service thought it whole', async () => {
    const packed = gzipSync(TEXT);
    const { url } = await service((_, response) => response.end(packed.subarray(0, packed.length - 12)));
    await expect(read(url)).rejects.toThrow(/unexpected end of file/);
  });
});

it.each([
  ['nowhere.json', /does not exist$/],
  ['test', /is a folder, not a file$/],
])('a file that cannot be read is named with what is wrong: %s', async (path, fault) => {
  await expect(read(path)).rejects.toThrow(fault);
});

it('a partner’s feed that never ends, a byte at a time, is given up', async () => {
  let open = true;
  const { url } = await service(async (_, response) => {
    response.on('close', () => {
      open = false;
    });
    while (open) {
      response.write('x');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
  const reading = async (): Promise<void> => {
    for await (const _ of openSignedFeed(url, { ...HASTY, wholeMs: 100 }));
  };
  await expect(reading()).rejects.toThrow(/takes too long|fell silent/);
}, 5_000);
