/** What the page says to the simulator, and how it hears from it. */

const BASE = 'control';

async function call(method, path, body) {
  const answer = await fetch(`${BASE}/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (answer.status === 204) return null;
  const result = await answer.json();
  if (!answer.ok) throw new Error(result.error ?? `answer ${answer.status}`);
  return result;
}

/** Does something on a phone; resolves to the phone after it. */
export const act = (id, what) => call('POST', `phones/${id}/acts`, what);
/** Makes a person with a phone: `person` is a service, a language, and on WhatsApp whether the number is hidden. */
export const addPhone = (person) => call('POST', 'phones', person);
export const removePhone = (id) => call('DELETE', `phones/${id}`);
/** Moves the clock of the whole exchange. */
export const moveClock = (shiftMs) => call('POST', 'clock', { shiftMs });

/** How long to wait before listening again when the server refused. */
const AGAIN_MS = 1000;

/** Calls the handlers `{state, phone, gone, beat, lost}` for as long as the page lives; connects again by itself. */
export function listen(handlers) {
  const events = new EventSource(`${BASE}/events`);
  for (const name of ['state', 'phone', 'gone', 'beat'])
    events.addEventListener(name, (event) => {
      handlers.lost(false);
      handlers[name](JSON.parse(event.data));
    });
  events.addEventListener('error', () => {
    handlers.lost(true);
    // A browser goes on after a lost connection, but never after an answer such as 503: that of a server that stops.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN_MS, handlers);
  });
}
