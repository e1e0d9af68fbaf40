import { beforeAll, describe, expect, it } from 'vitest';
import type { Coordinator } from '../../src/domain/coordinator.ts';
import type { KeptDraft } from '../../src/domain/draft.ts';
import { plainText, type Texts } from '../../src/domain/texts.ts';
import { loadTexts } from '../../src/i18n.ts';
import { aLaw } from '../support/law.ts';
import { type VirtualChat, virtualChat } from '../support/virtual-chat.ts';
import {
  aCoordinator,
  anOrganisation,
  DESK_NOW,
  RIGHT_CODE,
  type VirtualHouse,
  virtualHouse,
} from '../support/virtual-desk.ts';

let texts: Texts;
beforeAll(async () => {
  texts = await loadTexts();
});
const words = (key: string): string => plainText(texts.text('en', { key }));

const union = anOrganisation({ line: '+7 800 000-00-00', url: 'https://example.org/union' });
const known = aCoordinator({ organisation: union, approvedOpenings: 3, alias: 'Plum' });
const beginner = aCoordinator({ organisation: union, approvedOpenings: 0, alias: 'Pear' });
const moderator = aCoordinator({ organisation: union, roles: ['moderator'], alias: 'Quince' });

const houseOf = (): VirtualHouse => virtualHouse([known, beginner, moderator]);
const chatOf = (coordinator: Coordinator, house = houseOf()): Promise<VirtualChat> =>
  virtualChat({ coordinator, house, law: aLaw() });

/** Taps, and messages that were typed. */
const count = { taps: 0, typed: 0 };

/** Presses the button of the newest screen that ends so. */
async function answers(chat: VirtualChat, ...ends: readonly string[]): Promise<void> {
  for (const end of ends) {
    const data = chat.data.find((each) => each.endsWith(`:${end}`));
    if (data === undefined) throw new Error(`nothing answers ${end}: ${chat.screen}`);
    count.taps += 1;
    await chat.presses(data);
    // What the store takes of a dialogue.
    expect(JSON.stringify(chat.state ?? {}).length).toBeLessThan(4_096);
  }
}
const types = (chat: VirtualChat, text: string): Promise<void> => {
  count.typed += 1;
  return chat.types(text);
};

/** Everything about a harvest, from the first question to the preview. */
async function fillsHarvest(chat: VirtualChat): Promise<void> {
  await chat.commands('post');
  await answers(chat, '=harvest', '=berries', '=strawberry', '@central', '=RU-LIP');
  await types(chat, 'Chaplygin, Rassvet farm');
  await answers(chat, '=2026-06-16', '=2026-07-16', '=kg', '=50', '=40-60', '=1500', '=10', '=6');
  await answers(chat, '=free', '=free', '=free', '=employer', '!any', '=employer', '=labour', '=20', '=none');
  await answers(chat, '!any', '!skip');
}

const draftIn = ({ house }: VirtualChat): KeptDraft | undefined => [...house.drafts.values()].at(-1);

