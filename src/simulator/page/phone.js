/** One phone: the bar on top, the chat, what pops up over it, and the composer. */
import { act, removePhone } from './api.js';
import { createChat } from './chat.js';
import { createComposer, menu } from './composer.js';
import { el, sign } from './dom.js';
import { ring } from './sound.js';
import { directionOf, LANGUAGES, nameOf, wordsOf } from './words.js';

const TOAST_MS = 3200;

/** The phone in somebody's hand: what comes there is read at once. */
let inHand = null;

const read = (id) => Number(localStorage.getItem(`read-${id}`) ?? 0);

/** A frame for the phone of `first.id`; `changed` is called when its unread count changed. */
export function createPhone(first, changed) {
  const { id } = first;
  let view = null;
  let typingTimer = 0;
  let toastTimer = 0;

  const title = el('strong', { dir: 'auto' });
  const status = el('span', { class: 'status' });
  const avatar = el('span', { class: 'avatar', 'aria-hidden': 'true' });
  const badge = el('span', { class: 'badge', hidden: true });
  const owner = el('span', { class: 'owner' });
  const toast = el('div', { class: 'toast', role: 'status', dir: 'auto', hidden: true });
  const about = el('div', { class: 'about', dir: 'auto' });
  const alert = el('dialog', { class: 'alert' });
  const more = menu('More', sign('more'), menuItems, 'more');
  const chat = createChat(press);
  const composer = createComposer(id, say);
  const bar = el('header', { class: 'bar' }, avatar, el('div', { class: 'names' }, title, status), more);
  const screen = el('div', { class: 'screen' }, bar, chat.element, about, toast, composer.element, alert);
  const element = el(
    'section',
    { class: 'phone', id: `phone-${id}`, 'data-id': id },
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

  function go(what) {
    return act(id, what).catch((error) => say(error.message));
  }

  function menuItems() {
    const items = [
      view.standing === 'blocked'
        ? ['Unblock the bot', () => go({ act: 'unblock' })]
        : ['Block the bot', () => go({ act: 'block' })],
      view.online
        ? ['Lose network', () => go({ act: 'lose-network' })]
        : ['Network is back', () => go({ act: 'return' })],
    ];
    const at = LANGUAGES.findIndex(([code]) => code === view.language);
    const [next, name] = LANGUAGES[(at + 1) % 5];
    items.push([`Telegram language: ${name}`, () => go({ act: 'language', text: next })]);
    items.push(['Remove this phone', () => removePhone(id)]);
    return items;
  }

  function press(button, message, key) {
    if (button.copy_text !== undefined) {
      navigator.clipboard?.writeText(button.copy_text.text).catch(() => undefined);
      say('Copied');
      return;
    }
    key.classList.add('waiting');
    setTimeout(() => key.classList.remove('waiting'), 8000);
    void go({ act: 'tap', data: button.callback_data, messageId: message.id });
  }

  function showAnswer(before) {
    for (const key of element.querySelectorAll('.key.waiting')) key.classList.remove('waiting');
    const { text, alert: loud, number } = view.answer;
    if (text === '' || before === null || before.answer?.number === number) return;
    if (!loud) return say(text);
    const close = el('button', { class: 'big', type: 'button', onclick: () => alert.close() }, 'OK');
    alert.replaceChildren(el('p', { dir: 'auto' }, text), close);
    alert.showModal();
    return undefined;
  }

  function unreadOf() {
    const last = read(id);
    return view.messages.filter((message) => message.from === 'bot' && message.id > last);
  }

  /** Called when the person looks at this phone. */
  function markRead() {
    inHand = id;
    const newest = Math.max(0, ...(view?.messages.map((message) => message.id) ?? []));
    if (newest <= read(id)) return;
    localStorage.setItem(`read-${id}`, String(newest));
    drawUnread(true);
  }

  function drawUnread(keepLine) {
    const unread = unreadOf();
    badge.hidden = unread.length === 0;
    badge.textContent = String(unread.length);
    badge.setAttribute('aria-label', `${unread.length} unread`);
    if (!(keepLine && unread.length === 0))
      chat.setUnread(unread.length, unread[0]?.id ?? null, view.messages, view.language);
    changed(id, unread.length);
  }

  function drawBar() {
    const words = wordsOf(view.language);
    title.textContent = view.about.name;
    avatar.textContent = [...view.about.name][0] ?? '?';
    owner.textContent = `${view.firstName} · ${nameOf(view.language)}`;
    const typing = view.typingMs > 0;
    status.textContent = !view.online ? words.offline : typing ? words.typing : words.bot;
    status.classList.toggle('busy', typing && view.online);
    clearTimeout(typingTimer);
    if (typing)
      typingTimer = setTimeout(() => {
        view = { ...view, typingMs: 0 };
        drawBar();
      }, view.typingMs);
  }

  function drawAbout() {
    about.hidden = view.messages.length > 0;
    about.replaceChildren(
      el('b', {}, view.about.name),
      el('p', {}, view.about.description || 'The bot has not said yet what it can do.'),
    );
  }

  for (const event of ['pointerdown', 'focusin', 'wheel', 'keydown'])
    element.addEventListener(event, markRead, { passive: true });

  return {
    element,
    markRead,
    toEnd: chat.toEnd,
    label: () => `${view.firstName} · ${view.language}`,
    update(next) {
      const before = view;
      view = next;
      screen.lang = view.language;
      screen.dir = directionOf(view.language);
      element.classList.toggle('offline', !view.online);
      element.classList.toggle('blocked', view.standing === 'blocked');
      drawBar();
      drawAbout();
      chat.update(view.messages, view.language);
      composer.update(view);
      if (view.answer !== null) showAnswer(before);
      const newest = view.messages.at(-1);
      const isNew =
        before !== null && newest?.from === 'bot' && newest.id > (before.messages.at(-1)?.id ?? 0);
      if (isNew && !newest.silent) ring();
      if (inHand === id && !document.hidden) markRead();
      drawUnread(false);
    },
  };
}
