import { describe, expect, it } from 'vitest';
import type { Opening } from '../../src/domain/opening.ts';
import type { Permit, Preferences } from '../../src/domain/subscriber.ts';
import { plainText } from '../../src/domain/texts.ts';
import { anOpening, aSubscriber } from '../support/builders.ts';
import { aBar, aFee, aLaw, aLink, CHECKLIST } from '../support/law.ts';
import { entriesOfNamespace, LOCALES } from '../support/locales.ts';
import { type VirtualChat, virtualChat } from '../support/virtual-chat.ts';

const NONE = { activities: [], complete: true } as const;
const law = aLaw(
  aLink(['RU-MOW', 'RU-MOS'], { from: '2025-09-01' }),
  aBar('RU-KDA'),
  aBar('RU-LIP', NONE),
  aBar('RU-MOW', NONE),
  aBar('RU-MOS', NONE),
  aFee('RU-LIP', 21_915),
);
const lipetsk = anOpening({ code: 'K7Q2M', region: 'RU-LIP', work: 'berries' });
const krasnodar = anOpening({ code: 'C3C3C', region: 'RU-KDA', work: 'fruit' });
const moscow = anOpening({ code: 'D4D4D', region: 'RU-MOW', work: 'warehouse' });
const help = anOpening({ code: 'F5F5F', kind: 'support', work: null, aid: 'food' });

const patent = (region: string | null): Permit => ({ basis: 'patent', region });

const begin = async (openings: readonly Opening[] = [lipetsk]): Promise<VirtualChat> => {
  const chat = await virtualChat({ openings, law });
  await chat.commands('start');
  for (const label of ['English', 'Yes', 'Everything', 'Any work', 'Anywhere']) await chat.taps(label);
  return chat;
};

const known = (
  preferences: Partial<Preferences> = {},
  openings: readonly Opening[] = [lipetsk, krasnodar, moscow],
): Promise<VirtualChat> =>
  virtualChat({
    openings,
    law,
    checklist: CHECKLIST,
    subscriber: aSubscriber({
      locale: 'en',
      preferences: { kinds: 'any', works: 'any', regions: 'any', ...preferences },
    }),
  });

describe('the first list', () => {
  it('comes before the question, which stands below its first card', async () => {
    const chat = await begin();
    expect(chat.said[0]).toContain('#K7Q2M');
    expect(chat.screen).toContain('Which right to work do you have?');
    expect(chat.labels).toEqual([
      '🌍 No limit by region',
      '🪪 A patent',
      '📘 Temporary residence',
      '🏢 A permit of an employer',
      'Skip ➡️',
    ]);
  });

  it('is asked about once: skipped, it is as if nobody had asked', async () => {
    const chat = await begin();
    const before = chat.subscriber;
    await chat.taps('Skip');
    expect(chat.subscriber).toEqual(before);
    expect(chat.screen).toContain('nothing was kept');
    await chat.taps('All that fits me');
    expect(chat.asks).toBeNull();
    expect(chat.screen).toContain('#K7Q2M');
  });

  it('is answered by no number that may be meant for a push which came in between', async () => {
    const chat = await begin();
    chat.isOvertaken();
    await chat.types('1');
    expect(chat.subscriber?.preferences.permit).toBeNull();
    expect(chat.screen).toMatch(/^Please tap a button, or type its number/);
    await chat.types('1');
    expect(chat.subscriber?.preferences.permit).toEqual({ basis: 'open', region: null });
  });

  it('leads back to the list, with the verdict', async () => {
    const chat = await begin();
    await chat.taps('No limit by region');
    expect(chat.subscriber?.preferences.permit).toEqual({ basis: 'open', region: null });
    expect(chat.screen).toContain('✅ You may work here (');
  });

  it.each([
    ['nothing fits', []],
    ['there is only help', [help]],
  ])('asks nothing where %s', async (_, openings) => {
    const chat = await begin(openings);
    expect(chat.asks).toBeNull();
  });

  it('asks nothing where the country has no rules', async () => {
    const chat = await virtualChat({ openings: [lipetsk] });
    await chat.commands('start');
    for (const label of ['English', 'Yes', 'Everything', 'Any work', 'Anywhere']) await chat.taps(label);
    expect(chat.asks).toBeNull();
    expect(chat.screen).not.toMatch(/right to work|Ask before/);
    await chat.commands('permit');
    expect(chat.labels.join()).toContain('Openings');
  });
});

