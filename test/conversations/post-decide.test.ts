import { beforeAll, describe, expect, it } from 'vitest';
import type { Said } from '../../src/domain/draft.ts';
import { STEPS } from '../../src/domain/draft.ts';
import { plainText, type Texts } from '../../src/domain/texts.ts';
import { loadTexts } from '../../src/i18n.ts';
import { anId } from '../support/builders.ts';
import { type VirtualChat, virtualChat } from '../support/virtual-chat.ts';
import {
  aCoordinator,
  anOrganisation,
  DESK_NOW,
  type VirtualHouse,
  virtualHouse,
} from '../support/virtual-desk.ts';

let texts: Texts;
beforeAll(async () => {
  texts = await loadTexts();
});
const words = (key: string): string => plainText(texts.text('en', { key }));

const union = anOrganisation({ line: '+7 800 000-00-00' });
const poster = aCoordinator({ organisation: union, approvedOpenings: 3, alias: 'Plum' });
const moderator = aCoordinator({ organisation: union, roles: ['moderator'], alias: 'Quince' });

const WHOLE: Said = {
  asked: STEPS,
  content: {
    kind: 'harvest',
    work: 'berries',
    crop: 'strawberry',
    locale: 'en',
    region: 'RU-LIP',
    place: 'Chaplygin',
    startsOn: '2026-07-01',
    endsOn: '2026-08-30',
    pay: { min: 50, max: 50, unit: 'kg', currency: 'RUB' },
    hoursPerDay: 10,
    housing: 'free',
    food: 'free',
    transport: 'free',
    permitPayer: 'employer',
    accepts: 'any',
    contract: 'labour',
    places: 20,
    employer: null,
    pledge: ['no-fee', 'papers', 'terms', 'privacy', 'remedy'],
    note: null,
    harvest: {
      unitsMin: 40,
      unitsMax: 60,
      guaranteedDay: 1500,
      daysPerWeek: 6,
      brigade: null,
      comeFrom: null,
      comeUntil: null,
      pickup: null,
      foodADay: null,
      housingADay: null,
      wayHome: 'employer',
    },
  },
};

/** A house with a draft that says everything, but for what differs; it waits, or its poster still has it. */
function houseWith(differing: Said['content'] = {}, submitted = true): VirtualHouse {
  const house = virtualHouse([poster, moderator]);
  const id = anId();
  house.drafts.set(id, {
    id,
    said: { ...WHOLE, content: { ...WHOLE.content, ...differing } },
    organisation: union,
    by: poster.id,
    updatedAt: DESK_NOW,
    submitted,
    review: [],
    refused: false,
  });
  return house;
}

/** The only draft on the screen of whoever decides, or of whoever writes it. */
async function sees(house: VirtualHouse, by: 'moderator' | 'poster' = 'moderator'): Promise<VirtualChat> {
  const chat = await virtualChat({ coordinator: by === 'moderator' ? moderator : poster, house });
  await chat.commands(by === 'moderator' ? 'approve' : 'post');
  const data = chat.data.find((each) => /=(?:[0-9a-f]{12}(?:-\w+)?|draft)$/.test(each));
  await chat.presses(data ?? '');
  return chat;
}

describe('a draft on the screen of whoever decides', () => {
  it.each(['moderator', 'poster'] as const)(
    'shows the %s the number and the page that people are led to',
    async (by) => {
      const chat = await sees(
        houseWith({ contact: { url: null, phone: '8-918-123-45-67' } }, by === 'moderator'),
        by,
      );
      expect(chat.said.at(-2)).toContain('8-918-123-45-67');
      const page = await sees(
        houseWith({ contact: { url: 'https://t.example/x', phone: null } }, by === 'moderator'),
        by,
      );
      expect(page.said.at(-2)).toContain('https://t.example/x');
    },
  );

  it.each(['moderator', 'poster'] as const)('has its buttons below its card for the %s', async (by) => {
    const chat = await sees(houseWith({}, by === 'moderator'), by);
    expect(chat.said.at(-2)).toContain('strawberries');
    expect(chat.places.slice(-2)).toEqual(['edited', 'sent']);
    expect(chat.data.some((data) => /=(?:approve|publish)$/.test(data))).toBe(true);
    expect(words('post:decide')).toBeTruthy();
  });
});

