import { createHash, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { wamidFor } from '../../src/simulator/whatsapp/wamid.ts';
import { allOf, type Mark, makeMarks, wamidMark } from './marks.ts';
import { createSearch } from './search.ts';

const PHONE = '999001112223';
const marks: readonly Mark[] = [
  ...allOf(makeMarks(3)),
  ...['business', 'person'].map((from, at) => wamidMark(`wamid ${at}`, wamidFor(PHONE, from as 'person'))),
];
const search = createSearch(marks);
const between = (): Buffer => randomBytes(7);

it('finds every mark in every form, wherever it begins', () => {
  const all = marks.flatMap(({ name, forms }) =>
    [...forms].map(([form, bytes]) => ({ mark: name, form, bytes })),
  );
  const found = search(Buffer.concat(all.flatMap(({ bytes }) => [between(), bytes])), 'here');
  const keys = new Set(found.map(({ mark, form }) => `${mark} ${form}`));
  expect(all.filter(({ mark, form }) => !keys.has(`${mark} ${form}`))).toEqual([]);
});

it('finds nothing in bytes without marks', () => {
  expect(search(randomBytes(2_000_000), 'here')).toEqual([]);
});

const ENCODERS: Readonly<Record<string, (bytes: Buffer) => string>> = {
  base64: (bytes) => bytes.toString('base64'),
  base64url: (bytes) => bytes.toString('base64url'),
  hex: (bytes) => bytes.toString('hex'),
  'URL escapes': (bytes) => [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  'hash, base64url': (bytes) => createHash('sha256').update(bytes).digest('base64url'),
};

it.each(Object.keys(ENCODERS))('finds every mark in the midst of a longer text as %s', (how) => {
  for (const { name, value } of marks)
    for (const shift of how.startsWith('hash') ? [0] : [0, 1, 2, 3]) {
      const bytes = how.startsWith('hash')
        ? Buffer.from(value)
        : Buffer.concat([randomBytes(shift), Buffer.from(value), randomBytes(3)]);
      const found = search(Buffer.from(`{"a":"${ENCODERS[how]?.(bytes)}"}`), 'here');
      expect(
        found.map(({ mark }) => mark),
        `${name} after ${shift} bytes`,
      ).toContain(name);
    }
});

it('finds the phone number inside a message id, also decoded', () => {
  const phone: Mark = { ...(marks[0] as Mark), ...{ name: 'phone', value: PHONE } };
  const own = createSearch([
    { ...phone, forms: new Map([['raw', Buffer.from(PHONE)]]) },
    marks.at(-1) as Mark,
  ]);
  const wamid = (marks.at(-1) as Mark).value;
  const decoded = Buffer.from(wamid.replace('wamid.', ''), 'base64');
  expect(own(decoded, '').map(({ form }) => form)).toEqual(expect.arrayContaining(['raw', 'decoded']));
  const digest = createHash('sha256').update(`screen\0${wamid}`).digest('base64url');
  expect(own(Buffer.from(digest), '')).toHaveLength(1);
});

it('finds an address that was hashed without a key, also a shortened hash', () => {
  const { phone } = makeMarks(0).whatsapp.open;
  const kept = createHash('sha256').update(`whatsapp\0${phone.value}`).digest().subarray(0, 16);
  expect(createSearch([phone])(Buffer.concat([between(), kept, between()]), '')).toHaveLength(1);
  expect(createSearch([phone])(Buffer.from(`\\x${kept.toString('hex')}`), '')).toHaveLength(1);
});