describe('posting by taps', () => {
  it('a complete harvest takes 25 taps and one typed place, from /post to published', async () => {
    const chat = await chatOf(known);
    count.taps = 0;
    count.typed = 0;
    await fillsHarvest(chat);
    expect(chat.screen).toContain(words('post:fine'));
    await answers(chat, '=publish');
    expect(chat.said[0]).toContain('#T0000');
    expect(chat.house.posted[0]?.content).toMatchObject({
      kind: 'harvest',
      work: 'berries',
      crop: 'strawberry',
      title: 'Berries: strawberries',
      region: 'RU-LIP',
      place: 'Chaplygin, Rassvet farm',
      startsOn: '2026-06-16',
      endsOn: '2026-07-16',
      validUntil: '2026-07-16',
      pay: { min: 50, max: 50, unit: 'kg', currency: 'RUB' },
      hoursPerDay: 10,
      places: 20,
      permitPayer: 'employer',
      quota: null,
      accepts: 'any',
      contract: 'labour',
      vouchedBy: 'Union of builders',
      contact: { phone: '+7 800 000-00-00', url: 'https://example.org/union', own: true },
      pledge: ['no-fee', 'papers', 'terms', 'privacy', 'remedy'],
      harvest: { unitsMin: 40, unitsMax: 60, guaranteedDay: 1500, daysPerWeek: 6, wayHome: 'employer' },
      postedOn: '2026-06-15',
    });
    expect(chat.house.drafts.size).toBe(0);
    expect(count).toEqual({ taps: 25, typed: 1 });
  });

  it('keeps each answer at once, and goes on where a lost dialogue ended', async () => {
    const chat = await chatOf(known);
    await chat.commands('post');
    await answers(chat, '=harvest', '=berries');
    expect(draftIn(chat)?.said).toEqual({
      content: { kind: 'harvest', locale: 'en', work: 'berries', crop: null },
      asked: ['kind', 'work'],
    });
    chat.expires();
    await chat.commands('post');
    await answers(chat, '=draft');
    expect(chat.asks).toBe('crop');
    expect(chat.house.drafts.size).toBe(1);
  });

  it('no word that was typed enters the log of the dialogue', async () => {
    const chat = await chatOf(known);
    await chat.commands('post');
    await answers(chat, '=harvest', '=berries', '!skip', '@central', '=RU-LIP');
    await chat.types('Chaplygin');
    expect(draftIn(chat)?.said.content.place).toBe('Chaplygin');
    expect(JSON.stringify(chat.state)).not.toContain('Chaplygin');
  });

  it('a step back asks the question before, and its new answer counts', async () => {
    const chat = await chatOf(known);
    await chat.commands('post');
    await answers(chat, '=vacancy', '=warehouse', '!back', '=building');
    expect(draftIn(chat)?.said.content.work).toBe('building');
  });

  it('asks only for regions that the organisation speaks for', async () => {
    const lipetsk = { ...union, regions: ['RU-LIP', 'RU-KDA'] };
    const one = { ...known, organisation: lipetsk };
    const chat = await chatOf(one, virtualHouse([one]));
    await chat.commands('post');
    await answers(chat, '=vacancy', '=warehouse');
    expect(chat.data.filter((data) => data.includes('=RU-')).map((data) => data.slice(-6))).toEqual([
      'RU-LIP',
      'RU-KDA',
    ]);
  });

  it.each([
    ['31.02', false],
    ['no day', false],
    ['20.06', true],
    ['15.06', true, '2026-06-15'],
    ['01.06.2026', false],
  ])('a first day typed as %s is understood: %s', async (typed, understood, day = '2026-06-20') => {
    const chat = await chatOf(known);
    await chat.commands('post');
    await answers(chat, '=vacancy', '=warehouse', '@central', '=RU-LIP');
    await chat.types('Chaplygin');
    await chat.types(typed);
    expect(draftIn(chat)?.said.content.startsOn).toBe(understood ? day : undefined);
  });
});

