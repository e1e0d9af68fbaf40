/** The lower edge of a phone with Telegram: typing, the commands, Start and Restart, keyboards in place of letters. */
import { el, sign } from './dom.js';
import { menu } from './menu.js';
import { wordsOf } from './words.js';
import { createWriting } from './writing.js';

/** A composer that acts through `go`. */
export function createComposer(go) {
  let view = null;
  const commands = menu(
    'Commands',
    sign('menu'),
    () =>
      view.about.commands.map(({ command, description }) => [
        description,
        () => go({ act: 'say', text: `/${command}` }),
        `/${command}`,
      ]),
    'commands',
  );
  const writing = createWriting(go, commands);
  const keyboard = el('div', { class: 'keyboard', hidden: true });
  const start = el('button', { class: 'big', type: 'button', onclick: () => go({ act: 'start' }) });
  const element = el('footer', { class: 'composer' }, start, writing.form, keyboard);

  function drawKeyboard(rows) {
    keyboard.hidden = rows === null;
    const draw = (text) =>
      el('button', { type: 'button', dir: 'auto', onclick: () => go({ act: 'say', text }) }, text);
    keyboard.replaceChildren(...(rows ?? []).map((row) => el('div', { class: 'row' }, ...row.map(draw))));
  }

  return {
    element,
    update(next) {
      view = next;
      const words = wordsOf(view.language);
      const started = view.standing === 'started';
      start.hidden = started;
      writing.form.hidden = !started;
      start.textContent = view.standing === 'blocked' ? words.unblock : words.start;
      writing.label(words.write, view.placeholder ?? words.write);
      commands.hidden = view.about.commands.length === 0;
      drawKeyboard(started ? view.keyboard : null);
    },
  };
}
