import { beforeAll, describe, expect, it } from 'vitest';
import { basesOf } from '../../src/domain/country.ts';
import { type Phrase, phrase, raw } from '../../src/domain/message.ts';
import { AIDS, KINDS, WORKS } from '../../src/domain/opening.ts';
import { kindLabel, regionName, workLabel } from '../../src/domain/phrases.ts';
import type { Texts } from '../../src/domain/texts.ts';
import { loadTexts } from '../../src/i18n.ts';
import { countries } from '../support/countries.ts';
import { filled, limitOf, roomOf } from '../support/labels.ts';
import { type Entry, entriesOf, isShort, LOCALES, longOf, suffixOf } from '../support/locales.ts';

/** WhatsApp: characters of a row of a list. The tour of the screens holds what is on them to the same. */
const ROW = 24;

const length = (text: string): number => [...text].length;
const name = ({ namespace, key }: Entry): string => `${namespace}:${key}`;

const regions = countries.flatMap((country) => country.regions.map(({ code }) => regionName(code)));
const whats = [
  ...WORKS.map(workLabel),
  ...KINDS.map(kindLabel),
  ...AIDS.map((aid) => phrase(`terms:aids.${aid}.label`)),
];
const rights = countries.flatMap((country) =>
  [...basesOf(country)].map((basis) => phrase(`permit:basis-${basis}`)),
);

/** Everything a person may choose, as it stands on buttons at its widest. */
const chosen: readonly Phrase[] = [
  ...[...regions, ...whats, ...rights].map((label) => phrase('common:ticked', { label })),
  ...countries.flatMap((country) =>
    country.districts.map((district) =>
      phrase('common:group-with', {
        label: regionName(district),
        number: country.regions.filter((region) => region.district === district).length,
      }),
    ),
  ),
];
const opened: readonly Phrase[] = whats.map((what) =>
  phrase('card:button-open', { what, code: raw('K7Q2M') }),
);

let texts: Texts;
beforeAll(async () => {
  texts = await loadTexts();
});

describe.each(LOCALES)('short labels in %s', (locale) => {
  const entries = entriesOf(locale);
  const shorts = entries.filter(({ key }) => isShort(key));
  const shortsOf = (labels: readonly Phrase[]): readonly string[] =>
    texts
      .render(locale, { lines: [], buttons: labels.map((label) => [{ label, press: { kind: 'label' } }]) })
      .buttons.flat()
      .map(({ short }) => short);

  it('fit a row of a list, ticked and counted', () => {
    expect(shortsOf([...chosen, ...opened]).filter((short) => length(short) > ROW)).toEqual([]);
  });

  it('can be told apart', () => {
    for (const labels of [regions, whats, countries.flatMap(({ districts }) => districts.map(regionName))]) {
      const names = shortsOf(labels);
      expect(names.filter((one, at) => names.indexOf(one) < at)).toEqual([]);
    }
  });

  it('begin with the code where they open an opening', () => {
    expect(shortsOf(opened).filter((short) => !short.startsWith('#K7Q2M '))).toEqual([]);
  });

  it('are short, and stand only where the whole label does not fit', () => {
    const superfluous = shorts.filter(({ namespace, key }) => {
      const whole = entries.find((entry) => entry.namespace === namespace && entry.key === longOf(key));
      const room = roomOf(namespace, key);
      return whole === undefined || length(filled(locale, whole.text)) <= room;
    });
    // With a code before it a name has its own short form, so that is measured above.
    const long = shorts.filter(
      ({ namespace, key, text }) =>
        name({ namespace, key, text }) !== 'card:button-open_short' &&
        length(filled(locale, text)) > roomOf(namespace, key),
    );
    expect({ superfluous: superfluous.map(name), long: long.map(name) }).toEqual({
      superfluous: [],
      long: [],
    });
  });

  it('are of labels, and no cut words', () => {
    expect(shorts.filter(({ namespace, key }) => limitOf(namespace, key) === null).map(name)).toEqual([]);
    expect(shorts.filter(({ text }) => /\p{L}\.|…|-$/u.test(text)).map(name)).toEqual([]);
  });
});

it('measures what stands around a name', () => {
  expect(roomOf('regions', 'RU-NIZ_short')).toBe(22);
  expect(roomOf('regions', 'volga')).toBe(19);
  expect(roomOf('works', 'yards.label_short')).toBe(17);
  expect(roomOf('ask', 'cadence-daily')).toBe(24);
});

it('tells a short form from a plural form', () => {
  expect([longOf('crew-of_short_one'), suffixOf('crew-of_short_one')]).toEqual(['crew-of_one', 'one']);
  expect([isShort('bot.short'), isShort('shop.label')]).toEqual([false, false]);
});
