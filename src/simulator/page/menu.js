/** A menu that opens at a button. */
import { el } from './dom.js';

/** It closes by choosing, Escape or a click elsewhere. `items()` gives `[text, run, hint?]` each time it opens. */
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
