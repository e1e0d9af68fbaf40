/** A phone as it looks at this moment. */
import type { About, PhoneView } from './terms.ts';
import type { Person } from './world.ts';

/** Without network it shows the chat as it was when the network went. `now` is in ticks. */
export function viewOf(person: Person, about: About, now: number): PhoneView {
  const { id, language, firstName, lastName, username, standing, keyboard } = person;
  return {
    id,
    language,
    firstName,
    lastName,
    username,
    standing,
    online: person.frozen === null,
    typingMs: person.frozen === null ? Math.max(0, Math.round(person.typingUntil - now)) : 0,
    messages: person.frozen ?? person.messages,
    waiting: person.waiting.length,
    keyboard: keyboard?.rows ?? null,
    placeholder: keyboard?.placeholder ?? null,
    answer: person.lastAnswer,
    about,
  };
}
