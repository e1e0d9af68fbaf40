import type { Move } from './button-data.ts';
import type {
  ChoiceQuestion,
  MultipleQuestion,
  NumberQuestion,
  Option,
  Question,
  TextQuestion,
} from './conversation.ts';
import { type Phrase, phrase } from './message.ts';

/** A choice being made: what is ticked, which group is open, what typed words found. */
export interface Half {
  readonly chosen: readonly string[];
  readonly group: string | null;
  readonly found: readonly string[] | null;
  /** Which page of the options is shown where a channel has not room for all, from 0. */
  readonly page?: number;
}

/** What becomes of a question after one step. */
export type Progress =
  | { readonly kind: 'answered'; readonly value: string | number | readonly string[] | null }
  | { readonly kind: 'half'; readonly half: Half }
  | { readonly kind: 'back' }
  | { readonly kind: 'unclear'; readonly hint: Phrase };

const answered = (value: string | number | readonly string[] | null): Progress => ({
  kind: 'answered',
  value,
});
const unclear = (hint: string): Progress => ({ kind: 'unclear', hint: phrase(hint) });

/** A question nobody has touched yet. */
export const untouched = (question: Question): Half => ({
  chosen: question.kind === 'many' ? (question.chosen ?? []) : [],
  group: null,
  found: null,
});

/** What can be pressed beside the options, in the order of the numbers that follow theirs. */
export function extraMoves(question: Question, half: Half, canGoBack: boolean): readonly Move['kind'][] {
  const many = question.kind === 'many';
  const atStart = !isChoosing(question) || question.groups === undefined || atGroups(question, half);
  return [
    ...(many && question.any !== undefined && atStart ? (['any'] as const) : []),
    ...(atStart ? [] : (['group'] as const)),
    ...(many && half.chosen.length > 0 ? (['done'] as const) : []),
    ...(canGoBack ? (['back'] as const) : []),
    ...(question.skippable === true ? (['skip'] as const) : []),
  ];
}

/** How many numbered options stand on the screen, before the extra moves. */
export const optionCount = (question: Question, half: Half): number => {
  if (question.kind === 'document') return 0;
  if (question.kind === 'number') return question.suggestions.length;
  if (question.kind === 'text') return question.options?.length ?? 0;
  return atGroups(question, half) ? (question.groups?.length ?? 0) : visibleOptions(question, half).length;
};

/** A question with options, which may be grouped and searched. */
export type Choosing = ChoiceQuestion | MultipleQuestion;

/** Whether it has options that may stand in groups. */
export const isChoosing = (question: Question): question is Choosing =>
  question.kind === 'one' || question.kind === 'many';

/** The options on the screen now, in the order of their numbers. */
export const visibleOptions = (question: Choosing, half: Half): readonly Option[] => {
  if (half.found !== null) return question.options.filter(({ value }) => half.found?.includes(value));
  if (question.groups === undefined) return question.options;
  return question.options.filter(({ group }) => group === half.group);
};

/** Whether the groups stand on the screen, and no option yet. */
export const atGroups = (question: Choosing, half: Half): boolean =>
  question.groups !== undefined && half.group === null && half.found === null;

const has = (options: readonly Option[] | undefined, value: string): boolean =>
  options?.some((option) => option.value === value) === true;

const tick = (half: Half, value: string): readonly string[] =>
  half.chosen.includes(value) ? half.chosen : [...half.chosen, value];

const opened = (half: Half, group: string): Progress => ({
  kind: 'half',
  half: { ...half, group: group === '' ? null : group, found: null, page: 0 },
});

function moveInOne(question: ChoiceQuestion, half: Half, move: Move): Progress {
  if (move.kind === 'group' && question.groups !== undefined) return opened(half, move.value);
  return move.kind === 'pick' && has(question.options, move.value)
    ? answered(move.value)
    : unclear('common:old-button');
}

function moveInMany(question: MultipleQuestion, half: Half, move: Move): Progress {
  switch (move.kind) {
    case 'tick':
      return has(question.options, move.value)
        ? { kind: 'half', half: { ...half, chosen: tick(half, move.value) } }
        : unclear('common:old-button');
    case 'untick':
      return { kind: 'half', half: { ...half, chosen: half.chosen.filter((value) => value !== move.value) } };
    case 'group':
      return opened(half, move.value);
    case 'any':
      return question.any === undefined ? unclear('common:old-button') : answered('any');
    case 'done':
      return half.chosen.length === 0 ? unclear('common:choose-one') : answered(half.chosen);
    default:
      return unclear('common:old-button');
  }
}

const inRange = (question: NumberQuestion, value: number): boolean =>
  Number.isInteger(value) && value >= question.min && value <= question.max;

/** Makes one step: a pressed button. Pressing the same button twice is pressing it once. */
export function press(question: Question, half: Half, move: Move): Progress {
  if (move.kind === 'back') return { kind: 'back' };
  if (move.kind === 'page') return { kind: 'half', half: { ...half, page: Number(move.value) || 0 } };
  if (move.kind === 'skip')
    return question.skippable === true ? answered(null) : unclear('common:old-button');
  if (question.kind === 'many') return moveInMany(question, half, move);
  if (question.kind === 'one') return moveInOne(question, half, move);
  if (move.kind !== 'pick' || question.kind === 'document') return unclear('common:old-button');
  if (question.kind === 'text')
    return has(question.options, move.value) ? answered(move.value) : unclear('common:old-button');
  const value = Number(move.value);
  return inRange(question, value) ? answered(value) : unclear('common:old-button');
}

