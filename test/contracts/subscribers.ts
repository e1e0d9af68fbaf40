import { expect, test } from 'vitest';
import { changed, MOST_HIDDEN } from '../../src/domain/changed.ts';
import type { Subscribers } from '../../src/domain/people-and-openings.ts';
import { UNANSWERED } from '../../src/domain/subscriber.ts';
import { Address } from '../../src/domain/terms.ts';

const person = (address = '1001') => ({
  channel: 'telegram',
  address: new Address(address),
  locale: 'tg',
  consentVersion: 1,
});

/** What everything that claims to keep subscribers must do. `fresh` gives an empty one. */
export function subscribersContract(fresh: () => Promise<Subscribers>): void {
  test('a person who opts in is found by address, by ordinal, and on no other channel', async () => {
    const subscribers = await fresh();
    expect(await subscribers.find('telegram', new Address('1001'))).toBeNull();
    const somebody = await subscribers.optIn(person());
    expect(somebody).toMatchObject({ locale: 'tg', standing: 'active', preferences: UNANSWERED, hidden: [] });
    expect(await subscribers.find('telegram', new Address('1001'))).toEqual(somebody);
    expect(await subscribers.byOrdinal(somebody.ordinal)).toEqual(somebody);
    expect(await subscribers.find('whatsapp', new Address('1001'))).toBeNull();
    expect((await subscribers.addressOf(somebody))?.reveal()).toBe('1001');
  });

  test('each finished answer is kept, and "anything" is not "not answered"', async () => {
    const subscribers = await fresh();
    const { id } = await subscribers.optIn(person());
    const answers = [
      { kinds: 'any', works: ['berries', 'fruit'] },
      { regions: ['RU-LIP'], housingNeeded: true, payFloor: 60_000 },
      { freeFrom: '2026-06-01', crew: 4, cadence: 'daily', quietHours: 'off', wakeUrgent: true },
    ] as const;
    for (const preferences of answers) await subscribers.change(id, { preferences });
    const expected = Object.assign({ ...UNANSWERED }, ...answers);
    expect((await subscribers.find('telegram', new Address('1001')))?.preferences).toEqual(expected);
    await subscribers.change(id, {
      preferences: { kinds: null, works: [], quietHours: { from: 22, to: 7 } },
    });
    expect((await subscribers.find('telegram', new Address('1001')))?.preferences).toEqual({
      ...expected,
      kinds: null,
      works: null,
      quietHours: { from: 22, to: 7 },
    });
  });

  test('what is held after a change is what the domain says it is', async () => {
    const subscribers = await fresh();
    let expected = await subscribers.optIn(person());
    const opening = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
    const changes = [
      { preferences: { kinds: 'any', payFloor: 0 } },
      { locale: 'ky', pausedUntil: '2026-07-01' },
      { pausedUntil: null, standing: 'stopped' },
      ...Array.from({ length: MOST_HIDDEN + 2 }, (_, at) => ({ hide: opening(at) })),
      { hide: opening(50) },
      { unhide: opening(60) },
    ] as const;
    for (const change of changes) {
      await subscribers.change(expected.id, change);
      expected = changed(expected, change);
    }
    expect(await subscribers.byOrdinal(expected.ordinal)).toEqual(expected);
  });

  test('language, standing, pause and what was put aside are kept', async () => {
    const subscribers = await fresh();
    const { id, ordinal } = await subscribers.optIn(person());
    const opening = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
    await subscribers.change(id, { locale: 'ky', standing: 'stopped', pausedUntil: '2026-12-01' });
    for (const number of [0, 1, 0]) await subscribers.change(id, { hide: opening(number) });
    expect(await subscribers.byOrdinal(ordinal)).toMatchObject({
      locale: 'ky',
      standing: 'stopped',
      pausedUntil: '2026-12-01',
      hidden: [opening(1), opening(0)],
    });
    for (let number = 2; number < 105; number += 1) await subscribers.change(id, { hide: opening(number) });
    const hidden = (await subscribers.byOrdinal(ordinal))?.hidden;
    expect(hidden).toHaveLength(100);
    expect(hidden?.at(-1)).toBe(opening(104));
    expect(hidden).not.toContain(opening(1));
    await subscribers.change(id, { unhide: opening(50) });
    await subscribers.change(id, { unhide: opening(50) });
    expect((await subscribers.byOrdinal(ordinal))?.hidden).toEqual(
      hidden?.filter((each) => each !== opening(50)),
    );
  });

  test('a second yes keeps the row; one after forgetting or stopping makes a new one', async () => {
    const subscribers = await fresh();
    const first = await subscribers.optIn(person());
    await subscribers.change(first.id, { preferences: { crew: 3 } });
    const again = await subscribers.optIn({ ...person(), locale: 'ru', consentVersion: 2 });
    expect(again).toMatchObject({ id: first.id, ordinal: first.ordinal, locale: 'ru', consentVersion: 2 });
    expect(again.preferences.crew).toBe(3);
    await subscribers.change(first.id, { standing: 'stopped' });
    const afresh = await subscribers.optIn(person());
    expect(afresh.id).not.toBe(first.id);
    expect(afresh.ordinal).toBeGreaterThan(first.ordinal);
    expect(afresh.preferences).toEqual(UNANSWERED);
  });

  test('nothing is left of somebody who is forgotten', async () => {
    const subscribers = await fresh();
    const somebody = await subscribers.optIn(person());
    await subscribers.forget(somebody.id);
    await subscribers.forget(somebody.id);
    expect(await subscribers.find('telegram', new Address('1001'))).toBeNull();
    expect(await subscribers.byOrdinal(somebody.ordinal)).toBeNull();
    expect(await subscribers.addressOf(somebody)).toBeNull();
    const back = await subscribers.optIn(person());
    expect(back.ordinal).toBeGreaterThan(somebody.ordinal);
  });
}
