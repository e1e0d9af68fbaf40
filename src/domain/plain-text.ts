/** Strangers' texts, made harmless: plain, short, and without a way to a contact person. */
import { GONE, withoutNamesBeside } from './person-names.ts';

/** Named entities that feeds use; anything else stays as written. HTML standard, named character references. */
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  laquo: '«',
  raquo: '»',
  ndash: '–',
  mdash: '—',
  bull: '•',
  middot: '·',
  hellip: '…',
  deg: '°',
  rsquo: '’',
  lsquo: '‘',
  ldquo: '“',
  rdquo: '”',
  sup2: '²',
  times: '×',
};

const fromCodePoint = (code: number, whole: string): string =>
  code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : whole;

const decodeEntity = (whole: string, body: string): string => {
  if (!body.startsWith('#')) return ENTITIES[body.toLowerCase()] ?? whole;
  const hexadecimal = body[1] === 'x' || body[1] === 'X';
  return fromCodePoint(
    hexadecimal ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10),
    whole,
  );
};

/** Controls except line feed; bidi overrides, zero-width characters, soft hyphens and tags; lone surrogates. */
const INVISIBLE = /[[\p{Cc}\p{Cf}\p{Cs}]--\n]/gv;

/**
 * Plain text of a piece of HTML or of text: `br`, `p`, `li` and their like become line breaks, other tags go, entities
 * are decoded once, invisible and direction-changing characters go. What looks like markup after that is text.
 */
export function plainText(html: string): string {
  return html
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/<(script|style)\b[^<]*<\/\1\s{0,9}>/gi, ' ')
    .replace(/<\/?(?:br|p|li|ul|ol|div|tr|table|h[1-6])\b[^<>]{0,1000}>/gi, '\n')
    .replace(/<\/?[a-z!][^<>]{0,1000}>/gi, '')
    .replace(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z0-9]{1,30});/gi, decodeEntity)
    .replace(INVISIBLE, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{2,}/g, '\n')
    .trim();
}

/** At most `limit` code points; a longer text ends in an ellipsis, at a word's end where one is near. */
function cut(text: string, limit: number): string {
  const points = Array.from(text.slice(0, limit * 2 + 2));
  if (points.length <= limit) return text;
  const short = points.slice(0, limit - 1).join('');
  const space = short.search(/\s\S{0,20}$/);
  return `${(space > 0 ? short.slice(0, space) : short).trimEnd()}…`;
}

/** What to remove, and a cheap sign without which none of it can be there: most texts have none, patterns are dear. */
interface Traces {
  readonly sign: RegExp;
  readonly patterns: readonly RegExp[];
}

/** Mail, handles and links. */
const LINKS: readonly Traces[] = [
  {
    sign: /@|\(at\)|\[at\]|\(собака\)/i,
    patterns: [
      // From the beginning of a word only: from each of its letters it would be tried again in vain.
      /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,200}\s?(?:@|\(at\)|\[at\]|\(собака\))\s?[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/giu,
      /(?<![\p{L}\p{N}])@[a-z\d_]{3,40}/giu,
    ],
  },
  {
    sign: /:\/\/|www\.|\.me\/|vk\.com/i,
    patterns: [/(?:https?:\/\/|www\.|t\.me\/|wa\.me\/|vk\.com\/)\S{1,500}/gi],
  },
  {
    sign: /[\p{L}\p{N}-]\.(?:ru|com|org|net|рф|su|info|uz|tj|kg|kz|me)(?![\p{L}\p{N}])/iu,
    patterns: [
      /(?<![\p{L}\p{N}@.-])[\p{L}\p{N}-]{2,63}\.(?:ru|com|org|net|рф|su|info|uz|tj|kg|kz|me)(?![\p{L}\p{N}])(?:\/\S{0,300})?/giu,
    ],
  },
];

