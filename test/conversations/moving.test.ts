import { describe, expect, it } from 'vitest';
import { stepsFor } from '../../src/domain/moving-lines.ts';
import type { Permit } from '../../src/domain/subscriber.ts';
import { anOpening, aSubscriber } from '../support/builders.ts';
import { aBar, aFee, aHelpLine, aLaw, CHECKLIST } from '../support/law.ts';
import { entriesOfNamespace, LOCALES } from '../support/locales.ts';
import { virtualChat } from '../support/virtual-chat.ts';

const law = aLaw(aBar('RU-LIP', { activities: [] }), aBar('RU-KDA'), aFee('RU-LIP', 21_915));
const lipetsk = anOpening({
  code: 'K7Q2M',
  region: 'RU-LIP',
  permitPayer: 'employer',
  startsOn: '2026-06-20',
  endsOn: '2026-07-25',
});
const helpLines = [aHelpLine('Union', { phone: '+7 800 000-00-01' }), aHelpLine('Silent')];

const someone = (permit: Permit | null, checklist = CHECKLIST) =>
  virtualChat({
    openings: [lipetsk],
    law,
    helpLines,
    checklist,
    subscriber: aSubscriber({
      locale: 'en',
      preferences: { kinds: 'any', works: 'any', regions: 'any', permit },
    }),
  });
const patent: Permit = { basis: 'patent', region: 'RU-MOW' };

describe('what to do before going', () => {
  it('is read from an opening without a question, with what it costs and whom to ring', async () => {
    const chat = await someone(patent);
    await chat.presses('v1:c:contact:K7Q2M');
    await chat.taps('Before I go');
    const lines = chat.screen.replaceAll('\u00A0', ' ').split('\n');
    expect(lines.slice(0, 2)).toEqual([
      '🧳 Before you go: Moscow (city) → Lipetsk Oblast',
      '🪪 New patent: 21 915 ₽ a month, the employer pays. For these days 2 payments: 43 830 ₽.',
    ]);
    expect(lines.filter((line) => line.startsWith('•'))).toHaveLength(6);
    expect(chat.screen).toContain('Amina');
    expect(lines.slice(-2)).toEqual([
      '☎️ Union +7 800 000-00-01',
      'This is only to read. We keep nothing of it.',
    ]);
  });

  it('says first that the region is closed', async () => {
    const chat = await someone(patent);
    await chat.commands('moving');
    for (const label of ['South', 'Krasnodar']) await chat.taps(label);
    expect(chat.screen.split('\n')[1]).toMatch(/^⛔ Not allowed here/);
  });

  it('asks for both regions where neither is known, tells city and surroundings apart, and keeps nothing', async () => {
    const chat = await someone(null);
    const before = chat.subscriber;
    await chat.commands('moving');
    for (const label of ['Centre', 'Lipetsk', 'Centre', 'Moscow Oblast', 'Moscow Oblast'])
      await chat.taps(label);
    expect(chat.screen).toContain('Before you go: Lipetsk Oblast → Moscow Oblast');
    expect(chat.screen).toContain('To Moscow or Moscow Oblast');
    expect(chat.subscriber).toEqual(before);
    expect(JSON.stringify(chat.state)).not.toContain('RU-');
  });

  it('can be read without saying anything: then it leaves nothing out', async () => {
    const chat = await someone(null);
    await chat.commands('moving');
    await chat.taps('Skip');
    await chat.taps('Skip');
    expect(chat.screen.split('\n').filter((line) => line.startsWith('•'))).toHaveLength(CHECKLIST.length);
  });

  it('is not there where the country has no list', async () => {
    const chat = await someone(patent, []);
    await chat.commands('moving');
    expect(chat.labels.join()).toContain('Openings');
    await chat.presses('v1:c:contact:K7Q2M');
    expect(chat.labels.join()).not.toContain('Before I go');
  });
});

describe('the steps of a way', () => {
  it.each<[string, string | null, string | null, string | null, readonly string[]]>([
    [
      'between linked regions',
      'RU-MOW',
      'RU-MOS',
      'patent',
      ['register', 'payment-date', 'contract-copy', 'union'],
    ],
    [
      'within one region',
      'RU-LIP',
      'RU-LIP',
      'patent',
      ['register', 'payment-date', 'contract-copy', 'union'],
    ],
    ['without a patent', 'RU-TUL', 'RU-LIP', 'open', ['register', 'union']],
    ['away from Moscow', 'RU-MOS', 'RU-LIP', 'open', ['register', 'union', 'amina-leaving']],
    ['to Moscow', 'RU-LIP', 'RU-MOW', 'trp', ['register', 'union', 'amina-entering']],
    ['from nobody knows where', null, 'RU-LIP', 'trp', ['register', 'union', 'amina-leaving']],
  ])('%s are those that it needs', (_, from, to, basis, ids) => {
    expect(stepsFor({ from, to, basis }, CHECKLIST).map(({ id }) => id)).toEqual(ids);
  });
});

it.each(LOCALES)('has words for every step in %s', (locale) => {
  const keys = entriesOfNamespace(locale, 'moving').map(({ key }) => key);
  expect(CHECKLIST.filter(({ id }) => !keys.includes(id))).toEqual([]);
});
