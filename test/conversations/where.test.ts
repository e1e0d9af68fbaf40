import { describe, expect, it } from 'vitest';
import { reachOf, worthAPermit } from '../../src/domain/permit-reach.ts';
import type { Permit, Preferences } from '../../src/domain/subscriber.ts';
import { anOpening, aSubscriber, TODAY } from '../support/builders.ts';
import { aBar, aBasis, aFee, aLaw, aLink, CHECKLIST } from '../support/law.ts';
import { virtualChat } from '../support/virtual-chat.ts';

const law = aLaw(
  aLink(['RU-MOW', 'RU-MOS'], { from: '2025-09-01' }),
  aLink(['RU-SPE', 'RU-LEN'], { confidence: 'open' }),
  aBar('RU-KDA'),
  ...['RU-MOW', 'RU-LIP', 'RU-LEN', 'RU-SPE', 'RU-VLA'].map((region) => aBar(region, { activities: [] })),
  aBar('RU-TUL', { activities: ['taxi'], complete: false }),
  aBar('RU-MOS', { activities: ['alcohol-retail', 'care'] }),
  aBar('RU-VOR', { activities: [], to: '2026-06-01' }),
  aFee('RU-LIP', 21_915),
  aFee('RU-TUL', 25_000),
);
const openings = [
  ...['RU-MOW', 'RU-MOW', 'RU-MOS', 'RU-LIP', 'RU-LIP', 'RU-LIP', 'RU-TUL', 'RU-TVE', 'RU-TVE', 'RU-KDA'].map(
    (region) => anOpening({ region }),
  ),
  anOpening({ region: 'RU-MOW', kind: 'support', work: null }),
  anOpening({ region: 'RU-MOW', status: 'filled' }),
];
const patent = (region: string | null): Permit => ({ basis: 'patent', region });

async function where(
  permit: Permit | null,
  differing: Partial<Preferences> = {},
): Promise<readonly string[]> {
  const preferences = { kinds: 'any', works: 'any', regions: 'any', permit, ...differing } as const;
  const subscriber = aSubscriber({ locale: 'en', preferences });
  const chat = await virtualChat({ openings, law, subscriber, checklist: CHECKLIST });
  await chat.commands('where');
  return chat.screen.replaceAll('\u00A0', ' ').split('\n');
}

describe('where a permit lets somebody work', () => {
  it('is the own region, the linked one, what a second costs, known prices first, and what is closed', async () => {
    expect(await where(patent('RU-MOW'))).toEqual([
      'Where you may work: patent, Moscow (city)',
      '✅ Moscow (city): 2 openings.',
      '✅ Moscow Oblast, by the same patent: 1 opening. Some of the work there is barred.',
      'With a new patent:',
      '🪪 Lipetsk Oblast: 21 915 ₽ a month, 3 openings.',
      '🪪 Tula Oblast: 25 000 ₽ a month, 1 opening. Some of the work there is barred. ' +
        'Our list of bans is not complete: ask.',
      '🪪 Tver Oblast: price not known, 2 openings. We have no list of bans for this region: ask.',
      '⛔ Closed to your right to work: Krasnodar Krai',
    ]);
  });

  it('names the price of the regions they chose, before those with most openings', async () => {
    const lines = await where(patent('RU-MOW'), { regions: ['RU-LIP', 'RU-VLA', 'RU-KDA'] });
    expect(lines.filter((line) => line.startsWith('🪪'))).toEqual([
      '🪪 Lipetsk Oblast: 21 915 ₽ a month, 3 openings.',
      '🪪 Vladimir Oblast: price not known, 0 openings.',
    ]);
  });

  it.each<[string, Partial<Preferences>, string]>([
    ['work that is not barred', { works: ['berries'] }, '✅ Moscow Oblast, by the same patent: 1 opening.'],
    [
      'work of which some is barred',
      { works: ['berries', 'care'] },
      '✅ Moscow Oblast, by the same patent: 1 opening. Some of the work there is barred.',
    ],
    [
      'work that is barred whole',
      { works: ['care'] },
      '⛔ Closed to your right to work: Moscow Oblast, Krasnodar Krai',
    ],
  ])('is said by the work they chose: %s', async (_, preferences, line) => {
    expect(await where(patent('RU-MOW'), preferences)).toContain(line);
  });

  it('is a question where a link is not confirmed, and where the list is over', async () => {
    expect(await where(patent('RU-SPE'))).toContain(
      '❓ Leningrad Oblast, ask before you travel: 0 openings. One patent may cover both regions; nobody confirmed it.',
    );
    expect(await where(patent('RU-VOR'))).toContain(
      '❓ Voronezh Oblast, ask before you travel: 0 openings. The old list of bans is over, and we have no new one.',
    );
  });

  it.each<[string, Permit, readonly string[]]>([
    ['everywhere', { basis: 'open', region: null }, ['✅ You may work in every region: 10 openings.']],
    [
      'in the region of a residence',
      { basis: 'trp', region: 'RU-TUL' },
      [
        '✅ Tula Oblast: 1 opening.',
        '⛔ In other regions your permit does not count. Lawyers must still confirm this.',
      ],
    ],
    [
      'with the employer',
      { basis: 'employer', region: null },
      ['🪪 The employer must hold a quota for you: ask.'],
    ],
    ['not known', { basis: 'gone', region: null }, ['❓ Ask before you travel.', 'What we know is too old.']],
  ])('is %s', async (_, permit, lines) => {
    expect((await where(permit)).slice(1)).toEqual(lines);
  });

  it('asks which, where nothing was said, and offers to say the region, where that is missing', async () => {
    expect((await where(null))[0]).toBe('Which right to work do you have?');
    expect((await where(patent(null)))[0]).toContain('You did not say which region');
  });

  it('comes after saying it by the command, and leads to what to do before going', async () => {
    const subscriber = aSubscriber({
      locale: 'en',
      preferences: { kinds: 'any', works: 'any', regions: 'any' },
    });
    const chat = await virtualChat({ openings, law, subscriber, checklist: CHECKLIST });
    await chat.commands('permit');
    for (const label of ['A patent', 'Centre', 'Lipetsk']) await chat.taps(label);
    expect(chat.screen).toContain('Where you may work: patent, Lipetsk Oblast');
    expect(chat.labels).toEqual(['🪪 Change my answer', '🧳 Before I go', '🔎 All that fits me']);
  });
});

it('names the price of five regions at most, the one with most openings first', () => {
  const regions = ['RU-A', 'RU-B', 'RU-C', 'RU-D', 'RU-E', 'RU-F', 'RU-G'];
  const counts = new Map(regions.slice(0, 6).map((region, at) => [region, at + 1]));
  const patents = aLaw(aBasis('p'));
  const reaches = reachOf(
    { basis: 'p', region: 'RU-H' },
    { regions, works: 'any', law: patents, today: TODAY, counts },
  );
  expect(worthAPermit(reaches, 'any').map(({ region }) => region)).toEqual([
    'RU-F',
    'RU-E',
    'RU-D',
    'RU-C',
    'RU-B',
  ]);
});