function pickNumbers(options: readonly Option[], numbers: readonly number[]): readonly string[] | null {
  const picked = numbers.map((number) => options[number - 1]?.value);
  return picked.every((value) => value !== undefined) ? picked.filter((value) => value !== undefined) : null;
}

function openGroup({ groups }: Choosing, half: Half, number: number): Progress {
  const group = groups?.[number - 1]?.value;
  return group === undefined ? unclear('common:tap-please') : opened(half, group);
}

/** What typed words find is shown, even if it is one alone: whoever typed sees what was understood. */
function searchIn({ search }: Choosing, half: Half, text: string): Progress {
  const found = search?.(text) ?? [];
  if (found.length > 0) return { kind: 'half', half: { ...half, found, group: null, page: 0 } };
  return unclear(search === undefined ? 'common:tap-please' : 'common:not-found');
}

function typeInOne(question: ChoiceQuestion, half: Half, text: string, number: number | null): Progress {
  if (number === null) return searchIn(question, half, text);
  if (atGroups(question, half)) return openGroup(question, half, number);
  const option = visibleOptions(question, half)[number - 1];
  return option === undefined ? unclear('common:tap-please') : answered(option.value);
}

function typeInMany(question: MultipleQuestion, half: Half, text: string): Progress {
  const numbers = /^[\d\s,.;]+$/u.test(text) ? text.split(/\D+/u).filter(Boolean).map(Number) : [];
  const [group] = numbers.length === 1 && atGroups(question, half) ? numbers : [];
  if (group !== undefined) return openGroup(question, half, group);
  const picked = numbers.length > 0 ? pickNumbers(visibleOptions(question, half), numbers) : null;
  if (picked !== null)
    return { kind: 'half', half: { ...half, chosen: [...new Set([...half.chosen, ...picked])] } };
  return searchIn(question, half, text);
}

function typeInNumber(question: NumberQuestion, number: number | null): Progress {
  const { min, max, typed, suggestions } = question;
  // Where nothing stands to tap, a number is a code: its range says nothing.
  if (number !== null && !inRange(question, number) && suggestions.length > 0)
    return { kind: 'unclear', hint: phrase('common:number-range', { min, max }) };
  if (number === null || !inRange(question, number)) return unclear('common:number-please');
  if (typed === undefined || number >= typed.from || suggestions.some(({ value }) => value === number))
    return answered(number);
  const button = suggestions[number - 1];
  return button === undefined ? { kind: 'unclear', hint: typed.hint } : answered(button.value);
}

/** The move whose number comes after those of the options; `null` for a number that answers something else. */
function extraMove(question: Question, half: Half, number: number | null, canGoBack: boolean): Move | null {
  // Where numbers are taken at their word, every one of them is an answer.
  if (number === null || (question.kind === 'number' && question.typed === undefined)) return null;
  const kind = extraMoves(question, half, canGoBack)[number - 1 - optionCount(question, half)];
  if (kind === undefined) return null;
  return kind === 'group' ? { kind, value: '' } : ({ kind } as Move);
}

/** The number of a choice: a number and nothing else. A sentence with a number in it chooses nothing, nor does a code. */
export const choiceNumber = (text: string, readNumber: Typing['readNumber']): number | null =>
  /[\p{L}#]/u.test(text) ? null : readNumber(text.slice(0, 40));

/** What typed text is read with, and where it is read. */
export interface Typing {
  /** Understands digits of any script. */
  readonly readNumber: (text: string) => number | null;
  readonly canGoBack: boolean;
}

/** The button whose number is typed where words are asked; `null` for words. Six digits are never one. */
export function typedButton(
  question: TextQuestion,
  text: string,
  { readNumber, canGoBack }: Typing,
): Progress | null {
  if (question.literal === true) return null;
  const number = choiceNumber(text, readNumber);
  const half = untouched(question);
  const extra = extraMove(question, half, number, canGoBack);
  if (extra !== null) return press(question, half, extra);
  const option = number === null ? undefined : question.options?.[number - 1];
  return option === undefined ? null : answered(option.value);
}

/**
 * Makes one step from typed text, which is read here and kept nowhere: option numbers ("3", "1 3 5"), the number of
 * what stands beside the options, a number, or words to search by.
 */
export function type(
  question: Question,
  half: Half,
  text: string,
  { readNumber, canGoBack }: Typing,
): Progress {
  const number = choiceNumber(text, readNumber);
  const extra = extraMove(question, half, number, canGoBack);
  if (extra !== null) return press(question, half, extra);
  if (question.kind === 'many') return typeInMany(question, half, text.slice(0, 100));
  if (question.kind === 'number') return typeInNumber(question, readNumber(text.slice(0, 40)));
  if (question.kind === 'document') return unclear('common:file-please');
  if (question.kind === 'text') throw new Error('words are read by the question itself');
  return typeInOne(question, half, text.slice(0, 100), number);
}
