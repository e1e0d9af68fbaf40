/** A walk through screens: what is pressed and typed, and what was said after each under a name of its own. */
import type { RenderedMessage } from '../../src/domain/message.ts';
import type { VirtualChat } from './virtual-chat.ts';

export interface Shown {
  readonly name: string;
  readonly message: RenderedMessage;
}

/** A text of strangers, as it may be shown. */
export const HOSTILE_TITLE = '<b>Bold</b> & $t(menu:text) {{code}} \u202Egnp.exe';

/** A walk through the screens: presses, and what was said after each under a name of its own. */
export class Tour {
  readonly shown: Shown[] = [];
  readonly #chat: VirtualChat;
  constructor(chat: VirtualChat) {
    this.#chat = chat;
  }
  #keep(name: string): void {
    for (const [at, message] of this.#chat.messages.entries())
      this.shown.push({ name: at === 0 ? name : `${name} (${at + 1})`, message });
  }
  async press(name: string, ...data: readonly string[]): Promise<void> {
    for (const each of data) await this.#chat.presses(`v1:${each}`);
    this.#keep(name);
  }
  async type(name: string, text: string): Promise<void> {
    await this.#chat.types(text);
    this.#keep(name);
  }
  async command(name: string, argument?: string, as = `/${name}`): Promise<void> {
    await this.#chat.commands(name, argument);
    this.#keep(as);
  }
  /** Presses the button of the newest screen that answers so, whatever its mark. */
  async answer(name: string, ...values: readonly string[]): Promise<void> {
    for (const value of values) await this.#chat.presses(this.#ending(`=${value}`, `+${value}`));
    this.#keep(name);
  }
  async done(name: string): Promise<void> {
    await this.#chat.presses(this.#ending('!done'));
    this.#keep(name);
  }
  /** Opens a group of the options. */
  async open(name: string, group: string): Promise<void> {
    await this.#chat.presses(this.#ending(`@${group}`));
    this.#keep(name);
  }
  /** Takes all at once. */
  async any(name: string): Promise<void> {
    await this.#chat.presses(this.#ending('!any'));
    this.#keep(name);
  }
  async file(name: string, text: string): Promise<void> {
    await this.#chat.sendsAFile(text);
    this.#keep(name);
  }
  #ending(...ends: readonly string[]): string {
    const data = this.#chat.data.find((each) => ends.some((end) => each.endsWith(`:${end}`)));
    if (data === undefined)
      throw new Error(`nothing here answers ${ends.join(' or ')}: ${this.#chat.screen}`);
    return data;
  }
  async photo(name: string): Promise<void> {
    await this.#chat.sendsAPhoto();
    this.#keep(name);
  }
}
