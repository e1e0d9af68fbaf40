/** The whole way, as people go it: the exchange as a process, phones in a page, an import in a second process. */
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { addPhone, choose, keysOf, says, writes } from './support/browser.ts';
import { exchangeOnTable } from './support/exchange-on-table.ts';

const table = exchangeOnTable();
const { languageName, moveTo } = table;

/** A person of these tests: their phone, and the language they speak. */
interface Person {
  readonly phone: Locator;
  /** A text of the exchange in their language. */
  readonly text: (key: string) => string;
  /** Presses the newest button that carries this text of the table.exchange. */
  readonly tap: (key: string) => Promise<void>;
}

async function person(locale: string): Promise<Person> {
  const phone = await addPhone(table.page, locale);
  const text = (key: string): string => table.text(locale, key);
  return { phone, text, tap: (key) => keysOf(phone, text(key)).last().click() };
}

interface Wishes {
  readonly work: string;
  readonly district: string;
  readonly region: string;
}
const BERRIES_IN_LIPETSK: Wishes = { work: 'berries', district: 'central', region: 'RU-LIP' };
const BUILDING_IN_KRASNODAR: Wishes = { work: 'building', district: 'south', region: 'RU-KDA' };

/** Start, language, yes. */
async function optIn({ phone, tap }: Person, locale: string): Promise<void> {
  await phone.locator('.composer .big').click();
  await keysOf(phone, languageName(locale)).last().click();
  await tap('begin:consent-yes');
}

/** Everything from Start to the first list. */
async function subscriber(locale: string, { work, district, region }: Wishes): Promise<Person> {
  const one = await person(locale);
  await optIn(one, locale);
  await one.tap('ask:kinds-any');
  await one.tap(`works:${work}.label`);
  await one.tap('common:done');
  await one.tap(`regions:${district}`);
  await one.tap(`regions:${region}`);
  await one.tap('common:done');
  await keysOf(one.phone, one.text('card:button-settings')).last().waitFor();
  return one;
}

/** Lines of the log that say this. */
const logged = (event: string): readonly Record<string, unknown>[] =>
  table.exchange
    .output()
    .split('\n')
    .filter((line) => line.includes(`"event":"${event}"`))
    .map((line) => JSON.parse(line));

/** Messages that were pushed to a phone. */
const pushed = ({ phone }: Person): Promise<readonly string[]> =>
  phone.locator('.message.bot', { hasText: '🔔' }).allTextContents();

const kept = async (): Promise<readonly string[]> =>
  (await table.installation.query<{ locale: string }>('select locale from subscriber order by ordinal')).map(
    ({ locale }) => locale,
  );

const berries = (name: string, place: string): string =>
  `${name};Сбор клубники;harvest;berries;Липецкая область;${place};https://example.org/${name}`;
const building = (name: string, place: string): string =>
  `${name};Подсобный рабочий;vacancy;building;Краснодарский край;${place};https://example.org/${name}`;

