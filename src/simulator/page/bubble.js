/** One message of Telegram with its buttons. */
import { attachment, shot } from './attachments.js';
import { timeOf } from './dates.js';
import { el, sign } from './dom.js';
import { formatted } from './formatting.js';
import { wordsOf } from './words.js';

function contentOf(message, language) {
  if (message.kind !== 'text' && message.picture === undefined) return [attachment(message)];
  const text = el('div', { class: 'text', dir: 'auto' }, ...formatted(message, language));
  return message.picture === undefined ? [text] : [shot(message.picture), text];
}

function button(given, message, press) {
  const look = ['key', given.style].filter(Boolean).join(' ');
  const label = el('span', { dir: 'auto' }, given.text);
  if (given.url !== undefined)
    return el(
      'a',
      { class: look, href: given.url, target: '_blank', rel: 'noopener noreferrer', role: 'button' },
      label,
      sign('link'),
    );
  const disabled = given.disabled !== undefined;
  const kind = given.copy_text === undefined ? null : sign('copy');
  return el(
    'button',
    { class: look, type: 'button', disabled, onclick: (event) => press(given, message, event.currentTarget) },
    label,
    kind,
  );
}

function footOf(message, language) {
  const words = wordsOf(language);
  return el(
    'span',
    { class: 'foot' },
    message.silent ? sign('quiet') : null,
    message.editedAt === null ? null : el('span', {}, words.edited),
    el('time', { datetime: new Date(message.sentAt).toISOString() }, timeOf(new Date(message.sentAt))),
    message.from === 'person'
      ? el('span', { class: 'ticks', 'aria-hidden': 'true' }, message.id < 0 ? '🕓' : '✓✓')
      : null,
  );
}

/** The element of a message. `press(button, message, element)` is called for buttons that are pressed. */
export function bubble(message, language, press) {
  const rows = message.buttons.map((row) =>
    el('div', { class: 'row' }, ...row.map((given) => button(given, message, press))),
  );
  return el(
    'article',
    { class: `message ${message.from} ${message.kind === 'sticker' ? 'bare' : ''}`, 'data-id': message.id },
    el('div', { class: 'bubble' }, ...contentOf(message, language), footOf(message, language)),
    rows.length === 0 ? null : el('div', { class: 'keys' }, ...rows),
  );
}
