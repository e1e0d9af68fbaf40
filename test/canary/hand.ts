/** A thumb on a phone of either messenger. */
import type { Phone } from '../../src/simulator/telegram/terms.ts';
import type { SentFile } from '../../src/simulator/terms.ts';
import type { WhatsAppPhone } from '../../src/simulator/whatsapp/terms.ts';

/** What a person can do whatever the messenger. Everything resolves when the exchange has answered. */
export interface Hand {
  says(text: string): Promise<unknown>;
  /** Comes by a link with a payload: WhatsApp's lies typed in the field. */
  comes(payload: string): Promise<unknown>;
  /** Presses the newest button or row whose data ends so, whatever the language. */
  presses(ending: string): Promise<unknown>;
  /** Sends everything that can be attached; the file is called so, and says so. */
  attaches(fileName: string): Promise<void>;
  /** The newest message of the exchange. */
  screen(): string;
}

/** A thumb's pace: a chat that talks faster is held back. */
const THUMB_MS = 120;
/** Many talk at once, on a machine that may have other work. */
const PATIENCE_MS = 20_000;

async function answered<T>(
  phone: { after(act: () => unknown, timeoutMs?: number): Promise<T> },
  act: () => unknown,
): Promise<T> {
  const message = await phone.after(act, PATIENCE_MS);
  await new Promise((resolve) => setTimeout(resolve, THUMB_MS));
  return message;
}

const endsWith = (ending: string, data: readonly string[], screen: string): string => {
  const found = data.findLast((each) => each.endsWith(ending));
  if (found === undefined)
    throw new Error(`nothing to press that ends with ${ending}; the screen says: ${screen}`);
  return found;
};

const fileCalled = (name: string): SentFile => ({
  name: `${name}.csv`,
  mediaType: 'text/csv',
  bytes: Buffer.from(name),
});

export const telegramHand = (phone: Phone): Hand => ({
  says: (text) => answered(phone, () => phone.say(text)),
  comes: (payload) => answered(phone, () => phone.start(payload)),
  presses(ending) {
    const buttons = phone.messages().flatMap((message) => message.buttons.flat());
    const data = endsWith(
      ending,
      buttons.flatMap(({ callback_data }) => callback_data ?? []),
      this.screen(),
    );
    return answered(phone, () => phone.tapData(data));
  },
  async attaches(fileName) {
    for (const attachment of ['photo', 'voice', 'sticker', 'contact', 'location'] as const)
      await answered(phone, () => phone.sends(attachment));
    await answered(phone, () => phone.attaches(fileCalled(fileName)));
  },
  screen: () => phone.screen()?.text ?? '',
});

/** Ids of everything that can be pressed, oldest first. */
const choicesOf = (phone: WhatsAppPhone): readonly string[] =>
  phone
    .messages()
    .flatMap(({ buttons, list }) => [...buttons, ...(list?.sections.flatMap(({ rows }) => rows) ?? [])])
    .map(({ id }) => id);

export const whatsappHand = (phone: WhatsAppPhone): Hand => ({
  says: (text) => answered(phone, () => phone.say(text)),
  comes: (payload) => answered(phone, () => phone.say(payload)),
  async presses(ending) {
    const shown = choicesOf(phone);
    // A list of WhatsApp holds ten rows; what is looked for may be on its second page.
    const turn = shown.at(-1)?.endsWith('#1') ? shown.at(-1) : undefined;
    if (turn !== undefined && !shown.some((each) => each.endsWith(ending)))
      await answered(phone, () => phone.tapData(turn));
    const data = endsWith(ending, choicesOf(phone), this.screen());
    return answered(phone, () => phone.tapData(data));
  },
  async attaches(fileName) {
    for (const attachment of [
      'photo',
      'voice',
      'sticker',
      'contact',
      'location',
      'unsupported',
      'request_welcome',
    ] as const)
      await answered(phone, () => phone.sends(attachment));
    await answered(phone, () => phone.attaches(fileCalled(fileName)));
    // A reaction is no message: nobody answers it.
    phone.sends('reaction');
  },
  screen: () => phone.screen()?.text ?? '',
});