describe('the preview', () => {
  const previews = async (): Promise<VirtualChat> => {
    const chat = await chatOf(known);
    await fillsHarvest(chat);
    return chat;
  };

  it('shows the card in the language that is picked, and the screen goes on in the own one', async () => {
    const chat = await previews();
    await answers(chat, '=language', '=ru');
    expect(chat.said[0]).toContain('клубника');
    expect(chat.said[0]).toContain('Липецкая');
    expect(chat.screen).toContain(words('post:fine'));
  });

  it('whoever takes a right that is bound to an employer is asked for a quota, and nobody else', async () => {
    const chat = await previews();
    await answers(chat, '=edit', '=rights', '+open', '+employer', '!done');
    expect(chat.asks).toBe('quota');
    await answers(chat, '=yes');
    expect(chat.said[0]).toContain('Takes only: no limit by region, permit of an employer');
    expect(draftIn(chat)?.said.content).toMatchObject({ accepts: ['open', 'employer'], quota: true });
    await answers(chat, '=edit', '=rights', '+patent', '!done');
    expect(chat.screen).toContain(words('post:fine'));
    expect(draftIn(chat)?.said.content).toMatchObject({ accepts: ['patent'], quota: null });
  });

  it('a country without rules asks for no right to work', async () => {
    const chat = await virtualChat({ coordinator: known, house: houseOf() });
    await chat.commands('post');
    await answers(chat, '=vacancy', '=warehouse', '@central', '=RU-LIP');
    await chat.types('Chaplygin');
    await answers(chat, '=2026-06-16', '=month', '=60000', '=8', '=free', '=free', '=free');
    expect(chat.asks).toBe('patent');
    expect(draftIn(chat)?.said.content).toMatchObject({ accepts: 'any' });
  });

  it('any answer may be changed, and what follows from it is asked', async () => {
    const chat = await previews();
    await answers(chat, '=edit', '=pay', '=day', '=3000');
    expect(chat.said[0]).not.toContain('🛟');
    expect(chat.said[0]).toContain('3\u00a0000\u00a0₽ a day');
    await answers(chat, '=edit', '=kind', '=support');
    expect(chat.asks).toBe('aid');
    await answers(chat, '=food');
    expect(chat.screen).toContain(words('post:fine'));
  });

  it('what must be said blocks, and is named by its field', async () => {
    const chat = await chatOf(known);
    await fillsHarvest(chat);
    await answers(chat, '=edit', '=starts');
    await chat.types('01.09');
    expect(chat.screen).toContain(words('post:blocked'));
    expect(chat.screen).toContain(words('post:field-ends'));
    expect(chat.data.filter((data) => /=(?:publish|submit)$/.test(data))).toEqual([]);
  });

  it('a note that asks for money goes to somebody else, with the reason', async () => {
    const chat = await previews();
    await answers(chat, '=edit', '=note');
    await chat.types('Deposit 5000 before you start, write to @boss');
    expect(chat.screen).toContain(words('post:to-review'));
    await answers(chat, '=submit');
    expect(chat.said[0]).toBe(words('post:submitted'));
    expect(draftIn(chat)).toMatchObject({ submitted: true });
    expect(draftIn(chat)?.review).toEqual(expect.arrayContaining(['fee', 'unknown-link']));
    expect(chat.house.audit.at(-1)).toMatchObject({ action: 'opening.submit', role: 'poster' });
  });

  it('is shown as the other channel will show it: its marks, its short labels, its knock', async () => {
    const chat = await previews();
    await answers(chat, '=as-whatsapp');
    const [head = '', card = '', outside, knock = ''] = chat.said;
    expect(head).toContain('So it stands on WhatsApp');
    expect(card).toContain('*🍓 Berries: strawberries* · #?????');
    expect(card).toContain('▫️ ☎️ Contact');
    // WhatsApp has no button that copies.
    expect(card).not.toContain(words('card:button-copy'));
    expect(outside).toBe(words('common:sight-knock').replace('{{channel}}', 'WhatsApp'));
    expect(knock).toContain('Lipetsk Oblast');
    expect(chat.screen).toContain(words('post:fine'));
    expect(chat.house.posted).toEqual([]);
  });

  it('on WhatsApp it is shown as Telegram will, where nobody needs a knock', async () => {
    const there = { ...known, channel: 'whatsapp' };
    const chat = await chatOf(there, virtualHouse([there]));
    await fillsHarvest(chat);
    await answers(chat, '=as-telegram');
    expect(chat.said[1]).toContain('🍓 Berries: strawberries · #?????');
    expect(chat.said[1]).toContain(`▫️ ${words('card:button-copy')}`);
    expect(chat.said.filter((text) => text.startsWith('🚪'))).toEqual([]);
  });

  it('the note may be said in each language, and is looked at like the note', async () => {
    const chat = await previews();
    expect(chat.data.some((data) => data.endsWith('=translate'))).toBe(false);
    await answers(chat, '=edit', '=note');
    await chat.types('There is a shower');
    await answers(chat, '=translate', '=tg');
    expect(chat.screen).toContain('There is a shower');
    await chat.types('Душ ҳаст');
    expect(chat.screen).toContain(words('post:fine'));
    expect(JSON.stringify(chat.state)).not.toContain('Душ');
    await answers(chat, '=language', '=tg');
    expect(chat.said[0]).toContain('Душ ҳаст');
    expect(chat.said[0]).not.toContain('shower');
    await answers(chat, '=language', '=ky');
    expect(chat.said[0]).toContain('Текст англис тилинде: There is a shower');
    await answers(chat, '=translate', '=ru');
    await chat.types('Есть душ. Залог 5000 рублей, перевести на карту');
    expect(chat.screen).toContain(`${words('terms:textIn.ru')}: ${words('post:found-fee')}`);
    await answers(chat, '=translate', '=ru', '=remove');
    expect(chat.screen).toContain(words('post:fine'));
    await answers(chat, '=publish');
    expect(chat.house.posted[0]?.content.notes).toEqual({ tg: { text: 'Душ ҳаст', of: expect.any(String) } });
  });

  it('a translation of words that the note had before is shown to nobody until somebody says that it is right', async () => {
    const chat = await previews();
    await answers(chat, '=edit', '=note');
    await chat.types('There is a shower');
    await answers(chat, '=translate', '=tg');
    await chat.types('Душ ҳаст');
    await answers(chat, '=edit', '=note');
    await chat.types('There is a hot shower');
    expect(chat.screen).toContain(`${words('terms:textIn.tg')}: ${words('post:found-stale-translation')}`);
    await answers(chat, '=language', '=tg');
    expect(chat.said[0]).toContain('There is a hot shower');
    await answers(chat, '=translate', '=tg', '=confirm', '=language', '=tg');
    expect(chat.said[0]).toContain('Душ ҳаст');
    expect(chat.screen).not.toContain(words('post:found-stale-translation'));
  });

  it('pay far above what is usual there is looked at by somebody else, who sees what is usual', async () => {
    const house = houseOf();
    house.payNorm = { usual: 60_000, least: null, source: { openings: 34, of: 'region' } };
    const chat = await chatOf(known, house);
    await fillsHarvest(chat);
    expect(chat.screen).toContain(words('post:fine'));
    await answers(chat, '=edit', '=pay', '=month');
    await chat.types('120001');
    expect(chat.screen).toContain(words('post:found-pay-too-high'));
    expect(chat.screen).toContain('60\u00a0000\u00a0₽ a month, by 34 openings');
    await answers(chat, '=submit');
    expect(draftIn(chat)?.review).toEqual(['pay-too-high']);
  });

  it('may be put aside or deleted', async () => {
    const chat = await previews();
    await answers(chat, '=later');
    expect(chat.said[0]).toBe(words('post:kept'));
    await chat.commands('post');
    await answers(chat, '=draft', '=drop', '=stays');
    expect(chat.house.drafts.size).toBe(1);
    await answers(chat, '=drop', '=gone');
    expect(chat.house.drafts.size).toBe(0);
  });

  it('/cancel says that the draft stays, and leads to the desk', async () => {
    const chat = await previews();
    await chat.commands('cancel');
    expect(chat.said[0]).toBe(words('post:kept'));
    expect(chat.screen).toContain('Plum');
    const other = await chatOf(moderator);
    await other.commands('cancel');
    expect(other.screen).not.toContain(words('begin:nothing-kept'));
  });

  it('publishing to many needs a code', async () => {
    const house = houseOf();
    house.people = 51;
    const chat = await chatOf(known, house);
    await fillsHarvest(chat);
    await answers(chat, '=publish');
    expect(chat.screen).toContain(words('desk:code-ask').slice(0, 20));
    await chat.types(RIGHT_CODE);
    expect(house.posted).toHaveLength(1);
  });
});

