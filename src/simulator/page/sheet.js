/** The rows behind the button of a list: a sheet that rises over the chat. */
import { el } from './dom.js';

/** A closed sheet; `choose(row, message)` is called for the row that was tapped. */
export function createSheet(choose) {
  let opener = null;
  const title = el('strong', { dir: 'auto' });
  const rows = el('div', { class: 'rows' });
  const shut = el('button', { class: 'shut', type: 'button', 'aria-label': 'Close', onclick: close }, '✕');
  const element = el(
    'div',
    { class: 'sheet', role: 'dialog', hidden: true },
    el('header', {}, shut, title),
    rows,
  );

  function close() {
    element.hidden = true;
    opener?.focus({ preventScroll: true });
    opener = null;
  }

  function drawRow(row, message) {
    const pick = () => {
      close();
      choose(row, message);
    };
    return el(
      'button',
      { class: 'choice', type: 'button', onclick: pick },
      el('span', { dir: 'auto' }, row.title),
      row.description === '' ? null : el('small', { dir: 'auto' }, row.description),
    );
  }

  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });

  return {
    element,
    /** Opens with the rows of a message; `from` gets the focus back. */
    open(message, from) {
      opener = from;
      title.textContent = message.list.button;
      element.setAttribute('aria-label', message.list.button);
      rows.replaceChildren(
        ...message.list.sections.flatMap((section) => [
          ...(section.title === '' ? [] : [el('h3', { dir: 'auto' }, section.title)]),
          ...section.rows.map((row) => drawRow(row, message)),
        ]),
      );
      element.hidden = false;
      rows.querySelector('button')?.focus({ preventScroll: true });
    },
  };
}
