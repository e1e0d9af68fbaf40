/** The messages of one chat, kept in step with what the server says: new ones added, changed ones replaced in place. */
import { dayOf } from './dates.js';
import { el, sign } from './dom.js';
import { wordsOf } from './words.js';

/** So near the end, a reader wants to follow. */
const NEAR_PX = 90;

/** Which button of a message has the focus, to give it back after a change in place. */
function focusedKey(element) {
  const keys = [...element.querySelectorAll('.key')];
  return keys.indexOf(document.activeElement);
}

/** Slides in once; a phone that is shown again does not play it again. */
function arrive(element) {
  element.classList.add('arriving');
  element.addEventListener('animationend', () => element.classList.remove('arriving'), { once: true });
}

/** A chat; `draw(message, language)` makes the element of a message. */
export function createChat(draw) {
  const list = el('div', { class: 'list', role: 'log', 'aria-live': 'polite', 'aria-label': 'Chat' });
  const scroller = el('div', { class: 'scroller', tabindex: '0' }, list);
  const count = el('span', { class: 'count' });
  const down = el(
    'button',
    { class: 'down', type: 'button', 'aria-label': 'To the newest message', hidden: true, onclick: toEnd },
    sign('down'),
    count,
  );
  const element = el('div', { class: 'chat' }, scroller, down);
  const shown = new Map();
  let firstUnread = null;
  let unread = 0;
  // What was there when the page opened does not arrive now.
  let filled = false;

  function toEnd() {
    scroller.scrollTop = scroller.scrollHeight;
  }
  // As long as the reader stays at the end, whatever grows keeps the end in sight.
  let sticky = true;
  const isNear = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PX;
  const showDown = () => {
    down.hidden = isNear();
    count.textContent = unread > 0 ? String(unread) : '';
  };
  const onScroll = () => {
    sticky = isNear();
    showDown();
  };
  scroller.addEventListener('scroll', onScroll, { passive: true });
  const watch = new ResizeObserver(() => {
    if (sticky) toEnd();
    showDown();
  });
  watch.observe(list);
  watch.observe(scroller);

  function put(message, language, before) {
    const look = JSON.stringify([message, language]);
    const old = shown.get(message.id);
    if (old?.look === look) return old.element;
    const made = draw(message, language);
    if (old === undefined) {
      if (filled && scroller.offsetParent !== null) arrive(made);
      list.insertBefore(made, before);
    } else {
      const key = focusedKey(old.element);
      old.element.replaceWith(made);
      made.querySelectorAll('.key')[key]?.focus({ preventScroll: true });
    }
    shown.set(message.id, { look, element: made });
    return made;
  }

  function drawMarks(messages, language) {
    for (const mark of list.querySelectorAll('.mark')) mark.remove();
    let day = null;
    for (const message of messages) {
      const { element: place } = shown.get(message.id);
      const own = dayOf(new Date(message.sentAt), language);
      if (own !== day) list.insertBefore(el('div', { class: 'mark day' }, el('span', {}, own)), place);
      day = own;
      if (message.id === firstUnread)
        list.insertBefore(el('div', { class: 'mark fresh' }, wordsOf(language).fresh), place);
    }
  }

  /** Messages beyond those known, newest last. */
  function update(messages, language) {
    const grew = messages.at(-1)?.from === 'person' && !shown.has(messages.at(-1).id);
    if (grew) sticky = true;
    const ids = new Set(messages.map(({ id }) => id));
    for (const [id, { element: gone }] of shown)
      if (!ids.has(id)) {
        gone.remove();
        shown.delete(id);
      }
    for (const message of messages) put(message, language, null);
    filled = true;
    drawMarks(messages, language);
    if (sticky) toEnd();
    showDown();
  }

  return {
    element,
    update,
    toEnd,
    /** How many are unread, and which is the first. */
    setUnread(number, first, messages, language) {
      unread = number;
      if (first === firstUnread) return showDown();
      firstUnread = first;
      drawMarks(messages, language);
      if (sticky) toEnd();
      showDown();
      return undefined;
    },
  };
}
