/** A text with entities, as elements. */
import { el } from './dom.js';

const TAGS = {
  bold: 'b',
  italic: 'i',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
};

/** Options of a `tg-time` format: weekday, date and time, each short or long. */
function timeOptions(format) {
  return {
    ...(format.includes('w') ? { weekday: 'short' } : {}),
    ...(format.includes('d') ? { dateStyle: undefined, day: 'numeric', month: 'short' } : {}),
    ...(format.includes('D') ? { day: 'numeric', month: 'long', year: 'numeric' } : {}),
    ...(/[tT]/.test(format) ? { hour: '2-digit', minute: '2-digit' } : {}),
    ...(format.includes('T') ? { second: '2-digit' } : {}),
  };
}

/** A moment in the phone's own language and zone, as Telegram's apps show it. */
function momentOf(entity, language, fallback) {
  const date = new Date(entity.unix_time * 1000);
  const format = entity.date_time_format ?? '';
  if (format === '' || Number.isNaN(date.getTime())) return fallback;
  if (format === 'r') {
    const days = Math.round((date.getTime() - Date.now()) / 86_400_000);
    return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day');
  }
  return new Intl.DateTimeFormat(language, timeOptions(format)).format(date);
}

function wrap(entity, inside, text, language) {
  switch (entity.type) {
    case 'text_link':
      return el('a', { href: entity.url, target: '_blank', rel: 'noopener noreferrer' }, ...inside);
    case 'spoiler':
      return el('span', { class: 'spoiler', tabindex: '0', onclick: open, onkeydown: open }, ...inside);
    case 'expandable_blockquote':
      return el(
        'details',
        { class: 'quote' },
        el('summary', {}, text.split('\n')[0]),
        el('div', {}, ...inside),
      );
    case 'date_time':
      return el('time', {}, momentOf(entity, language, text));
    case 'bot_command':
      return el('span', { class: 'command' }, ...inside);
    default:
      return el(TAGS[entity.type] ?? 'span', {}, ...inside);
  }
}

const open = (event) => event.currentTarget.classList.add('open');

/** Nodes for `text` between `from` and `to`; entities inside each other nest. */
function build(text, entities, from, to, language) {
  const nodes = [];
  let at = from;
  let rest = entities;
  while (rest.length > 0) {
    const [entity, ...others] = rest;
    const end = Math.min(to, entity.offset + entity.length);
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inner = others.filter((other) => other.offset < end);
    nodes.push(
      wrap(
        entity,
        build(text, inner, entity.offset, end, language),
        text.slice(entity.offset, end),
        language,
      ),
    );
    rest = others.slice(inner.length);
    at = end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

/** Entities come sorted: by offset, the longer first. */
export const formatted = ({ text, entities }, language) => build(text, entities, 0, text.length, language);