describe('what was published a moment ago', () => {
  const publishes = async (house = houseOf()): Promise<VirtualChat> => {
    const chat = await chatOf(known, house);
    await fillsHarvest(chat);
    await answers(chat, '=publish');
    return chat;
  };
  const UNDO = 'v1:c:takeback:T0000';
  /** What the buttons below the first message of the answer bring back. */
  const below = ({ messages }: VirtualChat): readonly string[] =>
    (messages[0]?.buttons.flat() ?? []).flatMap(({ press }) => (press.kind === 'data' ? [press.data] : []));

  it('is taken back by the button below the message, and is a draft again', async () => {
    const chat = await publishes();
    expect(chat.said[0]).toContain('one minute');
    expect(below(chat)).toContain(UNDO);
    await chat.presses(UNDO);
    expect(chat.said[0]).toContain('Taken back');
    expect(chat.house.posted).toEqual([]);
    await chat.commands('post');
    await answers(chat, '=draft');
    expect(chat.screen).toContain(words('post:fine'));
    await chat.presses(UNDO);
    expect(chat.said[0]).toContain('taken back already');
  });

  it('is out after its minute: then the way to close it is shown', async () => {
    const chat = await publishes();
    chat.house.leaving.clear();
    await chat.presses(UNDO);
    expect(chat.said[0]).toContain('Too late: #T0000');
    expect(below(chat)).toEqual(['v1:c:keep:T0000']);
    expect(chat.house.posted).toHaveLength(1);
  });

  it('is found by its command, too, by a moderator as well', async () => {
    const house = houseOf();
    await publishes(house);
    const other = await chatOf(moderator, house);
    await other.commands('takeback');
    expect(other.screen).toContain('#T0000');
    await answers(other, '=T0000');
    expect(other.said[0]).toContain('/approve');
    expect(house.drafts.size).toBe(1);
    await other.commands('takeback');
    expect(other.said[0]).toBe(words('post:leaving-none'));
  });
});

