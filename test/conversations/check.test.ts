import { describe, expect, it } from 'vitest';
import type { Opening } from '../../src/domain/opening.ts';
import { anOpening, aSubscriber, preferences } from '../support/builders.ts';
import { berries, optIn } from '../support/opt-in.ts';
import { type VirtualChat, virtualChat } from '../support/virtual-chat.ts';

const known = (
  openings: readonly Opening[],
  reportedByOthers: readonly string[] = [],
): Promise<VirtualChat> =>
  virtualChat({
    openings,
    reportedByOthers,
    subscriber: aSubscriber({
      locale: 'en',
      preferences: preferences({ kinds: 'any', works: 'any', regions: 'any' }),
    }),
  });
const stranger = (openings: readonly Opening[] = [berries]): Promise<VirtualChat> =>
  virtualChat({ openings, locale: 'en' });
const vouched = anOpening({ code: 'C3C3C', vouchedBy: 'Union of Gardens', pledge: ['no-fee', 'papers'] });

describe('a code', () => {
  it.each([
    ['somebody who opted in', known],
    ['a stranger', stranger],
  ])('tells %s what its opening is', async (_, someone) => {
    const chat = await someone([{ ...berries, place: 'Елец', employer: 'Сад' }]);
    await chat.types('#k7q2m');
    for (const words of [
      '#K7Q2M is ours',
      'Still open',
      'Berries: strawberries',
      'Lipetsk Oblast, Елец',
      'Сад',
      'Posted 5 days ago',
      'Never pay for work',
      'Compare this',
    ])
      expect(chat.screen).toContain(words);
  });

  it.each<[what: string, differing: Partial<Opening>, says: string]>([
    ['is full', { placesLeft: 0 }, 'No places are left'],
    ['was filled', { status: 'filled', closeReason: 'filled' }, 'No places are left'],
    ['is over', { status: 'closed', closeReason: 'expired' }, 'its last day is over'],
    ['is over since this morning', { expiresOn: '2026-06-14' }, 'its last day is over'],
    ['is too old', { status: 'closed', closeReason: 'too-old' }, 'nobody has said'],
    ['is gone', { status: 'closed', closeReason: 'source-gone' }, 'gone from where we found it'],
    ['was taken back', { status: 'closed', closeReason: 'withdrawn' }, 'took it back'],
    ['moved', { status: 'closed', closeReason: 'moved' }, 'the place has changed'],
    ['pays otherwise', { status: 'closed', closeReason: 'pay-changed' }, 'the pay has changed'],
    [
      'was reported and full',
      { status: 'closed', closeReason: 'reports', placesLeft: 0 },
      'people reported it',
    ],
    ['is closed', { status: 'closed' }, 'Closed.'],
    ['rests', { status: 'paused' }, 'On hold: we are finding out'],
    ['rests after reports', { status: 'paused', closeReason: 'reports' }, 'On hold: people reported it'],
  ])('of an opening that %s says so, and warns of the way', async (_, differing, says) => {
    const chat = await known([{ ...berries, ...differing }]);
    await chat.types('K7Q2M');
    expect(chat.screen).toContain(says);
    expect(chat.screen).toContain('Do not travel there');
    expect(chat.screen).not.toMatch(/Still open|Compare/);
    expect(chat.labels.join()).not.toContain('See');
  });

  it('says who vouches, what they promised and what not', async () => {
    const chat = await stranger([vouched]);
    await chat.types('#C3C3C');
    expect(chat.screen).toContain('Vouched for by Union of Gardens');
    expect(chat.screen).toContain('Promised: 💸✓ 🛂✓ 📄– 🔒– ⚖️–');
    expect(chat.screen).toContain('Not promised: clear terms, your data kept private, a way to complain');
    await chat.taps('What is promised?');
    expect(chat.screen).toContain('Your passport and papers stay with you');
  });

  it('says of help that it is free', async () => {
    const chat = await stranger([anOpening({ code: 'G6G6G', kind: 'support', work: null, aid: 'food' })]);
    await chat.types('#G6G6G');
    expect(chat.screen).toContain('Help is free');
    expect(chat.screen).not.toContain('Never pay for work');
  });

  it('speaks of reports once there are several', async () => {
    const chat = await known([berries, vouched], ['K7Q2M']);
    await chat.types('#K7Q2M #C3C3C');
    expect(chat.screen).toContain('open, but people reported it');
    await chat.types('#K7Q2M');
    expect(chat.screen).toContain('More than one person reported it');
    await chat.types('#C3C3C');
    expect(chat.screen).not.toContain('reported');
  });

  it.each([
    ['K7Q2P', 'is not ours', 'pay nothing'],
    ['#k7q2b', 'There is a slip in #K7Q2B', 'Look at the code again'],
  ])('that nobody knows (%s) is told apart: %s', async (typed, what, hint) => {
    const chat = await stranger();
    await chat.types(typed);
    expect(chat.screen).toContain(what);
    expect(chat.screen).toContain(hint);
    expect(chat.labels).toEqual([]);
  });

  it('given out before there was a check is known all the same', async () => {
    const chat = await stranger([anOpening({ code: 'B2B2B' })]);
    await chat.types('B2B2B');
    expect(chat.screen).toContain('#B2B2B is ours');
  });
});

