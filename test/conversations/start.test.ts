import { describe, expect, it } from 'vitest';
import { berries, optIn } from '../support/opt-in.ts';
import { virtualChat } from '../support/virtual-chat.ts';

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

  it('takes the same eight taps in Tajik', async () => {
    const chat = await virtualChat({ locale: 'tg', openings: [berries] });
    await chat.commands('start');
    for (const label of ['Тоҷикӣ', 'Ҳа', 'Ҳамааш', 'Буттамева', 'Тайёр', 'Марказ', 'Липетск', 'Тайёр'])
      await chat.taps(label);
    expect(chat.taken).toBe(8);
    expect(chat.screen).toContain('🍓 Буттамева');
    expect(chat.subscriber?.locale).toBe('tg');
  });

  it('speaks the language of the link first', async () => {
    const chat = await virtualChat({ locale: 'ru' });
    await chat.commands('start', 'l_uz');
    expect(chat.labels[0]).toBe('Oʻzbekcha');
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

it('/start in the middle goes on there, with what is ticked', async () => {
  const chat = await virtualChat();
  await chat.commands('start');
  for (const label of ['English', 'Yes', 'Everything', 'Berries']) await chat.taps(label);
  await chat.commands('language');
  await chat.commands('start');
  expect(chat.screen).toContain('Chosen: 🍓 Berries');
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
