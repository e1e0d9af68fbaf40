/**
 * Signed feeds for tests. Run by itself it writes the fixture again, planted contacts included:
 * `node test/support/signed-feed.ts`.
 */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { messageOf, sealFeed } from '../../src/domain/federation.ts';
import type { Voucher } from '../../src/domain/source.ts';

/** A key that is the same in every run: PKCS #8 around 32 bytes (RFC 8410). */
export const testKey = (byte: number) =>
  createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, byte)]),
    format: 'der',
    type: 'pkcs8',
  });

const KEY = testKey(1);
const publicKeyOf = (key: typeof KEY): string => createPublicKey(key).export({ format: 'jwk' }).x ?? '';

/** The feed of this document, or of these bytes, by a key. */
export function signedFeed(document: object | string, key = KEY): Uint8Array {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  const bytes = new TextEncoder().encode(text);
  return sealFeed(bytes, sign(null, messageOf(bytes), key).toString('hex'));
}

/** Trusts the organisation `union` at the noon of our fixtures. */
export const aVoucher = (differing: Partial<Voucher> = {}): Voucher => ({
  name: 'kg',
  organisation: 'union',
  publicKey: publicKeyOf(KEY),
  address: new URL('https://kg.example/feed/union.json'),
  now: new Date('2026-06-15T12:00:00Z'),
  take: async () => 'taken',
  vouched: async () => [],
  ...differing,
});

/** An opening as it travels, with only what cannot be left out. */
export const aPosting = (differing: object = {}): object => ({
  '@type': 'JobPosting',
  identifier: '00000000-0000-4000-8000-000000000001',
  'mehnat:code': 'K7Q2M',
  title: 'Сбор клубники',
  inLanguage: 'ru',
  datePosted: '2026-06-10',
  validThrough: '2026-07-10',
  jobLocation: { '@type': 'Place', address: { addressRegion: 'RU-LIP' } },
  'mehnat:kind': 'harvest',
  'mehnat:work': 'berries',
  ...differing,
});

/** A document of the organisation `union`, an hour old. */
export const aDocument = (differing: object = {}): object => ({
  version: 1,
  organisation: { slug: 'union', titles: { ru: 'Профсоюз', en: 'Union' } },
  issuedAt: '2026-06-15T11:00:00.000Z',
  expiresAt: '2026-06-16T11:00:00.000Z',
  openings: [aPosting()],
  ...differing,
});

if (import.meta.main) {
  const planted = aPosting({
    identifier: '00000000-0000-4000-8000-000000000002',
    title: 'Грузчик, тел. +7 926 000-00-00',
    description: 'Спросить Анну Светлану, planted@example.org. Есть столовая',
    'mehnat:kind': 'vacancy',
    'mehnat:work': 'warehouse',
    'mehnat:harvest': { pickup: 'Автовокзал, звоните +7 926 000-00-00' },
    telephone: '+7 926 000-00-00',
    applicationContact: { name: 'Планктонова Светлана', telephone: '+7 926 000-00-00' },
  });
  const document = aDocument({ openings: [aPosting(), planted, { identifier: 'nothing' }] });
  writeFileSync(
    new URL('../fixtures/feeds/exchange.json', import.meta.url),
    signedFeed(JSON.stringify(document, null, 2)),
  );
}
