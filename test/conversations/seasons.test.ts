import { describe, expect, it } from 'vitest';
import type { SeasonsPort } from '../../src/domain/conversation.ts';
import type { SeasonShift } from '../../src/domain/season.ts';
import { MOST_WISHES } from '../../src/domain/season-wish.ts';
import type { Preferences, SeasonWish } from '../../src/domain/subscriber.ts';
import { anOpening, aSubscriber } from '../support/builders.ts';
import { LIP_PATENT, OPEN_REGION } from '../support/seasons.ts';
import { type VirtualChat, virtualChat } from '../support/virtual-chat.ts';

const chatOf = (
  preferences: Partial<Preferences> = {},
  setting: { seasons?: Partial<SeasonsPort>; today?: string; openings?: ReturnType<typeof anOpening>[] } = {},
): Promise<VirtualChat> =>
  virtualChat({ subscriber: aSubscriber({ locale: 'en', preferences }), ...setting });

const over = (seasonId: string, region: string, year = 2026): SeasonShift => ({
  seasonId,
  region,
  year,
  days: 0,
  over: true,
  revision: 1,
  on: '2026-06-14',
});

describe('the calendar', () => {
  it('says what runs now and what comes, month by month, a page at a time', async () => {
    const chat = await chatOf({ permit: OPEN_REGION });
    await chat.commands('seasons');
    const lines = chat.screen.replaceAll('\u00A0', ' ').split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'Harvest calendar',
      'The usual days. They move by two weeks from year to year.',
      'Only where you may work.',
    ]);
    expect(lines).toContain('strawberries: until 15 July · Lipetsk Oblast');
    expect(lines.indexOf('Now')).toBeLessThan(lines.indexOf('July'));
    expect(chat.labels).not.toContain('⬅️ Earlier');
    await chat.taps('Later');
    await chat.taps('Later');
    expect(chat.screen).toContain('All year: 🌱 Greenhouse');
    expect(chat.labels).not.toContain('Later ➡️');
    await chat.taps('Earlier');
    expect(chat.screen).not.toContain('All year');
  });

  it('begins with where a permit counts, and leaves out what it bars in the whole country', async () => {
    const chat = await chatOf({ permit: LIP_PATENT });
    await chat.commands('seasons');
    expect(chat.screen).toContain('apples: 20 August – 20 October · Lipetsk Oblast');
    expect(chat.screen).not.toMatch(/Krasnodar|Astrakhan/);
    await chat.taps('Whole country');
    const seen: string[] = [chat.screen];
    while (chat.labels.includes('Later ➡️')) {
      await chat.taps('Later');
      seen.push(chat.screen);
    }
    expect(seen.join()).toContain('Astrakhan');
    expect(seen.join()).not.toContain('Krasnodar');
    expect(seen[0]).toContain('Places where you may not do this work are left out.');
    await chat.taps('Where I may work');
    expect(chat.screen).toContain('Only where you may work.');
  });

  it('leaves nothing out where nothing was said of a permit', async () => {
    const chat = await chatOf();
    await chat.commands('seasons');
    expect(chat.screen).not.toContain('left out');
    expect(chat.screen).not.toContain('Only where');
    expect(chat.screen).toContain('Krasnodar Krai');
  });

  it('follows what coordinators say', async () => {
    const shifted = { ...over('straw-lip', 'RU-LIP'), over: false, days: 5 };
    const chat = await chatOf({}, { seasons: { shifts: async () => [shifted] } });
    await chat.commands('seasons');
    expect(chat.screen.replaceAll('\u00A0', ' ')).toContain('strawberries: until 20 July · Lipetsk Oblast');
  });
});

