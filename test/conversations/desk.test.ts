import { describe, expect, it } from 'vitest';
import type { Coordinator, Role } from '../../src/domain/coordinator.ts';
import { ROLES } from '../../src/domain/coordinator.ts';
import { type Phrase, phrase } from '../../src/domain/message.ts';
import { plainText } from '../../src/domain/texts.ts';
import { loadTexts } from '../../src/i18n.ts';
import { aSubscriber } from '../support/builders.ts';
import { importConversations } from '../support/conversations.ts';
import { type VirtualChat, virtualChat } from '../support/virtual-chat.ts';
import {
  aCoordinator,
  anOrganisation,
  DESK_NOW,
  RIGHT_CODE,
  type VirtualHouse,
  virtualHouse,
} from '../support/virtual-desk.ts';

const texts = await loadTexts();
const conversations = await importConversations();
const words = (key: string, values?: Phrase['values']): string =>
  plainText(texts.text('en', phrase(key, values)));

const union = anOrganisation();
const WRONG_CODE = '111111';
const TOKEN = 'B'.repeat(22);

const inRole = (role: Role, differing: Partial<Coordinator> = {}): Coordinator =>
  aCoordinator({
    organisation: role === 'operator' ? null : union,
    roles: [role],
    alias: `A ${role}`,
    ...differing,
  });

/** A coordinator's chat in a house where others are, too. */
async function deskOf(me: Coordinator, others: readonly Coordinator[] = []): Promise<VirtualChat> {
  const house = virtualHouse([me, ...others]);
  house.organisations.set(union.id, union);
  return virtualChat({ coordinator: me, house });
}

/** Presses the button of the newest screen that answers so. */
async function answers(chat: VirtualChat, ...values: readonly string[]): Promise<void> {
  for (const value of values) {
    const data = chat.data.find((each) => each.endsWith(`:=${value}`) || each.endsWith(`:+${value}`));
    if (data === undefined) throw new Error(`nothing answers ${value}: ${chat.data.join(' ')}`);
    await chat.presses(data);
  }
}
const done = (chat: VirtualChat): Promise<void> =>
  chat.presses(chat.data.find((each) => each.endsWith(':!done')) ?? '');
const stateOf = (house: VirtualHouse): string =>
  JSON.stringify([
    house.everythingStopped,
    [...house.organisations.values()],
    [...house.coordinators.values()].map(({ steppedUpUntil: _, ...rest }) => rest),
    [...house.invitations.values()],
  ]);

