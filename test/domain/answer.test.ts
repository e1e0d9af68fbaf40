import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Half, type Progress, press, type, untouched, visibleOptions } from '../../src/domain/answer.ts';
import type { Move } from '../../src/domain/button-data.ts';
import type {
  ChoiceQuestion,
  MultipleQuestion,
  NumberQuestion,
  Question,
} from '../../src/domain/conversation.ts';
import { phrase } from '../../src/domain/message.ts';
import { crewQuestion, payQuestion } from '../../src/domain/questions.ts';
import { readNumber } from '../../src/domain/search.ts';

const TYPING = { readNumber, canGoBack: false };

const rub = (amount: number) => ({ amount, currency: 'RUB' });
const option = (value: string, group?: string) => ({
  value,
  label: phrase('common:as-is'),
  ...(group === undefined ? {} : { group }),
});

const one: ChoiceQuestion = {
  id: 'one',
  kind: 'one',
  text: [],
  options: ['a', 'b', 'c'].map((v) => option(v)),
};
const number: NumberQuestion = { id: 'number', kind: 'number', text: [], min: 1, max: 50, suggestions: [] };
const many: MultipleQuestion = {
  id: 'many',
  kind: 'many',
  text: [],
  skippable: true,
  any: phrase('common:as-is'),
  options: ['a', 'b', 'c'].map((v) => option(v)),
};
const grouped: MultipleQuestion = {
  ...many,
  groups: [option('north'), option('south')],
  options: [option('n1', 'north'), option('n2', 'north'), option('s1', 'south')],
  search: (words) => (words.startsWith('n') ? ['n1', 'n2'] : []),
};
const oneOfGroups: ChoiceQuestion = {
  id: 'one',
  kind: 'one',
  text: [],
  skippable: true,
  groups: [option('north'), option('south')],
  options: [option('n1', 'north'), option('n2', 'north'), option('s1', 'south')],
  search: (words) => (words.startsWith('n') ? ['n1', 'n2'] : words === 'south one' ? ['s1'] : []),
};
const file: Question = {
  kind: 'document',
  id: 'file',
  text: [],
  take: async () => ({ kind: 'kept', value: 'id' }),
};
const QUESTIONS: readonly Question[] = [
  file,
  one,
  oneOfGroups,
  number,
  many,
  grouped,
  { ...payQuestion(), kind: 'number' },
  { ...crewQuestion(), kind: 'number' },
];

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('pick', 'tick', 'untick', 'group'),
    value: fc.constantFrom('a', 'b', 'n1', 's1', 'north', 'south', '7', '99', '', 'zzz'),
  }),
  fc.record({ kind: fc.constantFrom('any', 'done', 'skip', 'back') }),
);
const typed = fc.oneof(fc.constantFrom('1', '2 3', '9', 'n', 'what', '٣', '50 000', '-1'), fc.string());

/** Answers that a question may end with. */
function isAnswerTo(question: Question, { value }: Extract<Progress, { kind: 'answered' }>): boolean {
  if (value === null) return question.skippable === true;
  // Nothing that is pressed or typed is a file.
  if (question.kind === 'document') return false;
  if (question.kind === 'number')
    return typeof value === 'number' && value >= question.min && value <= question.max;
  const values = (question.options ?? []).map((each) => each.value);
  if (question.kind !== 'many') return typeof value === 'string' && values.includes(value);
  if (value === 'any') return question.any !== undefined;
  return Array.isArray(value) && value.length > 0 && value.every((each) => values.includes(each));
}

