/** A phone as it looks at this moment. */
import type { About, ChatMessage, PhoneView } from './terms.ts';
import type { Act, Person } from './world.ts';

/** Without network it shows the chat as it was when the network went. `now` is in ticks. */
export function viewOf(person: Person, about: About, now: number): PhoneView {
  const { id, language, firstName, lastName, username, standing, keyboard } = person;
  return {
    service: 'telegram',
    id,
    language,
    firstName,
    lastName,
    username,
    standing,
    online: person.frozen === null,
    typingMs: person.frozen === null ? Math.max(0, Math.round(person.typingUntil - now)) : 0,
    messages: person.frozen === null ? person.messages : [...person.frozen, ...unsent(person)],
    waiting: person.waiting.length,
    keyboard: keyboard?.rows ?? null,
    placeholder: keyboard?.placeholder ?? null,
    answer: person.lastAnswer,
    about,
  };
}

/** What was written without network, as bubbles with numbers below zero. */
function unsent(person: Person): readonly ChatMessage[] {
  return person.waiting.flatMap((act, place) => {
    const content = contentOf(act);
    if (content === null || !('at' in act)) return [];
    const rest = { entities: [], buttons: [], editedAt: null, silent: false, guarded: false };
    return [{ id: -1 - place, from: 'person' as const, sentAt: act.at, ...content, ...rest }];
  });
}

function contentOf(act: Act): Pick<ChatMessage, 'kind' | 'text' | 'file'> | null {
  switch (act.act) {
    case 'say':
      return { kind: 'text', text: act.text };
    case 'send':
      return { kind: act.attachment, text: '' };
    case 'attach':
      return { kind: 'document', text: '', file: act.file };
    default:
      return null;
  }
}
