import { describe, expect, it } from 'vitest';
import { anOpening } from '../support/builders.ts';
import { virtualChat } from '../support/virtual-chat.ts';

const berries = anOpening({
  code: 'K7Q2M',
  kind: 'harvest',
  work: 'berries',
  crop: 'strawberry',
  region: 'RU-LIP',
});

/** Language, yes, everything, one work, done, district, region, done. */
async function optIn(openings = [berries]) {
  const chat = await virtualChat({ openings });
  await chat.commands('start');
  for (const label of [
    'English',
    'Yes, I agree',
    'Everything',
    'Berries',
    'Done',
    'Centre',
    'Lipetsk',
    'Done',
  ])
    await chat.taps(label);
  return chat;
}

describe('beginning', () => {
  it('leads to the first matching opening with eight taps and nothing typed', async () => {
    const chat = await optIn();
    expect(chat.taken).toBe(8);
    expect(chat.screen).toContain('#K7Q2M');
    expect(chat.subscriber?.preferences).toMatchObject({
      kinds: 'any',
      works: ['berries'],
      regions: ['RU-LIP'],
    });
  });

  it('greets in every language, the language of the phone first', async () => {
    const chat = await virtualChat({ locale: 'tg' });
    await chat.commands('start');
    expect(chat.labels[0]).toBe('Тоҷикӣ');
    expect(chat.labels).toHaveLength(6);
    expect(chat.screen).toContain('Здравствуйте');
    expect(chat.screen).toContain('Assalomu alaykum');
  });

  it('keeps nothing of somebody who says no', async () => {
    const chat = await virtualChat();
    await chat.commands('start');
    await chat.taps('English');
    await chat.taps('No');
    expect(chat.subscriber).toBeNull();
    expect(chat.state).toBeNull();
  });

  it('shows its step and offers the way back to every answer after the yes', async () => {
    const chat = await virtualChat();
    await chat.commands('start');
    expect(chat.screen).toContain('Step 1 of 5');
    await chat.taps('English');
    await chat.taps('Yes');
    expect(chat.screen).toContain('Step 3 of 5');
    expect(chat.labels.join()).not.toContain('Back');
    await chat.taps('Everything');
    await chat.taps('Back');
    expect(chat.screen).toContain('Step 3 of 5');
    await chat.taps('Harvest');
    await chat.taps('Done');
    expect(chat.subscriber?.preferences.kinds).toEqual(['harvest']);
  });

  it('does not ask which work of somebody who only wants help', async () => {
    const chat = await virtualChat();
    await chat.commands('start');
    for (const label of ['English', 'Yes', 'Help', 'Done']) await chat.taps(label);
    expect(chat.screen).toContain('Where would you go');
  });

  it('goes on at the first open question when everything but the answers is lost', async () => {
    const chat = await virtualChat();
    await chat.commands('start');
    for (const label of ['English', 'Yes', 'Everything']) await chat.taps(label);
    chat.expires();
    await chat.commands('start');
    expect(chat.screen).toContain('Which work can you do');
  });

  it('takes the tap of a screen whose dialogue expired, when its question is the open one', async () => {
    const chat = await virtualChat();
    await chat.commands('start');
    for (const label of ['English', 'Yes', 'Everything']) await chat.taps(label);
    chat.expires();
    await chat.taps('Berries');
    expect(chat.screen).toContain('Chosen: 🍓 Berries');
  });

  it('finds a place by typing it in any script', async () => {
    for (const typed of ['Lipetsk', 'Липецк', 'lipesk']) {
      const chat = await virtualChat({ openings: [berries] });
      await chat.commands('start');
      for (const label of ['English', 'Yes', 'Everything', 'Berries', 'Done']) await chat.taps(label);
      await chat.types(typed);
      await chat.taps('Lipetsk');
      await chat.taps('Done');
      expect(chat.screen).toContain('#K7Q2M');
    }
  });

  it('shows the opening of a link after the questions', async () => {
    const chat = await virtualChat({ openings: [berries] });
    await chat.commands('start', 'v_K7Q2M');
    for (const label of ['English', 'Yes', 'Help', 'Done', 'Anywhere']) await chat.taps(label);
    expect(chat.screen).toContain('#K7Q2M');
  });
});

describe('an answer', () => {
  it('is the same pressed once or twice', async () => {
    const chat = await virtualChat();
    await chat.commands('start');
    for (const label of ['English', 'Yes', 'Everything']) await chat.taps(label);
    await chat.presses('v1:q:start:works:+berries');
    await chat.presses('v1:q:start:works:+berries');
    expect(chat.screen).toContain('Chosen: 🍓 Berries');
  });

  it('loses none of two fast taps', async () => {
    const chat = await virtualChat();
    await chat.commands('start');
    for (const label of ['English', 'Yes', 'Everything']) await chat.taps(label);
    await chat.presses('v1:q:start:works:+berries');
    await chat.presses('v1:q:start:works:+fruit');
    await chat.taps('Done');
    expect(chat.subscriber?.preferences.works).toEqual(['berries', 'fruit']);
  });

  it.each([
    [
      'an old button',
      (chat: Awaited<ReturnType<typeof virtualChat>>) => chat.presses('v1:q:start:kinds:!any'),
    ],
    ['a button that is not ours', (chat: Awaited<ReturnType<typeof virtualChat>>) => chat.presses('buy now')],
    ['a photo', (chat: Awaited<ReturnType<typeof virtualChat>>) => chat.sendsAPhoto()],
    ['4,000 letters', (chat: Awaited<ReturnType<typeof virtualChat>>) => chat.types('ы'.repeat(4000))],
  ])('waits in place after %s, and nothing of it is kept', async (_, disturb) => {
    const chat = await virtualChat();
    await chat.commands('start');
    for (const label of ['English', 'Yes', 'Everything']) await chat.taps(label);
    await disturb(chat);
    expect(chat.screen).toContain('Which work can you do');
    expect(JSON.stringify(chat.state)).not.toMatch(/ыы|buy/u);
  });

  it('can be a typed number of an option', async () => {
    const chat = await virtualChat();
    await chat.commands('start');
    for (const label of ['English', 'Yes', 'Everything']) await chat.taps(label);
    await chat.types('1 3');
    await chat.taps('Done');
    expect(chat.subscriber?.preferences.works).toEqual(['berries', 'vegetables']);
  });
});

