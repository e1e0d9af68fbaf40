/** One message of WhatsApp with what can be chosen in it. */
import { attachment, shot } from './attachments.js';
import { timeOf } from './dates.js';
import { el, sign } from './dom.js';
import { marked } from './marks.js';

const isAttachment = ({ kind }) => !['text', 'image', 'buttons', 'list', 'link', 'template'].includes(kind);

const line = (tag, text) => (text === null ? null : el(tag, { class: 'edge', dir: 'auto' }, text));

/** Waiting for the network, sent, taken by the business. */
const ticksOf = ({ id, heard }) => (id < 0 ? '🕓' : heard ? '✓✓' : '✓');

function footOf(message) {
  const sent = new Date(message.sentAt);
  return el(
    'span',
    { class: 'foot' },
    el('time', { datetime: sent.toISOString() }, timeOf(sent)),
    message.from === 'person'
      ? el('span', { class: 'ticks', 'aria-hidden': 'true' }, ticksOf(message))
      : null,
  );
}

const key = (text, picture, press) =>
  el('button', { class: 'key', type: 'button', onclick: press }, picture, el('span', { dir: 'auto' }, text));

/** The element of a message. `tap(choice, message)` is called for its buttons, `open(message, element)` for its list. */
export function whatsappBubble(message, { tap, open }) {
  const link =
    message.link === null
      ? []
      : [
          el(
            'a',
            { class: 'key', href: message.link.url, target: '_blank', rel: 'noopener noreferrer' },
            sign('link'),
            el('span', { dir: 'auto' }, message.link.text),
          ),
        ];
  const list =
    message.list === null
      ? []
      : [key(message.list.button, sign('menu'), (event) => open(message, event.currentTarget))];
  const keys = [
    ...message.buttons.map((choice) => key(choice.title, sign('reply'), () => tap(choice, message))),
    ...list,
    ...link,
  ];
  return el(
    'article',
    { class: `message ${message.from === 'person' ? 'person' : 'bot'}`, 'data-id': message.id },
    el(
      'div',
      { class: 'bubble' },
      message.template === null ? null : el('small', { class: 'template' }, `template · ${message.template}`),
      line('strong', message.header),
      message.picture === undefined ? null : shot(message.picture),
      isAttachment(message)
        ? attachment(message)
        : el('div', { class: 'text', dir: 'auto' }, ...marked(message.text)),
      line('small', message.footer),
      footOf(message),
    ),
    keys.length === 0 ? null : el('div', { class: 'keys' }, ...keys),
  );
}