describe('what takes another person', () => {
  it('the first opening of somebody waits for another, who sees its card and approves it', async () => {
    const house = houseOf();
    const poster = await chatOf(beginner, house);
    await fillsHarvest(poster);
    expect(poster.screen).toContain(words('post:why-new-poster'));
    await answers(poster, '=submit');
    expect(house.posted).toEqual([]);
    const other = await chatOf(moderator, house);
    await other.commands('approve');
    const [mark = ''] = other.data.flatMap((data) => /=[0-9a-f]{12}(?:-\w+)?$/.exec(data)?.[0] ?? []);
    await answers(other, mark);
    expect(other.said[0]).toContain('strawberries');
    await answers(other, '=approve');
    await other.types(RIGHT_CODE);
    expect(house.posted).toMatchObject([{ by: beginner.id }]);
    expect(house.coordinators.get(beginner.id)?.approvedOpenings).toBe(1);
    expect(house.audit.at(-1)).toMatchObject({ action: 'opening.approve', alias: 'Quince' });
  });

  it('whoever approves sees the note in every language in which people will read it', async () => {
    const house = houseOf();
    const poster = await chatOf(beginner, house);
    await fillsHarvest(poster);
    await answers(poster, '=edit', '=note');
    await poster.types('There is a shower');
    await answers(poster, '=translate', '=tg');
    await poster.types('Душ ҳаст');
    await answers(poster, '=submit');
    const other = await chatOf(moderator, house);
    await other.commands('approve');
    const [mark = ''] = other.data.flatMap((data) => /=[0-9a-f]{12}(?:-\w+)?$/.exec(data)?.[0] ?? []);
    await answers(other, mark);
    expect(other.said[0]).toContain('Text in Tajik: Душ ҳаст');
    expect(other.said[0]).toContain('Text in English: There is a shower');
  });

  it('what is sent back is the poster’s again, who is told at the next /post', async () => {
    const house = houseOf();
    const poster = await chatOf(beginner, house);
    await fillsHarvest(poster);
    await answers(poster, '=submit');
    const other = await chatOf(moderator, house);
    await other.commands('approve');
    const [mark = ''] = other.data.flatMap((data) => /=[0-9a-f]{12}(?:-\w+)?$/.exec(data)?.[0] ?? []);
    await answers(other, mark, '=refuse', '=dates');
    expect(other.said[0]).toBe(words('post:sent-back'));
    await poster.commands('post');
    expect(poster.screen).toContain(words('post:refused'));
    expect(poster.screen).toContain(words('post:reason-dates'));
  });

  it('what was changed after somebody looked at it is not what they approve', async () => {
    const house = houseOf();
    const poster = await chatOf(beginner, house);
    await fillsHarvest(poster);
    await answers(poster, '=submit');
    const other = await chatOf(moderator, house);
    await other.commands('approve');
    const [mark = ''] = other.data.flatMap((data) => /=[0-9a-f]{12}(?:-\w+)?$/.exec(data)?.[0] ?? []);
    await answers(other, mark);
    const [looked] = house.drafts.values();
    if (looked === undefined) throw new Error('nothing waits');
    // Another moderator sent it back, and its poster wrote something else.
    const content = { ...looked.said.content, place: 'Elsewhere' };
    const later = new Date(house.now.getTime() + 60_000);
    house.drafts.set(looked.id, { ...looked, said: { ...looked.said, content }, updatedAt: later });
    await answers(other, '=approve');
    await other.types(RIGHT_CODE);
    expect(house.posted).toEqual([]);
  });

  it('nobody decides on their own', async () => {
    const both = aCoordinator({ organisation: union, roles: ['poster', 'moderator'] });
    const chat = await chatOf(both, virtualHouse([both]));
    await fillsHarvest(chat);
    await answers(chat, '=submit');
    await chat.commands('approve');
    expect(chat.said[0]).toBe(words('post:waiting-none'));
  });

  it('whoever only reads yet, or is in another role, posts nothing', async () => {
    const late = aCoordinator({ organisation: union, trustedFrom: new Date(DESK_NOW.getTime() + 1) });
    const chat = await chatOf(late, virtualHouse([late]));
    await chat.commands('post');
    expect(chat.said[0]).toBe(words('desk:refused-new'));
    const other = await chatOf(moderator);
    await other.commands('post');
    expect(other.screen).toContain(words('desk:not-yours'));
  });
});

