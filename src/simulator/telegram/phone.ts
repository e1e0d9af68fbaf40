/** A person's phone in a test's hand: acts go to the bot, the chat can be read and waited for. */
import type { Acts } from './acts.ts';
import type { ChatMessage, InlineButton, Phone, TapAnswer } from './terms.ts';
import type { Person, World } from './world.ts';

const WAIT_MS = 5000;

interface Found {
  readonly message: ChatMessage;
  readonly button: InlineButton;
}

const fits = (text: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);

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

  function waitFor<T>(look: (phone: Phone) => T | null | undefined | false, timeoutMs = WAIT_MS): Promise<T> {
    return new Promise((resolve, reject) => {
      let stop = (): void => undefined;
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`nothing came within ${timeoutMs} ms; the phone shows:\n${drawn(phone.screen())}`));
      }, timeoutMs);
      const check = (): void => {
        const found = look(phone);
        if (found === null || found === undefined || found === false) return;
        stop();
        clearTimeout(timer);
        resolve(found);
      };
      stop = world.onChange((id) => id === person.id && check());
      check();
    });
  }

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
    waitFor,
    waitForMessage: (text, timeoutMs) =>
      waitFor(
        () => seen().findLast((message) => message.from === 'bot' && fits(message.text, text)),
        timeoutMs,
      ),
    async after(act, timeoutMs) {
      const before = person.touched;
      act();
      return await waitFor(() => person.touched > before && phone.screen(), timeoutMs);
    },
  };
  return phone;
}
