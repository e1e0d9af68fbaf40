import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Half, press, type, untouched } from '../../src/domain/answer.ts';
import { type Move, readButton } from '../../src/domain/button-data.ts';
import type { Question } from '../../src/domain/conversation.ts';
import {
  crewQuestion,
  freeQuestion,
  housingQuestion,
  kindsQuestion,
  payQuestion,
  quietQuestion,
  regionsQuestion,
  worksQuestion,
} from '../../src/domain/questions.ts';
import { screen } from '../../src/domain/screen.ts';
import { readNumber } from '../../src/domain/search.ts';
import { preferences, TODAY } from '../support/builders.ts';

const ASKING = { name: 'start', argument: null };
const works: Question = { ...worksQuestion(preferences()), kind: 'many' };
const places = {
  districts: ['central', 'south'],
  regions: [
    { code: 'RU-LIP', district: 'central' },
    { code: 'RU-KDA', district: 'south' },
  ],
  pairs: [],
  search: () => [],
};
const regions: Question = { ...regionsQuestion(preferences(), places), kind: 'many' };

const where: Question = {
  ...regionsQuestion(preferences(), places),
  kind: 'one',
  skippable: true,
};

const movesOn = (question: Question, half: Partial<Half> = {}, canGoBack = false): readonly Move[] =>
  screen(ASKING, question, { ...untouched(question), ...half }, canGoBack)
    .buttons.flat()
    .flatMap(({ press }) => {
      const pressed = press.kind === 'data' ? readButton(press.data) : null;
      return pressed?.kind === 'answer' ? [pressed.move] : [];
    });

describe('a multiple choice on the screen', () => {
  it('offers done only when something is ticked, and takes a tick back', () => {
    expect(movesOn(works)).not.toContainEqual({ kind: 'done' });
    const moves = movesOn(works, { chosen: ['berries'] });
    expect(moves).toContainEqual({ kind: 'done' });
    expect(moves).toContainEqual({ kind: 'untick', value: 'berries' });
    expect(moves).toContainEqual({ kind: 'tick', value: 'fruit' });
  });

  it('offers back only where it leads somewhere, and skip where nothing is needed', () => {
    expect(movesOn(works)).not.toContainEqual({ kind: 'back' });
    expect(movesOn(works, {}, true).slice(-2)).toEqual([{ kind: 'back' }, { kind: 'skip' }]);
  });

  it('shows groups, then the options of one and the way back to the groups', () => {
    expect(movesOn(regions).slice(0, 3)).toEqual([
      { kind: 'any' },
      { kind: 'group', value: 'central' },
      { kind: 'group', value: 'south' },
    ]);
    expect(movesOn(regions, { group: 'south' })).toEqual([
      { kind: 'tick', value: 'RU-KDA' },
      { kind: 'group', value: '' },
      { kind: 'skip' },
    ]);
  });

  it('numbers what can be typed', () => {
    const numbers = (question: Question, half: Partial<Half>) =>
      screen(ASKING, question, { ...untouched(question), ...half }, false)
        .buttons.flat()
        .flatMap((button) => button.number ?? [])
        .toSorted((a, b) => a - b);
    expect(numbers(works, {})).toEqual(Array.from({ length: 22 }, (_, at) => at + 1));
    expect(numbers(regions, {})).toEqual([1, 2, 3, 4]);
    expect(numbers(regions, { group: 'central' })).toEqual([1, 2, 3]);
    expect(numbers({ ...payQuestion(), kind: 'number' }, {})).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(numbers({ ...crewQuestion(), kind: 'number' }, {})).toEqual([1, 2, 3, 4, 6, 10]);
  });
});

describe('one of many that are grouped, on the screen', () => {
  it('shows groups, then the options of one, each of which answers', () => {
    expect(movesOn(where)).toEqual([
      { kind: 'group', value: 'central' },
      { kind: 'group', value: 'south' },
      { kind: 'skip' },
    ]);
    const central = [{ kind: 'pick', value: 'RU-LIP' }, { kind: 'group', value: '' }, { kind: 'skip' }];
    expect(movesOn(where, { group: 'central' })).toEqual(central);
    expect(movesOn(where, { found: ['RU-LIP'] })).toEqual(central);
  });

  it('never says that something is chosen', () => {
    const { lines } = screen(ASKING, where, { ...untouched(where), group: 'central' }, true);
    expect(lines.map(({ key }) => key)).toEqual(['ask:regions']);
  });
});

/** Every shape of question that is asked. */
const ASKED: readonly Question[] = [
  works,
  regions,
  where,
  { ...kindsQuestion(preferences()), kind: 'many' },
  { ...payQuestion(), kind: 'number' },
  { ...crewQuestion(), kind: 'number' },
  { ...housingQuestion(), kind: 'one' },
  { ...freeQuestion(TODAY), kind: 'one' },
  { ...quietQuestion(), kind: 'one' },
];

/** The buttons of a screen that have a number, by it. */
const numbered = (question: Question, half: Half, canGoBack: boolean): ReadonlyMap<number, Move> =>
  new Map(
    screen(ASKING, question, half, canGoBack)
      .buttons.flat()
      .flatMap(({ number, press: pressed }) => {
        const button = pressed.kind === 'data' ? readButton(pressed.data) : null;
        return number === undefined || button?.kind !== 'answer' ? [] : [[number, button.move] as const];
      }),
  );

describe('a number that stands on a screen', () => {
  it('stands there once, and typed does what its button does, wherever one has got to', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ASKED),
        fc.boolean(),
        fc.array(fc.nat(30), { maxLength: 12 }),
        (question, canGoBack, presses) => {
          let half = untouched(question);
          for (const at of presses) {
            const buttons = numbered(question, half, canGoBack);
            const plain = movesOn(question, half, canGoBack);
            expect(buttons.size).toBeGreaterThan(0);
            for (const [number, move] of buttons) {
              // What is ticked stays ticked when its number comes again; only a tap takes it back.
              if (move.kind === 'untick') continue;
              const typed = type(question, half, String(number), { readNumber, canGoBack });
              expect([number, move, typed]).toEqual([number, move, press(question, half, move)]);
            }
            const next = press(question, half, plain[at % plain.length] ?? { kind: 'skip' });
            if (next.kind !== 'half') return;
            half = next.half;
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['where nothing can be undone, back has none', false, []],
    ['where something can, back comes before skip', true, [{ kind: 'back' }, { kind: 'skip' }]],
  ] as const)('%s', (_, canGoBack, last) => {
    const moves = [...numbered(works, untouched(works), canGoBack).entries()].toSorted(([a], [b]) => a - b);
    expect(moves.slice(0, 20).every(([, { kind }]) => kind === 'tick')).toBe(true);
    expect(moves.slice(20).map(([, move]) => move)).toEqual([
      { kind: 'any' },
      ...(last.length === 0 ? [{ kind: 'skip' }] : last),
    ]);
  });
});
