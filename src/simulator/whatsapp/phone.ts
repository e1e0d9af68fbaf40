/** A person's phone in a test's hand: acts go to the business, the chat can be read and waited for. */
import { fits, waitFor } from '../waiting.ts';
import { type Acts, choicesOf } from './acts.ts';
import { type People, type Person, windowOf } from './people.ts';
import type { Choice, WhatsAppMessage, WhatsAppPhone } from './terms.ts';

interface Found {
  readonly message: WhatsAppMessage;
  readonly choice: Choice;
}

/** Choices from the newest message back. */
const choicesBackwards = (messages: readonly WhatsAppMessage[]): readonly Found[] =>
  messages.toReversed().flatMap((message) => choicesOf(message).map((choice) => ({ message, choice })));

/** A message as lines for reading failures: text, then what can be chosen. */
const drawn = (message: WhatsAppMessage | null): string =>
  message === null
    ? '(nothing)'
    : [message.text, ...choicesOf(message).map(({ title }) => `[${title}]`)].join('\n');

/** The phone of one person. */
export function createPhone(person: Person, people: People, acts: Acts): WhatsAppPhone {
  const seen = (): readonly WhatsAppMessage[] => person.frozen ?? person.messages;

  function choose({ message, choice }: Found): void {
    acts.do(person, { act: 'choose', messageId: message.id, data: choice.id, at: acts.now() });
  }

  function pick(what: string, ...ways: readonly ((found: Found) => boolean)[]): void {
    const all = choicesBackwards(seen());
    const found = ways.map((way) => all.find(way)).find((each) => each !== undefined);
    if (found === undefined)
      throw new Error(`nothing ${what} to tap on the phone; it shows:\n${drawn(phone.screen())}`);
    choose(found);
  }

  const hand = {
    subscribe: (check: () => void) => people.onChange((id) => id === person.id && check()),
    shows: () => drawn(phone.screen()),
  };
  const wait: WhatsAppPhone['waitFor'] = (look, timeoutMs) => waitFor(() => look(phone), hand, timeoutMs);

  const phone: WhatsAppPhone = {
    id: person.id,
    get language() {
      return person.language;
    },
    name: person.name,
    get phone() {
      return person.phone;
    },
    get userId() {
      return person.userId;
    },
    hidesPhone: person.hidesPhone,
    get windowOpenUntil() {
      const until = windowOf(person, acts.now());
      return until === null ? null : new Date(until);
    },
    say: (text) => acts.do(person, { act: 'say', text, at: acts.now() }),
    sends: (attachment) => acts.do(person, { act: 'send', attachment, at: acts.now() }),
    attaches: (file) => acts.attach(person, file),
    tap: (label) =>
      pick(
        `called ${label}`,
        ({ choice }) => choice.title === label,
        ({ choice }) => fits(choice.title, label),
      ),
    tapData: (id, messageId) =>
      pick(
        `with ${id}`,
        ({ message, choice }) => choice.id === id && message.id === (messageId ?? message.id),
      ),
    stopsMarketing: () => acts.do(person, { act: 'marketing', value: 'stop' }),
    resumesMarketing: () => acts.do(person, { act: 'marketing', value: 'resume' }),
    changesNumber: ({ phone: next = null, userId = null } = {}) =>
      acts.do(person, { act: 'move', phone: next, userId }),
    losesNetwork: () => acts.loseNetwork(person),
    returns: () => acts.regainNetwork(person),
    messages: seen,
    screen: () => seen().findLast(({ from }) => from === 'business') ?? null,
    buttons: () =>
      seen()
        .findLast(({ buttons }) => buttons.length > 0)
        ?.buttons.map(({ title }) => title) ?? [],
    rows: () =>
      seen()
        .findLast(({ list }) => list !== null)
        ?.list?.sections.flatMap(({ rows }) => rows.map(({ title }) => title)) ?? [],
    waitFor: wait,
    waitForMessage: (text, timeoutMs) =>
      wait(
        () => seen().findLast((message) => message.from === 'business' && fits(message.text, text)),
        timeoutMs,
      ),
    async after(act, timeoutMs) {
      const before = person.arrived;
      act();
      return await wait(() => person.arrived > before && phone.screen(), timeoutMs);
    },
  };
  return phone;
}