describe('the right to work', () => {
  it.each<[string, readonly string[], Permit]>([
    ['a patent of a region', ['A patent', 'Centre', 'Lipetsk'], patent('RU-LIP')],
    ['a patent of the city, which needs no more', ['A patent', 'Centre', 'Moscow (city)'], patent('RU-MOW')],
    ['a patent of the city after all', ['A patent', 'Centre', 'Moscow Oblast', 'Moscow'], patent('RU-MOW')],
    [
      'a patent of the region around it',
      ['A patent', 'Centre', 'Moscow Oblast', 'Moscow Oblast'],
      patent('RU-MOS'),
    ],
    ['a patent of no region', ['A patent', 'Skip'], patent(null)],
    ['a patent of one of two', ['A patent', 'Centre', 'Moscow Oblast', 'Skip'], patent(null)],
    [
      'a residence of a region',
      ['Temporary residence', 'Centre', 'Tula'],
      { basis: 'trp', region: 'RU-TUL' },
    ],
    ['a permit of an employer', ['A permit of an employer'], { basis: 'employer', region: null }],
  ])('is %s', async (_, taps, permit) => {
    const chat = await known();
    await chat.commands('permit');
    for (const label of taps) await chat.taps(label);
    expect(chat.subscriber?.preferences.permit).toEqual(permit);
  });

  it('asks in the words of the wish: the city, or the region around it', async () => {
    const chat = await known();
    await chat.commands('permit');
    for (const label of ['A patent', 'Centre', 'Moscow Oblast']) await chat.taps(label);
    expect(chat.screen).toContain('The city, or the region around it?');
    expect(chat.labels.slice(0, 2)).toEqual(['Moscow (city)', 'Moscow Oblast']);
  });

  it.each(['moscow', 'Москва', 'московская область'])('shows both where %s is typed', async (typed) => {
    const chat = await known();
    await chat.commands('permit');
    await chat.taps('A patent');
    await chat.types(typed);
    expect(chat.labels.slice(0, 2).toSorted()).toEqual(['Moscow (city)', 'Moscow Oblast']);
  });

  it.each(['lipetsk', 'Липецк'])('finds the region typed as %s, and takes it at a tap', async (typed) => {
    const chat = await known();
    await chat.commands('permit');
    await chat.taps('A patent');
    await chat.types(typed);
    expect(chat.subscriber?.preferences.permit).toBeNull();
    await chat.taps('Lipetsk');
    expect(chat.subscriber?.preferences.permit).toEqual(patent('RU-LIP'));
  });

  it('is saved whole: whoever goes back and skips has said nothing', async () => {
    const chat = await known();
    await chat.commands('permit');
    for (const label of ['A patent', 'Back', 'Skip']) await chat.taps(label);
    expect(chat.subscriber?.preferences.permit).toBeNull();
  });

  it('can be taken back by whoever said it, and leaves nothing', async () => {
    const chat = await known({ permit: patent('RU-MOW'), newPermit: true });
    await chat.commands('permit');
    await chat.taps('I would rather not say');
    expect(chat.subscriber?.preferences).toMatchObject({ permit: null, newPermit: null });
    await chat.commands('permit');
    expect(chat.labels.join()).not.toContain('rather not');
  });

  it('is asked from a card that could tell more, and leads back to it', async () => {
    const chat = await known();
    await chat.commands('openings');
    await chat.presses('v1:c:openings:K7Q2M');
    expect(chat.screen).toContain('❓ Ask before you travel. Say which right to work');
    await chat.taps('May I work here?');
    for (const label of ['A patent', 'Centre', 'Lipetsk']) await chat.taps(label);
    expect(chat.screen).toContain('#K7Q2M');
    expect(chat.screen).toContain('✅ You may work here (');
    expect(chat.labels.join()).not.toContain('May I work here?');
  });

  it('stands among the wishes where it was said, and nowhere else', async () => {
    const silent = await known();
    await silent.commands('preferences');
    expect(silent.screen).not.toContain('Right to work');
    expect(silent.labels).toContain('Right to work');
    const chat = await known({ permit: patent('RU-MOW'), newPermit: false });
    await chat.commands('preferences');
    expect(chat.screen).toContain('Right to work: patent, Moscow');
    expect(chat.screen).toContain('New patent: No');
    await chat.commands('mydata');
    expect(chat.said[0]).toContain('Right to work: patent, Moscow');
  });

  it('is the last question of what makes it fit better, and can be skipped there', async () => {
    const chat = await known({
      housingNeeded: false,
      payFloor: 0,
      freeFrom: '2026-06-01',
      crew: 1,
      cadence: 'instant',
    });
    await chat.commands('openings');
    await chat.taps('Fit better');
    expect(chat.screen).toContain('Which right to work');
    await chat.taps('Skip');
    expect(chat.subscriber?.preferences.permit).toBeNull();
    expect(chat.screen).toContain('1 of 3');
  });
});

