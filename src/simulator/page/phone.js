/** One phone with Telegram: the bar on top, the chat, what pops up over it, and the composer. */
import { removePhone } from './api.js';
import { bubble } from './bubble.js';
import { createComposer } from './composer.js';
import { el, sign } from './dom.js';
import { createHandset } from './handset.js';
import { menu } from './menu.js';
import { LANGUAGES, wordsOf } from './words.js';

/** A phone for `first.id`; `changed` is called when its unread count changed. */
export function createPhone(first, changed) {
  const { id } = first;
  let view = null;
  let typingTimer = 0;

  const handset = createHandset(
    id,
    'telegram',
    (message, language) => bubble(message, language, press),
    changed,
  );
  const { element, screen, chat, toast, say, go } = handset;
  const title = el('strong', { dir: 'auto' });
  const status = el('span', { class: 'status' });
  const avatar = el('span', { class: 'avatar', 'aria-hidden': 'true' });
  const about = el('div', { class: 'about', dir: 'auto' });
  const alert = el('dialog', { class: 'alert' });
  const more = menu('More', sign('more'), menuItems, 'more');
  const composer = createComposer(go);
  const bar = el('header', { class: 'bar' }, avatar, el('div', { class: 'names' }, title, status), more);
  screen.append(bar, chat.element, about, toast, composer.element, alert);

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

  function drawBar() {
    const words = wordsOf(view.language);
    title.textContent = view.about.name;
    avatar.textContent = [...view.about.name][0] ?? '?';
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

  return {
    element,
    markRead: handset.markRead,
    toEnd: chat.toEnd,
    label: () => `${view.firstName} · ${view.language}`,
    update(next) {
      const before = view;
      view = next;
      element.classList.toggle('blocked', view.standing === 'blocked');
      drawBar();
      drawAbout();
      composer.update(view);
      handset.update(view, view.firstName);
      if (view.answer !== null) showAnswer(before);
    },
  };
}
