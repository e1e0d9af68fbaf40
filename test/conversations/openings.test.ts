import { describe, expect, it } from 'vitest';
import { anOpening, aSubscriber } from '../support/builders.ts';
import { berries, optIn } from '../support/opt-in.ts';
import { virtualChat } from '../support/virtual-chat.ts';

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

  it('writes down which openings were shown: cards, one by its code, and by contact', async () => {
    const chat = await optIn([berries, ...others]);
    await chat.taps('Next');
    await chat.types('#B3333');
    await chat.taps('See the opening');
    await chat.taps('Contact');
    expect(chat.shown).toHaveLength(5);
    expect(chat.shown.slice(2)).toEqual(['B3333', 'B3333', 'B3333']);
  });

  it('shows no card of what was filled in that moment', async () => {
    const opening = anOpening({ code: 'K7Q2M' });
    const filled = anOpening({ ...opening, status: 'filled', placesLeft: 0 });
    const everything = { kinds: 'any', works: 'any', regions: 'any' } as const;
    const chat = await virtualChat({
      openings: [opening],
      changes: { K7Q2M: filled },
      subscriber: aSubscriber({ locale: 'en', preferences: everything }),
    });
    for (const data of ['v1:c:openings:', 'v1:c:openings:K7Q2M', 'v1:c:contact:K7Q2M']) {
      await chat.presses(data);
      expect(chat.screen).toContain('Do not travel there');
      expect(chat.screen).not.toContain('#K7Q2M');
    }
  });

  it('says how to reach the employer and to be careful', async () => {
    const chat = await optIn();
    await chat.taps('Contact');
    expect(chat.screen).toContain('Never pay for work');
    expect(chat.labels).toEqual(['🔗 Open the page']);
  });

  it('says that it costs nothing where that was promised', async () => {
    const chat = await optIn([berries, anOpening({ code: 'C3C3C', pledge: ['no-fee', 'terms'] })]);
    await chat.presses('v1:c:contact:C3C3C');
    expect(chat.screen).toContain('Promised: you pay nothing for this work');
    await chat.presses('v1:c:contact:K7Q2M');
    expect(chat.screen).not.toContain('Promised');
  });

  it('says of help that it is free, and nothing of work or travel', async () => {
    const chat = await optIn([anOpening({ code: 'K7Q2M', kind: 'support', work: null, aid: 'food' })]);
    await chat.presses('v1:c:contact:K7Q2M');
    expect(chat.screen).toContain('Help is free. Never pay for it.');
    expect(chat.screen).not.toMatch(/Never pay for work|travel/);
  });

  it('takes a report with two taps', async () => {
    const chat = await optIn();
    await chat.taps('Report');
    await chat.taps('They ask for money');
    expect(chat.reports).toEqual(['fee']);
    expect(chat.screen).toContain('Thank you');
  });

  it('warns of an opening that closed after a button with its code was sent', async () => {
    const chat = await optIn([berries, anOpening({ code: 'Z9Z9Z', status: 'filled' })]);
    await chat.presses('v1:c:openings:Z9Z9Z');
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

  it('skips nothing when one is put aside in the middle', async () => {
    const chat = await optIn([berries, ...others]);
    const order: string[] = [];
    const code = (): string => /#(\w{5})/.exec(chat.screen)?.[1] ?? '';
    order.push(code());
    const next = chat.data.find((each) => each.includes('after~')) ?? '';
    await chat.taps('Not for me');
    await chat.presses(next);
    order.push(code());
    await chat.taps('Next');
    order.push(code());
    expect(order.toSorted()).toEqual(['A2222', 'B3333', 'K7Q2M']);
  });

  it('shows again what was put aside, as soon as they want it back', async () => {
    const chat = await optIn();
    await chat.taps('Not for me');
    await chat.taps('Show it again');
    expect(chat.screen).toContain('#K7Q2M');
    expect(chat.subscriber?.hidden).toEqual([]);
    await chat.commands('openings');
    expect(chat.screen).toContain('1 of 1');
  });

  it('gives no reason for an opening that was only looked up', async () => {
    const other = anOpening({ code: 'C4C4C', work: 'driving', region: 'RU-SA' });
    const chat = await optIn([berries, other]);
    await chat.types('C4C4C');
    await chat.taps('See');
    expect(chat.screen).toContain('#C4C4C');
    expect(chat.screen).not.toContain('You see this because');
  });

  it.each(['k7q2m', '#K7Q2M', ' # k7q2m ', 'К7Q2М'])('reads the code typed as %j', async (typed) => {
    const chat = await optIn();
    await chat.types(typed);
    expect(chat.screen).toContain('#K7Q2M');
  });

  it('shows an opening by its code before all questions are answered, and keeps the question', async () => {
    const chat = await virtualChat({ openings: [berries] });
    await chat.commands('start');
    for (const label of ['English', 'Yes', 'Everything']) await chat.taps(label);
    await chat.types('#K7Q2M');
    expect(chat.said.join()).toContain('#K7Q2M is ours');
    await chat.presses('v1:c:openings:K7Q2M');
    expect(chat.screen).toContain('Housing not stated');
    await chat.presses('v1:q:start:works:+berries');
    expect(chat.screen).toContain('Chosen: 🍓 Berries');
  });

  it('warns of an opening that was closed after its card was sent', async () => {
    const chat = await optIn([berries, anOpening({ code: 'Z9Z9Z', placesLeft: 0 })]);
    await chat.presses('v1:c:contact:Z9Z9Z');
    expect(chat.screen).toContain('Do not travel there');
  });

  it('takes a report of an old screen for the opening it names, after everything else was lost', async () => {
    const chat = await optIn();
    await chat.taps('Report');
    const pressed = chat.data[0] ?? '';
    chat.expires();
    await chat.presses(pressed);
    expect(chat.reported).toEqual([{ code: 'K7Q2M', reason: 'fee' }]);
  });

  it('leads on from a report of nothing', async () => {
    const chat = await optIn();
    await chat.presses('v1:q:report:reason:=fee');
    expect(chat.reports).toEqual([]);
    expect(chat.labels.join()).toContain('Openings');
  });

  it('has nothing left to ask once everything made it fit better', async () => {
    const chat = await optIn();
    await chat.taps('Fit better');
    for (const label of ['Not needed', 'Any pay', 'Now', '1 person', 'At once']) await chat.taps(label);
    expect(chat.screen).toContain('#K7Q2M');
    await chat.taps('Fit better');
    expect(chat.screen).toContain('What you are looking for');
  });
});