describe('people with phones', () => {
  it('subscribe by taps, each gets exactly what fits; then one pauses, one forgets, one blocks', async () => {
    await moveTo(12);
    const tajik = await subscriber('tg', BERRIES_IN_LIPETSK);
    const russian = await subscriber('ru', BUILDING_IN_KRASNODAR);
    expect(await kept()).toEqual(['tg', 'ru']);

    const account = await table.installation.imports('first', [
      berries('b1', 'Усмань'),
      building('k1', 'Тимашёвск'),
    ]);
    expect(account).toMatchObject({ read: 2, imported: 2 });
    await expect.poll(() => logged('push.finished')).toMatchObject([{ total: 2, sent: 2 }]);
    await says(tajik.phone, tajik.text('card:new-one'));
    await says(russian.phone, russian.text('card:new-one'));
    expect(await pushed(tajik)).toEqual([expect.stringContaining('Усмань')]);
    expect(await pushed(russian)).toEqual([expect.stringContaining('Тимашёвск')]);

    const english = await subscriber('en', BERRIES_IN_LIPETSK);
    const uzbek = await subscriber('uz', BERRIES_IN_LIPETSK);
    expect(await kept()).toEqual(['tg', 'ru', 'en', 'uz']);
    await choose(tajik.phone, 'Commands', '/pause');
    await tajik.tap('pause:week');
    await choose(russian.phone, 'Commands', '/forget');
    await russian.tap('forget:yes');
    await says(russian.phone, russian.text('forget:receipt'));
    expect(await kept()).toEqual(['tg', 'en', 'uz']);
    await choose(english.phone, 'More', 'Block the bot');
    await expect.poll(kept).toEqual(['tg', 'uz']);

    await table.installation.imports('second', [berries('b2', 'Добринка'), building('k2', 'Кореновск')]);
    await expect.poll(() => logged('push.finished').slice(1)).toMatchObject([{ total: 1, sent: 1 }]);
    await says(uzbek.phone, uzbek.text('card:new-one'));
    expect(await pushed(uzbek)).toEqual([expect.stringContaining('Добринка')]);
    expect(await Promise.all([tajik, russian, english].map(pushed))).toMatchObject([
      { length: 1 },
      { length: 1 },
      { length: 0 },
    ]);
  });

  it('are not woken at night: what waits for the morning comes when the clock is moved there', async () => {
    await moveTo(23);
    const sleeper = await subscriber('ru', BERRIES_IN_LIPETSK);
    const awake = await subscriber('tg', BERRIES_IN_LIPETSK);
    await choose(awake.phone, 'Commands', '/preferences');
    await awake.tap('summary:change-quiet');
    await awake.tap('ask:quiet-off');
    await awake.tap('summary:see-openings');

    await table.installation.imports('night', [berries('b1', 'Усмань')]);
    await says(awake.phone, awake.text('card:new-one'));
    expect(await pushed(sleeper)).toEqual([]);
    expect(logged('push.finished')).toEqual([]);
    await moveTo(6);
    expect(await pushed(sleeper)).toEqual([]);
    await moveTo(7);
    await says(sleeper.phone, sleeper.text('card:new-one'));
    expect(await pushed(sleeper)).toEqual([expect.stringContaining('Усмань')]);
    expect(await pushed(awake)).toHaveLength(1);
  });
});

describe('a person', () => {
  it('taps twice at once, presses an old button, sends a photo, misspells a place, changes the language', async () => {
    const one = await person('tg');
    const { phone, text, tap } = one;
    await optIn(one, 'tg');
    await tap('ask:kinds-any');
    await keysOf(phone, text('works:berries.label')).waitFor();
    const labels = [text('works:berries.label'), text('works:fruit.label')];
    await phone
      .locator('.message')
      .last()
      .locator('.key')
      .evaluateAll((keys, wanted) => {
        for (const key of keys)
          if (wanted.includes(key.textContent ?? '')) Reflect.apply(Reflect.get(key, 'click'), key, []);
      }, labels);
    for (const label of labels) await keysOf(phone, `✅ ${label}`).waitFor();

    await choose(phone, 'Attach', 'Photo');
    await says(phone, text('common:only-buttons'));
    expect(await phone.locator('.message').last().locator('.key', { hasText: '✅' }).count()).toBe(2);

    await tap('common:done');
    await keysOf(phone, text('regions:central')).waitFor();
    await keysOf(phone, text('works:kitchen.label')).first().click();
    await says(phone, text('common:old-button'));

    await writes(phone, 'lipesk');
    await tap('regions:RU-LIP');
    await keysOf(phone, `✅ ${text('regions:RU-LIP')}`)
      .last()
      .waitFor();
    await choose(phone, 'Commands', '/language');
    await keysOf(phone, languageName('ru')).last().click();
    const russian = (key: string): string => table.text('ru', key);
    await keysOf(phone, `✅ ${russian('regions:RU-LIP')}`)
      .last()
      .waitFor();

    await table.page.reload();
    await keysOf(phone, russian('common:done')).last().click();
    await keysOf(phone, russian('card:button-settings')).last().waitFor();
    const [row] = await table.installation.query('select locale, works, regions from subscriber');
    expect(row).toEqual({ locale: 'ru', works: ['berries', 'fruit'], regions: ['RU-LIP'] });
  });

  it('finds everything again when the exchange comes back, with the page open all the time', async () => {
    await moveTo(12);
    const one = await subscriber('tg', BERRIES_IN_LIPETSK);
    const before = await one.phone.locator('.bubble').allTextContents();
    expect(await table.exchange.end()).toBe(0);
    await table.page.locator('#lost').waitFor();
    table.exchange = await table.installation.start();
    await table.page.locator('#lost').waitFor({ state: 'hidden' });
    expect(await one.phone.locator('.bubble').allTextContents()).toEqual(before);
    await moveTo(12);
    await choose(one.phone, 'Commands', '/preferences');
    await says(one.phone, one.text('regions:RU-LIP'));
    await table.installation.imports('later', [berries('b1', 'Усмань')]);
    await says(one.phone, one.text('card:new-one'));
    expect(await pushed(one)).toEqual([expect.stringContaining('Усмань')]);
  });
});
