import { describe, expect, it } from 'vitest';
import { anOpening, aSubscriber, TODAY } from '../support/builders.ts';
import { optIn } from '../support/opt-in.ts';
import { virtualChat } from '../support/virtual-chat.ts';

describe('coming back after blocking', () => {
  it('asks for consent afresh and begins with nothing answered', async () => {
    const subscriber = aSubscriber({ standing: 'blocked', locale: 'en', preferences: { kinds: 'any' } });
    const chat = await virtualChat({ subscriber });
    await chat.commands('start');
    for (const label of ['English', 'Yes, I agree']) await chat.taps(label);
    expect(chat.subscriber).toMatchObject({ standing: 'active', preferences: { kinds: null } });
  });
});

describe('somebody who was silent and says yes, go on', () => {
  it.each([
    ['below openings, sees no others', 'v1:c:still:', false],
    ['to a knock, sees what there is', 'v1:c:still:openings', true],
  ])('%s', async (_, pressed, shown) => {
    const chat = await optIn();
    await chat.presses(pressed);
    const said = chat.said.join('\n');
    expect(said).toContain('We go on writing');
    expect(said.includes('#K7Q2M')).toBe(shown);
  });
});

describe('a pause', () => {
  it('pauses for a week and ends the pause', async () => {
    const chat = await optIn();
    await chat.commands('pause');
    await chat.taps('A week');
    expect(chat.subscriber?.pausedUntil).toBe('2026-06-21');
    await chat.commands('pause');
    await chat.taps('No pause');
    expect(chat.subscriber?.pausedUntil).toBeNull();
  });

  it.each([
    ['Today', TODAY],
    ['A week', '2026-06-21'],
    ['until 15 July', '2026-07-15'],
  ])('%s lasts until %s, and the menu says so', async (label, until) => {
    const chat = await optIn();
    await chat.commands('pause');
    await chat.taps(label);
    expect(chat.subscriber?.pausedUntil).toBe(until);
    await chat.commands('start');
    expect(chat.screen).toContain('Quiet until');
    await chat.taps('Start again');
    expect(chat.subscriber?.pausedUntil).toBeNull();
    expect(chat.screen).toContain('#K7Q2M');
  });

  it('in the middle of a question leads back to it', async () => {
    const chat = await virtualChat({ subscriber: aSubscriber({ locale: 'en' }) });
    await chat.commands('start');
    await chat.commands('pause');
    await chat.taps('A week');
    expect(chat.screen).toContain('What are you looking for');
  });

  it('is no way back from /stop', async () => {
    const chat = await optIn();
    await chat.commands('stop');
    await chat.commands('pause');
    expect(chat.subscriber?.standing).toBe('stopped');
    expect(chat.screen).toContain('You get no messages from us now');
  });
});

describe('/stop', () => {
  it.each(['start', 'menu'])(
    'can be taken back with one tap after /%s, and what fits is shown',
    async (name) => {
      const chat = await optIn();
      await chat.commands('stop');
      await chat.commands(name);
      expect(chat.screen).toContain('You get no messages from us now');
      await chat.taps('Start again');
      expect(chat.subscriber).toMatchObject({ standing: 'active', preferences: { works: ['berries'] } });
      expect(chat.screen).toContain('#K7Q2M');
    },
  );

  it('leaves the question that was open', async () => {
    const chat = await virtualChat({ subscriber: aSubscriber({ locale: 'en' }) });
    await chat.commands('start');
    await chat.commands('stop');
    expect(chat.state?.stack ?? []).toEqual([]);
  });

  it('still lets openings be looked at', async () => {
    const chat = await optIn();
    await chat.commands('stop');
    await chat.commands('openings');
    expect(chat.screen).toContain('#K7Q2M');
  });
});

describe('/cancel', () => {
  it('leaves the open question and keeps the answers', async () => {
    const chat = await virtualChat({ subscriber: aSubscriber({ locale: 'en' }), openings: [anOpening()] });
    await chat.commands('start');
    await chat.taps('Everything');
    await chat.commands('cancel');
    expect(chat.state?.stack ?? []).toEqual([]);
    expect(chat.subscriber?.preferences.kinds).toBe('any');
    expect(chat.screen).toContain('A few questions are still open');
    await chat.taps('Openings');
    expect(chat.screen).toContain('Which work can you do');
  });

  it('keeps nothing of somebody who has not agreed', async () => {
    const chat = await virtualChat();
    await chat.commands('start');
    await chat.commands('cancel');
    expect(chat.state?.stack ?? []).toEqual([]);
    expect(chat.screen).toContain('We kept nothing');
  });
});

describe('/forget', () => {
  it('that was not meant leads back to the open question', async () => {
    const chat = await virtualChat({ subscriber: aSubscriber({ locale: 'en' }) });
    await chat.commands('start');
    await chat.commands('forget');
    await chat.taps('No, keep it');
    expect(chat.said[0]).toContain('Nothing was erased');
    expect(chat.screen).toContain('What are you looking for');
  });
});