describe('days', () => {
  const last = async (typed: string, startsOn = '2026-07-15'): Promise<VirtualChat> => {
    const house = houseWith({ startsOn }, false);
    const chat = await sees(house, 'poster');
    for (const answer of ['=edit', '=ends'])
      await chat.presses(chat.data.find((data) => data.endsWith(answer)) ?? '');
    await chat.types(typed);
    return chat;
  };

  it.each([
    ['10.08', '2026-07-15', '2026-08-10'],
    // Read against the first day, not against today.
    ['10.08', '2027-07-01', '2027-08-10'],
  ])('a last day typed as %s after %s is %s', async (typed, startsOn, expected) => {
    const { house } = await last(typed, startsOn);
    expect([...house.drafts.values()][0]?.said.content.endsOn).toBe(expected);
  });

  it('a last day before the first is no answer, and no day of the next year', async () => {
    const chat = await last('10.07');
    expect(chat.screen).toContain('before the first day, 15 July 2026');
  });

  it('of another year are said with it', async () => {
    const chat = await last('10.07.2027');
    expect(chat.said.at(-2)).toContain('15 July – 10 July 2027');
  });
});

describe('what a note must not say', () => {
  it('a phone of somebody in it blocks: people ring the contact', async () => {
    const chat = await sees(houseWith({ note: 'Звонить Ивану 8 916 123-45-67' }, false), 'poster');
    expect(chat.screen).toContain(words('post:blocked'));
    expect(chat.screen).toContain(words('post:found-phone-in-text'));
  });

  it('a fee against its promise is named as such to whoever decides', async () => {
    const chat = await sees(houseWith({ note: 'Оформление платное, 3000 рублей' }));
    expect(chat.screen).toContain(`${words('post:field-pledge')}: ${words('post:found-against-pledge')}`);
    expect(chat.data.some((data) => data.endsWith('=approve'))).toBe(true);
  });

  it('a fee and a kept passport are not published under the promise of neither', async () => {
    const chat = await sees(
      houseWith({ note: 'Registration fee 3000 rub, passport is kept' }, false),
      'poster',
    );
    expect(chat.screen).toContain(words('post:blocked'));
    expect(chat.screen).toContain(words('post:found-against-pledge'));
  });
});

describe('a region that is typed', () => {
  it.each([
    ['Липецк', 'RU-LIP'],
    ['Краснадар', 'RU-KDA'],
    ['Нарния', null],
    ['Луганск', null],
    ['Самарканд', null],
  ])('%s is %s', async (typed, region) => {
    const chat = await sees(houseWith({}, false), 'poster');
    for (const answer of ['=edit', '=region'])
      await chat.presses(chat.data.find((data) => data.endsWith(answer)) ?? '');
    await chat.types(typed);
    expect(chat.data.some((data) => data.endsWith(`=${region}`))).toBe(region !== null);
    expect(chat.screen.includes(words('common:not-found'))).toBe(region === null);
  });
});