/** Numbers to call. The separators people type between digits are few. */
const NUMBERS: readonly Traces[] = [
  {
    // Seven digits with little between them: no number to call is shorter.
    sign: /\+\s?\d|(?:\d\D{0,200}?){7}/,
    patterns: [
      /\+\s?\d[\d\s().–-]{6,20}\d/g,
      /(?<!\d)[78][\s-]{0,2}\(?\d{3,5}\)?[\s-]{0,2}\d{1,3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)/g,
      /\(\d{3,5}\)[\s-]?\d{1,3}[\s.-]?\d{2}[\s.-]?\d{2}(?!\d)/g,
      /(?<!\d)9\d{2}[\s-]\d{3}[\s-]\d{2}[\s-]?\d{2}(?!\d)/g,
      /(?<![\d-])\d{3}[-.]\d{3}[-.]\d{4}(?!\d)/g,
      /(?<![\d-])\d{3}-\d{2}-\d{2}(?![\d-])/g,
      /(?<!\d)\d{9,15}(?!\d)/g,
    ],
  },
];

/** What leads to a person. */
const WAYS: readonly Traces[] = [...LINKS, ...NUMBERS];

/** Where a piece of a text leads to. */
export interface Way {
  readonly kind: 'link' | 'phone';
  readonly from: number;
  readonly to: number;
}

/** Every piece of the text that leads to a person, as `withoutContacts` would take it away; pieces may overlap. */
export const waysIn = (text: string): readonly Way[] => [
  ...found(text, LINKS).map((piece) => ({ kind: 'link', ...piece }) as const),
  ...found(text, NUMBERS).map((piece) => ({ kind: 'phone', ...piece }) as const),
];

const found = (text: string, traces: readonly Traces[]): readonly Omit<Way, 'kind'>[] =>
  traces
    .filter(({ sign }) => sign.test(text))
    .flatMap(({ patterns }) => patterns.flatMap((pattern) => [...text.matchAll(pattern)]))
    .map(({ 0: piece, index }) => ({ from: index, to: index + piece.length }));

/** Names as Russian documents write them: with a patronymic, or with initials. */
const NAMES: readonly Traces[] = [
  {
    sign: /\p{Ll}\s+\p{Lu}\p{Ll}{1,30}(?:вич|вн|ич|кизи|оглы|угли|ўғли|қизи)/u,
    patterns: [
      /(?:\p{Lu}\p{Ll}{1,30}\s+)?\p{Lu}\p{Ll}{1,30}\s+\p{Lu}\p{Ll}{1,30}(?:вич|вн|ичн|ич|ьич|кизи|оглы|угли|ўғли|қизи)\p{Ll}{0,3}(?!\p{L})(?:\s+\p{Lu}\p{Ll}{1,30}(?:ов|ев|ин|ын|ий|ко|их)\p{Ll}{0,3}(?!\p{L}))?/gu,
    ],
  },
  {
    sign: /\p{Lu}\.\s?\p{Lu}/u,
    patterns: [
      /(?<!\p{L})\p{Lu}\p{Ll}{1,30}\s+\p{Lu}\.\s?\p{Lu}\./gu,
      /(?<!\p{L})\p{Lu}\.\s?\p{Lu}\.\s?\p{Lu}\p{Ll}{1,30}/gu,
    ],
  },
];

