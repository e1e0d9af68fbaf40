/**
 * What our buttons bring back: `v1:q:<conversation>:<question>:<move>` answers a question (`<conversation>~<argument>`
 * where it was begun with one, so that the screen of one opening never answers for another; `<conversation>.<mark>`
 * where its buttons work once),
 * `v1:c:<conversation>:<argument>` begins something apart, `v1:n:…` does so in place of the pressed screen.
 * Nothing in it grants a right: whoever can press could as well type it.
 */

/** One step in answering a question. */
export type Move =
  | { readonly kind: 'pick'; readonly value: string }
  | { readonly kind: 'tick'; readonly value: string }
  | { readonly kind: 'untick'; readonly value: string }
  | { readonly kind: 'group'; readonly value: string }
  /** Shows another page of the options: its number, from 0. */
  | { readonly kind: 'page'; readonly value: string }
  | { readonly kind: 'any' | 'done' | 'skip' | 'back' };

export type Pressed =
  | {
      readonly kind: 'answer';
      readonly conversation: string;
      readonly argument: string | null;
      readonly mark: string | null;
      readonly question: string;
      readonly move: Move;
    }
  | {
      readonly kind: 'begin';
      readonly conversation: string;
      readonly argument: string | null;
      readonly inPlace: boolean;
    };

const MARKS = { '=': 'pick', '+': 'tick', '-': 'untick', '@': 'group', '#': 'page' } as const;
const WORDS = ['any', 'done', 'skip', 'back'] as const;

const markOf = (move: Move): string => {
  switch (move.kind) {
    case 'pick':
      return `=${move.value}`;
    case 'tick':
      return `+${move.value}`;
    case 'untick':
      return `-${move.value}`;
    case 'group':
      return `@${move.value}`;
    case 'page':
      return `#${move.value}`;
    default:
      return `!${move.kind}`;
  }
};

const moveOf = (text: string): Move | null => {
  const rest = text.slice(1);
  const kind = MARKS[text.charAt(0) as keyof typeof MARKS];
  if (kind !== undefined) return { kind, value: rest };
  const word = WORDS.find((each) => text === `!${each}`);
  return word === undefined ? null : { kind: word };
};

/** A running conversation, as its buttons name it. */
export interface Asking {
  readonly name: string;
  readonly argument: string | null;
  readonly mark?: string;
}

/** Data of a button that makes `move` in a question. */
export const answerData = ({ name, argument, mark }: Asking, question: string, move: Move): string =>
  `v1:q:${name}${mark === undefined ? '' : `.${mark}`}${argument === null ? '' : `~${argument}`}:${question}:${markOf(move)}`;

/** Data of a button that begins a conversation: `inPlace` replaces the pressed screen. */
export const beginData = (conversation: string, argument = '', inPlace = false): string =>
  `v1:${inPlace ? 'n' : 'c'}:${conversation}:${argument}`;

/** Reads a button's data; `null` for anything we do not make. */
export const readButton = (data: string): Pressed | null => {
  const match = /^v1:([qcn]):([a-z]{1,16})(?:\.(\w{1,12}))?(?:~([\w~-]{1,24}))?:(.*)$/su.exec(data);
  const [, sort, conversation, mark = null, argument = null, rest] = match ?? [];
  if (conversation === undefined || rest === undefined) return null;
  if (sort !== 'q')
    return { kind: 'begin', conversation, argument: rest === '' ? null : rest, inPlace: sort === 'n' };
  const colon = rest.indexOf(':');
  const move = moveOf(rest.slice(colon + 1));
  return colon < 1 || move === null
    ? null
    : { kind: 'answer', conversation, argument, mark, question: rest.slice(0, colon), move };
};