describe('an opening like the last one', () => {
  it('is copied, and asks again for its days and promises', async () => {
    const chat = await chatOf(known);
    await fillsHarvest(chat);
    await answers(chat, '=publish');
    await chat.commands('post');
    await answers(chat, '=copy');
    expect(chat.asks).toBe('starts');
    await answers(chat, '=2026-06-16', '=2026-07-16', '!any', '=publish');
    expect(chat.house.posted[1]?.content).toEqual(chat.house.posted[0]?.content);
  });
});

describe('a post that is pasted', () => {
  it('fills what it says and asks for the rest', async () => {
    const chat = await chatOf(known);
    await chat.commands('post');
    await chat.types(
      'Сбор клубники, Липецкая область. С 20.06 по 20.07. Оплата 50 руб/кг, 10 часов, 6/1. Нужно 20 человек. Проживание и питание бесплатно. Тел. +7 900 123-45-67',
    );
    expect(draftIn(chat)?.said.content).toMatchObject({
      kind: 'harvest',
      work: 'berries',
      crop: 'strawberry',
      region: 'RU-LIP',
      startsOn: '2026-06-20',
      endsOn: '2026-07-20',
      pay: { min: 50, max: 50, unit: 'kg', currency: 'RUB' },
      hoursPerDay: 10,
      places: 20,
      housing: 'free',
      food: 'free',
      harvest: { daysPerWeek: 6 },
    });
    expect(chat.screen).toContain(words('post:ask-place-harvest'));
    await chat.types('Чаплыгин');
    expect(chat.asks).toBe('norm');
    await answers(
      chat,
      '=40-60',
      '=1500',
      '=free',
      '=employer',
      '!any',
      '=employer',
      '=labour',
      '=none',
      '!any',
    );
    // The phone of a stranger is no phone of the organisation, and is not given out as one.
    expect(draftIn(chat)?.said.content.contact).toBeUndefined();
    expect(chat.screen).not.toContain(words('post:found-unknown-phone'));
    expect(JSON.stringify(chat.state)).not.toMatch(/клубник|Чаплыгин|900/);
  });
});

