/** What a phone can send that is not text: as it is offered in the menu, and as it stands in the chat. */
import { el } from './dom.js';

const KINDS = {
  photo: ['🖼️', 'Photo', 'Photo'],
  voice: ['🎤', 'Voice message', 'Voice message, 0:07'],
  sticker: ['👋', 'Sticker', ''],
  contact: ['👤', 'My contact', 'Contact'],
  location: ['📍', 'Location', 'Location'],
};
/** Drawn when they come, offered by no menu. */
const RARE = {
  reaction: ['👍', '', 'Reaction'],
  unsupported: ['📊', '', 'Poll'],
  request_welcome: ['🚪', '', 'Opened the chat'],
};

/** Items of the menu: what to send, and how it is called. */
export const OFFERED = Object.entries(KINDS).map(([kind, [picture, name]]) => [kind, `${picture}  ${name}`]);

const KILOBYTE = 1024;
const sizeOf = ({ size }) => (size < KILOBYTE ? `${size} B` : `${Math.ceil(size / KILOBYTE)} KB`);

/** A file as it stands in the chat. */
const fileCard = (file) =>
  el(
    'div',
    { class: 'attachment document' },
    el('span', { class: 'picture', 'aria-hidden': 'true' }, '📄'),
    el('span', { dir: 'auto' }, file.name, ' ', el('small', {}, sizeOf(file))),
  );

/** A picture that was sent to this phone; the services carry no words for it. */
export const shot = (picture) => el('img', { class: 'shot', src: picture, alt: 'Picture' });

/** An attachment as it stands in the chat. */
export function attachment({ kind, file }) {
  if (file !== undefined) return fileCard(file);
  const [picture, , label] = { ...KINDS, ...RARE }[kind];
  return el(
    'div',
    { class: `attachment ${kind}` },
    el('span', { class: 'picture', 'aria-hidden': 'true' }, picture),
    label === '' ? el('span', { class: 'hidden' }, kind) : el('span', {}, label),
  );
}
