/** Links and numbers in a text that are not those of the organisation. */
import { type Way, waysIn } from './plain-text.ts';
import type { Reading, Span } from './reading.ts';

/** What an organisation is reached by, as it is on file. */
export interface KnownContacts {
  readonly phones: readonly string[];
  readonly links: readonly string[];
}

export interface ContactHit {
  readonly kind: 'unknown-link' | 'unknown-phone';
  readonly span: Span;
}

/** Ways that feeds do not take: other schemes, and what is typed so that no program sees it. */
const HIDDEN_LINKS: readonly RegExp[] = [
  /(?<![a-z\d])[a-z][a-z\d+-]{1,20}:\/\/\S{1,500}/g,
  /(?<![a-z\d])(?:tg|javascript|vbscript|data|file|intent|tel|mailto|sms|whatsapp|viber):\S{1,500}/g,
  /(?<![a-z\d])(?:t|wa)\s?[.,]\s?me\s?\/\s?\S{1,100}/g,
];
const SPACED_NUMBER = /(?<![\d.,])(?:\d[\s.()–-]{1,3}){9,14}\d(?!\d)/g;

const pieces = (text: string, kind: Way['kind'], patterns: readonly RegExp[]): readonly Way[] =>
  patterns
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .map(({ 0: piece, index }) => ({ kind, from: index, to: index + piece.length }));

/** Registration numbers of firms are as long as telephone numbers. */
const IS_OF_FIRM = /(?:инн|огрн|огрнип|кпп|inn|ogrn|stir|стир)[\s:№-]{0,3}$/;

/** The last ten digits: `8` and `+7` before them mean the same. */
const numberOf = (phone: string): string => phone.replace(/\D/g, '').slice(-10);

/** A link without what does not change where it leads; a handle is the page of its messenger. */
const pageOf = (link: string): string =>
  link
    .toLowerCase()
    .replace(/\s/g, '')
    .replace(/[.,;:!?)»"'/]+$/, '')
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/^@/, 't.me/');

/** Whether a link or number is one of the organisation. */
export function isKnown(kind: Way['kind'], written: string, { phones, links }: KnownContacts): boolean {
  if (kind === 'phone') return phones.some((phone) => numberOf(phone) === numberOf(written));
  const page = pageOf(written);
  return links.map(pageOf).some((known) => page === known || page.startsWith(`${known}/`));
}

/** Links and numbers that lead elsewhere than to the organisation; of overlapping ones the first and longest. */
export function contactHits({ text, typed }: Reading, known: KnownContacts): readonly ContactHit[] {
  const ways = [
    ...waysIn(text),
    ...pieces(text, 'link', HIDDEN_LINKS),
    ...pieces(text, 'phone', [SPACED_NUMBER]),
  ].sort((a, b) => a.from - b.from || b.to - a.to);
  let end = 0;
  return ways.flatMap(({ kind, from, to }) => {
    if (from < end || (kind === 'phone' && IS_OF_FIRM.test(text.slice(0, from)))) return [];
    end = to;
    if (isKnown(kind, text.slice(from, to), known)) return [];
    return [{ kind: `unknown-${kind}` as const, span: typed({ from, to }) }];
  });
}
