import { describe, expect, it } from 'vitest';
import { type Half, untouched } from '../../src/domain/answer.ts';
import { type Move, readButton } from '../../src/domain/button-data.ts';
import type { Question } from '../../src/domain/conversation.ts';
import { crewQuestion, payQuestion, regionsQuestion, worksQuestion } from '../../src/domain/questions.ts';
import { screen } from '../../src/domain/screen.ts';
import { preferences } from '../support/builders.ts';

const ASKING = { name: 'start', argument: null };
const works: Question = { ...worksQuestion(preferences()), kind: 'many' };
const places = {
  districts: ['central', 'south'],
  regions: [
    { code: 'RU-LIP', district: 'central' },
    { code: 'RU-KDA', district: 'south' },
  ],
  search: () => [],
};
const regions: Question = { ...regionsQuestion(preferences(), places), kind: 'many' };

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
