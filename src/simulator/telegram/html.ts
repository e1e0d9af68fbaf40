/** Telegram's HTML, read as strictly as Telegram reads it: text without markup, and entities in UTF-16 units. */
import { badRequest, type Refusal } from './refusal.ts';
import type { Entity } from './terms.ts';

export interface FormattedText {
  readonly text: string;
  readonly entities: readonly Entity[];
}

const SIMPLE_TAGS: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  'tg-spoiler': 'spoiler',
};
const TAGS: ReadonlySet<string> = new Set([...Object.keys(SIMPLE_TAGS), 'a', 'span', 'tg-emoji', 'tg-time']);
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };
/** The forms of `tg-time`: `r`, or weekday, date and time in this order. */
const TIME_FORMAT = /^(r|w?[dD]?[tT]?)$/;

interface OpenTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly from: number;
}

/** `&lt; &gt; &amp; &quot;` and numbers become their characters; anything else stays as it is written. */
const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : whole;
  });

function readAttributes(source: string, fail: (why: string) => Refusal): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  let rest = source.trim();
  while (rest !== '') {
    const found = /^([^\s=<>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?\s*/.exec(rest);
    if (found === null) throw fail('Unexpected end of an attribute');
    attributes.set((found[1] ?? '').toLowerCase(), decodeEntities(found[2] ?? found[3] ?? found[4] ?? ''));
    rest = rest.slice(found[0].length);
  }
  return attributes;
}

function entityOf(tag: OpenTag, text: string): Entity | null {
  const place = { offset: tag.from, length: text.length - tag.from };
  const value = (name: string): string => tag.attributes.get(name) ?? '';
  switch (tag.name) {
    case 'a': {
      const url = value('href') === '' ? text.slice(tag.from) : value('href');
      return /^(https?:\/\/|tg:\/\/|mailto:|tel:)/i.test(url) ? { type: 'text_link', ...place, url } : null;
    }
    case 'span':
      return { type: 'spoiler', ...place };
    case 'tg-emoji':
      return { type: 'custom_emoji', ...place };
    case 'tg-time':
      return {
        type: 'date_time',
        ...place,
        unix_time: Number(value('unix')),
        date_time_format: value('format'),
      };
    case 'blockquote':
      return { type: tag.attributes.has('expandable') ? 'expandable_blockquote' : 'blockquote', ...place };
    default:
      return { type: SIMPLE_TAGS[tag.name] ?? tag.name, ...place };
  }
}

function checkTag(tag: OpenTag, fail: (why: string) => Refusal): void {
  if (tag.name === 'span' && tag.attributes.get('class') !== 'tg-spoiler')
    throw fail('Tag "span" must have class "tg-spoiler"');
  if (tag.name === 'tg-emoji' && !/^\d+$/.test(tag.attributes.get('emoji-id') ?? ''))
    throw fail('Tag "tg-emoji" must have a valid attribute "emoji-id"');
  if (tag.name !== 'tg-time') return;
  if (!/^\d{1,10}$/.test(tag.attributes.get('unix') ?? ''))
    throw fail('Tag "tg-time" must have a valid attribute "unix"');
  if (!TIME_FORMAT.test(tag.attributes.get('format') ?? ''))
    throw fail('Tag "tg-time" has an invalid attribute "format"');
}

/** Reads HTML, or throws the refusal Telegram gives, with the place counted in UTF-8 bytes. */
export function readHtml(html: string): FormattedText {
  const open: OpenTag[] = [];
  const entities: Entity[] = [];
  let text = '';
  let at = 0;

  const failAt =
    (place: number) =>
    (why: string, more = '') =>
      badRequest(
        `can't parse entities: ${why} at byte offset ${Buffer.byteLength(html.slice(0, place))}${more}`,
      );

  function closeTag(name: string, place: number): void {
    const tag = open.pop();
    const fail = failAt(place);
    if (tag === undefined) throw fail('Unexpected end tag');
    if (name !== '' && name !== tag.name)
      throw fail('Unmatched end tag', `, expected "</${tag.name}>", found "</${name}>"`);
    const entity = entityOf(tag, text);
    if (entity !== null && entity.length > 0) entities.push(entity);
  }

  function openTag(inside: string, place: number): void {
    const fail = failAt(place);
    const name = /^[^\s>/]*/.exec(inside)?.[0].toLowerCase() ?? '';
    if (!TAGS.has(name)) throw fail(`Unsupported start tag "${name}"`);
    const tag = { name, attributes: readAttributes(inside.slice(name.length), fail), from: text.length };
    checkTag(tag, fail);
    open.push(tag);
  }

  while (at < html.length) {
    const next = html.indexOf('<', at);
    if (next === -1) {
      text += decodeEntities(html.slice(at));
      break;
    }
    text += decodeEntities(html.slice(at, next));
    const end = html.indexOf('>', next);
    const closing = html[next + 1] === '/';
    if (end === -1) throw failAt(next)(closing ? 'Unclosed end tag' : 'Unclosed start tag');
    if (closing)
      closeTag(
        html
          .slice(next + 2, end)
          .trim()
          .toLowerCase(),
        next,
      );
    else openTag(html.slice(next + 1, end), next);
    at = end + 1;
  }
  const left = open.at(-1);
  if (left !== undefined)
    throw badRequest(`can't parse entities: Can't find end tag corresponding to start tag "${left.name}"`);
  entities.sort((a, b) => a.offset - b.offset || b.length - a.length);
  return trimmed({ text, entities });
}

/** Without white space at both ends, as Telegram keeps texts. */
export function trimmed({ text, entities }: FormattedText): FormattedText {
  const lead = text.length - text.trimStart().length;
  const kept = text.trim();
  const moved = entities.flatMap((entity) => {
    const from = Math.max(0, entity.offset - lead);
    const to = Math.min(kept.length, entity.offset + entity.length - lead);
    return to > from ? [{ ...entity, offset: from, length: to - from }] : [];
  });
  return { text: kept, entities: moved };
}
