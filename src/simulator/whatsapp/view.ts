/** A phone as it looks at this moment. */
import { type Act, type Person, windowOf } from './people.ts';
import type { WhatsAppMessage, WhatsAppPhoneView } from './terms.ts';

/** Without network it shows the chat as it was when the network went. `now` is in milliseconds since 1970. */
export function viewOf(person: Person, business: string, now: number): WhatsAppPhoneView {
  const { id, language, name, phone, hidesPhone, marketing } = person;
  const until = windowOf(person, now);
  return {
    service: 'whatsapp',
    id,
    language,
    name,
    phone,
    hidesPhone,
    online: person.frozen === null,
    messages: person.frozen === null ? person.messages : [...person.frozen, ...unsent(person)],
    waiting: person.waiting.length,
    marketing,
    windowOpenUntil: until === null ? null : new Date(until).toISOString(),
    business,
  };
}

/** What was written without network, as bubbles with numbers below zero. */
function unsent(person: Person): readonly WhatsAppMessage[] {
  return person.waiting.flatMap((act, place) => {
    const content = contentOf(act);
    if (content === null || !('at' in act)) return [];
    const rest = {
      header: null,
      footer: null,
      buttons: [],
      list: null,
      link: null,
      template: null,
      heard: false,
    };
    return [{ id: -1 - place, wamid: '', from: 'person' as const, sentAt: act.at, ...content, ...rest }];
  });
}

function contentOf(act: Act): Pick<WhatsAppMessage, 'kind' | 'text' | 'file'> | null {
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