describe('in the middle of a question', () => {
  const inTheMiddle = async () => {
    const chat = await virtualChat({ openings: [berries] });
    await chat.commands('start');
    for (const label of ['English', 'Yes', 'Everything']) await chat.taps(label);
    return chat;
  };

  it('the language can be changed and the question comes again in the new one', async () => {
    const chat = await inTheMiddle();
    await chat.taps('Berries');
    await chat.commands('language');
    await chat.taps('Русский');
    expect(chat.subscriber?.locale).toBe('ru');
    await chat.presses('v1:q:start:works:!done');
    expect(chat.subscriber?.preferences.works).toEqual(['berries']);
  });

  it.each(['privacy', 'help', 'mydata'])('/%s is answered and the question comes again', async (name) => {
    const chat = await inTheMiddle();
    await chat.commands(name);
    expect(chat.said.length).toBeGreaterThan(1);
    expect(chat.screen).toContain('Which work can you do');
  });

  it('/forget erases in two taps, with a receipt, and leaves nothing', async () => {
    const chat = await inTheMiddle();
    await chat.commands('forget');
    await chat.taps('Yes, erase everything');
    expect(chat.screen).toContain('Erased.');
    expect(chat.subscriber).toBeNull();
    expect(chat.state).toBeNull();
  });

  it('/stop opts out and keeps the answers', async () => {
    const chat = await inTheMiddle();
    await chat.commands('stop');
    expect(chat.subscriber).toMatchObject({ standing: 'stopped', preferences: { kinds: 'any' } });
  });
});

describe('looking at openings', () => {
  const others = ['A2222', 'B3333'].map((code) => anOpening({ code, work: 'berries', region: 'RU-LIP' }));

  it('goes to the next and back in the same place', async () => {
    const chat = await optIn([berries, ...others]);
    const first = chat.screen;
    expect(first).toContain('1 of 3');
    await chat.taps('Next');
    expect(chat.screen).toContain('2 of 3');
    await chat.taps('Before');
    expect(chat.screen).toBe(first);
  });

  it('does not show again what was put aside', async () => {
    const chat = await optIn();
    await chat.taps('Not for me');
    await chat.commands('openings');
    expect(chat.screen).toContain('Nothing fits you today');
  });

  it('says how to reach the employer and to be careful', async () => {
    const chat = await optIn();
    await chat.taps('Contact');
    expect(chat.screen).toContain('Never pay for work');
    expect(chat.labels).toEqual(['🔗 Open the page']);
  });

  it('takes a report with two taps', async () => {
    const chat = await optIn();
    await chat.taps('Report');
    await chat.taps('They ask for money');
    expect(chat.reports).toEqual(['fee']);
    expect(chat.screen).toContain('Thank you');
  });

  it('shows an opening by its typed code, and warns when it is closed', async () => {
    const gone = anOpening({ code: 'Z9Z9Z', status: 'filled' });
    const chat = await optIn([berries, gone]);
    await chat.types('#k7q2m');
    expect(chat.screen).toContain('#K7Q2M');
    await chat.types('Z9Z9Z');
    expect(chat.screen).toContain('Do not travel');
  });

  it('can be made to fit better, each question skippable', async () => {
    const chat = await optIn();
    await chat.taps('Fit better');
    await chat.taps('Only with housing');
    await chat.types('50 000');
    await chat.taps('Skip');
    await chat.taps('3 people');
    await chat.taps('Once a day');
    expect(chat.subscriber?.preferences).toMatchObject({
      housingNeeded: true,
      payFloor: 50_000,
      freeFrom: null,
      crew: 3,
      cadence: 'daily',
    });
    expect(chat.screen).toContain('Nothing fits you today');
  });
});

describe('changing wishes', () => {
  it('shows all of them on one screen and comes back to it', async () => {
    const chat = await optIn();
    await chat.commands('preferences');
    expect(chat.screen).toContain('Work: 🍓 Berries');
    await chat.taps('Silent hours');
    await chat.taps('23:00');
    expect(chat.subscriber?.preferences.quietHours).toEqual({ from: 23, to: 8 });
    expect(chat.screen).toContain('What you are looking for');
  });

  it('pauses for a week and ends the pause', async () => {
    const chat = await optIn();
    await chat.commands('pause');
    await chat.taps('A week');
    expect(chat.subscriber?.pausedUntil).toBe('2026-06-21');
    await chat.commands('pause');
    await chat.taps('No pause');
    expect(chat.subscriber?.pausedUntil).toBeNull();
  });
});