describe('waiting for a harvest', () => {
  it('is asked in two taps: which, and where the permit counts', async () => {
    const chat = await chatOf();
    await chat.commands('seasons');
    await chat.taps('Tell me early');
    await chat.taps('All berries');
    await chat.taps('Done');
    await chat.taps('Where I may work');
    expect(chat.subscriber?.preferences.seasons).toEqual(['berries@permit']);
    expect(chat.screen).toContain('We will tell you about: 🍓 All berries · where you may work');
    expect(chat.screen).toContain('three weeks before');
  });

  it('takes several crops in several regions that have them, and no others', async () => {
    const chat = await chatOf({ seasons: ['plum@permit'] });
    await chat.commands('seasons', 'want');
    await chat.taps('strawberries');
    await chat.taps('apples');
    await chat.taps('Done');
    await chat.taps('Choose regions');
    expect(chat.labels.join()).toContain('Moscow Oblast');
    expect(chat.labels.join()).not.toContain('Astrakhan');
    await chat.taps('Lipetsk');
    await chat.types('tambov');
    await chat.taps('Tambov');
    await chat.taps('Done');
    expect(chat.subscriber?.preferences.seasons).toEqual([
      'plum@permit',
      'strawberry@RU-LIP',
      'strawberry@RU-TAM',
      'apple@RU-LIP',
      'apple@RU-TAM',
    ]);
  });

  it('may be for every harvest, and opens districts where there are many regions', async () => {
    const chat = await chatOf();
    await chat.commands('seasons', 'want');
    await chat.taps('Every harvest');
    await chat.taps('Choose regions');
    await chat.taps('Centre');
    await chat.taps('Lipetsk');
    await chat.taps('Done');
    expect(chat.subscriber?.preferences.seasons).toEqual(['any@RU-LIP']);
  });

  it('changes nothing where somebody changes their mind', async () => {
    const chat = await chatOf({ seasons: ['plum@permit'] });
    await chat.commands('seasons', 'want');
    await chat.taps('Skip');
    expect(chat.screen).toContain('Harvest calendar');
    expect(chat.subscriber?.preferences.seasons).toEqual(['plum@permit']);
  });

  it('refuses more than anybody can wait for, instead of dropping some', async () => {
    const many = Array.from({ length: MOST_WISHES }, (_, at): SeasonWish => `apple@RU-X${at}`);
    const chat = await chatOf({ seasons: many });
    await chat.commands('seasons', 'w~plum~permit');
    expect(chat.screen).toContain('too much at once');
    expect(chat.subscriber?.preferences.seasons).toEqual(many);
  });

  it.each([
    ['w~apple~RU-LIP', ['apple@RU-LIP']],
    ['w~berries~permit', ['berries@permit']],
    ['w~any~permit', ['any@permit']],
    ['w~secret~RU-LIP', null],
    ['w~apple~RU-ZZZ', null],
    ['w~apple~', null],
    ['my passport', null],
  ])('%s of a button or a keyboard keeps %j', async (argument, kept) => {
    const chat = await chatOf();
    await chat.commands('seasons', argument);
    expect(chat.subscriber?.preferences.seasons).toEqual(kept);
  });

  it('says at once what comes so soon that its notice has gone out', async () => {
    const chat = await chatOf({ permit: LIP_PATENT }, { today: '2026-06-01' });
    await chat.commands('seasons', 'w~berries~permit');
    expect(chat.screen.replaceAll('\u00A0', ' ').split('\n')).toEqual([
      '🔔 We will tell you about: 🍓 All berries · where you may work',
      'One message three weeks before it usually begins; then the openings, as they come.',
      '',
      '📅 strawberries · Lipetsk Oblast',
      'The season comes: usually 10 June – 15 July.',
      '💰 Usually paid per kilo. How much is in the openings.',
      'There are no openings yet. We send them when they come.',
    ]);
  });

  it.each([
    ['three weeks and a day before', 'strawberry@RU-LIP', '2026-05-19'],
    ['of one that has begun', 'strawberry@RU-LIP', '2026-06-10'],
    ['of one that they may not do', 'strawberry@RU-KDA', '2026-05-01'],
    ['of what they wait for already', 'apple@RU-LIP', '2026-06-01'],
  ])('says no more than that it is kept %s', async (_, wish, today) => {
    const [subject, place] = wish.split('@');
    const chat = await chatOf({ permit: LIP_PATENT, seasons: ['strawberry@RU-LIP'] }, { today });
    await chat.commands('seasons', `w~${subject}~${place}`);
    expect(chat.screen).toContain('We will tell you about');
    expect(chat.screen).not.toContain('The season comes');
  });

  it('is listed, stopped with one tap, and begun again with another', async () => {
    const chat = await chatOf({ seasons: ['apple@RU-LIP', 'berries@permit'] });
    await chat.commands('preferences');
    expect(chat.screen).toContain(
      'You wait for: apples · Lipetsk Oblast, 🍓 All berries · where you may work',
    );
    await chat.taps('Seasons');
    expect(chat.screen).toContain('1. apples · Lipetsk Oblast');
    await chat.taps('✖️ Stop 1');
    expect(chat.screen).toContain('We no longer tell you about: apples · Lipetsk Oblast');
    expect(chat.subscriber?.preferences.seasons).toEqual(['berries@permit']);
    await chat.taps('Tell me after all');
    expect(chat.subscriber?.preferences.seasons).toEqual(['berries@permit', 'apple@RU-LIP']);
  });

  it('leaves no empty list behind', async () => {
    const chat = await chatOf({ seasons: ['apple@RU-LIP'] });
    await chat.commands('seasons', 'x~apple~RU-LIP');
    expect(chat.subscriber?.preferences.seasons).toBeNull();
    await chat.commands('seasons', 'mine');
    expect(chat.screen).toContain('You wait for no harvest.');
    await chat.commands('preferences');
    expect(chat.screen).not.toContain('You wait for');
  });
});

