/** One phone with WhatsApp: the green bar, the window's clock, the chat, the sheet of a list, the line to write in. */
import { removePhone } from './api.js';
import { timeOf } from './dates.js';
import { el, sign } from './dom.js';
import { createHandset } from './handset.js';
import { menu } from './menu.js';
import { createSheet } from './sheet.js';
import { whatsappBubble } from './whatsapp-bubble.js';
import { LANGUAGES, wordsOf } from './words.js';
import { createWriting } from './writing.js';

/** A phone for `first.id`; `changed` is called when its unread count changed. */
export function createWhatsAppPhone(first, changed) {
  const { id } = first;
  let view = null;

  const draw = (message) => whatsappBubble(message, { tap, open: (...list) => sheet.open(...list) });
  const handset = createHandset(id, 'whatsapp', draw, changed);
  const { element, screen, chat, toast, say, go } = handset;
  const sheet = createSheet(tap);
  const title = el('strong', { dir: 'auto' });
  const status = el('span', { class: 'status' });
  const avatar = el('span', { class: 'avatar', 'aria-hidden': 'true' });
  const window = el('p', { class: 'window' });
  const more = menu('More', sign('more'), menuItems, 'more');
  const writing = createWriting(go);
  const composer = el('footer', { class: 'composer' }, writing.form);
  const bar = el('header', { class: 'bar' }, avatar, el('div', { class: 'names' }, title, status), more);
  screen.append(bar, window, chat.element, toast, composer, sheet.element);

  function tap(choice, message) {
    void go({ act: 'tap', data: choice.id, messageId: message.id });
  }

  async function changeNumber() {
    const next = await go({ act: 'change-number' });
    if (next) say(`Now +${next.phone}`);
  }

  function menuItems() {
    const at = LANGUAGES.findIndex(([code]) => code === view.language);
    const [next, name] = LANGUAGES[(at + 1) % 5];
    return [
      view.marketing
        ? ['Stop marketing', () => go({ act: 'stop-marketing' })]
        : ['Resume marketing', () => go({ act: 'resume-marketing' })],
      ['New number', changeNumber, view.hidesPhone ? 'hidden' : `+${view.phone}`],
      view.online
        ? ['Lose network', () => go({ act: 'lose-network' })]
        : ['Network is back', () => go({ act: 'return' })],
      [`Language: ${name}`, () => go({ act: 'language', text: next })],
      ['Remove this phone', () => removePhone(id)],
    ];
  }

  function drawBar() {
    const words = wordsOf(view.language);
    title.textContent = view.business;
    avatar.textContent = [...view.business][0] ?? '?';
    status.textContent = view.online ? words.business : words.offline;
    writing.label(words.write);
  }

  /** `now` is the exchange's time: the window closes by it. */
  function tick(now) {
    if (view === null) return;
    const until = new Date(view.windowOpenUntil ?? 0);
    const isOpen = until > now;
    const day = until.getDate() === now.getDate() ? '' : ' tomorrow';
    const state = isOpen ? `free messages until ${timeOf(until)}${day}` : 'window closed: templates only';
    window.textContent = view.marketing ? state : `${state} · marketing stopped`;
    window.classList.toggle('closed', !isOpen);
  }

  return {
    element,
    markRead: handset.markRead,
    toEnd: chat.toEnd,
    label: () => `${view.name} · ${view.language}`,
    tick,
    update(next, now) {
      view = next;
      drawBar();
      tick(now);
      handset.update(view, view.name);
    },
  };
}