it('is asked for where somebody wants a contact and does not say of what', async () => {
  const chat = await known([berries]);
  await chat.commands('contact');
  expect(chat.screen).toContain('Send us a code');
  expect(chat.screen).not.toContain('Do not travel');
});

describe('what leads on', () => {
  it('takes a subscriber to the opening, and to a report', async () => {
    const chat = await known([berries]);
    await chat.types('#K7Q2M');
    await chat.taps('See');
    expect(chat.screen).toContain('Housing not stated');
    await chat.types('#K7Q2M');
    await chat.taps('Report');
    await chat.taps('No way to complain');
    expect(chat.reported).toEqual([{ code: 'K7Q2M', reason: 'remedy' }]);
  });

  it('takes a stranger to the opening after the questions, and to no report', async () => {
    const chat = await stranger();
    await chat.types('#K7Q2M');
    expect(chat.labels).toEqual(['🔎 See the opening']);
    for (const label of ['See', 'English', 'Yes', 'Skip', 'Skip', 'Skip']) await chat.taps(label);
    expect(chat.screen).toContain('#K7Q2M');
    expect(chat.screen).toContain('Housing not stated');
  });

  it.each([
    ['ru', 'Ещё открыто'],
    ['ky', 'Дагы эле ачык'],
    ['xx', 'Hali ochiq'],
  ])('speaks the language of the app (%s) to a stranger, of whom nothing is kept', async (locale, words) => {
    const chat = await virtualChat({ locale, openings: [berries] });
    await chat.types('#K7Q2M');
    expect(chat.screen).toContain(words);
    expect(chat.state).toBeNull();
    expect(chat.subscriber).toBeNull();
  });

  it('goes on with the question that was open', async () => {
    const chat = await known([berries]);
    await chat.commands('pause');
    const asked = chat.screen;
    await chat.types('#K7Q2M');
    expect(chat.said.join()).toContain('#K7Q2M is ours');
    expect(chat.screen).toBe(asked);
  });

  it('that was made up is none of ours, also without its mark', async () => {
    const chat = await known([berries]);
    for (const typed of ['A7Q2M', 'к0р1х']) {
      await chat.types(typed);
      expect(chat.said.join()).toContain('it is not ours');
    }
    await chat.types('hello');
    expect(chat.said.join()).not.toContain('not ours');
  });

  it('is not taken for an answer, whatever is asked', async () => {
    const chat = await known([berries]);
    await chat.commands('move');
    await chat.presses('v1:q:move:which:=have');
    await chat.types('#23456');
    expect(chat.said.join()).toContain('#23456');
  });
});