describe('looking at openings with a patent', () => {
  it('shows what may be taken first, then the others with their reason first, and counts all', async () => {
    const chat = await known({ permit: patent('RU-MOW'), newPermit: false });
    await chat.commands('openings');
    expect(chat.screen).toMatch(/^1 of 3\n🏗?.*#D4D4D/su);
    await chat.taps('Next');
    await chat.taps('Next');
    const [, verdict, head] = chat.screen.split('\n');
    expect(verdict).toMatch(/^⛔ Not allowed here|^🪪 New patent/);
    expect(head).toMatch(/#C3C3C|#K7Q2M/);
    await chat.commands('menu');
    expect(chat.screen).toContain('1 opening fits you now');
  });

  it('looks at one by its code with the verdict, and no reason why it is shown', async () => {
    const chat = await known({ permit: patent('RU-MOW'), works: ['warehouse'], newPermit: false });
    await chat.presses('v1:c:openings:C3C3C');
    expect(chat.screen).toContain('⛔ Not allowed here');
    expect(chat.screen).not.toContain('You see this because');
  });

  it('says it again before anybody rings, and leads to what to do before going', async () => {
    const chat = await known({ permit: patent('RU-MOW') });
    await chat.presses('v1:c:contact:C3C3C');
    expect(chat.screen).toMatch(/^⛔ Not allowed here/);
    await chat.presses('v1:c:contact:K7Q2M');
    expect(chat.screen.replaceAll('\u00A0', ' ')).toMatch(/^🪪 New patent: 21 915 ₽ a month/);
    expect(chat.labels).toContain('🧳 Before I go');
    await chat.presses('v1:c:contact:D4D4D');
    expect(chat.screen).toMatch(/^#D4D4D/);
  });

  it('asks of help for no right to work', async () => {
    const chat = await known({}, [help]);
    await chat.commands('openings');
    expect(chat.screen).not.toMatch(/right to work|travel/);
    expect(chat.labels.join()).not.toContain('May I work');
    await chat.presses('v1:c:contact:F5F5F');
    expect(chat.labels.join()).not.toContain('Before I go');
  });
});

describe('a new patent', () => {
  const two = [lipetsk, anOpening({ code: 'B2B2B', region: 'RU-LIP', work: 'fruit' }), moscow];

  it('is asked about below the first card that needs one, with its price', async () => {
    const chat = await known({ permit: patent('RU-MOW') }, two);
    await chat.commands('openings');
    expect(chat.asks).toBeNull();
    await chat.taps('Next');
    expect(chat.asks).toBe('new-permit');
    expect(chat.screen.replaceAll('\u00A0', ' ')).toContain('Lipetsk Oblast: 21 915 ₽ a month.');
    await chat.taps('Yes');
    expect(chat.subscriber?.preferences.newPermit).toBe(true);
    await chat.commands('menu');
    expect(chat.screen).toContain('3 openings fit you now');
  });

  it('is asked about once a visit, not on each card and not on the way back', async () => {
    const chat = await known({ permit: patent('RU-MOW') }, two);
    await chat.commands('openings');
    const codeOn = (): string => /#(\w{5})/.exec(chat.said[0] ?? '')?.[1] ?? '';
    const asked: (string | null)[] = [];
    for (const [way, place] of [
      ['after', 0],
      ['after', 1],
      ['before', 1],
    ]) {
      await chat.presses(`v1:n:openings:${way}~${codeOn()}~${place}`);
      asked.push(chat.asks);
    }
    expect(asked).toEqual(['new-permit', null, null]);
  });

  it('skipped is kept nowhere', async () => {
    const chat = await known({ permit: patent('RU-MOW') }, two);
    await chat.presses('v1:c:openings:K7Q2M');
    const before = chat.subscriber;
    await chat.presses('v1:c:newpermit:K7Q2M');
    await chat.taps('Skip');
    expect(chat.subscriber).toEqual(before);
  });

  it('is not asked about where it was answered, and can be changed among the wishes', async () => {
    const chat = await known({ permit: patent('RU-MOW'), newPermit: false }, two);
    await chat.commands('openings');
    await chat.taps('Next');
    expect(chat.asks).toBeNull();
    await chat.commands('preferences');
    await chat.taps('New patent');
    await chat.taps('Yes');
    expect(chat.subscriber?.preferences.newPermit).toBe(true);
  });

  it('is no wish of somebody whose right to work has no other region', async () => {
    for (const permit of [null, { basis: 'open', region: null }, { basis: 'trp', region: 'RU-TUL' }]) {
      const chat = await known({ permit });
      await chat.commands('preferences');
      expect(chat.labels).not.toContain('New patent');
    }
  });
});

/** Words for nationality, citizenship, documents and passports in our languages. */
const NEVER =
  /nationalit|citizen|document|passport|undocumented|граждан|национальност|документ|паспорт|fuqaro|millat|hujjat|pasport|фуқаро|миллат|ҳужжат|шаҳрванд|миллат|ҳуҷҷат|шиноснома|жаран|улут|документ/iu;
/** The one line that promises that none is asked for. */
const PROMISE = 'why';

describe.each(LOCALES)('the questions in %s', (locale) => {
  it('ask nobody where they are from, and for no document', () => {
    const asked = entriesOfNamespace(locale, 'permit').filter(
      ({ key, text }) => key !== PROMISE && NEVER.test(plainText(text)),
    );
    expect(asked).toEqual([]);
    const promise = entriesOfNamespace(locale, 'permit').find(({ key }) => key === PROMISE);
    expect(promise?.text).toMatch(NEVER);
  });

  it('have a name and a button for every right to work of our countries', () => {
    const keys = new Set(entriesOfNamespace(locale, 'permit').map(({ key }) => key));
    const bases = [...law.bases, 'settled', 'seasonal'];
    expect(bases.filter((basis) => !keys.has(`basis-${basis}`) || !keys.has(`name-${basis}`))).toEqual([]);
  });
});

describe('skipped', () => {
  it('the question of somebody who answered it before leaves that answer, and says so', async () => {
    const chat = await known({ permit: patent('RU-MOW') });
    await chat.commands('permit');
    await chat.taps('Skip');
    expect(chat.screen).toContain('what you said before stays');
    expect(chat.screen).not.toContain('nothing was kept');
    expect(chat.subscriber?.preferences.permit).toEqual(patent('RU-MOW'));
  });
});

describe('an opening in one line', () => {
  it('says of a code what the right to work says of it', async () => {
    const chat = await known({ permit: patent('RU-MOW') });
    await chat.types('#C3C3C');
    expect(chat.screen).toContain('⛔ Not allowed here (patent)');
    await chat.types('#C3C3C #K7Q2M #D4D4D');
    expect(chat.screen).toMatch(
      /#C3C3C.*open · ⛔ not allowed for you\n.*#K7Q2M.*open · 🪪 new patent needed\n.*#D4D4D.*open\n/,
    );
  });

  it('tells whoever did not say theirs to ask, and a stranger nothing', async () => {
    const chat = await known();
    await chat.types('#C3C3C #K7Q2M');
    expect(chat.screen).toMatch(/#C3C3C.*❓ ask before you travel\n/);
    const stranger = await virtualChat({ openings: [krasnodar], law, locale: 'en' });
    await stranger.types('#C3C3C');
    expect(stranger.screen).not.toMatch(/Ask before you travel|Not allowed/);
  });
});
