import { describe, expect, it } from 'vitest';
import { WORKS } from '../../src/domain/opening.ts';
import { aSubscriber } from '../support/builders.ts';
import { ru } from '../support/countries.ts';
import { optIn } from '../support/opt-in.ts';
import { screenFaults } from '../support/screen-faults.ts';
import { virtualChat } from '../support/virtual-chat.ts';

describe('changing wishes', () => {
  it('shows all of them on one screen and comes back to it', async () => {
    const chat = await optIn();
    await chat.commands('preferences');
    expect(chat.screen).toContain('Work: 🍓 Berries');
    await chat.taps('Silent hours');
    await chat.taps('23:00');
    await chat.taps('No, in the morning');
    expect(chat.subscriber?.preferences.quietHours).toEqual({ from: 23, to: 8 });
    expect(chat.screen).toContain('What you are looking for');
  });

  it('asks whether urgent work may ring in silent hours, where they are chosen and there are any', async () => {
    const chat = await optIn();
    await chat.commands('preferences');
    await chat.taps('Silent hours');
    await chat.taps('21:00');
    expect(chat.screen).toContain('Wake you for urgent work? For those who can leave at once');
    expect(chat.subscriber?.preferences).toMatchObject({ quietHours: { from: 21, to: 6 }, wakeUrgent: null });
    await chat.taps('Yes, wake me');
    expect(chat.subscriber?.preferences.wakeUrgent).toBe(true);
    expect(chat.screen).toContain('Urgent work in silent hours: 🔔 Yes, wake me');
    await chat.taps('Silent hours');
    await chat.taps('Skip');
    await chat.taps('No, in the morning');
    expect(chat.subscriber?.preferences).toMatchObject({
      quietHours: { from: 21, to: 6 },
      wakeUrgent: false,
    });
    await chat.taps('Silent hours');
    await chat.taps('Never be silent');
    expect(chat.screen).toContain('What you are looking for');
    expect(chat.screen).not.toContain('Urgent work');
    await chat.commands('mydata');
    expect(chat.said.join('\n')).toContain('"wakeUrgent":false');
  });

  it('says at once how many openings fit now', async () => {
    const chat = await optIn();
    await chat.commands('preferences');
    expect(chat.screen).toContain('1 opening fits you now');
    await chat.taps('Work');
    await chat.presses('v1:q:preferences:works:-berries');
    await chat.taps('Driving');
    await chat.taps('Done');
    expect(chat.screen).toContain('Nothing fits you today');
  });

  it.each(
    ['Skip', 'Back'].flatMap((way) =>
      ['kinds:+support', 'works:+care', 'regions:+RU-MOW'].map((tick) => [way, tick]),
    ),
  )('%s leaves a wish as it was after %s', async (way, tick) => {
    const wished = { kinds: ['harvest'], works: ['fruit'], regions: ['RU-LIP'] } as const;
    const chat = await virtualChat({ subscriber: aSubscriber({ locale: 'en', preferences: wished }) });
    const before = chat.subscriber?.preferences;
    await chat.commands('preferences');
    await chat.presses(`v1:q:preferences:which:=${tick?.split(':')[0]}`);
    await chat.presses(`v1:q:preferences:${tick}`);
    await chat.taps(way ?? '');
    expect(chat.subscriber?.preferences).toEqual(before);
    expect(chat.screen).toContain('What you are looking for');
  });

  it('stays readable with everything ticked, and shows all of it in what we keep', async () => {
    const regions = ru.regions.map(({ code }) => code);
    const subscriber = aSubscriber({ locale: 'en', preferences: { works: [...WORKS], regions } });
    const chat = await virtualChat({ subscriber });
    await chat.commands('preferences');
    expect(chat.screen.length).toBeLessThan(1_500);
    expect(chat.screen).toContain('and 68 more');
    await chat.commands('mydata');
    expect(chat.said.join()).toContain('Zabaykalsky Krai');
    expect(chat.said.join()).toContain('"RU-ZAB"');
  });
});

describe('what we keep', () => {
  it('is shown whole, however much was put aside', async () => {
    const hidden = Array.from(
      { length: 100 },
      (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    );
    const chat = await virtualChat({
      subscriber: aSubscriber({ locale: 'en', hidden, standing: 'stopped' }),
    });
    await chat.commands('mydata');
    expect(chat.messages.flatMap((message) => screenFaults(message))).toEqual([]);
    const json = chat.said
      .slice(1)
      .join('')
      .replace(/^[^{]*/u, '');
    expect(JSON.parse(json)).toMatchObject({ hidden, standing: 'stopped', locale: 'en' });
    expect(chat.said[0]).toContain('You get no messages from us now');
  });
});
