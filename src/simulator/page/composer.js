/** The lower edge of a phone: typing, attachments, the commands, Start and Restart. */
import { act } from './api.js';
import { el, sign } from './dom.js';
import { wordsOf } from './words.js';

const ATTACHMENTS = [
  ['photo', '🖼️', 'Photo'],
  ['voice', '🎤', 'Voice message'],
  ['sticker', '👋', 'Sticker'],
  ['contact', '👤', 'My contact'],
  ['location', '📍', 'Location'],
];

/** A menu that opens above a button and closes by choosing, Escape or a click elsewhere. */
export function menu(label, icon, items, className) {
  const panel = el('div', { class: 'panel' });
  const details = el(
    'details',
    { class: `menu ${className ?? ''}` },
    el('summary', { 'aria-label': label, title: label }, icon),
    panel,
  );
  const close = () => details.removeAttribute('open');
  const choose = (run) => {
    close();
    run();
  };
  details.addEventListener('toggle', () => {
    if (!details.open) return;
    panel.replaceChildren(
      ...items().map(([text, run, hint]) =>
        el(
          'button',
          { type: 'button', onclick: () => choose(run) },
          el('span', { dir: 'auto' }, text),
          hint === undefined ? null : el('small', { dir: 'auto' }, hint),
        ),
      ),
    );
    panel.querySelector('button')?.focus({ preventScroll: true });
  });
  details.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    close();
    details.querySelector('summary').focus();
  });
  details.addEventListener('focusout', (event) => {
    if (!details.contains(event.relatedTarget)) close();
  });
  return details;
}

/** The composer of phone `id`; `fail` is told what could not be done. */
export function createComposer(id, fail) {
  let view = null;
  const go = (what) => act(id, what).catch((error) => fail(error.message));
  const field = el('textarea', { rows: '1', maxlength: '4096', dir: 'auto', enterkeyhint: 'send' });
  const send = el(
    'button',
    { class: 'send', type: 'submit', 'aria-label': 'Send', disabled: true },
    sign('send'),
  );
  const clip = menu('Attach', sign('clip'), () =>
    ATTACHMENTS.map(([attachment, picture, text]) => [
      `${picture}  ${text}`,
      () => go({ act: 'send', attachment }),
    ]),
  );
  const commands = menu(
    'Commands',
    sign('menu'),
    () =>
      view.about.commands.map(({ command, description }) => [
        description,
        () => say(`/${command}`),
        `/${command}`,
      ]),
    'commands',
  );
  const form = el('form', { class: 'write' }, commands, field, clip, send);
  const keyboard = el('div', { class: 'keyboard', hidden: true });
  const start = el('button', { class: 'big', type: 'button', onclick: () => go({ act: 'start' }) });
  const element = el('footer', { class: 'composer' }, start, form, keyboard);

  function say(text) {
    void go({ act: 'say', text });
  }

  function grow() {
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, 120)}px`;
    send.disabled = field.value.trim() === '';
  }

  field.addEventListener('input', grow);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text === '') return;
    say(text);
    field.value = '';
    grow();
  });

  function drawKeyboard(rows) {
    keyboard.hidden = rows === null;
    const draw = (text) => el('button', { type: 'button', dir: 'auto', onclick: () => say(text) }, text);
    keyboard.replaceChildren(...(rows ?? []).map((row) => el('div', { class: 'row' }, ...row.map(draw))));
  }

  return {
    element,
    update(next) {
      view = next;
      const words = wordsOf(view.language);
      const started = view.standing === 'started';
      start.hidden = started;
      form.hidden = !started;
      start.textContent = view.standing === 'blocked' ? words.unblock : words.start;
      field.placeholder = view.placeholder ?? words.write;
      field.setAttribute('aria-label', words.write);
      commands.hidden = view.about.commands.length === 0;
      drawKeyboard(started ? view.keyboard : null);
    },
  };
}