describe('what is typed', () => {
  const edits = async (step: string, typed: string): Promise<VirtualChat> => {
    const chat = await sees(houseWith({}, false), 'poster');
    for (const answer of ['=edit', ...(step === 'pay' ? ['=pay', '=kg'] : [`=${step}`])])
      await chat.presses(chat.data.find((data) => data.endsWith(answer)) ?? '');
    await chat.types(typed);
    return chat;
  };
  const content = ({ house }: VirtualChat) => [...house.drafts.values()][0]?.said.content;

  it.each([
    ['45', 45, 45],
    ['40-50 ₽', 40, 50],
    ['от 40 до 50', 40, 50],
    ['3', 3, 3],
    ['80–100 тыс.', 80_000, 100_000],
  ])('as pay, %s is a sum or a range', async (typed, min, max) => {
    expect(content(await edits('pay', typed))?.pay).toMatchObject({ min, max });
  });

  it('as pay, no sum is answered by what a sum is', async () => {
    expect((await edits('pay', '0')).screen).toContain('A sum from 1 to 10\u00a0000\u00a0000, or two: 40–50');
  });

  it('out of range is told its range', async () => {
    expect((await edits('hours', '25')).screen).toContain('a number from 1 to 24');
  });

  it.each([
    ['place', 'а'.repeat(121), 120],
    ['note', 'слово '.repeat(120), 600],
  ])('as the %s, too much is not cut in silence', async (step, typed, max) => {
    const chat = await edits(step, typed);
    expect(chat.screen).toContain(`at most ${max} characters`);
    expect(content(chat)?.note).toBeNull();
  });

  it('a place of a harvest is a village, of other work a street', async () => {
    const asks = async (kind: 'harvest' | 'vacancy'): Promise<string> => {
      const chat = await sees(houseWith({ kind }, false), 'poster');
      for (const answer of ['=edit', '=place'])
        await chat.presses(chat.data.find((data) => data.endsWith(answer)) ?? '');
      return chat.screen;
    };
    expect(await asks('harvest')).toContain(words('post:ask-place-harvest'));
    expect(await asks('vacancy')).toContain(words('post:ask-place'));
  });

  it('nothing to change leads back to the card', async () => {
    const chat = await sees(houseWith({}, false), 'poster');
    for (const answer of ['=edit', '=nothing'])
      await chat.presses(chat.data.find((data) => data.endsWith(answer)) ?? '');
    expect(chat.screen).toContain(words('post:fine'));
  });
});

describe('whoever decides', () => {
  it('reads it from their side', async () => {
    const house = houseWith();
    for (const [id, draft] of house.drafts) house.drafts.set(id, { ...draft, review: ['new-poster'] });
    const { screen } = await sees(house);
    expect(screen).toContain(words('post:yours-to-review'));
    expect(screen).toContain(words('post:theirs-new-poster'));
    expect(screen).not.toContain(words('post:why-new-poster'));
  });
});

describe('what one begins with', () => {
  it('of several drafts each can be gone on with, newest first', async () => {
    const house = houseWith({ region: 'RU-LIP' }, false);
    const id = anId();
    const [first] = [...house.drafts.values()];
    if (first === undefined) throw new Error('there is a draft');
    house.drafts.set(id, { ...first, id, refused: true, review: ['pay'] });
    const chat = await virtualChat({ coordinator: poster, house });
    await chat.commands('post');
    expect(chat.screen).toContain(words('post:reason-pay'));
    await chat.presses(chat.data.find((data) => data.endsWith('=draft')) ?? '');
    expect(chat.screen).toMatch(/1\. .* sent back\n2\. /);
    await chat.presses(chat.data.find((data) => data.endsWith(`=${first.id.slice(-12)}`)) ?? '');
    expect(chat.screen).toContain(words('post:fine'));
  });

  it('words in which there is no post become no draft', async () => {
    const house = virtualHouse([poster]);
    const chat = await virtualChat({ coordinator: poster, house });
    await chat.commands('post');
    await chat.types('asdf');
    expect(chat.screen).toContain(words('post:nothing-read'));
    expect(house.drafts.size).toBe(0);
  });

  it('a pasted post is answered by what was read in it', async () => {
    const chat = await virtualChat({ coordinator: poster, house: virtualHouse([poster]) });
    await chat.commands('post');
    await chat.types('Нужны грузчики на склад, Липецк. Оплата 250 руб/час');
    expect(chat.said[0]).toContain(words('post:field-region'));
    expect(chat.said[0]).toContain(words('post:field-pay'));
    expect(chat.said[0]).not.toContain(words('post:field-hours'));
  });
});
