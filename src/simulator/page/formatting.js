/** A text with entities, as elements. */
import { dayOf, timeOf } from './dates.js';
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

/** A moment in the phone's own language and zone, as Telegram's apps show it. */
function momentOf(entity, language, fallback) {
  const date = new Date(entity.unix_time * 1000);
  const format = entity.date_time_format ?? '';
  if (format === '' || Number.isNaN(date.getTime())) return fallback;
  if (format === 'r') return fallback;
  const day = /[wdD]/.test(format)
    ? dayOf(date, language, { weekday: format.includes('w'), year: format.includes('D') })
    : '';
  const time = /[tT]/.test(format) ? timeOf(date, format.includes('T')) : '';
  return [day, time].filter(Boolean).join(', ');
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

const BLOCKS = new Set(['blockquote', 'expandable_blockquote', 'pre']);

/** A block makes its own line ends: one on each side is not drawn. */
function fitBlock(nodes, text, end) {
  const last = nodes.at(-1);
  if (typeof last === 'string' && last.endsWith('\n')) nodes[nodes.length - 1] = last.slice(0, -1);
  return text[end] === '\n' ? end + 1 : end;
}

/** Nodes for `text` between `from` and `to`; entities inside each other nest. */
function build(text, entities, from, to, language) {
  const nodes = [];
  let at = from;
  let rest = entities;
  while (rest.length > 0) {
    const [entity, ...others] = rest;
    const end = Math.min(to, entity.offset + entity.length);
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const after = BLOCKS.has(entity.type) ? fitBlock(nodes, text, end) : end;
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
    at = after;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

/** Entities come sorted: by offset, the longer first. */
export const formatted = ({ text, entities }, language) => build(text, entities, 0, text.length, language);
