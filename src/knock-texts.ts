import { KNOCK_PURPOSES, KNOCKS, type KnockPurpose, type KnockText } from './domain/knock.ts';
import { type Phrase, type PhraseValue, phrase, raw } from './domain/message.ts';
import { regionName, workLabel } from './domain/phrases.ts';
import { plainText, type Texts } from './domain/texts.ts';

/** What a value may look like, for whoever approves a text. */
const EXAMPLES: Readonly<Record<(typeof KNOCKS)[KnockPurpose][number], Phrase>> = {
  what: workLabel('berries'),
  region: regionName('RU-LIP'),
  pay: phrase('terms:pay.from', {
    amount: { amount: 60_000, currency: 'RUB' },
    each: phrase('terms:each.month'),
  }),
  code: phrase('common:as-is', { text: raw('K7Q2M') }),
  news: phrase('correction:news-changed'),
  outcome: phrase('correction:upheld'),
  number: phrase('common:as-is', { text: raw('3') }),
};

/** Every knock in every language, as a service approves it: with `{{1}}`, `{{2}}` … for the values. */
export const knockTexts = (texts: Texts): readonly KnockText[] =>
  texts.locales.flatMap(({ code: locale }) =>
    KNOCK_PURPOSES.map((purpose) => {
      const say = (phrase: Phrase): string => plainText(texts.text(locale, phrase));
      const names = KNOCKS[purpose];
      const values = names.map((name, at): [string, PhraseValue] => [name, raw(`{{${at + 1}}}`)]);
      return {
        purpose,
        locale,
        body: say(phrase(`knock:${purpose}`, Object.fromEntries(values))),
        button: say(phrase(`knock:${purpose}-button`)),
        examples: names.map((name) => say(EXAMPLES[name])),
      };
    }),
  );
