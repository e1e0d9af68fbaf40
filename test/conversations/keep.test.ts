import { describe, expect, it } from 'vitest';
import type { Role } from '../../src/domain/coordinator.ts';
import { daysAfter } from '../../src/domain/feed-values.ts';
import type { KeptOpening } from '../../src/domain/keeping.ts';
import type { Opening } from '../../src/domain/opening.ts';
import { anOpening, TODAY } from '../support/builders.ts';
import { type VirtualChat, virtualChat } from '../support/virtual-chat.ts';
import { aCoordinator, anOrganisation, RIGHT_CODE, virtualHouse } from '../support/virtual-desk.ts';

const union = anOrganisation();

/** Somebody of the union, with openings of it, newest first. */
async function keeper(
  role: Role,
  some: readonly Partial<Opening>[],
  own = false,
): Promise<{ readonly chat: VirtualChat; readonly kept: () => Opening | undefined }> {
  const me = aCoordinator({ organisation: union, roles: [role] });
  const house = virtualHouse([me]);
  for (const one of some) {
    const opening = anOpening({ places: 20, placesLeft: 12, expiresOn: daysAfter(TODAY, 3), ...one });
    const kept: KeptOpening = { opening, organisationId: union.id, by: own ? me.id : null, told: 50 };
    house.kept.set(opening.code, kept);
  }
  const chat = await virtualChat({ coordinator: me, house });
  return { chat, kept: () => [...house.kept.values()][0]?.opening };
}

/** From the desk to the screen of the only opening. */
async function opens(chat: VirtualChat): Promise<void> {
  await chat.commands('desk');
  await chat.taps('Our openings');
  await chat.taps('K7Q2M');
}

