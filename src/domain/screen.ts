import { atGroups, type Half, visibleOptions } from './answer.ts';
import { type Asking, answerData, type Move } from './button-data.ts';
import type { MultipleQuestion, Option, Question } from './conversation.ts';
import { type Button, type Message, type Phrase, phrase } from './message.ts';
import { listed } from './phrases.ts';

type Row = readonly Button[];

const rowsOf = (buttons: readonly Button[], columns: number): readonly Row[] =>
  Array.from({ length: Math.ceil(buttons.length / columns) }, (_, row) =>
    buttons.slice(row * columns, (row + 1) * columns),
  );

const plain = (label: Phrase, data: string, emphasis?: 'good' | 'danger'): Button => ({
  label,
  press: { kind: 'data', data },
  ...(emphasis === undefined ? {} : { emphasis }),
});

function tickable(
  option: Option,
  chosen: readonly string[],
  number: number,
  data: (move: Move) => string,
): Button {
  const ticked = chosen.includes(option.value);
  const label = ticked ? phrase('common:ticked', { label: option.label }) : option.label;
  const move: Move = { kind: ticked ? 'untick' : 'tick', value: option.value };
  return { ...plain(label, data(move)), ticked, number };
}

function groupButton(
  group: Option,
  question: MultipleQuestion,
  half: Half,
  number: number,
  data: (move: Move) => string,
): Button {
  const count = question.options.filter(
    (o) => o.group === group.value && half.chosen.includes(o.value),
  ).length;
  const label =
    count === 0 ? group.label : phrase('common:group-with', { label: group.label, number: count });
  return { ...plain(label, data({ kind: 'group', value: group.value })), number };
}

function manyRows(question: MultipleQuestion, half: Half, data: (move: Move) => string): readonly Row[] {
  const groups = atGroups(question, half);
  const options = groups
    ? (question.groups ?? []).map((group, i) => groupButton(group, question, half, i + 1, data))
    : visibleOptions(question, half).map((option, i) => tickable(option, half.chosen, i + 1, data));
  const atStart = question.groups === undefined || groups;
  return [
    ...(question.any !== undefined && atStart ? [[plain(question.any, data({ kind: 'any' }))]] : []),
    ...rowsOf(options, question.columns ?? 2),
    ...(atStart ? [] : [[plain(phrase('common:other-group'), data({ kind: 'group', value: '' }))]]),
    ...(half.chosen.length === 0 ? [] : [[plain(phrase('common:done'), data({ kind: 'done' }), 'good')]]),
  ];
}

function answerRows(question: Question, half: Half, data: (move: Move) => string): readonly Row[] {
  if (question.kind === 'many') return manyRows(question, half, data);
  const options: readonly Option[] =
    question.kind === 'one'
      ? question.options
      : question.suggestions.map(({ value, label }) => ({ value: String(value), label }));
  // Where numbers are taken at their word, "6" is six people and not the sixth button.
  const literal = question.kind === 'number' && question.typed === undefined;
  const buttons = options.map((option, i) => ({
    ...plain(option.label, data({ kind: 'pick', value: option.value }), option.emphasis),
    number: literal ? Number(option.value) : i + 1,
  }));
  return rowsOf(buttons, question.kind === 'one' ? (question.columns ?? 2) : 2);
}

/** Names of what is ticked that stand above the buttons; the ticks themselves show the rest. */
const MOST_NAMED = 12;

const chosenLine = (question: Question, half: Half): readonly Phrase[] => {
  if (question.kind !== 'many') return [];
  const labels = question.options
    .filter(({ value }) => half.chosen.includes(value))
    .map(({ label }) => label);
  const list = listed(labels, MOST_NAMED);
  return list === undefined ? [] : [phrase('common:chosen', { list })];
};

/** A question as a message: its text and step, a button for every move, back and skip where they lead somewhere. */
export function screen(asking: Asking, question: Question, half: Half, canGoBack: boolean): Message {
  const data = (move: Move): string => answerData(asking, question.id, move);
  const step = question.step && [phrase('common:step', { now: question.step.now, of: question.step.of })];
  const ways = [
    ...(canGoBack ? [plain(phrase('common:back'), data({ kind: 'back' }))] : []),
    ...(question.skippable === true ? [plain(phrase('common:skip'), data({ kind: 'skip' }))] : []),
  ];
  return {
    lines: [...(step ?? []), ...question.text, ...chosenLine(question, half)],
    buttons: [...answerRows(question, half, data), ...(ways.length === 0 ? [] : [ways])],
  };
}
