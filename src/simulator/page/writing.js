/** The line in which a person writes: a field that grows, attachments, and a button that sends. */

import { OFFERED } from './attachments.js';
import { el, sign } from './dom.js';
import { readFile } from './files.js';
import { menu } from './menu.js';

/** A form that acts through `go`; `before` stands at its beginning. `label` names the field. */
export function createWriting(go, before = null) {
  const field = el('textarea', { rows: '1', maxlength: '4096', dir: 'auto', enterkeyhint: 'send' });
  const send = el(
    'button',
    { class: 'send', type: 'submit', 'aria-label': 'Send', disabled: true },
    sign('send'),
  );
  const picker = el('input', { type: 'file', class: 'hidden', tabindex: '-1', 'aria-label': 'File' });
  const clip = menu('Attach', sign('clip'), () => [
    ['📄  File', () => picker.click()],
    ...OFFERED.map(([attachment, text]) => [text, () => go({ act: 'send', attachment })]),
  ]);
  const form = el('form', { class: 'write' }, before, field, clip, picker, send);

  function grow() {
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, 120)}px`;
    send.disabled = field.value.trim() === '';
  }

  picker.addEventListener('change', async () => {
    const [file] = picker.files;
    if (file !== undefined) void go({ act: 'attach', ...(await readFile(file)) });
    // The same file may be chosen again.
    picker.value = '';
  });
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
    void go({ act: 'say', text });
    field.value = '';
    grow();
  });

  return {
    form,
    label(name, placeholder = name) {
      field.placeholder = placeholder;
      field.setAttribute('aria-label', name);
    },
  };
}
