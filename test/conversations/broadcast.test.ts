import { beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../src/domain/coordinator.ts';
import { anOpening } from '../support/builders.ts';
import { type VirtualChat, virtualChat } from '../support/virtual-chat.ts';
import {
  aBroadcast,
  aCoordinator,
  anOrganisation,
  RIGHT_CODE,
  type VirtualHouse,
  virtualHouse,
} from '../support/virtual-desk.ts';

const organisation = anOrganisation({ urgentBudget: 500 });
const fig = aCoordinator({ organisation, roles: ['broadcaster'], alias: 'Fig' });
const sloe = aCoordinator({ organisation, roles: ['moderator'], alias: 'Sloe' });
const opening = anOpening({ kind: 'vacancy', work: 'warehouse', code: 'K7Q2P' });

let house: VirtualHouse;
beforeEach(() => {
  house = virtualHouse([fig, sloe]);
  house.broadcastable = [opening];
  house.reach = {
    kind: 'told',
    people: 300,
    locales: [],
    verdicts: [],
    others: [{ why: 'region', people: 100 }],
    channels: [],
    quiet: 'few',
    minutes: 1,
  };
});

const chatOf = (coordinator: typeof fig): Promise<VirtualChat> =>
  virtualChat({ coordinator, house, openings: [opening] });

/** Presses the button that answers so, whatever its mark. */
async function answers(chat: VirtualChat, ...ends: readonly string[]): Promise<void> {
  for (const end of ends) {
    const data = chat.data.find((each) => each.endsWith(end));
    if (data === undefined) throw new Error(`nothing here answers ${end}: ${chat.data.join(' ')}`);
    await chat.presses(data);
  }
}

/** To the screen with the figures. */
async function comesToFigures(chat: VirtualChat, urgency: 'normal' | 'urgent'): Promise<void> {
  await chat.commands('broadcast');
  await answers(chat, '=K7Q2P', `=${urgency}`, '!any', '!any');
}

describe('/broadcast', () => {
  it('sends an open opening after a code, in six taps, and it can be taken back', async () => {
    const chat = await chatOf(fig);
    await comesToFigures(chat, 'normal');
    expect(chat.screen).toContain('300 or more');
    expect(chat.screen).toContain('region: 100 or more');
    await answers(chat, '=send');
    expect(house.broadcasts).toEqual([]);
    await chat.types(RIGHT_CODE);
    expect(house.broadcasts).toMatchObject([{ openingCode: 'K7Q2P', urgent: false, state: 'sent' }]);
    await answers(chat, ':undo-B1');
    expect(house.broadcasts).toMatchObject([{ state: 'undone' }]);
  });

  it('says where everything is stopped that it waits for that', async () => {
    house.everythingStopped = true;
    const chat = await chatOf(fig);
    await comesToFigures(chat, 'normal');
    await answers(chat, '=send');
    await chat.types(RIGHT_CODE);
    expect(chat.said.join('\n')).toContain('Waits: sending is stopped');
  });

  it('shows it to oneself first, and to nobody else', async () => {
    const chat = await chatOf(fig);
    await comesToFigures(chat, 'normal');
    await answers(chat, '=test');
    expect(chat.messages.map(({ text }) => text).join('\n')).toContain(opening.title);
    await answers(chat, '=as-whatsapp');
    expect(chat.said[0]).toContain('WhatsApp');
    expect(chat.said.join('\n')).toContain(`· #${opening.code}`);
    expect(house.broadcasts).toEqual([]);
    await answers(chat, '=no');
    expect(house.broadcasts).toEqual([]);
  });

  it('offers nothing to send where the figures are refused', async () => {
    house.reach = { kind: 'refused' };
    const chat = await chatOf(fig);
    await comesToFigures(chat, 'normal');
    expect(chat.data.filter((each) => /=(?:send|ask|test)$/.test(each))).toEqual([]);
  });

  it('leaves an urgent one to a colleague', async () => {
    const chat = await chatOf(fig);
    await comesToFigures(chat, 'urgent');
    await answers(chat, '=ask');
    await chat.types(RIGHT_CODE);
    expect(house.broadcasts).toMatchObject([{ urgent: true, state: 'asked' }]);
    await answers(chat, ':see-B1');
    expect(chat.data.filter((each) => /:(?:agree|now)-B1/.test(each))).toEqual([]);

    const colleague = await chatOf(sloe);
    await colleague.commands('desk');
    expect(colleague.labels).toContain('📣 Broadcast (1)');
    await colleague.commands('broadcast');
    await answers(colleague, '=see-B1');
    expect(colleague.said.join('\n')).toContain('🚨 Urgent');
    expect(colleague.said.join('\n')).toContain(opening.title);
    for (const words of ['Fig asks', '300 or more', 'it leaves after 10 seconds'])
      expect(colleague.screen).toContain(words);
    await answers(colleague, ':now-B1');
    expect(house.broadcasts).toMatchObject([{ state: 'asked' }]);
    await colleague.types(RIGHT_CODE);
    expect(house.broadcasts).toMatchObject([{ state: 'sent' }]);
  });

  it('says after agreeing how long it can be taken back', async () => {
    house.broadcasts.push(aBroadcast({ by: fig.id, alias: 'Fig', state: 'asked', urgent: true, pushes: [] }));
    const colleague = await chatOf(sloe);
    await colleague.commands('broadcast', 'agree-B1');
    await colleague.types(RIGHT_CODE);
    expect(colleague.screen).toContain('10 seconds to take it back');
  });

  it('offers nothing urgent where the budget of the week is used up', async () => {
    const poor = aCoordinator({ organisation: anOrganisation({ urgentBudget: 0 }), roles: ['broadcaster'] });
    house = virtualHouse([poor]);
    house.broadcastable = [opening];
    const chat = await chatOf(poor);
    await chat.commands('broadcast');
    await answers(chat, '=K7Q2P');
    expect(chat.screen).toContain('No urgent messages are left');
    expect(chat.data.some((each) => each.endsWith('=urgent'))).toBe(false);
  });

  it('leaves at a time that is tapped, which is said back before and after', async () => {
    const chat = await chatOf(fig);
    await comesToFigures(chat, 'normal');
    await answers(chat, '=at');
    expect(chat.labels).toEqual(
      expect.arrayContaining(['Today, 18:00', 'Tomorrow, 08:00', 'Tomorrow, 18:00']),
    );
    expect(chat.screen).toContain('it is 12:00 there');
    await chat.types('2');
    expect(chat.screen).toContain('⏰ Tuesday 16 June, 08:00 · Lipetsk Oblast: in 20 hours.');
    expect(chat.screen).not.toContain('🌙');
    await answers(chat, '=go');
    await chat.types(RIGHT_CODE);
    expect(chat.said.join('\n')).toContain('Tuesday 16 June, 08:00 · Lipetsk Oblast');
    expect(house.broadcasts).toMatchObject([{ setFor: new Date('2026-06-16T05:00:00Z'), state: 'sent' }]);
    await answers(chat, ':undo-B1');
    expect(house.broadcasts).toMatchObject([{ state: 'undone' }]);
  });

  it.each([
    ['16.06 06:00', '2026-06-16T03:00:00Z'],
    ['завтра 6:00', '2026-06-16T03:00:00Z'],
    ['эртага соат 6:00', '2026-06-16T03:00:00Z'],
    ['fardo 14:30', null],
    ['today 8:00', null],
    ['23.06 14:30', null],
  ])('reads a typed time, in any language, and asks again for any other: %s', async (typed, moment) => {
    const chat = await chatOf(fig);
    await comesToFigures(chat, 'normal');
    await answers(chat, '=at');
    await chat.types(typed);
    expect(chat.asks).toBe(moment === null ? 'when' : 'sure');
    if (moment === null) return;
    expect(chat.screen).toContain('🌙');
    await answers(chat, '=other');
    await chat.types(typed);
    await answers(chat, '=go');
    await chat.types(RIGHT_CODE);
    expect(house.broadcasts).toMatchObject([{ setFor: new Date(moment) }]);
  });

  it('lets a colleague agree to the time of an urgent one, and to no other', async () => {
    const chat = await chatOf(fig);
    await comesToFigures(chat, 'urgent');
    await answers(chat, '=at');
    await chat.types('18:00');
    await answers(chat, '=go');
    await chat.types(RIGHT_CODE);
    expect(house.broadcasts).toMatchObject([{ urgent: true, state: 'asked' }]);
    const colleague = await chatOf(sloe);
    await colleague.commands('broadcast');
    await answers(colleague, '=see-B1');
    expect(colleague.screen).toContain('⏰ Monday 15 June, 18:00 · Lipetsk Oblast: in 6 hours.');
    expect(colleague.data.some((each) => /:now-B1/.test(each))).toBe(false);
    await answers(colleague, ':agree-B1');
    await colleague.types(RIGHT_CODE);
    expect(house.broadcasts).toMatchObject([{ state: 'sent' }]);
  });

  it('offers no time for an opening that has its last day today', async () => {
    house.broadcastable = [{ ...opening, endsOn: '2026-06-15' }];
    const chat = await chatOf(fig);
    await comesToFigures(chat, 'normal');
    expect(chat.data.some((each) => each.endsWith('=at'))).toBe(false);
  });

  it.each([
    ['pause', 'paused', false],
    ['stop', 'stopped', false],
    ['resume', 'running', true],
  ] as const)('%s makes it %s; with a code only where more is sent', async (way, state, withCode) => {
    house.broadcasts.push(aBroadcast({ by: fig.id }));
    const chat = await chatOf(fig);
    await chat.commands('broadcast', `${way}-B1`);
    if (way === 'stop') await answers(chat, '=no');
    if (way === 'stop') expect(house.broadcasts[0]?.pushes).toMatchObject([{ state: 'running' }]);
    if (way === 'stop') await chat.commands('broadcast', 'stop-B1');
    if (way === 'stop') await answers(chat, '=yes');
    if (withCode) await chat.types(RIGHT_CODE);
    expect(house.broadcasts[0]?.pushes).toMatchObject([{ state }]);
  });

  it.each(['poster', 'keeper'] satisfies Role[])('is not for a %s, nor are its buttons', async (role) => {
    house.broadcasts.push(aBroadcast());
    const chat = await chatOf(aCoordinator({ organisation, roles: [role] }));
    for (const way of ['see', 'pause', 'stop', 'agree', 'now']) await chat.commands('broadcast', `${way}-B1`);
    await chat.commands('broadcast');
    expect(house.broadcasts[0]?.pushes).toMatchObject([{ state: 'running' }]);
    expect(chat.screen).not.toContain('K7Q2P');
  });
});