describe('who may begin what', () => {
  const needing = [...conversations.values()].filter(({ needs }) => needs !== undefined);

  it('is said of every conversation of coordinators', () => {
    const needs = Object.fromEntries(needing.map((each) => [each.name, each.needs]));
    expect(needs).toEqual({
      desk: ROLES,
      codes: ROLES,
      leave: ROLES,
      invite: ['admin', 'operator'],
      people: ['admin', 'operator'],
      audit: ['admin', 'operator'],
      broadcast: ['broadcaster', 'moderator', 'admin'],
      organisation: ['operator'],
      halt: ['moderator', 'broadcaster', 'admin', 'operator'],
      mine: ['poster', 'moderator'],
      keep: ['poster', 'moderator'],
      reports: ['moderator'],
      season: ['poster', 'moderator', 'broadcaster'],
      takeback: ['poster', 'moderator', 'operator'],
      rules: ['keeper'],
      rule: ['keeper'],
      post: ['poster'],
      approve: ['moderator', 'operator'],
    });
  });

  it.each(
    needing.flatMap(({ name, needs }) =>
      ROLES.map((role) => ({ name, role, may: needs?.includes(role) === true })),
    ),
  )('$role begins $name: $may', async ({ name, role, may }) => {
    const chat = await deskOf(inRole(role));
    const before = stateOf(chat.house);
    await chat.commands(name);
    const refused = chat.said.join().includes(words('desk:not-yours'));
    expect(refused).toBe(!may);
    if (!may) expect(chat.state?.stack ?? []).toEqual([]);
    expect(stateOf(chat.house)).toBe(before);
  });

  it.each(needing.map(({ name }) => name))(
    'a subscriber and a stranger who type /%s are where they always are',
    async (name) => {
      const known = await virtualChat({ subscriber: aSubscriber({ locale: 'en' }) });
      await known.commands(name);
      expect(known.data).toContain('v1:c:preferences:');
      expect(known.screen).not.toContain(words('desk:not-yours'));
      const stranger = await virtualChat();
      await stranger.commands(name);
      expect(stranger.asks).toBe('language');
    },
  );

  it('a coordinator who is no subscriber ends at the desk, and one who is finds it in the menu', async () => {
    const chat = await deskOf(inRole('poster'));
    await chat.commands('menu');
    expect(chat.screen).toContain(words('desk:roles', { roles: phrase('desk:role-poster') }));
    await chat.types('hello');
    expect(chat.screen).toContain(words('desk:role-poster'));
    const both = await virtualChat({
      coordinator: inRole('poster'),
      subscriber: aSubscriber({ locale: 'en' }),
    });
    await both.commands('menu');
    await both.taps(words('menu:desk'));
    expect(both.screen).toContain(words('desk:role-poster'));
  });

  it('whose role was taken meanwhile goes on with nothing', async () => {
    const me = inRole('admin');
    const chat = await deskOf(me, [inRole('poster')]);
    await chat.commands('people');
    expect(chat.asks).toBe('who');
    const [old] = chat.data;
    chat.house.coordinators.set(me.id, { ...me, roles: ['poster'] });
    await chat.presses(old ?? '');
    expect(chat.screen).toContain(words('desk:role-poster'));
    expect(chat.state?.stack ?? []).toEqual([]);
  });

  it('who was removed meanwhile is a stranger', async () => {
    const me = inRole('admin');
    const chat = await deskOf(me, [inRole('poster')]);
    await chat.commands('people');
    const [old] = chat.data;
    chat.house.coordinators.delete(me.id);
    await chat.presses(old ?? '');
    expect(chat.asks).toBe('language');
  });

  it.each([
    ['poster', ['to-post', 'to-mine', 'to-season', 'to-leave']],
    ['keeper', ['to-rules', 'to-leave']],
    [
      'moderator',
      ['to-approve', 'to-mine', 'to-reports', 'to-season', 'to-broadcast', 'to-halt', 'to-leave'],
    ],
    ['broadcaster', ['to-season', 'to-broadcast', 'to-halt', 'to-leave']],
    ['admin', ['to-broadcast', 'to-invite', 'to-people', 'to-audit', 'to-halt', 'to-leave']],
    [
      'operator',
      ['to-approve', 'to-invite', 'to-people', 'to-organisation', 'to-audit', 'to-halt', 'to-leave'],
    ],
  ] as const)('the desk of a %s shows what is theirs', async (role, doors) => {
    const chat = await deskOf(inRole(role));
    await chat.commands('desk');
    expect(chat.labels).toEqual(doors.map((door) => words(`desk:${door}`)));
    await chat.taps(words('desk:to-leave'));
    expect(chat.asks).toBe('sure');
  });

  it('says that one is new, has no codes, or is stopped', async () => {
    const soon = new Date(DESK_NOW.getTime() + 3_600_000);
    const chat = await virtualChat({
      coordinator: inRole('admin', {
        hasCodes: false,
        trustedFrom: soon,
        organisation: { ...union, stopped: true },
      }),
    });
    chat.house.everythingStopped = true;
    await chat.commands('desk');
    for (const key of ['no-codes', 'stopped', 'everything-stopped'])
      expect(chat.screen).toContain(words(`desk:${key}`));
    expect(chat.screen).toContain('10:00');
    expect(chat.labels[0]).toBe(words('desk:to-codes'));
  });
});