const HEADER =
  'kind;title;region;place;start;end;pay_amount;pay_unit;hours_day;days_week;housing;food;transport_to;transport_home;patent_paid_by;rights_accepted;contract;places;pledge';
const ROW =
  'harvest;Сбор клубники;Липецкая область;Чаплыгин;20.06.2026;20.07.2026;50;kg;10;6;free;free;free;employer;employer;any;labour;20;all';

describe('a table', () => {
  const sends = async (...rows: readonly string[]): Promise<VirtualChat> => {
    const chat = await chatOf(known);
    await chat.commands('post');
    await answers(chat, '=table');
    await chat.sendsAFile([HEADER, ...rows].join('\n'));
    return chat;
  };

  it('becomes drafts that wait for somebody else', async () => {
    const chat = await sends(ROW, ROW.replace('Чаплыгин', 'Данков'));
    expect(chat.said[0]).toContain('2 openings were taken');
    expect([...chat.house.drafts.values()]).toMatchObject([
      { submitted: true, review: ['table'], said: { content: { place: 'Чаплыгин' } } },
      { submitted: true, review: ['table'], said: { content: { place: 'Данков' } } },
    ]);
    expect(JSON.stringify(chat.state ?? {})).not.toContain('Данков');
  });

  it('is taken whole or not at all, and says which line is wrong in what', async () => {
    const chat = await sends(ROW, ROW.replace('Липецкая область', 'Нигде'), ROW.replace(';20;all', ';;all'));
    expect(chat.screen).toContain('line 3 region (not understood)');
    expect(chat.screen).toContain('line 4 places (not said yet)');
    expect(chat.house.drafts.size).toBe(0);
    await chat.sendsAFile([HEADER, ROW].join('\n'));
    expect(chat.house.drafts.size).toBe(1);
  });

  it('names every fault of a row by its column', async () => {
    const chat = await sends(
      ROW.replace('20.06.2026', 'soon').replace(';kg;', ';bag;'),
      ROW.replace(';20;all', ';;'),
    );
    for (const fault of ['line 2 start', 'line 2 pay_unit', 'line 3 places', 'line 3 pledge'])
      expect(chat.screen).toContain(fault);
  });

  it('shows an example, which is taken as it is', async () => {
    const chat = await chatOf(known);
    await chat.commands('post');
    await answers(chat, '=table');
    await chat.sendsAFile(chat.screen.split('\n').slice(-2).join('\n'));
    expect(chat.said[0]).toContain('1 opening was taken');
  });

  it('as a spreadsheet has to be saved as CSV', async () => {
    const chat = await chatOf(known);
    await chat.commands('post');
    await answers(chat, '=table');
    await chat.sendsAFile('PK\u0003\u0004');
    expect(chat.screen).toContain(words('post:table-excel'));
  });

  it('of another sort is none', async () => {
    const chat = await chatOf(known);
    await chat.commands('post');
    await answers(chat, '=table');
    await chat.sendsAFile('a;b\n1;2');
    expect(chat.screen).toContain(words('post:table-none'));
  });
});
