import { createPublicKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mapped, Voucher } from '../../src/domain/source.ts';
import { feedOf } from '../../src/feed.ts';
import { source } from '../../src/sources/exchange.ts';
import { mappingContext } from '../contracts/source.ts';
import { aDocument, aPosting, aVoucher, signedFeed, testKey } from '../support/signed-feed.ts';

async function* bytesOf(file: Uint8Array): AsyncGenerator<Uint8Array> {
  yield file;
}

async function read(file: Uint8Array, voucher: Voucher | undefined = aVoucher()): Promise<readonly Mapped[]> {
  const context = { ...mappingContext(), voucher };
  const mapped: Mapped[] = [];
  for await (const record of source.records(feedOf(bytesOf(file)), context))
    mapped.push(source.map(record, context));
  return mapped;
}

const GOOD = signedFeed(aDocument());
const otherKey = createPublicKey(testKey(2)).export({ format: 'jwk' }).x ?? '';
const text = new TextDecoder();
const bytes = new TextEncoder();

describe('a signed feed', () => {
  it('is read when it is signed by the key that is trusted', async () => {
    expect(await read(GOOD)).toMatchObject([{ kind: 'opening', content: { vouchedBy: 'Профсоюз' } }]);
  });

  it('is refused with any byte changed, left out or put in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: GOOD.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        fc.constantFrom('changed', 'left out', 'put in'),
        async (at, by, how) => {
          const byte = (GOOD[at] ?? 0) ^ by;
          const middle = how === 'left out' ? [] : how === 'changed' ? [byte] : [byte, GOOD[at] ?? 0];
          const tampered = Uint8Array.from([...GOOD.subarray(0, at), ...middle, ...GOOD.subarray(at + 1)]);
          await expect(read(tampered)).rejects.toThrow(/signature is not|no signed feed/);
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('is refused byte by byte where JSON would read the same', async () => {
    const same: readonly [string, string][] = [
      ['{"signed":', '{ "signed":'],
      ['"}\n', '"}'],
      ['"}\n', '"}\r\n'],
      ['"}\n', '"}\n\n'],
      ['"version":1', '"version": 1'],
      ['Профсоюз', '\\u041fрофсоюз'],
      [',"signature":"', ',"signature":"0'],
    ];
    for (const [before, after] of same) {
      const changed = text.decode(GOOD).replace(before, after);
      expect(changed).not.toBe(text.decode(GOOD));
      await expect(read(bytes.encode(changed)), after).rejects.toThrow(/signature is not|no signed feed/);
    }
    const capital = text
      .decode(GOOD)
      .replace(/"signature":"([0-9a-f]+)"/, (all) => all.toUpperCase().replace('SIGNATURE', 'signature'));
    await expect(read(bytes.encode(capital))).rejects.toThrow('no signed feed');
  });

  it.each([
    [
      'by another key',
      signedFeed(aDocument(), testKey(2)),
      /^its signature is not by the key that is trusted/,
    ],
    ['without a signature', bytes.encode(JSON.stringify(aDocument())), /^this is no signed feed/],
    ['that is empty', new Uint8Array(0), /^this is no signed feed/],
    [
      'of another organisation',
      signedFeed(aDocument({ organisation: { slug: 'other', titles: { ru: 'Профсоюз' } } })),
      /^it is the feed of another organisation/,
    ],
    ['of a later version', signedFeed(aDocument({ version: 2 })), /^it is of a version/],
    [
      'of the future',
      signedFeed(aDocument({ issuedAt: '2026-06-15T12:06:00.000Z' })),
      /^it was issued in the future/,
    ],
    [
      'that is over',
      signedFeed(aDocument({ expiresAt: '2026-06-15T11:54:59.000Z' })),
      /^it was issued too long ago/,
    ],
    [
      'that would hold for ever',
      signedFeed(aDocument({ issuedAt: '2026-06-14T11:00:00.000Z', expiresAt: '2036-01-01T00:00:00.000Z' })),
      /^it was issued too long ago/,
    ],
    [
      'with a date of another form',
      signedFeed(aDocument({ issuedAt: '2026-06-15' })),
      /^what is signed is no feed/,
    ],
    ['without openings', signedFeed(aDocument({ openings: {} })), /^what is signed is no feed/],
    ['that is no JSON', signedFeed('{"version":1'), /^what is signed is no feed/],
  ])('%s is refused as a whole, and says why', async (_, file, line) => {
    await expect(read(file)).rejects.toThrow(line);
  });

  it('is not judged by a key that it brings itself', async () => {
    await expect(read(GOOD, aVoucher({ publicKey: otherKey }))).rejects.toThrow('signature is not');
  });

  it.each([
    ['older', /^it is older than the feed that was taken last$/],
    ['revoked', /^it is not trusted any more$/],
  ] as const)('brings nothing when it is %s', async (taken, line) => {
    await expect(read(GOOD, aVoucher({ take: async () => taken }))).rejects.toThrow(line);
  });

  it('takes back what it does not name any more', async () => {
    const known = ['00000000-0000-4000-8000-000000000001', 'filled'];
    expect((await read(GOOD, aVoucher({ vouched: async () => known }))).slice(1)).toEqual([
      { kind: 'skipped', reason: 'withdrawn', externalId: 'filled' },
    ]);
  });

  it.each([
    ['en', 'Union'],
    ['ru', 'Профсоюз'],
    ['tg', 'Профсоюз'],
  ])(
    'names the organisation in the language of an opening, else in its first: %s',
    async (inLanguage, name) => {
      const file = signedFeed(aDocument({ openings: [aPosting({ inLanguage })] }));
      expect(await read(file)).toMatchObject([{ content: { vouchedBy: name } }]);
    },
  );

  it('that is no text of ours is longer than any, and is not read to its end', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield new Uint8Array(1024 ** 2);
    }
    const records = source.records(feedOf(endless()), { ...mappingContext(), voucher: aVoucher() });
    await expect(records[Symbol.asyncIterator]().next()).rejects.toThrow('longer than');
  });
});

it('the source reads nothing that nobody vouches for', async () => {
  const context = { ...mappingContext(), voucher: undefined };
  await expect(
    source
      .records(feedOf(bytesOf(GOOD)), context)
      [Symbol.asyncIterator]()
      .next(),
  ).rejects.toThrow('only trusted feeds');
});