describe('every button of coordinators', () => {
  /** Presses everything that can be reached from a conversation, without ever giving a code. */
  async function walk(
    role: Role,
    name: string,
  ): Promise<{ readonly pressed: number; readonly chats: VirtualChat[] }> {
    const chats: VirtualChat[] = [];
    const open = async (): Promise<VirtualChat> => {
      const chat = await deskOf(inRole(role, { alias: 'Me' }), [
        inRole('poster', { alias: 'Plum' }),
        inRole('operator', { alias: 'Host' }),
        inRole('admin', { alias: 'Fresh', trustedFrom: new Date(DESK_NOW.getTime() + 1) }),
      ]);
      chats.push(chat);
      return chat;
    };
    const ends = (chat: VirtualChat): readonly string[] =>
      chat.data.map((data) => data.replace(/\.\w{8}/, ''));
    let pressed = 0;
    let paths: (readonly string[])[] = [[]];
    const seen = new Set<string>();
    for (let depth = 0; depth < 4; depth++) {
      const next: (readonly string[])[] = [];
      for (const path of paths) {
        const chat = await open();
        await chat.commands(name);
        for (const step of path) await chat.presses(chat.data[ends(chat).indexOf(step)] ?? '');
        for (const step of ends(chat)) {
          const screen = `${chat.screen}|${step}`;
          if (seen.has(screen) || !step.startsWith('v1:q:')) continue;
          seen.add(screen);
          pressed += 1;
          if (!/:[@#]|!back/.test(step)) next.push([...path, step]);
        }
      }
      paths = next.slice(0, 40);
    }
    return { pressed, chats };
  }

  it.each(
    ROLES.flatMap((role) =>
      ['invite', 'people', 'organisation', 'audit', 'codes', 'desk'].map((name) => ({ role, name })),
    ),
  )(
    'of $name changes nothing for a $role without a code',
    async ({ role, name }) => {
      const { chats } = await walk(role, name);
      for (const chat of chats) {
        expect(chat.house.audit).toEqual([]);
        expect(chat.house.invitations.size).toBe(0);
        expect(chat.house.coordinators.size).toBe(4);
      }
    },
    30_000,
  );

  it.each(ROLES)('of the stop can only stop, for a %s without a code', async (role) => {
    const { chats } = await walk(role, 'halt');
    const done = new Set(chats.flatMap(({ house }) => house.audit.map(({ action }) => action)));
    const may = ['moderator', 'broadcaster', 'admin', 'operator'].includes(role);
    const expected =
      role === 'operator' ? ['everything.stop', 'organisation.stop'] : may ? ['organisation.stop'] : [];
    expect([...done].toSorted()).toEqual(expected);
  });
});

describe('a one-time code', () => {
  const asked = async (): Promise<VirtualChat> => {
    const chat = await deskOf(inRole('admin'));
    await chat.commands('invite');
    await answers(chat, 'poster');
    await done(chat);
    return chat;
  };

  it('is asked before anything that needs it, and what was asked for happens after', async () => {
    const chat = await asked();
    expect(chat.screen).toBe(words('desk:code-ask'));
    expect(chat.house.invitations.size).toBe(0);
    await chat.types(RIGHT_CODE);
    expect(chat.house.invitations.size).toBe(1);
    expect(chat.said.at(-1)).toContain(`https://t.me/mehnat?start=c_${'A'.repeat(22)}`);
  });

  it('is not kept, right or wrong, and neither is the link', async () => {
    const chat = await asked();
    await chat.types(WRONG_CODE);
    expect(chat.screen).toContain(words('desk:code-wrong'));
    expect(JSON.stringify(chat.state)).not.toContain(WRONG_CODE);
    await chat.types(RIGHT_CODE);
    expect(JSON.stringify(chat.state ?? {})).not.toContain(RIGHT_CODE);
    expect(JSON.stringify(chat.state ?? {})).not.toContain('A'.repeat(22));
    expect(JSON.stringify(chat.house.audit)).not.toMatch(new RegExp(`${RIGHT_CODE}|${'A'.repeat(22)}`));
  });

  it('locks after five wrong ones, and nothing is changed', async () => {
    const chat = await asked();
    for (let tried = 0; tried < 5; tried++) await chat.types(WRONG_CODE);
    expect(chat.said[0]).toBe(words('desk:code-locked'));
    expect(chat.house.invitations.size).toBe(0);
  });

  it('counts only where it is asked for: elsewhere six digits are nothing, and nobody moves by them', async () => {
    const chat = await deskOf(inRole('admin'));
    await chat.types(RIGHT_CODE);
    expect(chat.coordinator?.steppedUpUntil).toBeNull();
    expect(chat.screen).toContain(words('common:tap-please'));
    expect(JSON.stringify(chat.state ?? {})).not.toContain(RIGHT_CODE);
    await chat.commands('halt');
    await chat.types(RIGHT_CODE);
    expect(chat.coordinator?.steppedUpUntil).toBeNull();
  });

  it('may be put off', async () => {
    const chat = await asked();
    await answers(chat, 'never');
    expect(chat.said[0]).toBe(words('desk:unchanged'));
    expect(chat.house.invitations.size).toBe(0);
  });

  it('is not asked again while it holds', async () => {
    const chat = await asked();
    await chat.types(RIGHT_CODE);
    await chat.commands('invite');
    await answers(chat, 'poster');
    await done(chat);
    expect(chat.house.audit).toHaveLength(2);
  });
});

describe('a button that was pressed', () => {
  it('changes nothing when it is pressed again, recorded or not', async () => {
    const chat = await deskOf(inRole('admin'));
    await chat.commands('halt');
    const recorded = chat.data;
    await answers(chat, 'halt-union');
    expect(chat.house.audit).toHaveLength(1);
    const after = stateOf(chat.house);
    for (const data of [...recorded, ...recorded]) await chat.presses(data);
    chat.expires();
    for (const data of recorded) await chat.presses(data);
    expect(stateOf(chat.house)).toBe(after);
    expect(chat.house.audit).toHaveLength(1);
    expect(chat.screen).toContain(words('common:old-button'));
  });

  it('answers no question that looks the same', async () => {
    const chat = await deskOf(inRole('admin'));
    await chat.commands('halt');
    const recorded = chat.data.find((data) => data.includes('halt-union')) ?? '';
    await chat.commands('halt');
    await chat.presses(recorded);
    expect(chat.house.audit).toEqual([]);
    expect(chat.asks).toBe('what');
  });

  it('does not answer the same question a second time, not even after going back to it', async () => {
    const chat = await deskOf(inRole('operator'));
    await chat.commands('organisation');
    const recorded = chat.data.find((data) => data.endsWith(':=union')) ?? '';
    await answers(chat, 'union');
    await chat.presses(chat.data.find((data) => data.endsWith(':!back')) ?? '');
    expect(chat.asks).toBe('which');
    await chat.presses(recorded);
    expect(chat.screen).toContain(words('common:old-button'));
    expect(chat.asks).toBe('which');
  });

  it('without a mark is none of ours', async () => {
    const chat = await deskOf(inRole('admin'));
    for (const data of ['v1:q:halt:what:=halt-union', 'v1:q:halt.00000000:what:=halt-union'])
      await chat.presses(data);
    await chat.commands('halt');
    await chat.presses('v1:q:halt:what:=halt-union');
    expect(chat.house.audit).toEqual([]);
  });
});

describe('a session that was copied', () => {
  it('sees and stops, and changes nothing else: not with recorded buttons, not with codes that were used', async () => {
    const plum = inRole('poster', { alias: 'Plum' });
    const chat = await deskOf(inRole('admin'), [plum]);
    // What the thief has seen: an invitation, begun and ended by its owner.
    const recorded: string[] = [];
    const record = (): void => void recorded.push(...chat.data);
    await chat.commands('invite');
    record();
    await answers(chat, 'poster');
    record();
    await done(chat);
    record();
    await chat.types(RIGHT_CODE);
    // Eleven minutes later the session is all they have.
    chat.house.now = new Date(DESK_NOW.getTime() + 11 * 60_000);
    const before = stateOf(chat.house);
    for (const data of recorded) await chat.presses(data);
    await chat.types(RIGHT_CODE);
    for (const [name, ...steps] of [
      ['invite', 'admin'],
      ['people', plum.id.slice(-12), 'remove', 'yes'],
      ['people', plum.id.slice(-12), 'roles', 'moderator'],
    ] as const) {
      await chat.commands(name);
      await answers(chat, ...steps);
      if (chat.data.some((data) => data.endsWith(':!done'))) await done(chat);
      expect(chat.screen).toContain(words('desk:code-ask'));
      await chat.types(WRONG_CODE);
      expect(stateOf(chat.house)).toBe(before);
    }
  });
});

describe('somebody who is invited', () => {
  const house = (roles: readonly Role[] = ['poster'], by = 'Gate'): VirtualHouse => {
    const one = virtualHouse([inRole('admin', { alias: 'Gate' })]);
    one.invitations.set(TOKEN, { organisation: union, roles, by });
    return one;
  };
  const reaches = async (chat: VirtualChat, command = 'start'): Promise<void> => {
    await chat.commands(command, command === 'start' ? `c_${TOKEN}` : TOKEN);
    await answers(chat, 'en', 'yes');
  };

  it('chooses a language, promises, takes a name, sets up codes, and is at the desk', async () => {
    const chat = await virtualChat({ house: house() });
    await chat.commands('start', `c_${TOKEN}`);
    expect(chat.asks).toBe('language');
    await answers(chat, 'en');
    expect(chat.screen).toContain('Union of builders');
    for (const rule of ['true', 'free', 'people', 'secret', 'written'])
      expect(chat.screen).toContain(words(`people:rule-${rule}`));
    await answers(chat, 'yes');
    await chat.types('  Quince ');
    expect(chat.coordinator).toMatchObject({
      alias: 'Quince',
      roles: ['poster'],
      locale: 'en',
      hasCodes: false,
    });
    expect(chat.screen).toContain('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ');
    await answers(chat, 'yes');
    expect(chat.screen).toBe(words('codes:type'));
    await chat.types(WRONG_CODE);
    expect(chat.screen).toContain(words('desk:code-wrong'));
    await chat.types(RIGHT_CODE);
    expect(chat.coordinator?.hasCodes).toBe(true);
    expect(chat.said[0]).toBe(words('codes:done'));
    expect(chat.screen).toContain('Quince');
    expect(chat.subscriber).toBeNull();
  });

  it('leaves no name, key or code in what is kept of the dialogue', async () => {
    const chat = await virtualChat({ house: house() });
    await reaches(chat);
    await chat.types('Quince');
    await answers(chat, 'yes');
    await chat.types(WRONG_CODE);
    expect(JSON.stringify(chat.state)).not.toMatch(/Quince|GEZD|111111/);
  });

  it.each([
    'Q',
    'x'.repeat(25),
    '+7 900 123 45 67',
    '89001234567',
    '@quince',
    'https://t.me/q',
    '<b>Q</b>',
    '',
  ])('who types %j is asked for another name', async (alias) => {
    const chat = await virtualChat({ house: house() });
    await reaches(chat);
    await chat.types(alias);
    expect(chat.coordinator).toBeNull();
    expect(chat.asks ?? 'alias').toBe('alias');
  });

  it('may not take the name of another', async () => {
    const chat = await virtualChat({ house: house() });
    await reaches(chat);
    await chat.types('gate');
    expect(chat.screen).toContain(words('people:alias-taken'));
    await chat.types('Plum');
    expect(chat.coordinator?.alias).toBe('Plum');
  });

  it('who promises nothing is nobody, and the link stays good', async () => {
    const chat = await virtualChat({ house: house() });
    await chat.commands('start', `c_${TOKEN}`);
    await answers(chat, 'en', 'no');
    expect(chat.coordinator).toBeNull();
    expect(chat.house.invitations.size).toBe(1);
    expect(chat.state?.stack ?? []).toEqual([]);
  });

  it('with a link that is used, old or invented is told so', async () => {
    const chat = await virtualChat({ house: virtualHouse() });
    await chat.commands('start', `c_${TOKEN}`);
    expect(chat.said).toEqual([words('people:invited-gone')]);
    for (const odd of [`c_${'B'.repeat(21)}`, `c_${'B'.repeat(23)}`, 'c_']) await chat.commands('start', odd);
    expect(chat.asks).toBe('language');
  });

  it('who is one already is told to leave first', async () => {
    const chat = await virtualChat({ coordinator: inRole('poster') });
    chat.house.invitations.set(TOKEN, { organisation: union, roles: ['admin'], by: 'Gate' });
    await chat.commands('start', `c_${TOKEN}`);
    expect(chat.said[0]).toBe(words('people:invited-here'));
    expect(chat.house.invitations.size).toBe(1);
  });

  it('may be a subscriber, who is not asked for the language again', async () => {
    const chat = await virtualChat({ house: house(), subscriber: aSubscriber({ locale: 'en' }) });
    await chat.commands('invited', TOKEN);
    expect(chat.asks).toBe('rules');
    await answers(chat, 'yes');
    await chat.types('Quince');
    expect(chat.coordinator?.alias).toBe('Quince');
    expect(chat.subscriber).not.toBeNull();
  });

  it.each([
    ['a wrong code', 'codes:type', (chat: VirtualChat) => chat.types('000000')],
    ['a word', 'codes:type', (chat: VirtualChat) => chat.types('ready')],
    ['a photo', 'codes:above', (chat: VirtualChat) => chat.sendsAPhoto()],
  ])('sees the key of the codes only once, whatever comes then: %s', async (_, asks, act) => {
    const chat = await deskOf(inRole('poster', { hasCodes: false }));
    await chat.commands('codes');
    expect(chat.screen).toContain('GEZD GNBV');
    await act(chat);
    expect(chat.said.join('\n')).not.toMatch(/GEZD ?GNBV/);
    expect(chat.screen).toContain(words(asks));
    await chat.types(RIGHT_CODE);
    expect(chat.said[0]).toContain(words('codes:done'));
    expect(chat.said[0]).toContain(words('codes:delete'));
  });

  it('types the first code below the key, as it comes', async () => {
    const chat = await deskOf(inRole('poster', { hasCodes: false }));
    await chat.commands('codes');
    await chat.types(RIGHT_CODE);
    expect(chat.said[0]).toContain(words('codes:done'));
    expect(chat.coordinator?.hasCodes).toBe(true);
  });

  it('sees the key of the codes once more if the setting up was broken off, and never after a right code', async () => {
    const chat = await virtualChat({ house: house() });
    await reaches(chat);
    await chat.types('Quince');
    chat.expires();
    await chat.commands('codes');
    expect(chat.screen).toContain('GEZD GNBV');
    await answers(chat, 'yes');
    await chat.types(RIGHT_CODE);
    await chat.commands('codes');
    expect(chat.said.join()).not.toContain('GEZD');
    expect(chat.said[0]).toBe(words('codes:has'));
  });
});

describe('people of an organisation', () => {
  const plum = inRole('poster', { alias: 'Plum', trustedFrom: new Date(DESK_NOW.getTime() + 3_600_000) });
  const opens = async (me: Coordinator = inRole('admin')): Promise<VirtualChat> => {
    const chat = await deskOf(me, [plum]);
    await chat.commands('people');
    return chat;
  };

  it('are seen by the names they chose, oneself not to be changed', async () => {
    const chat = await opens();
    expect(chat.screen).toContain('A admin');
    expect(chat.screen).toContain(
      words('people:line-new', { alias: { raw: 'Plum' }, roles: phrase('desk:role-poster') }),
    );
    expect(chat.labels).toEqual(['Plum', words('people:nobody')]);
  });

  it.each([
    ['confirm', [], 'coordinator.confirm'],
    ['roles', ['moderator'], 'coordinator.change-roles'],
    ['remove', ['yes'], 'coordinator.remove'],
  ] as const)('can be changed with a code: %s', async (way, steps, action) => {
    const chat = await opens();
    await answers(chat, plum.id.slice(-12), way, ...steps);
    if (way === 'roles') await done(chat);
    expect(chat.house.audit).toEqual([]);
    await chat.types(RIGHT_CODE);
    expect(chat.house.audit.map((line) => [line.action, line.subject])).toEqual([[action, 'Plum']]);
    expect(chat.said[0]).toBe(words(`people:done-${action.split('.')[1]}`));
  });

  it('are of an operator to choose the organisation first', async () => {
    const chat = await opens(inRole('operator'));
    expect(chat.asks).toBe('which');
    await answers(chat, 'union');
    expect(chat.labels).toContain('Plum');
  });

  it('who went meanwhile are gone, and nothing happens', async () => {
    const chat = await opens();
    await answers(chat, plum.id.slice(-12));
    chat.house.coordinators.delete(plum.id);
    await answers(chat, 'remove', 'yes');
    expect(chat.house.audit).toEqual([]);
  });
});

describe('an organisation', () => {
  const opens = async (): Promise<VirtualChat> => {
    const chat = await deskOf(inRole('operator', { steppedUpUntil: new Date(DESK_NOW.getTime() + 1) }));
    await chat.commands('organisation');
    return chat;
  };
  const union2 = (chat: VirtualChat) => chat.house.organisations.get(union.id);

  it('is made by a short name and a public one', async () => {
    const chat = await opens();
    await answers(chat, '0');
    await chat.types('Не годится');
    await chat.types('union');
    expect(chat.screen).toContain(words('organisation:slug-bad'));
    await chat.types('Kyrgyz-House');
    await chat.types('Дом Кыргызстана');
    expect(chat.said[0]).toBe(words('organisation:made'));
    const made = [...chat.house.organisations.values()].find(({ slug }) => slug === 'kyrgyz-house');
    expect(made?.titles).toEqual({ en: 'Дом Кыргызстана' });
    expect(JSON.stringify(chat.state ?? {})).not.toContain('Кыргызстана');
  });

  it.each([
    ['line', '+7 800 555-00-00', { line: '+7 800 555-00-00' }],
    ['page', 'https://example.org/union', { url: 'https://example.org/union' }],
    ['budget', '2 000', { urgentBudget: 2000 }],
  ])('changes its %s', async (way, typed, expected) => {
    const chat = await opens();
    await answers(chat, 'union', way);
    await chat.types('???');
    await chat.types(typed);
    expect(chat.said[0]).toBe(words('organisation:changed'));
    expect(union2(chat)).toMatchObject(expected);
  });

  it('gets a name in another language, beside those it has', async () => {
    const chat = await opens();
    await answers(chat, 'union', 'name', 'ky');
    await chat.types('Куруучулар бирлиги');
    expect(union2(chat)?.titles).toEqual({ en: 'Union of builders', ky: 'Куруучулар бирлиги' });
  });

  it('speaks for the regions that are chosen', async () => {
    const chat = await opens();
    await answers(chat, 'union', 'regions');
    await chat.types('lipetsk');
    await answers(chat, 'RU-LIP');
    await done(chat);
    expect(union2(chat)?.regions).toEqual(['RU-LIP']);
  });
});

describe('the emergency stop', () => {
  it('of an organisation is two taps from anywhere, without a code; going on needs one', async () => {
    const chat = await deskOf(inRole('broadcaster'));
    await chat.commands('halt');
    await answers(chat, 'halt-union');
    expect(chat.said[0]).toBe(words('desk:halted'));
    expect(chat.house.organisations.get(union.id)?.stopped).toBe(true);
    const admin = await virtualChat({
      coordinator: inRole('admin'),
      house: virtualHouse([inRole('admin', { organisation: { ...union, stopped: true } })]),
    });
    expect(admin.coordinator).toBeNull();
  });

  it('is ended by an admin with a code, and by nobody else', async () => {
    const stopped = { ...union, stopped: true };
    for (const [role, ends] of [
      ['admin', true],
      ['broadcaster', false],
    ] as const) {
      const me = inRole(role, { organisation: stopped });
      const chat = await virtualChat({ coordinator: me });
      await chat.commands('halt');
      await answers(chat, 'on-union');
      if (ends) await chat.types(RIGHT_CODE);
      expect(chat.said[0]).toBe(words(ends ? 'desk:goes-on' : 'desk:refused-role'));
      expect(chat.house.organisations.get(union.id)?.stopped).toBe(!ends);
    }
  });

  it('of everything is the operators alone', async () => {
    const chat = await deskOf(inRole('operator'));
    await chat.commands('halt');
    await answers(chat, 'halt-0');
    expect(chat.house.everythingStopped).toBe(true);
    await chat.commands('halt');
    await answers(chat, 'on-0');
    await chat.types(RIGHT_CODE);
    expect(chat.house.everythingStopped).toBe(false);
    const admin = await deskOf(inRole('admin'));
    await admin.commands('halt');
    expect(admin.labels.join()).not.toContain(words('desk:everything'));
  });
});

describe('leaving', () => {
  it('is at once, and the same chat is a stranger again', async () => {
    const chat = await deskOf(inRole('poster'));
    await chat.commands('leave');
    await answers(chat, 'yes');
    expect(chat.said).toEqual([words('people:left')]);
    expect(chat.coordinator).toBeNull();
    await chat.commands('desk');
    expect(chat.asks).toBe('language');
  });

  it('may be thought better of', async () => {
    const chat = await deskOf(inRole('poster'));
    await chat.commands('leave');
    await answers(chat, 'no');
    expect(chat.coordinator).not.toBeNull();
  });

  it('is what erases what /mydata says is kept of a coordinator', async () => {
    const chat = await deskOf(inRole('poster', { alias: 'Plum' }));
    await chat.commands('mydata');
    expect(chat.said.join()).toContain('Plum');
    expect(chat.said.join()).not.toContain(words('mydata:nothing'));
    await chat.commands('leave');
    await answers(chat, 'yes');
    await chat.commands('mydata');
    expect(chat.said).toEqual([words('mydata:nothing')]);
  });

  it('is another matter than forgetting: that says so', async () => {
    const chat = await virtualChat({
      coordinator: inRole('poster'),
      subscriber: aSubscriber({ locale: 'en' }),
    });
    await chat.commands('forget');
    await chat.presses('v1:q:forget:sure:=yes');
    expect(chat.screen).toContain(words('people:still'));
    expect(chat.coordinator).not.toBeNull();
  });
});

describe('the audit', () => {
  it('is read in words, page by page', async () => {
    const chat = await deskOf(inRole('admin'));
    for (let at = 0; at < 12; at++) {
      await chat.commands('halt');
      const [first] = chat.data;
      await chat.presses(first ?? '');
      chat.house.organisations.set(union.id, union);
      for (const one of chat.house.coordinators.values())
        chat.house.coordinators.set(one.id, { ...one, organisation: union });
    }
    await chat.commands('audit');
    expect(chat.screen.split('\n')).toHaveLength(11);
    expect(chat.screen).toContain(words('audit:what.organisation.stop'));
    await chat.taps(words('audit:older'));
    expect(chat.screen.split('\n')).toHaveLength(3);
    await chat.taps(words('desk:back'));
    expect(chat.screen).toContain(words('desk:role-admin'));
  });

  it('has words for everything that can be done', async () => {
    const { ACTIONS } = await import('../../src/domain/coordinator.ts');
    const { HAPPENINGS } = await import('../../src/domain/desk.ts');
    for (const action of [...ACTIONS, ...HAPPENINGS]) expect(words(`audit:what.${action}`)).not.toBe('…');
  });
});

describe('small things that are said at the desk', () => {
  it('the emergency door leads on while everything, or the organisation, is stopped', async () => {
    for (const me of [inRole('admin', { organisation: { ...union, stopped: true } }), inRole('operator')]) {
      const chat = await deskOf(me);
      chat.house.everythingStopped = me.organisation === null;
      await chat.commands('desk');
      expect(chat.labels).toContain('▶️ Start again');
      expect(chat.labels).not.toContain(words('desk:to-halt'));
    }
  });

  it.each(['admin', 'operator'] as const)(
    'the only %s hears before leaving what that means',
    async (role) => {
      const chat = await deskOf(inRole(role));
      await chat.commands('leave');
      expect(chat.screen).toContain(words(`people:leave-last-${role}`).replaceAll(/<\/?b>/g, ''));
      const two = await deskOf(inRole(role), [inRole(role, { alias: 'Another' })]);
      await two.commands('leave');
      expect(two.screen).not.toContain('⚠️ Nobody else');
      expect(two.screen).not.toContain('the only operator');
    },
  );

  it('/help tells coordinators their commands, and nobody else', async () => {
    const chat = await deskOf(inRole('poster'));
    await chat.commands('help');
    expect(chat.said.join('\n')).toContain('/desk /post /mine /season');
    const stranger = await virtualChat();
    await stranger.commands('help');
    expect(stranger.said.join('\n')).not.toContain('/desk');
  });

  it('the line of an invitation counts whatever was asked', async () => {
    const house = virtualHouse([]);
    house.invitations.set(TOKEN, { organisation: union, roles: ['poster'], by: 'host' });
    const chat = await virtualChat({ house });
    await chat.commands('start');
    await chat.types('English');
    await chat.types(`c_${TOKEN}`);
    expect(chat.data[0]).toContain(`:invited~${TOKEN}:language:`);
  });

  it('the audit names hours, people’s words and no ids', async () => {
    const chat = await deskOf(inRole('admin'));
    const line = (id: number, action: 'opening.submit' | 'push.stop' | 'season.shift', subject: string) => ({
      ...{ id, at: DESK_NOW, organisationId: union.id, alias: 'Plum', role: 'poster' as const },
      ...{ action, subject, detail: action === 'push.stop' ? { how: 'undo' } : {} },
    });
    chat.house.audit.push(
      line(1, 'opening.submit', '27090157824c'),
      line(2, 'push.stop', 'B1'),
      line(3, 'season.shift', 'straw-lip'),
    );
    await chat.commands('audit');
    expect(chat.screen).toContain('9–10 · Plum (Poster): sent an opening for review');
    expect(chat.screen).not.toContain('27090157824c');
    expect(chat.screen).toContain('took a broadcast back: B1');
    expect(chat.screen).not.toContain('straw-lip');
  });
});
