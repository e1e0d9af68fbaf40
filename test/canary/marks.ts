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

/** Base64 of bytes depends on where they begin: three forms, without the ends that their neighbours change. */
function base64Phases(value: Buffer): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), value])
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(Math.ceil((shift * 4) / 3), -1);
  });
}

const urlSafe = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_');
const utf16be = (value: string): Buffer => Buffer.from(value, 'utf16le').swap16();

function integers(value: string): readonly Form[] {
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

type Form = readonly [form: string, bytes: Buffer];

const texts = (forms: readonly (readonly [string, string])[]): readonly Form[] =>
  forms.map(([form, text]) => [form, Buffer.from(text)]);

const inBase64 = (value: Buffer): readonly Form[] =>
  texts(
    base64Phases(value).flatMap((text, shift) => [
      [`base64, shifted by ${shift}`, text] as const,
      [`base64url, shifted by ${shift}`, urlSafe(text)] as const,
    ]),
  );

/** Bytes of a hash that are kept, as far as ours go: a shortened one is found by its beginning. */
const HASH_BYTES = 16;

/** Hashes without a key, alone and with the channel before it: whoever has a list of numbers has the number. */
const hashed = (value: string): readonly Form[] =>
  ['', 'telegram\0', 'whatsapp\0'].flatMap((head) =>
    ['sha256', 'sha1', 'md5'].flatMap((name) => {
      const hash = createHash(name).update(`${head}${value}`).digest().subarray(0, HASH_BYTES);
      const called = `${name}${head === '' ? '' : ` with ${head.slice(0, -1)}`}`;
      return [
        [`${called} bytes`, hash] as const,
        ...texts([
          [`${called} hex`, hash.toString('hex')],
          // Without the last letters, which the next bytes change.
          [`${called} base64`, hash.toString('base64').slice(0, 21)],
          [`${called} base64url`, hash.toString('base64url').slice(0, 21)],
        ]),
      ];
    }),
  );

/** Every form of a text; forms of the same bytes once. */
function formsOf(value: string, more: readonly Form[] = []): ReadonlyMap<string, Buffer> {
  const all: readonly Form[] = [
    ...texts([
      ['raw', value],
      ['lower case', value.toLowerCase()],
      ['upper case', value.toUpperCase()],
      ['hex', Buffer.from(value).toString('hex')],
      ['URL', [...Buffer.from(value)].map((byte) => `%${byte.toString(16)}`).join('')],
      ['JSON escapes', [...value].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')],
      ['reversed', [...value].reverse().join('')],
    ]),
    ...inBase64(Buffer.from(value)),
    ['UTF-16 little', Buffer.from(value, 'utf16le')],
    ['UTF-16 big', utf16be(value)],
    ...hashed(value),
    ...integers(value),
    ...more,
  ];
  const once = new Map<string, Form>();
  for (const [form, bytes] of all) {
    const key = bytes.toString('latin1');
    if (!once.has(key)) once.set(key, [form, bytes]);
  }
  return new Map(once.values());
}

const mark = (name: string, value: string): Mark => ({ name, value, forms: formsOf(value) });

/**
 * A message id of WhatsApp: as it is, without its head, decoded (it holds the phone number), the number in it, and what
 * our own code makes of it on the way to the keyed hash.
 */
export function wamidMark(name: string, wamid: string): Mark {
  const body = wamid.replace(/^wamid\./, '');
  const decoded = Buffer.from(body, 'base64');
  const number = /[0-9A-F]{18,20}/.exec(decoded.toString('latin1'))?.[0];
  const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
  const parts: readonly (readonly [string, string])[] = [
    ['body', body],
    ['digest', digest(wamid)],
    ['digest as a screen', digest(`screen\0${wamid}`)],
    ...(number === undefined ? [] : [['number', number] as const]),
  ];
  const more = parts.flatMap(([part, text]) =>
    [...formsOf(text)].map(([form, bytes]): Form => [`${form} of its ${part}`, bytes]),
  );
  return { name, value: wamid, forms: formsOf(wamid, [['decoded', decoded], ...more]) };
}

/** Marks of somebody on WhatsApp. The country of the id is nobody's; the number, of a country that does not exist. */
const whatsappMarks = (who: string) => {
  const phone = `99900${digits(7)}`;
  const id = word();
  return {
    name: mark(`profile name of ${who}`, word()),
    phone: mark(`phone of ${who}`, phone),
    /** Without the code of the country. */
    national: mark(`phone of ${who}, from inside`, phone.slice(2)),
    userId: mark(`BSUID of ${who}`, `XX.${id}`),
    bareId: mark(`BSUID of ${who} without its country`, id),
  };
};

export type WhatsAppMarks = ReturnType<typeof whatsappMarks>;

/** Everything of people, and of us, that may be found nowhere. `patients`: people on WhatsApp whom errors befall. */
export const makeMarks = (patients: number) => ({
  telegram: {
    firstName: mark('first name', word()),
    lastName: mark('last name', word()),
    username: mark('username', word()),
    phone: mark('phone', `99890${digits(7)}`),
    chatId: mark('chat id', digits(10)),
    otherChatId: mark('chat id of the second person', digits(10)),
    newcomerChatId: mark('chat id of who comes from WhatsApp', digits(10)),
  },
  typed: mark('typed text', word()),
  typedInSearch: mark('text typed as a place', word()),
  payload: mark('deep link', word()),
  foreignButton: mark('foreign button', word()),
  whatsapp: {
    open: whatsappMarks('who shows phone and BSUID'),
    hidden: whatsappMarks('who hides the phone'),
    old: whatsappMarks('who has no BSUID'),
    moved: whatsappMarks('who changed the number'),
    renumbered: whatsappMarks('who changed the number without a BSUID'),
    patients: Array.from({ length: patients }, (_, at) => whatsappMarks(`patient ${at + 1}`)),
  },
  /** What Meta may put beside what a person said. */
  beside: {
    waId: mark('wa_id', `99900${digits(9)}`),
    username: mark('WhatsApp username', word()),
    parentId: mark('parent BSUID', `XX.ENT.${word()}`),
    contactName: mark('name in a contact card', word()),
    contactPhone: mark('phone in a contact card', `99900${digits(8)}`),
    caption: mark('caption', word()),
    file: mark('name of a file', word()),
    media: mark('media id', digits(15)),
    place: mark('address of a place', word()),
    latitude: mark('latitude', `0.${digits(12)}`),
    advert: mark('advertisement', word()),
    answer: mark('answer in a form', word()),
    order: mark('order', word()),
    body: mark('text of a system message', word()),
    identity: mark('identity hash', word()),
    title: mark('title of a foreign button', word()),
  },
  secrets: {
    botToken: mark('bot token', `${digits(9)}:${word()}${word()}${word()}`),
    accessToken: mark('access token', `EAA${word()}${word()}`),
    appSecret: mark('app secret', `${word()}${word()}`),
    verifyToken: mark('verify token', `${word()}${word()}`),
  },
});

export type Marks = ReturnType<typeof makeMarks>;

const isMark = (value: unknown): value is Mark =>
  typeof value === 'object' && value !== null && 'forms' in value;

/** Every mark in a tree of them. */
export const allOf = (tree: unknown): readonly Mark[] =>
  isMark(tree) ? [tree] : typeof tree === 'object' && tree !== null ? Object.values(tree).flatMap(allOf) : [];
