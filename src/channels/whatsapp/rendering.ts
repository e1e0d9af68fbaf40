/** A rendered message in the bodies of WhatsApp: a text, up to three reply buttons, or a list of up to ten rows. */
import type { Button, RenderedMessage } from '../../domain/message.ts';
import { harmless, toWhatsApp } from './markup.ts';

/** What WhatsApp's own parts of a message say, in the reader's language. */
export interface Words {
  /** Opens a list; at most 20 characters. */
  readonly choose: string;
  /** The row that shows the next page; at most 24. */
  readonly more: string;
}

export interface TextBody {
  readonly type: 'text';
  readonly text: { readonly body: string; readonly preview_url: false };
}

export interface ImageBody {
  readonly type: 'image';
  readonly image: { readonly id: string; readonly caption?: string };
}

export interface Row {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
}

export interface InteractiveBody {
  readonly type: 'interactive';
  readonly interactive:
    | {
        readonly type: 'button';
        readonly body: { readonly text: string };
        readonly action: {
          readonly buttons: readonly {
            readonly type: 'reply';
            readonly reply: { readonly id: string; readonly title: string };
          }[];
        };
      }
    | {
        readonly type: 'list';
        readonly body: { readonly text: string };
        readonly action: {
          readonly button: string;
          readonly sections: readonly { readonly rows: readonly Row[] }[];
        };
      };
}

/** What a message becomes: one body, or texts before the last one where a single one would be too long. */
export type Body = TextBody | InteractiveBody;

/** Code points; source: the Cloud API's pages of text, button and list messages, and its OpenAPI file (v23.0). */
export const LIMITS = {
  text: 4_096,
  body: 1_024,
  caption: 1_024,
  buttons: 3,
  buttonTitle: 20,
  rows: 10,
  rowTitle: 24,
  rowDescription: 72,
} as const;

type Choice = Button<string> & { readonly press: { readonly kind: 'data'; readonly data: string } };

const isChoice = (button: Button<string>): button is Choice => button.press.kind === 'data';

const length = (text: string): number => [...text].length;

/** Bodies to be sent in this order. Captions are left out, and texts to copy: in WhatsApp any message can be copied. */
export function renderMessage(message: RenderedMessage, words: Words): readonly Body[] {
  const buttons = message.buttons.flat();
  const text = [toWhatsApp(message.text), ...linkLines(buttons)].join('\n');
  const choices = buttons.filter(isChoice);
  if (choices.length === 0) return split(text, LIMITS.text).map(textBody);
  return fitsButtons(choices) ? withButtons(text, choices) : withList(text, choices, message, words);
}

/** The same below a picture that Meta has by this id; a short text without choices is its caption. */
export function withPicture(id: string, bodies: readonly Body[]): readonly (Body | ImageBody)[] {
  const [first] = bodies;
  if (bodies.length > 1 || first?.type !== 'text' || length(first.text.body) > LIMITS.caption)
    return [{ type: 'image', image: { id } }, ...bodies];
  const { body } = first.text;
  return [{ type: 'image', image: { id, ...(body === '' ? {} : { caption: body }) } }];
}

const textBody = (body: string): TextBody => ({ type: 'text', text: { body, preview_url: false } });

/** A link is a line of its own: only a text shows where it leads. */
const linkLines = (buttons: readonly Button<string>[]): readonly string[] =>
  buttons.flatMap(({ label, press }) => (press.kind === 'url' ? [`${harmless(label)}: ${press.url}`] : []));

const titleOf = ({ short }: Choice): string => short;

const fitsButtons = (choices: readonly Choice[]): boolean =>
  choices.length <= LIMITS.buttons &&
  choices.every((choice) => length(titleOf(choice)) <= LIMITS.buttonTitle) &&
  new Set(choices.map(titleOf)).size === choices.length;

function withButtons(text: string, choices: readonly Choice[]): readonly Body[] {
  const buttons = choices.map((choice) => ({
    type: 'reply' as const,
    reply: { id: choice.press.data, title: titleOf(choice) },
  }));
  return lastWith(text, (body) => ({
    type: 'interactive',
    interactive: { type: 'button', body: { text: body }, action: { buttons } },
  }));
}

function withList(
  text: string,
  choices: readonly Choice[],
  { paging }: RenderedMessage,
  words: Words,
): readonly Body[] {
  const { shown, more } = pageOf(choices, paging);
  const rows = [...shown.map(rowOf), ...(more === null ? [] : [{ id: more, title: words.more }])];
  return lastWith(withNumbers(text, choices, shown), (body) => ({
    type: 'interactive',
    interactive: {
      type: 'list',
      body: { text: body },
      action: { button: words.choose, sections: [{ rows }] },
    },
  }));
}

function rowOf(choice: Choice): Row {
  const title = titleOf(choice);
  const { label, press } = choice;
  return { id: press.data, title, ...(label === title ? {} : { description: label }) };
}

interface Page {
  readonly shown: readonly Choice[];
  /** Brings the next page; `null` where there is but one. */
  readonly more: string | null;
}

function pageOf(choices: readonly Choice[], paging: RenderedMessage['paging']): Page {
  const needed = choices.filter(({ beside }) => beside !== 'if-room');
  for (const shown of [choices, needed]) if (shown.length <= LIMITS.rows) return { shown, more: null };
  if (paging === undefined) throw new Error('more than ten choices, and no way to another page');
  const options = needed.filter(({ beside }) => beside === undefined);
  const beside = needed.filter((choice) => choice.beside === 'always');
  const room = LIMITS.rows - beside.length - 1;
  const pages = Math.ceil(options.length / room);
  const page = Number.isInteger(paging.page) && paging.page > 0 && paging.page < pages ? paging.page : 0;
  return {
    shown: [...options.slice(page * room, (page + 1) * room), ...beside],
    more: `${paging.data}${(page + 1) % pages}`,
  };
}

/** The numbers that can be typed, all of them where there is room, else those on this page, else none. */
function withNumbers(text: string, all: readonly Choice[], shown: readonly Choice[]): string {
  for (const choices of [all, shown]) {
    const lines = choices
      .flatMap(({ number, label }) => (number === undefined ? [] : [{ number, label }]))
      .toSorted((a, b) => a.number - b.number)
      .map(({ number, label }) => `${number} · ${harmless(label)}`);
    const whole = lines.length === 0 ? text : [text, '', ...lines].join('\n');
    if (length(whole) <= LIMITS.body) return whole;
  }
  return text;
}

/** What does not fit above buttons goes before, as texts of its own. */
function lastWith(text: string, make: (body: string) => Body): readonly Body[] {
  const parts = split(text, LIMITS.body);
  return [...parts.slice(0, -1).map(textBody), make(parts.at(-1) ?? text)];
}

/** A text in pieces of at most so many code points, cut between lines, else between words, else where it must be. */
function split(text: string, most: number): readonly string[] {
  const points = [...text];
  if (points.length <= most) return [text];
  const head = points.slice(0, most).join('');
  const cut =
    [head.lastIndexOf('\n'), head.lastIndexOf(' ')].find((at) => at > head.length / 2) ?? head.length;
  const rest = text.slice(cut).trimStart();
  return [text.slice(0, cut).trimEnd(), ...(rest === '' ? [] : split(rest, most))];
}
