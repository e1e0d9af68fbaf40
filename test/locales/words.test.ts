import { beforeAll, describe, expect, it } from 'vitest';
import { readCode } from '../../src/domain/opening-code.ts';
import { readNumber } from '../../src/domain/search.ts';
import { foldWords } from '../../src/domain/spelling.ts';
import { plainText, type Texts } from '../../src/domain/texts.ts';
import { loadTexts } from '../../src/i18n.ts';
import { importConversations } from '../support/conversations.ts';
import { entriesOf, entriesOfNamespace, LOCALES, metaOf } from '../support/locales.ts';

type Words = Readonly<Record<string, readonly string[]>>;

/** What is typed instead of a button when a question is open: no word for a command may be among it. */
const ANSWERS: readonly RegExp[] = [
  /^terms:(kinds|aids|words|each)\./,
  /^works:/,
  /^crops:/,
  /^regions:/,
  /^ask:(.*-|free-now)/,
  /^permit:(basis-|name-|new-(yes|no)$)/,
  /^(begin:consent|forget|report|still|move|knock)[:-](yes|no|none|still-button)$/,
];

const wordsOf = (locale: string): Words => metaOf(locale)['words'] as Words;
const all = LOCALES.flatMap((locale) =>
  Object.entries(wordsOf(locale)).flatMap(([command, words]) => words.map((word) => ({ command, word }))),
);
const commands = Object.keys(wordsOf('en'));

let texts: Texts;
beforeAll(async () => {
  texts = await loadTexts();
});

describe.each(LOCALES)('words for commands in %s', (locale) => {
  it('are one to four for each command, in lower case', () => {
    const words = wordsOf(locale);
    expect(Object.keys(words)).toEqual(commands);
    for (const each of Object.values(words)) {
      expect(each.length).toBeGreaterThanOrEqual(1);
      expect(each.length).toBeLessThanOrEqual(4);
      expect(each.map((word) => word.toLowerCase().trim())).toEqual(each);
      expect(each.filter((word) => foldWords(word) === '' || word.length > 40)).toEqual([]);
    }
  });

  it('are heard, as are the names of the commands', () => {
    for (const [command, words] of Object.entries(wordsOf(locale)))
      for (const word of [command, `/${command}`, ...words, ...words.map((each) => each.toUpperCase())])
        expect([word, texts.commandFor(word)]).toEqual([word, command]);
  });

  it('answer no question', () => {
    const answers = new Set(
      entriesOf(locale)
        .filter(({ namespace, key }) => ANSWERS.some((pattern) => pattern.test(`${namespace}:${key}`)))
        .map(({ text }) => foldWords(plainText(text))),
    );
    expect(answers.size).toBeGreaterThan(150);
    expect(all.filter(({ word }) => answers.has(foldWords(word)))).toEqual([]);
  });
});

it('mean one thing in all languages', () => {
  const meanings = new Map<string, Set<string>>();
  for (const { command, word } of [...all, ...commands.map((name) => ({ command: name, word: name }))]) {
    const folded = foldWords(word);
    meanings.set(folded, (meanings.get(folded) ?? new Set()).add(command));
  }
  expect([...meanings].filter(([, those]) => those.size > 1)).toEqual([]);
});

it('are no words of opting out, names of languages or regions, numbers or codes of openings', () => {
  const stops = new Set(LOCALES.flatMap((locale) => metaOf(locale)['stopWords'] as string[]).map(foldWords));
  const languages = new Set(texts.locales.map(({ name }) => foldWords(name)));
  const places = new Set(
    LOCALES.flatMap((locale) => entriesOfNamespace(locale, 'regions'))
      .map(({ text }) => foldWords(text))
      .flatMap((name) => [name, ...name.split(' ')]),
  );
  const faults = all.flatMap(({ word }) => [
    ...(stops.has(foldWords(word)) ? [`${word} opts out`] : []),
    ...(languages.has(foldWords(word)) ? [`${word} is a language`] : []),
    ...(readNumber(word) === null ? [] : [`${word} is a number`]),
    ...(readCode(word) === null ? [] : [`${word} is a code`]),
    ...(places.has(foldWords(word)) ? [`${word} is a place`] : []),
  ]);
  expect(faults).toEqual([]);
});

it('name a conversation, and each of those that stand in the list of commands has some', async () => {
  const listed = [...(await importConversations()).values()]
    .filter((one) => one.listed)
    .map((one) => one.name);
  expect(listed.filter((name) => name !== 'stop' && !commands.includes(name))).toEqual([]);
});
