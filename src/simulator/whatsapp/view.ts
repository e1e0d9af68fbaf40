/** A phone as it looks at this moment. */
import { type Person, windowOf } from './people.ts';
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
    if (act.act !== 'say' && act.act !== 'send') return [];
    const content =
      act.act === 'say' ? { kind: 'text' as const, text: act.text } : { kind: act.attachment, text: '' };
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
