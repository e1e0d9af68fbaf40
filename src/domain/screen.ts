import {
  atGroups,
  type Choosing,
  extraMoves,
  type Half,
  isChoosing,
  optionCount,
  visibleOptions,
} from './answer.ts';
import { type Asking, answerData, type Move } from './button-data.ts';
import type { Option, Question } from './conversation.ts';
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
  question: Choosing,
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

function optionButtons(question: Question, half: Half, data: (move: Move) => string): readonly Button[] {
  if (isChoosing(question) && atGroups(question, half))
    return (question.groups ?? []).map((group, i) => groupButton(group, question, half, i + 1, data));
  if (question.kind === 'many')
    return visibleOptions(question, half).map((option, i) => tickable(option, half.chosen, i + 1, data));
  if (question.kind === 'document') return [];
  const options: readonly Option[] =
    question.kind === 'one'
      ? visibleOptions(question, half)
      : question.kind === 'text'
        ? (question.options ?? [])
        : question.suggestions.map(({ value, label }) => ({ value: String(value), label }));
  return options.map((option, i) => ({
    ...plain(option.label, data({ kind: 'pick', value: option.value }), option.emphasis),
    number: isLiteral(question) ? Number(option.value) : i + 1,
  }));
}

/** Where numbers are taken at their word, "6" is six people and not the sixth button. */
const isLiteral = (question: Question): boolean =>
  (question.kind === 'number' && question.typed === undefined) ||
  (question.kind === 'text' && question.literal === true);

/** How an extra move looks. */
function extraButton(kind: Move['kind'], question: Question, data: (move: Move) => string): Button | null {
  switch (kind) {
    case 'any':
      return question.kind === 'many' && question.any !== undefined
        ? plain(question.any, data({ kind }))
        : null;
    case 'group':
      return plain(phrase('common:other-group'), data({ kind, value: '' }));
    case 'done':
      return plain(phrase('common:done'), data({ kind }), 'good');
    case 'back':
    case 'skip':
      return plain(phrase(`common:${kind}`), data({ kind }));
    default:
      return null;
  }
}

/** "Any" is nearly skipping, and the other groups lead back, too. */
const isNearlyAnother = (kind: Move['kind'], kinds: readonly Move['kind'][]): boolean =>
  (kind === 'skip' && kinds.includes('any')) ||
  ((kind === 'skip' || kind === 'back') && kinds.includes('group'));

/** The extra moves of a screen as buttons, by what they do. */
function extraButtons(
  question: Question,
  half: Half,
  canGoBack: boolean,
  data: (move: Move) => string,
): ReadonlyMap<Move['kind'], Button> {
  const first = optionCount(question, half) + 1;
  const kinds = extraMoves(question, half, canGoBack);
  return new Map(
    kinds.flatMap((kind, i) => {
      const button = extraButton(kind, question, data);
      if (button === null) return [];
      const beside = isNearlyAnother(kind, kinds) ? 'if-room' : 'always';
      const number = isLiteral(question) ? {} : { number: first + i };
      return [[kind, { ...button, beside, ...number }] as const];
    }),
  );
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
  const extras = extraButtons(question, half, canGoBack, data);
  const row = (...kinds: readonly Move['kind'][]): readonly Row[] => {
    const buttons = kinds.flatMap((kind) => extras.get(kind) ?? []);
    return buttons.length === 0 ? [] : [buttons];
  };
  const columns = 'columns' in question ? (question.columns ?? 2) : 2;
  return {
    lines: [...(step ?? []), ...question.text, ...chosenLine(question, half)],
    buttons: [
      ...row('any'),
      ...rowsOf(optionButtons(question, half, data), columns),
      ...row('group'),
      ...row('done'),
      ...row('back', 'skip'),
    ],
    paging: { page: half.page ?? 0, data: data({ kind: 'page', value: '' }) },
  };
}