describe('openings that somebody keeps', () => {
  it('stand ten to a page', async () => {
    const codes = Array.from({ length: 12 }, (_, at) => `K7Q${String.fromCharCode(65 + at)}M`);
    const { chat } = await keeper(
      'moderator',
      codes.map((code) => ({ code })),
    );
    await chat.commands('mine');
    expect(chat.labels).toHaveLength(12);
    await chat.taps('Older');
    expect(chat.labels).toEqual(['#K7QKM', '#K7QLM', '◂ Newer', '🗂 To my desk']);
    await chat.taps('Newer');
    expect(chat.labels[0]).toBe('#K7QAM');
  });

  it('count down by a tap or a typed number, and say how they stand', async () => {
    const { chat, kept } = await keeper('moderator', [{ code: 'K7Q2M' }]);
    await opens(chat);
    await chat.taps('Some came');
    await chat.taps('3');
    expect(kept()?.placesLeft).toBe(9);
    expect(chat.screen).toContain('places left: 9');
    expect(chat.screen).toContain('told: 50 or more');
    await chat.taps('Places left');
    await chat.types('7');
    expect(kept()?.placesLeft).toBe(7);
  });

  it.each([
    ['Filled', null],
    ['Places left', '0'],
    ['Some came', '12'],
  ])('say that nobody shall travel there only when somebody is sure of it: %s', async (way, typed) => {
    const { chat, kept } = await keeper('moderator', [{ code: 'K7Q2M' }], true);
    const says = async () => {
      await chat.taps(way);
      if (typed !== null) await chat.types(typed);
    };
    await opens(chat);
    await says();
    expect(chat.screen).toContain('do not travel');
    expect(chat.screen).toContain('told: 50 or more');
    await chat.taps('Change nothing');
    expect(kept()?.status).toBe('open');
    await says();
    await chat.taps('Yes, it is full');
    expect(kept()?.status).toBe('filled');
    expect(chat.said[0]).toContain('Whoever was told of it hears this');
  });

  it.each([
    ['Close', 'Pay is different'],
    ['Filled', 'Yes, it is full'],
  ])('of somebody else are ended only with a code where many were told: %s', async (way, answer) => {
    const { chat, kept } = await keeper('moderator', [{ code: 'K7Q2M' }]);
    await opens(chat);
    await chat.taps(way);
    if (way === 'Filled') await chat.taps(answer);
    expect(kept()?.status).toBe('open');
    await chat.types(RIGHT_CODE);
    if (way === 'Close') await chat.taps('The pay is different');
    expect(kept()?.status).not.toBe('open');
  });

  it.each([
    [0, 'no number is shown', null],
    [7, 'it stays at 7', 7],
  ])(
    'with %i places left say what is shown when they open again without a number',
    async (left, words, after) => {
      const closed = { status: 'closed', closeReason: 'withdrawn', placesLeft: left } as const;
      const { chat, kept } = await keeper('moderator', [{ code: 'K7Q2M', ...closed }]);
      await opens(chat);
      await chat.taps('Open again');
      await chat.types(RIGHT_CODE);
      expect(chat.screen).toContain(words);
      await chat.taps('Skip');
      expect(kept()?.placesLeft).toBe(after);
    },
  );

  it('say in the language of whoever keeps them why a change is refused', async () => {
    const { chat, kept } = await keeper('moderator', [{ code: 'K7Q2M' }]);
    await opens(chat);
    await chat.taps('Places left');
    await chat.types('21');
    expect(chat.said[0]).toContain('There are fewer places than that');
    expect(kept()?.placesLeft).toBe(12);
  });

  it('are extended no further than the work goes', async () => {
    const last = daysAfter(TODAY, 12);
    const { chat, kept } = await keeper('moderator', [{ code: 'K7Q2M', endsOn: last }]);
    await opens(chat);
    await chat.taps('Show longer');
    expect(chat.labels).toEqual(['📅 21 June', '📅 25 June', '📅 27 June', 'Change nothing', '⬅️ Back']);
    await chat.taps('27 June');
    expect(kept()).toMatchObject({ validUntil: last, expiresOn: last });
  });

  it.each([
    ['25.06', '2026-06-25'],
    ['27 июня', '2026-06-27'],
    ['28.06', 'The work itself ends before that day'],
    ['14.06', 'That day is over. Type a later one'],
    ['25.06.2062', 'We did not understand that'],
    ['long', 'We did not understand that'],
  ])('are extended until a day that is typed, where it can be: %s', async (typed, expected) => {
    const last = daysAfter(TODAY, 12);
    const { chat, kept } = await keeper('moderator', [{ code: 'K7Q2M', endsOn: last }]);
    const before = kept()?.expiresOn;
    await opens(chat);
    await chat.taps('Show longer');
    await chat.types(typed);
    const until = /^\d/.test(expected) ? expected : null;
    expect(kept()?.expiresOn).toBe(until ?? before);
    if (until !== null) return;
    expect(chat.screen).toContain(expected);
    await chat.types('26.06');
    expect(kept()?.expiresOn).toBe('2026-06-26');
  });

  it('are extended with their last day, where they are shown until then', async () => {
    const last = daysAfter(TODAY, 3);
    const { chat, kept } = await keeper('moderator', [{ code: 'K7Q2M', endsOn: last, expiresOn: last }]);
    await opens(chat);
    await chat.taps('Show longer');
    expect(chat.screen).toContain('hears that it goes on longer');
    await chat.taps('25 June');
    expect(kept()).toMatchObject({ endsOn: '2026-06-25', expiresOn: '2026-06-25' });
    expect(chat.said[0]).toContain('Whoever was told of it hears this');
  });

  it('are extended in two taps where their poster was asked, and only while it makes sense', async () => {
    const { chat, kept } = await keeper('poster', [{ code: 'K7Q2M' }], true);
    await chat.presses('v1:c:keep:K7Q2M~extend');
    await chat.taps('25 June');
    expect(kept()?.expiresOn).toBe('2026-06-25');
    await chat.presses('v1:c:keep:K7Q2M~close');
    await chat.taps('The pay is different');
    expect(kept()?.status).toBe('closed');
    await chat.presses('v1:c:keep:K7Q2M~extend');
    expect(chat.asks).toBe('what');
  });

  it('send their sheet and their card, and change nothing by it', async () => {
    const { chat, kept } = await keeper('poster', [{ code: 'K7Q2M' }]);
    const before = kept();
    await opens(chat);
    await chat.taps('Sheet');
    expect(chat.messages[0]?.picture?.alt).toContain('K7Q2M');
    await chat.taps('As people see it');
    expect(chat.said[0]).toContain(before?.title);
    expect(kept()).toBe(before);
  });

  it.each([
    ['of another', false, ['As people see it', 'Sheet to print', 'To the list']],
    [
      'of their own',
      true,
      ['Places left', 'Some came', 'Filled', 'Show longer', 'Close', 'As people see it'],
    ],
  ])('offer a poster what they may do with one %s', async (_, own, ways) => {
    const { chat } = await keeper('poster', [{ code: 'K7Q2M' }], own);
    await opens(chat);
    expect(chat.labels.map((label) => label.replace(/^\S+ /, '')).slice(0, ways.length)).toEqual(ways);
  });

  it('are not closed twice by a button that was recorded', async () => {
    const { chat, kept } = await keeper('moderator', [{ code: 'K7Q2M' }], true);
    await opens(chat);
    const old = chat.data.find((data) => data.endsWith('=filled')) ?? '';
    await chat.presses(old);
    await chat.taps('Yes, it is full');
    await chat.taps('To the list');
    await chat.presses(old);
    expect(kept()?.revision).toBe(1);
    expect(chat.house.audit).toHaveLength(1);
  });
});

describe('reports that wait', () => {
  it('are decided by a tap, once a code was given, and are gone from the list', async () => {
    const { chat } = await keeper('moderator', [{ code: 'K7Q2M' }]);
    const days = { first: TODAY, last: TODAY };
    const one = { code: 'K7Q2M', title: 'Berries', status: 'open', reasons: { fee: 2 }, ...days } as const;
    chat.house.reported.set(one.code, one);
    await chat.commands('desk');
    await chat.taps('Reports');
    expect(chat.screen).toContain('2 × 💸 They ask for money');
    await chat.taps('K7Q2M');
    await chat.taps('Wrong');
    await chat.types(RIGHT_CODE);
    expect(chat.said[0]).toContain('#K7Q2M goes on');
    expect(chat.screen).toContain('No reports wait');
    expect(chat.house.audit).toMatchObject([{ action: 'report.decide', subject: 'K7Q2M' }]);
  });
});

describe('a season that a coordinator knows of', () => {
  it('is moved after a code, in regions of the organisation alone', async () => {
    const { chat } = await keeper('poster', [], false);
    chat.house.organisations.set(union.id, union);
    await chat.commands('season');
    await chat.types('Lipetsk');
    await chat.taps('Lipetsk');
    await chat.taps('1');
    await chat.taps('Later: 7');
    await chat.types(RIGHT_CODE);
    expect(chat.said[0]).toContain('Later: 7 d. Written down');
    expect(chat.house.audit).toMatchObject([{ action: 'season.shift', detail: { days: 7, over: false } }]);
  });
});