describe('any sequence of presses and texts', () => {
  it('ends with an answer the question allows, or goes on with what it offers', () => {
    const steps = fc.array(fc.oneof(move, typed), { maxLength: 30 });
    fc.assert(
      fc.property(fc.constantFrom(...QUESTIONS), steps, (question, acts) => {
        let half = untouched(question);
        for (const act of acts) {
          const progress =
            typeof act === 'string' ? type(question, half, act, TYPING) : press(question, half, act);
          if (progress.kind === 'answered') {
            expect(isAnswerTo(question, progress)).toBe(true);
            return;
          }
          if (progress.kind !== 'half') continue;
          half = progress.half;
          expect(new Set(half.chosen).size).toBe(half.chosen.length);
          if (question.kind === 'many')
            expect(half.chosen.every((each) => question.options.some(({ value }) => value === each))).toBe(
              true,
            );
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('is the same when every press comes twice', () => {
    fc.assert(
      fc.property(fc.constantFrom(many, grouped), fc.array(move, { maxLength: 15 }), (question, moves) => {
        const reached = (given: readonly Move[]): Half =>
          given.reduce<Half>((half, each) => {
            const progress = press(question, half, each);
            return progress.kind === 'half' ? progress.half : half;
          }, untouched(question));
        expect(reached(moves.flatMap((each) => [each, each]))).toEqual(reached(moves));
      }),
    );
  });
});

const pay: Question = { ...payQuestion(), kind: 'number' };
const crew: Question = { ...crewQuestion(), kind: 'number' };

describe('a number typed where pay is asked', () => {
  const again = { kind: 'unclear', hint: phrase('ask:pay-example', { amount: rub(80_000) }) };
  const answer = (value: number | null) => ({ kind: 'answered', value });
  it.each([
    ['1', answer(40_000)],
    ['5', answer(120_000)],
    ['7', answer(0)],
    ['0', answer(0)],
    ['8', answer(null)],
    ['9', again],
    ['80', again],
    ['999', again],
    ['1000', answer(1_000)],
    ['80 000', answer(80_000)],
    ['80 тыс', answer(80_000)],
    ['2000000', { kind: 'unclear', hint: phrase('common:number-range', { min: 0, max: 1_000_000 }) }],
  ])('%j is a button, a sum, or asked again', (text, expected) => {
    expect(type(pay, untouched(pay), text, TYPING)).toEqual(expected);
  });
});

it.each(['3', '5', '6', '11'])('takes %s travelling together at their word', (text) => {
  expect(type(crew, untouched(crew), text, TYPING)).toEqual({ kind: 'answered', value: Number(text) });
});

describe('typed', () => {
  const from = (question: Question, half: Partial<Half>, text: string): Progress =>
    type(question, { ...untouched(question), ...half }, text, TYPING);

  it('numbers tick what has those numbers on the screen', () => {
    expect(from(many, {}, '1, 3')).toMatchObject({ half: { chosen: ['a', 'c'] } });
    expect(from(grouped, { group: 'north' }, '2')).toMatchObject({ half: { chosen: ['n2'] } });
    expect(from(many, { chosen: ['a'] }, '1, 9')).toMatchObject({ kind: 'unclear' });
  });

  it('numbers after those of the options are what stands beside them', () => {
    expect(from(many, {}, '4')).toEqual({ kind: 'answered', value: 'any' });
    expect(from(many, { chosen: ['a'] }, '5')).toEqual({ kind: 'answered', value: ['a'] });
    expect(from(grouped, { group: 'north', chosen: ['n1'] }, '3')).toMatchObject({ half: { group: null } });
    expect(from(grouped, { group: 'north', chosen: ['n1'] }, '4')).toEqual({
      kind: 'answered',
      value: ['n1'],
    });
    expect(from(many, {}, '99')).toMatchObject({ kind: 'unclear' });
  });

  it('a number opens the group that has it, where groups stand on the screen', () => {
    expect(from(grouped, {}, '2')).toMatchObject({ half: { group: 'south', chosen: [] } });
    expect(from(grouped, {}, '99')).toMatchObject({ kind: 'unclear' });
  });

  it('words find options of any group', () => {
    expect(from(grouped, { group: 'south' }, 'north')).toMatchObject({
      half: { found: ['n1', 'n2'], group: null },
    });
    expect(from(grouped, {}, 'what')).toEqual({ kind: 'unclear', hint: phrase('common:not-found') });
    expect(from(many, {}, 'what')).toEqual({ kind: 'unclear', hint: phrase('common:tap-please') });
  });

  it('a number answers where a number is asked, in any digits and within its bounds', () => {
    expect(from(number, {}, '٣')).toEqual({ kind: 'answered', value: 3 });
    const tapped = { ...number, suggestions: [{ value: 5, label: phrase('common:as-is') }] };
    for (const text of ['0', '51'])
      expect(from(tapped, {}, text)).toEqual({
        kind: 'unclear',
        hint: phrase('common:number-range', { min: 1, max: 50 }),
      });
    for (const text of ['0', '51', 'two', '1.5', '3 or 4'])
      expect(from(number, {}, text)).toEqual({ kind: 'unclear', hint: phrase('common:number-please') });
    expect(from(one, {}, '2')).toEqual({ kind: 'answered', value: 'b' });
    expect(from(one, {}, '4')).toMatchObject({ kind: 'unclear' });
  });
});

describe('one of many that are grouped', () => {
  const from = (half: Partial<Half>, text: string, canGoBack = false): Progress =>
    type(oneOfGroups, { ...untouched(oneOfGroups), ...half }, text, { readNumber, canGoBack });

  it('is answered by the first tap on an option, of whichever group', () => {
    const answer = press(oneOfGroups, untouched(oneOfGroups), { kind: 'pick', value: 's1' });
    expect(answer).toEqual({ kind: 'answered', value: 's1' });
    expect(press(oneOfGroups, untouched(oneOfGroups), { kind: 'pick', value: 'north' })).toMatchObject({
      kind: 'unclear',
    });
  });

  it('opens a group by a tap or its number, and closes it again', () => {
    for (const progress of [
      from({}, '2'),
      press(oneOfGroups, untouched(oneOfGroups), { kind: 'group', value: 'south' }),
    ])
      expect(progress).toMatchObject({ half: { group: 'south', found: null } });
    expect(from({ group: 'south' }, '2')).toMatchObject({ half: { group: null } });
    expect(press(one, untouched(one), { kind: 'group', value: 'south' })).toMatchObject({ kind: 'unclear' });
  });

  it('takes the number of an option in the open group, or among what was found', () => {
    expect(from({ group: 'north' }, '2')).toEqual({ kind: 'answered', value: 'n2' });
    expect(from({ found: ['s1'] }, '1')).toEqual({ kind: 'answered', value: 's1' });
    expect(from({ group: 'north' }, '9')).toMatchObject({ kind: 'unclear' });
    expect(from({}, '3')).toEqual({ kind: 'answered', value: null });
  });

  it('shows what typed words find, and takes nothing unseen', () => {
    expect(from({}, 'north')).toMatchObject({ half: { found: ['n1', 'n2'] } });
    expect(from({ group: 'north' }, 'south one')).toMatchObject({ half: { found: ['s1'], group: null } });
    expect(from({}, 'what')).toEqual({ kind: 'unclear', hint: phrase('common:not-found') });
  });
});

it('shows the options of the open group, or what was found', () => {
  const shown = (half: Partial<Half>) =>
    visibleOptions(grouped, { ...untouched(grouped), ...half }).map(({ value }) => value);
  expect(shown({ group: 'south' })).toEqual(['s1']);
  expect(shown({ found: ['n2', 's1'] })).toEqual(['n2', 's1']);
  expect(shown({})).toEqual([]);
});
