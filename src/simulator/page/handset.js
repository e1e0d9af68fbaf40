/** What every phone has, whatever the service: a frame under its owner's name, the chat, a toast, and what is unread. */
import { act } from './api.js';
import { createChat } from './chat.js';
import { el } from './dom.js';
import { ring } from './sound.js';
import { directionOf, nameOf } from './words.js';

const TOAST_MS = 3200;

/** The phone in somebody's hand: what comes there is read at once. */
let inHand = null;

const readTo = (id) => Number(localStorage.getItem(`read-${id}`) ?? 0);

/** Phone `id` with an empty screen. `draw(message, language)` makes a bubble; `changed(id, unread)` hears of the count. */
export function createHandset(id, service, draw, changed) {
  let view = null;
  let toastTimer = 0;
  const chat = createChat(draw);
  const owner = el('span', { class: 'owner' });
  const badge = el('span', { class: 'badge', hidden: true });
  const toast = el('div', { class: 'toast', role: 'status', dir: 'auto', hidden: true });
  const screen = el('div', { class: 'screen' });
  const element = el(
    'section',
    { class: `phone ${service}`, id: `phone-${id}`, 'data-id': id },
    el('div', { class: 'caption' }, owner, badge),
    el('div', { class: 'frame' }, screen),
  );

  function say(text) {
    clearTimeout(toastTimer);
    toast.textContent = text;
    toast.hidden = text === '';
    toastTimer = setTimeout(() => {
      toast.hidden = true;
    }, TOAST_MS);
  }

  /** Called when the person looks at this phone. */
  function markRead() {
    inHand = id;
    const newest = Math.max(0, ...(view?.messages.map((message) => message.id) ?? []));
    if (newest <= readTo(id)) return;
    localStorage.setItem(`read-${id}`, String(newest));
    drawUnread(true);
  }

  function drawUnread(keepLine) {
    const last = readTo(id);
    const unread = view.messages.filter((message) => message.from !== 'person' && message.id > last);
    badge.hidden = unread.length === 0;
    badge.textContent = String(unread.length);
    badge.setAttribute('aria-label', `${unread.length} unread`);
    if (!(keepLine && unread.length === 0))
      chat.setUnread(unread.length, unread[0]?.id ?? null, view.messages, view.language);
    changed(id, unread.length);
  }

  for (const event of ['pointerdown', 'focusin', 'wheel', 'keydown'])
    element.addEventListener(event, markRead, { passive: true });

  return {
    element,
    screen,
    chat,
    toast,
    markRead,
    say,
    /** Does something on this phone; what cannot be done is said on it. */
    go: (what) => act(id, what).catch((error) => say(error.message)),
    /** Shows the chat as it is in `next`, under the owner's name. */
    update(next, name) {
      const before = view;
      view = next;
      screen.lang = view.language;
      screen.dir = directionOf(view.language);
      owner.textContent = `${name} · ${nameOf(view.language)}`;
      element.classList.toggle('offline', !view.online);
      chat.update(view.messages, view.language);
      const newest = view.messages.at(-1);
      const isNew =
        before !== null && newest?.from !== 'person' && newest?.id > (before.messages.at(-1)?.id ?? 0);
      if (isNew && newest.silent !== true) ring();
      if (inHand === id && !document.hidden) markRead();
      drawUnread(false);
    },
  };
}
