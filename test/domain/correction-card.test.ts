import { beforeAll, describe, expect, it } from 'vitest';
import { readButton } from '../../src/domain/button-data.ts';
import type { Correction } from '../../src/domain/content.ts';
import { correctionMessage, outcomeMessage } from '../../src/domain/correction-card.ts';
import { KNOCKS, knockOfCorrection, knockOfOutcome } from '../../src/domain/knock.ts';
import type { Message } from '../../src/domain/message.ts';
import { CORRECTION_KINDS } from '../../src/domain/push.ts';
import { plainText, type Texts } from '../../src/domain/texts.ts';
import { loadTexts } from '../../src/i18n.ts';
import { anOpening, countDay, preferences, TODAY } from '../support/builders.ts';

let texts: Texts;
beforeAll(async () => {
  texts = await loadTexts();
});

const reader = { locale: 'en', preferences: preferences(), right: null, countDay };
const shown = (message: Message): string => plainText(texts.render('en', message).text);
const opened = (message: Message): readonly (string | null)[] =>
  message.buttons.flat().flatMap(({ press }) => {
    const button = press.kind === 'data' ? readButton(press.data) : null;
    return button?.kind === 'begin' && button.conversation === 'openings' ? [button.argument] : [];
  });
const say = (corrections: readonly Correction[], others = [] as Correction['opening'][]): Message =>
  correctionMessage({ corrections, others }, reader, TODAY);
const one = anOpening({ code: 'K7Q2M', place: 'Елец' });

describe('a correction', () => {
  it('of what is filled says not to travel, where, and what else there is', () => {
    const message = say([{ said: 'filled', opening: one }], [anOpening({ code: 'B2B2B' })]);
    expect(shown(message)).toMatch(
      /^🚷 No places are left\. Do not travel there\.\n.*#K7Q2M.*Lipetsk Oblast, Елец/,
    );
    expect(opened(message)).toEqual(['B2B2B', null]);
  });

  it('of what is closed says why, where that is known', () => {
    const closed = (closeReason: 'moved' | 'expired'): string =>
      shown(say([{ said: 'cancelled', opening: { ...one, closeReason } }]));
    expect(closed('moved')).toContain('in another place now');
    expect(closed('expired').split('\n')).toHaveLength(2);
  });

  it.each(['changed', 'reopened'] as const)(
    'of what is %s shows the whole card, with what can be done',
    (said) => {
      const message = say([{ said, opening: one }]);
      expect(shown(message)).toContain('Housing not stated');
      expect(message.buttons.length).toBeGreaterThan(2);
    },
  );

  it('names every opening of many, in one message', () => {
    const codes = Array.from({ length: 40 }, (_, at) => `A${String(at).padStart(4, '0')}`);
    const message = say(codes.map((code) => ({ said: 'filled', opening: anOpening({ code }) })));
    for (const code of codes) expect(shown(message)).toContain(`#${code}`);
    expect(shown(message).length).toBeLessThan(1_000);
  });

  it('is a bug when it speaks of nothing', () => {
    expect(() => say([])).toThrow('at least one');
  });
});

it('tells who reported what was decided', () => {
  const tell = (upheld: boolean): string => shown(outcomeMessage({ outcomes: [{ upheld, opening: one }] }));
  expect(tell(true)).toContain('You were right');
  expect(tell(false)).toContain('it goes on');
});

describe('outside the reply window', () => {
  it.each(CORRECTION_KINDS)('one knock says which opening is %s', (said) => {
    const knock = knockOfCorrection({ said, opening: one });
    expect(knock.values).toHaveLength(KNOCKS[knock.purpose].length);
    const [rendered] = texts.renderKnock('en', knock);
    expect(rendered?.values).toContain('K7Q2M');
  });

  it('another says what was decided on a report', () => {
    const [rendered] = texts.renderKnock('en', knockOfOutcome({ upheld: true, opening: one }));
    expect(rendered?.values).toEqual(['K7Q2M', 'you were right, it is closed']);
  });
});
