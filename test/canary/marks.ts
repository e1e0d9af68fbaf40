import { createHash, randomInt } from 'node:crypto';

/** One planted value, and every form in which it might lie somewhere. */
export interface Mark {
  readonly name: string;
  readonly value: string;
  readonly forms: ReadonlyMap<string, Buffer>;
}

const letters = (count: number): string =>
  Array.from({ length: count }, () => 'abcdefghijkmnopqrstuvwxyz'[randomInt(25)]).join('');

/** Letters that are no word: made at run time, so that no file of the repository holds them. */
const word = (): string => `${letters(7)}${randomInt(100, 999)}${letters(4)}`;

const digits = (count: number): string =>
  `${randomInt(2, 8)}${Array.from({ length: count - 1 }, () => randomInt(10)).join('')}`;

/** Base64 of a text depends on where it begins: three forms, without the ends that its neighbours change. */
function base64Phases(value: string): readonly Buffer[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)])
      .toString('base64')
      .replace(/=+$/, '');
    return Buffer.from(text.slice(Math.ceil((shift * 4) / 3), -1));
  });
}

const utf16be = (value: string): Buffer => Buffer.from(value, 'utf16le').swap16();
const hashed = (name: string, value: string): Buffer => createHash(name).update(value).digest();

function integers(value: string): readonly (readonly [string, Buffer])[] {
  if (!/^\d{8,18}$/.test(value)) return [];
  const [little, big] = [Buffer.alloc(8), Buffer.alloc(8)];
  little.writeBigUInt64LE(BigInt(value));
  big.writeBigUInt64BE(BigInt(value));
  // Six bytes are enough and survive a neighbour that cuts the zeros off.
  return [
    ['int64 little', little.subarray(0, 6)],
    ['int64 big', big.subarray(2)],
  ];
}

function formsOf(value: string): ReadonlyMap<string, Buffer> {
  const [one, two, three] = base64Phases(value);
  const forms: [string, Buffer | undefined][] = [
    ['raw', Buffer.from(value)],
    ['lower case', Buffer.from(value.toLowerCase())],
    ['upper case', Buffer.from(value.toUpperCase())],
    ['base64', one],
    ['base64, shifted by one', two],
    ['base64, shifted by two', three],
    ['base64url', Buffer.from(Buffer.from(value).toString('base64url').slice(0, -1))],
    ['hex', Buffer.from(Buffer.from(value).toString('hex'))],
    ['URL', Buffer.from([...Buffer.from(value)].map((byte) => `%${byte.toString(16)}`).join(''))],
    ['UTF-16 little', Buffer.from(value, 'utf16le')],
    ['UTF-16 big', utf16be(value)],
    [
      'JSON escapes',
      Buffer.from([...value].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')),
    ],
    ['reversed', Buffer.from([...value].reverse().join(''))],
    ...['sha256', 'sha1', 'md5'].flatMap((name): [string, Buffer][] => [
      [`${name} bytes`, hashed(name, value)],
      [`${name} hex`, Buffer.from(hashed(name, value).toString('hex'))],
    ]),
    ...integers(value).map(([name, bytes]): [string, Buffer] => [name, bytes]),
  ];
  return new Map(forms.filter((form): form is [string, Buffer] => form[1] !== undefined));
}

const mark = (name: string, value: string): Mark => ({ name, value, forms: formsOf(value) });

/** Everything of a person, and of us, that may be found nowhere. */
export const makeMarks = () => ({
  firstName: mark('first name', word()),
  lastName: mark('last name', word()),
  username: mark('username', word()),
  phone: mark('phone', `99890${digits(7)}`),
  chatId: mark('chat id', digits(10)),
  otherChatId: mark('chat id of the second person', digits(10)),
  typed: mark('typed text', word()),
  typedInSearch: mark('text typed as a place', word()),
  payload: mark('deep link', word()),
  foreignButton: mark('foreign button', word()),
  token: mark('bot token', `${digits(9)}:${word()}${word()}${word()}`),
});

export type Marks = ReturnType<typeof makeMarks>;

export interface Found {
  readonly mark: string;
  readonly form: string;
  readonly where: string;
}

/** Every mark in every form in these bytes. */
export const search = (bytes: Buffer, marks: readonly Mark[], where: string): readonly Found[] =>
  marks.flatMap(({ name, forms }) =>
    [...forms].filter(([, form]) => bytes.includes(form)).map(([form]) => ({ mark: name, form, where })),
  );
