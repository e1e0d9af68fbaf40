/** A person's phone in a test's hand: acts go to the bot, the chat can be read and waited for. */
import { fits, waitFor } from '../waiting.ts';
import type { Acts } from './acts.ts';
import type { ChatMessage, InlineButton, Phone, TapAnswer } from './terms.ts';
import type { Person, World } from './world.ts';

interface Found {
  readonly message: ChatMessage;
  readonly button: InlineButton;
}

/** Buttons from the newest message back. */
const buttonsBackwards = (messages: readonly ChatMessage[]): readonly Found[] =>
  messages.toReversed().flatMap((message) => message.buttons.flat().map((button) => ({ message, button })));

/** A message as lines for reading failures: text, then the rows of buttons. */
const drawn = (message: ChatMessage | null): string =>
  message === null
    ? '(nothing)'
    : [message.text, ...message.buttons.map((row) => row.map(({ text }) => `[${text}]`).join(' '))].join(
        '\n',
      );

/** The phone of one person of the world. */
export function createPhone(person: Person, world: World, acts: Acts): Phone {
  const seen = (): readonly ChatMessage[] => person.frozen ?? person.messages;

  function findButton(label: string | RegExp): Found {
    const all = buttonsBackwards(seen());
    const whole = all.find(({ button }) => button.text === label);
    const found = whole ?? all.find(({ button }) => fits(button.text, label));
    if (found === undefined)
      throw new Error(`no button ${label} on the phone; it shows:\n${drawn(phone.screen())}`);
    return found;
  }

  function press({ message, button }: Found): Promise<TapAnswer> {
    if (button.disabled !== undefined) throw new Error(`the button ${button.text} is disabled`);
    if (button.callback_data === undefined) return Promise.resolve({ text: '', alert: false });
    return acts.tap(person, message.id, button.callback_data);
  }

  const hand = {
    subscribe: (check: () => void) => world.onChange((id) => id === person.id && check()),
    shows: () => drawn(phone.screen()),
  };
  const wait: Phone['waitFor'] = (look, timeoutMs) => waitFor(() => look(phone), hand, timeoutMs);

  const phone: Phone = {
    id: person.id,
    get language() {
      return person.language;
    },
    firstName: person.firstName,
    lastName: person.lastName,
    username: person.username,
    phoneNumber: person.phoneNumber,
    get standing() {
      return person.standing;
    },
    start: (payload) => phone.say(payload === undefined ? '/start' : `/start ${payload}`),
    say: (text) => acts.do(person, { act: 'say', text, at: acts.now() }),
    sends: (attachment) => acts.do(person, { act: 'send', attachment, at: acts.now() }),
    attaches: (file) => acts.attach(person, file),
    tap: (label) => press(findButton(label)),
    tapData(data, messageId) {
      const carrier = buttonsBackwards(seen()).find(({ button }) => button.callback_data === data);
      return acts.tap(person, messageId ?? carrier?.message.id ?? 0, data);
    },
    blocks: () => acts.do(person, { act: 'block' }),
    unblocks: () => acts.do(person, { act: 'unblock' }),
    deactivates() {
      person.standing = 'deactivated';
      world.changed(person);
    },
    losesNetwork: () => acts.loseNetwork(person),
    returns: () => acts.regainNetwork(person),
    messages: seen,
    screen: () => seen().findLast(({ from }) => from === 'bot') ?? null,
    buttons: () =>
      seen()
        .findLast(({ buttons }) => buttons.length > 0)
        ?.buttons.map((row) => row.map(({ text }) => text)) ?? [],
    waitFor: wait,
    waitForMessage: (text, timeoutMs) =>
      wait(() => seen().findLast((message) => message.from === 'bot' && fits(message.text, text)), timeoutMs),
    async after(act, timeoutMs) {
      const before = person.touched;
      act();
      return await wait(() => person.touched > before && phone.screen(), timeoutMs);
    },
  };
  return phone;
}