describe('one season', () => {
  it('says its usual days, what is offered, and to ask first where nothing was said', async () => {
    const openings = [anOpening({ kind: 'harvest', work: 'berries', crop: 'strawberry', region: 'RU-LIP' })];
    const chat = await chatOf({}, { openings });
    await chat.commands('seasons', 's~straw-lip~RU-LIP');
    expect(chat.screen.replaceAll('\u00A0', ' ').split('\n')).toEqual([
      '📅 strawberries · Lipetsk Oblast',
      'Usually 10 June – 15 July.',
      '💰 Usually paid per kilo. How much is in the openings.',
      '🔎 1 opening is there already.',
      '❗ Ask whether you may work there before you travel.',
    ]);
    await chat.taps('Tell me early');
    expect(chat.subscriber?.preferences.seasons).toEqual(['strawberry@RU-LIP']);
    await chat.commands('seasons', 's~straw-lip~RU-LIP');
    await chat.taps('Stop waiting');
    expect(chat.subscriber?.preferences.seasons).toBeNull();
  });

  it('that is over leads to what comes next, with one tap to wait for it', async () => {
    const seasons = { shifts: async () => [over('straw-lip', 'RU-LIP')] };
    const chat = await chatOf({ permit: LIP_PATENT }, { seasons, today: '2026-07-15' });
    await chat.commands('seasons', 's~straw-lip~RU-LIP');
    expect(chat.screen).toContain('Over this year.');
    await chat.taps('What comes next');
    expect(chat.screen.replaceAll('\u00A0', ' ').split('\n')).toEqual([
      '🧺 strawberries · Lipetsk Oblast: what you can do after it',
      '1. cherries, currants: 10 July – 8 August · Lipetsk Oblast',
      '– goes on now',
      '2. apples: 20 August – 20 October · Lipetsk Oblast',
      '– 36 days without work in between',
    ]);
    await chat.taps('🔔 Tell me of 2');
    expect(chat.subscriber?.preferences.seasons).toEqual(['apple@RU-LIP']);
    await chat.commands('seasons', 'e~straw-lip~RU-LIP');
    expect(chat.labels.join()).not.toContain('of 2');
  });

  it.each(['s~nothing~RU-LIP', 's~straw-lip~RU-TUL', 'e~straw-lip~XX-1'])(
    '%s is unknown',
    async (argument) => {
      const chat = await chatOf();
      await chat.commands('seasons', argument);
      expect(chat.screen).toContain('We know nothing of this season.');
    },
  );
});
