import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerData, beginData, type Move, readButton } from '../../src/domain/button-data.ts';

const name = fc.stringMatching(/^[a-z]{1,16}$/);
const question = fc.stringMatching(/^[a-z-]{1,12}$/);
const argument = fc.option(fc.stringMatching(/^[A-Za-z0-9_~-]{1,16}$/), { nil: null });
const mark = fc.option(fc.stringMatching(/^\w{1,12}$/), { nil: null });
const value = fc.stringMatching(/^[A-Za-z0-9:+@!=~-]{0,12}$/);
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ kind: fc.constantFrom('pick', 'tick', 'untick', 'group'), value }),
  fc.record({ kind: fc.constantFrom('any', 'done', 'skip', 'back') }),
);

describe('the data of a button', () => {
  it('says again which answer it is, to which question, about what', () => {
    fc.assert(
      fc.property(name, argument, mark, question, move, (conversation, about, once, asked, step) => {
        const asking = { name: conversation, argument: about, ...(once === null ? {} : { mark: once }) };
        const data = answerData(asking, asked, step);
        expect(readButton(data)).toEqual({
          kind: 'answer',
          conversation,
          argument: about,
          mark: once,
          question: asked,
          move: step,
        });
      }),
    );
  });

  it('says again what it begins, with what, and where', () => {
    fc.assert(
      fc.property(name, argument, fc.boolean(), (conversation, about, inPlace) => {
        const data = beginData(conversation, about ?? '', inPlace);
        expect(readButton(data)).toEqual({ kind: 'begin', conversation, argument: about, inPlace });
      }),
    );
  });

  it.each([
    '',
    'x',
    'v1',
    'v1:q:start',
    'v1:q:start:kinds',
    'v1:q:start:kinds:',
    'v1:q:start::!any',
    'v1:q:start:kinds:!all',
    'v1:q:START:kinds:!any',
    'v1:z:start:kinds:!any',
    'v2:c:menu:',
    'v1:q:start~Али:kinds:!any',
    'v1:q:start~:kinds:!any',
    'v1:q:start.:kinds:!any',
    'v1:q:start~a.b:kinds:!any',
  ])('%j is none of ours', (data) => {
    expect(readButton(data)).toBeNull();
  });

  it('is read without a throw, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), (data) => {
        expect(['answer', 'begin', undefined]).toContain(readButton(data)?.kind);
      }),
    );
  });
});