/** A phrase that leads to a person takes the rest of its sentence with it. */
const CONTACT_PHRASE =
  /(?<!\p{L})(?:контактн\p{L}{1,4}\s(?:лиц|тел|данн|информ)|контакты|телефон|тел\.|моб\.|обращаться|звонить|звоните|позвоните|спросить|спрашивать|писать|пишите|ватсап|whats\s?app|viber|вайбер|telegram|телеграм|e-?mail|эл\.?\s?почт|электронн\p{L}{2,4}\sпочт|резюме\s(?:на|высыла|отправ|присыла)|contact(?:\sperson)?:|call\s|phone|ask\sfor|murojaat|bog[‘'ʻ]?laning|мурожаат|тамос|байланыш|кайрыл)[^\n.;!]{0,200}/giu;

const sweep = (text: string, traces: readonly Traces[], trace: string): string =>
  traces.reduce(
    (swept, { sign, patterns }) =>
      sign.test(swept) ? patterns.reduce((less, pattern) => less.replace(pattern, trace), swept) : swept,
    text,
  );

/** The text without mail addresses, links, handles, numbers to call and the names beside them, and the phrases that lead to a person. */
export function withoutContacts(text: string): string {
  const marked = sweep(text.replaceAll(GONE, ' '), WAYS, ` ${GONE} `).replace(/ {2,}/g, ' ');
  // Phrases first: `Телефон` beside a number is no name, and leads to more.
  const swept = sweep(
    withoutNamesBeside(marked.replace(CONTACT_PHRASE, ` ${GONE} `).replace(/ {2,}/g, ' ')),
    NAMES,
    ' ',
  );
  return (
    swept
      .replace(/ ?\uE000 ?(?=[,.;:)])/g, '')
      .replaceAll(GONE, ' ')
      .replace(/\(\s*\)/g, ' ')
      .replace(/[^\S\n]+/g, ' ')
      .replace(/ ?([,;:.])(?: ?[,;:.])+/g, '$1')
      // From the beginning of a run only: from each of its signs it would be tried again in vain.
      .replace(/^[ ,;:.–-]+|(?<![ ,;:–-])[ ,;:–-]+$/gm, '')
      .replace(/\n{2,}/g, '\n')
      .trim()
  );
}

/** A stranger's text as we keep it: plain, without contacts, at most `limit` code points; `null` when nothing is left. */
export function keptText(text: string | null, limit: number): string | null {
  // Twice the limit is enough to cut from, and bounds the work on a long or hostile text.
  const plain = text === null ? '' : plainText(text.slice(0, limit * 6)).slice(0, limit * 2);
  const kept = cut(withoutContacts(plain), limit);
  return kept === '' ? null : kept;
}

/** A title as we keep it: one line. */
export const keptTitle = (text: string | null): string | null =>
  keptText(text?.replace(/\s+/g, ' ') ?? null, 120);

/** Forms of sole traders, whose legal name is a person's: only the form is kept. */
const SOLE_TRADERS: readonly (readonly [RegExp, string])[] = [
  [/^\s*(?:ип|индивидуальный предприниматель)(?!\p{L})/iu, 'ИП'],
  [/(?<!\p{L})(?:ип|ч\.?п\.?)\s+\p{Lu}/u, 'ИП'],
  [/^\s*(?:глава\s+)?(?:к\(ф\)х|кфх|крестьянское)(?!\p{L}).*(?:\p{Lu}\.\s?\p{Lu}\.|вич|вн[аы])/iu, 'КФХ'],
  [/^\s*физическое лицо/iu, 'Частное лицо'],
];

/** The employer's name as we keep it: at most 160 characters, without the person behind a sole trader. */
export function keptEmployer(name: string | null): string | null {
  if (name === null) return null;
  const plain = cut(plainText(name.slice(0, 1000)).replace(/\n/g, ' '), 160);
  if (plain === '') return null;
  return SOLE_TRADERS.find(([pattern]) => pattern.test(plain))?.[1] ?? plain;
}

const LETTERS: readonly (readonly [RegExp, string])[] = [
  [/[ӯҷӣ]/iu, 'tg'],
  [/[ңөү]/iu, 'ky'],
  [/[ў]/iu, 'uz-Cyrl'],
  [/[а-я]/iu, 'ru'],
  [/[oOgG][ʻ‘’']/u, 'uz'],
];

/** The language a text seems to be in, by its letters: of the feeds we read, enough. BCP 47. */
export const guessLocale = (text: string): string =>
  LETTERS.find(([letters]) => letters.test(text))?.[1] ?? 'en';
