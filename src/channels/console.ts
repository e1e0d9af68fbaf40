/** A terminal as a messaging service: one person, who types and reads. For development, and without a browser. */
import { backoffMs, pause } from '../backoff.ts';
import { Attempts } from '../domain/attempts.ts';
import type { Button, RenderedMessage } from '../domain/message.ts';
import {
  Address,
  type Channel,
  type ChannelState,
  type InboundEvent,
  type Receive,
} from '../domain/terms.ts';
import { plainText } from '../domain/texts.ts';
import { describeError, type Log } from '../log.ts';

const NAME = 'console';

/** The two ends of a terminal. */
export interface Terminal {
  /** Called once: `listener` gets each line that is typed. */
  onLine(listener: (line: string) => void): void;
  write(text: string): void;
}

export interface ConsoleOptions {
  readonly terminal: Terminal;
  /** BCP 47, of whoever sits there. */
  readonly localeHint: string | null;
  readonly log: Log;
}

/** Data of the buttons that have no number of their own, by the letter they are shown with. */
type Letters = ReadonlyMap<string, string>;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** The one person there is. Nothing is kept while nobody listens, and nothing sent can be replaced. */
export function createConsole({ terminal, localeHint, log: given }: ConsoleOptions): Channel {
  const log = given.for('channels');
  const address = new Address('whoever-types');
  const stopping = new AbortController();
  const attempts = new Attempts(() => performance.now());
  let state: ChannelState = 'starting';
  let letters: Letters = new Map();
  let line: Promise<void> = Promise.resolve();
  let typed = 0;

  async function take(receive: Receive, updateId: string, event: InboundEvent): Promise<void> {
    for (let attempt = 1; !stopping.signal.aborted; attempt += 1) {
      try {
        return await receive({ channel: NAME, address, updateId, localeHint, at: new Date(), event });
      } catch (thrown) {
        log.warn('update.repeated', { channel: NAME, attempt, ...describeError(thrown) });
        if (attempts.failed(updateId).givenUp) return;
        await pause(backoffMs(attempt) / 10, stopping.signal);
      }
    }
  }

  return {
    name: NAME,
    limits: {
      textUnits: 100_000,
      labelUnits: 80,
      dataBytes: 256,
      buttons: LETTERS.length,
      perSecond: 100,
      perPersonMs: 0,
      repeatHours: 1,
    },
    canEdit: false,
    state: () => state,
    async start(receive) {
      // Of this process alone: a line typed in another is another line, whatever its number.
      const session = crypto.randomUUID();
      terminal.onLine((text) => {
        const event = stopping.signal.aborted ? null : eventOf(text, letters);
        if (event === null) return;
        typed += 1;
        const updateId = `${session} ${typed}`;
        line = line.then(() => take(receive, updateId, event));
      });
      state = 'running';
      log.info('channel.started', { channel: NAME, way: 'terminal' });
    },
    async stop() {
      stopping.abort();
      await line;
      state = 'stopped';
      log.info('channel.stopped', { channel: NAME });
    },
    async send(_to, message, { replaces = null, onlyInPlace = false } = {}) {
      if (replaces !== null && onlyInPlace) return null;
      const screen = drawn(message);
      if (screen.letters.size > 0) ({ letters } = screen);
      terminal.write(`\n${screen.text}\n`);
      return null;
    },
    introduce: async () => undefined,
  };
}

/** A line as an event: `/menu`, a letter of a button, or text, which may be a number. Nothing for an empty line. */
function eventOf(line: string, letters: Letters): InboundEvent | null {
  const text = line.trim();
  if (text === '') return null;
  const [, name, argument = null] = /^\/([A-Za-z0-9_]{1,32})(?:\s+([A-Za-z0-9_-]{1,64}))?$/.exec(text) ?? [];
  if (name !== undefined) return { kind: 'command', name: name.toLowerCase(), argument };
  const data = letters.get(text.toLowerCase());
  return data === undefined ? { kind: 'text', text } : { kind: 'button', data, screen: null };
}

/** A message in plain letters: what a picture shows, and every button with what to type for it. */
function drawn(message: RenderedMessage): { readonly text: string; readonly letters: Letters } {
  const letters = new Map<string, string>();
  const lines = message.buttons.map((row) =>
    row.map((button) => `[${keyOf(button, letters)}${button.label}]`).join('  '),
  );
  const picture = message.picture === undefined ? [] : [`(${message.picture.alt})`];
  return { text: [...picture, plainText(message.text), ...lines].join('\n'), letters };
}

function keyOf({ press, number }: Button<string>, letters: Map<string, string>): string {
  if (press.kind === 'url') return `${press.url} `;
  if (press.kind !== 'data') return '';
  if (number !== undefined) return `${number} `;
  const letter = LETTERS[letters.size] ?? '';
  letters.set(letter, press.data);
  return `${letter} `;
}