describe('a message that somebody forwards', () => {
  it.each([
    ['a card', '🍓 Berries: strawberries · #K7Q2M\nКомплектовщик\n📍 Lipetsk Oblast'],
    ['a line copied for an SMS', '🍓 Berries. 📍 Lipetsk Oblast. 💰 Pay not stated. #K7Q2M'],
    ['a question', 'Is this real?? #K7Q2M'],
    ['a long text', `${'x '.repeat(2_000)}#K7Q2M`],
  ])('as %s is told what it is', async (_, text) => {
    const chat = await stranger();
    await chat.types(text);
    expect(chat.screen).toContain('#K7Q2M is ours');
  });

  it('keeps nothing of what it says', async () => {
    const chat = await optIn();
    await chat.commands('pause');
    await chat.types('Zebrafish 7781 #K7Q2M');
    expect(JSON.stringify(chat.state)).not.toContain('Zebrafish');
  });

  it('with several codes is told of each in a line, and leads to each of ours', async () => {
    const gone = anOpening({ code: 'Z9Z9Z', status: 'filled', work: 'kitchen' });
    const chat = await known([berries, vouched, gone]);
    await chat.types('#K7Q2M, #C3C3C, #Z9Z9Z, #K7Q2P, #K7Q2B, #D4D4D');
    expect(chat.screen.split('\n').slice(0, 5)).toEqual([
      '#K7Q2M · 🍓 Berries · Lipetsk Oblast · open',
      '#C3C3C · 📦 Warehouse · Lipetsk Oblast · open',
      '#Z9Z9Z · 🍳 Kitchen · Lipetsk Oblast · closed, do not travel there',
      '#K7Q2P · not ours, be careful',
      '#K7Q2B · there is a slip in this code',
    ]);
    expect(chat.labels).toHaveLength(3);
    await chat.taps('#C3C3C');
    expect(chat.screen).toContain('Vouched for by Union of Gardens');
  });
});

describe('whoever guesses', () => {
  const wrong = async (chat: VirtualChat, times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) await chat.types('#K7Q2P');
  };

  it('is told to wait after five wrong codes, also of a right one', async () => {
    const chat = await stranger();
    await wrong(chat, 4);
    await chat.types('#K7Q2M');
    expect(chat.screen).toContain('is ours');
    await wrong(chat, 1);
    await chat.types('#K7Q2M');
    expect(chat.screen).toContain('Try again in ten minutes');
  });

  it.each([
    ['a link', (chat: VirtualChat) => chat.commands('start', 'v_K7Q2M')],
    ['a command', (chat: VirtualChat) => chat.commands('contact', 'K7Q2M')],
    ['several at once', (chat: VirtualChat) => chat.types('#K7Q2M #C3C3C')],
  ])('finds no other way in, by %s', async (_, tries) => {
    const chat = await known([{ ...berries, kind: 'support' }]);
    chat.changes({ works: ['kitchen'], kinds: ['vacancy'] });
    await wrong(chat, 5);
    await tries(chat);
    expect(chat.screen).toContain('oo many wrong codes');
    expect(chat.screen).not.toContain('is ours');
  });

  it('is slowed by links, too', async () => {
    const chat = await known([]);
    for (let time = 0; time < 5; time += 1) await chat.commands('start', 'v_K7Q2P');
    expect(chat.screen).toContain('is not ours');
    await chat.commands('start', 'v_K7Q2P');
    expect(chat.screen).toContain('Try again in ten minutes');
  });
});

describe('/check', () => {
  it.each(['K7Q2M', 'k7q2m'])('takes a code: %s', async (code) => {
    const chat = await stranger();
    await chat.commands('check', code);
    expect(chat.screen).toContain('#K7Q2M is ours');
  });

  it('without one says what to send', async () => {
    const chat = await stranger();
    await chat.commands('check');
    expect(chat.screen).toContain('Send us a code');
  });
});
