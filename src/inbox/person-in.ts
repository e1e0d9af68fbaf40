import { changed } from '../domain/changed.ts';
import type { Chat } from '../domain/chat.ts';
import type { InboundMessage } from '../domain/terms.ts';
import type { Person } from '../domain/turn.ts';

/** The person of one chat as the dialogue may act for them, with their changes visible at once. */
export function personIn(chat: Chat, message: InboundMessage): Person {
  let subscriber = chat.subscriber;
  return {
    get subscriber() {
      return subscriber;
    },
    get coordinator() {
      return chat.desk.coordinator;
    },
    desk: chat.desk,
    async optIn(locale, consentVersion) {
      const { channel, address } = message;
      if (subscriber === null || subscriber.standing === 'blocked')
        subscriber = await chat.subscribers.optIn({ channel, address, locale, consentVersion });
    },
    async change(change) {
      if (subscriber === null) return;
      await chat.subscribers.change(subscriber.id, change);
      subscriber = changed(subscriber, change);
    },
    async forget() {
      if (subscriber !== null) await chat.subscribers.forget(subscriber.id);
      subscriber = null;
    },
    guesses: chat.guesses,
    async moveCode() {
      if (subscriber === null) throw new Error('nobody is here who could move');
      return chat.moves.codeFor(subscriber);
    },
    async moveHere(code) {
      const found = await chat.moves.bring(code);
      if (found.kind !== 'moved') return found.kind;
      subscriber = found.subscriber;
      return 'moved';
    },
  };
}
