/** The table with the phones: adds and removes them, and keeps them in step with the server. */
import { addPhone, listen, moveClock } from './api.js';
import { el, sign } from './dom.js';
import { createPhone } from './phone.js';
import { setSound } from './sound.js';
import { createWhatsAppPhone } from './whatsapp-phone.js';
import { LANGUAGES } from './words.js';

const byId = (id) => document.getElementById(id);
const desk = byId('desk');
const tabs = byId('tabs');
const clock = byId('clock');
const phones = new Map();
const narrow = matchMedia('(max-width: 760px)');
let wantsFocus = null;
let exchangeAhead = 0;

/** What the messengers are called where one is chosen. */
const SERVICES = {
  telegram: ['Telegram', { service: 'telegram' }],
  whatsapp: ['WhatsApp', { service: 'whatsapp' }],
  hidden: ['WhatsApp, no number', { service: 'whatsapp', hidesPhone: true }],
};
const MAKERS = { telegram: createPhone, whatsapp: createWhatsAppPhone };

const exchangeTime = () => new Date(Date.now() + exchangeAhead);

function drawClock() {
  const now = exchangeTime();
  for (const { phone } of phones.values()) phone.tick?.(now);
  clock.dateTime = now.toISOString();
  clock.textContent = new Intl.DateTimeFormat(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(now);
}

function takeClock({ now, canMove }) {
  exchangeAhead = new Date(now).getTime() - Date.now();
  for (const button of document.querySelectorAll('[data-shift]')) button.hidden = !canMove;
  drawClock();
}

/** On a narrow screen one phone is shown; its tab is chosen. */
function choose(id) {
  for (const [other, { phone, tab }] of phones) {
    const chosen = other === id;
    phone.element.classList.toggle('chosen', chosen);
    tab.setAttribute('aria-selected', String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
  }
  const entry = phones.get(id);
  entry?.phone.toEnd();
  if (narrow.matches) entry?.phone.markRead();
  entry?.tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function makeTab(id) {
  const badge = el('span', { class: 'badge', hidden: true });
  const name = el('span', {});
  const tab = el(
    'button',
    { type: 'button', role: 'tab', 'aria-controls': `phone-${id}`, tabindex: '-1' },
    name,
    badge,
  );
  tab.addEventListener('click', () => {
    choose(id);
    phones.get(id)?.phone.markRead();
  });
  return { tab, name, badge };
}

function put(view) {
  let entry = phones.get(view.id);
  if (entry === undefined) {
    const made = makeTab(view.id);
    const phone = MAKERS[view.service](view, (_, unread) => {
      made.badge.hidden = unread === 0;
      made.badge.textContent = String(unread);
    });
    entry = { phone, ...made };
    phones.set(view.id, entry);
    desk.append(phone.element);
    tabs.append(made.tab);
  }
  entry.phone.update(view, exchangeTime());
  if (phones.size === 1 && !entry.phone.element.classList.contains('chosen')) choose(view.id);
  entry.name.textContent = entry.phone.label();
  if (wantsFocus === view.id) {
    wantsFocus = null;
    choose(view.id);
    entry.phone.element.scrollIntoView({ behavior: 'smooth', block: 'nearest', inline: 'center' });
    const first = entry.phone.element.querySelector('.composer .big, .composer textarea');
    first?.focus({ preventScroll: true });
  }
}

function drop(id) {
  const entry = phones.get(id);
  if (entry === undefined) return;
  entry.phone.element.remove();
  entry.tab.remove();
  phones.delete(id);
  localStorage.removeItem(`read-${id}`);
  const [first] = phones.keys();
  if (first !== undefined && desk.querySelector('.chosen') === null) choose(first);
}

function drawEmpty() {
  byId('empty').hidden = phones.size > 0;
  tabs.hidden = phones.size === 0;
}

async function add(language) {
  const [, person] = SERVICES[byId('service').value];
  const view = await addPhone({ ...person, language });
  wantsFocus = view.id;
  put(view);
  drawEmpty();
}

for (const [key, [name]] of Object.entries(SERVICES))
  byId('service').append(el('option', { value: key }, name));
for (const [code, name] of LANGUAGES) byId('language').append(el('option', { value: code }, name));
for (const [code, name] of LANGUAGES.slice(0, 5))
  byId('quick').append(el('button', { type: 'button', lang: code, onclick: () => add(code) }, name));
byId('add').addEventListener('submit', (event) => {
  event.preventDefault();
  void add(byId('language').value);
});
byId('sound').append(sign('quiet'));
byId('sound').addEventListener('click', ({ currentTarget }) => {
  const on = currentTarget.getAttribute('aria-pressed') !== 'true';
  currentTarget.setAttribute('aria-pressed', String(on));
  currentTarget.title = `Sound of new messages: ${on ? 'on' : 'off'}`;
  currentTarget.querySelector('.sign').replaceWith(sign(on ? 'bell' : 'quiet'));
  setSound(on);
});
for (const button of document.querySelectorAll('[data-shift]'))
  button.addEventListener('click', async () => takeClock(await moveClock(Number(button.dataset.shift))));
tabs.addEventListener('keydown', (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const ids = [...phones.keys()];
  const at = ids.findIndex((id) => phones.get(id).tab === document.activeElement);
  const next = ids[(at + step + ids.length) % ids.length];
  choose(next);
  phones.get(next).tab.focus();
});
setInterval(drawClock, 5000);

listen({
  state(state) {
    takeClock(state.clock);
    const there = new Set(state.phones.map(({ id }) => id));
    for (const id of [...phones.keys()]) if (!there.has(id)) drop(id);
    for (const view of state.phones) put(view);
    drawEmpty();
  },
  phone(view) {
    put(view);
    drawEmpty();
  },
  gone({ id }) {
    drop(id);
    drawEmpty();
  },
  beat: takeClock,
  lost(isLost) {
    byId('lost').hidden = !isLost;
  },
});
