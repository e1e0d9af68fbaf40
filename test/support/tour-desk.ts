/** Every screen of the coordinators' desk in a language. */
import { type BroadcastAccount, type ChannelReach, NAMED, type Reach } from '../../src/domain/broadcast.ts';
import { broadcastMessage, reachLines } from '../../src/domain/broadcast-words.ts';
import { type Coordinator, type Organisation, REFUSALS, ROLES } from '../../src/domain/coordinator.ts';
import { deskWordMessage } from '../../src/domain/desk-word.ts';
import { REASONS } from '../../src/domain/matching.ts';
import { phrase, say } from '../../src/domain/message.ts';
import { VERDICTS } from '../../src/domain/verdict-terms.ts';
import { anOpening, aSubscriber } from './builders.ts';
import { LOCALES } from './locales.ts';
import { ourSpeech } from './speech.ts';
import { keeping } from './tour-keeping.ts';
import { rulekeeping } from './tour-rules.ts';
import { HOSTILE_TITLE, type Shown, Tour } from './tour-walk.ts';
import { virtualChat } from './virtual-chat.ts';
import {
  aBroadcast,
  aCoordinator,
  anOrganisation,
  DESK_NOW,
  RIGHT_CODE,
  virtualHouse,
} from './virtual-desk.ts';

/** The coordinators' desk: who comes there, and everything that is said to them. */
export async function coordinating(locale: string): Promise<readonly Shown[]> {
  const union = anOrganisation({
    titles: { en: 'Union of builders', ru: 'Профсоюз строителей', [locale]: HOSTILE_TITLE },
    line: '+7 800 000-00-00',
    url: 'https://example.org/union',
    regions: ['RU-LIP', 'RU-KDA'],
    urgentBudget: 2_000,
  });
  const until = new Date(DESK_NOW.getTime() + 3_600_000);
  const admin = aCoordinator({ locale, organisation: union, roles: ['admin'], alias: 'Quince' });
  const everybody = aCoordinator({
    locale,
    organisation: union,
    roles: ROLES.slice(0, 5),
    alias: 'Plum',
    trustedFrom: until,
  });
  const operator = aCoordinator({ locale, organisation: null, roles: ['operator'], alias: 'Gate' });
  const house = virtualHouse([admin, everybody, operator]);
  const seat = async (coordinator: Coordinator): Promise<Tour> =>
    new Tour(await virtualChat({ locale, coordinator, house }));
  house.invitations.set('B'.repeat(22), { organisation: union, roles: ROLES.slice(0, 5), by: 'Quince' });

  const guest = new Tour(await virtualChat({ locale, house }));
  await guest.command('start', `c_${'C'.repeat(22)}`, 'a link that was used');
  await guest.command('start', `c_${'B'.repeat(22)}`, 'invited');
  await guest.answer('what coordinators promise', locale);
  await guest.answer('promised nothing', 'no');
  await guest.command('start', `c_${'B'.repeat(22)}`, 'invited again');
  await guest.answer('promises', locale);
  await guest.answer('a name for the role', 'yes');
  await guest.type('no name', 'Q');
  await guest.type('a name that is taken', 'plum');
  await guest.type('the key of the codes', 'Pear');
  await guest.photo('the key is not shown again');
  await guest.answer('the first code', 'yes');
  await guest.type('a wrong first code', '111111');
  await guest.type('codes work', RIGHT_CODE);
  await guest.command('codes', undefined, 'codes are there already');
  await guest.command('organisation', undefined, 'not for this role');

  const all = await seat(everybody);
  await all.command('desk', undefined, '/desk of somebody new with every role');
  await all.command('invite', undefined, 'roles to invite');
  await all.answer('roles ticked', ...ROLES.slice(0, 5));
  await all.done('too new');
  const boss = await seat(admin);
  await boss.command('start', `c_${'B'.repeat(22)}`, 'a coordinator already');
  await boss.command('desk');
  await boss.command('invite');
  await boss.answer('one role', 'poster');
  await boss.done('a code is asked for');
  await boss.type('a wrong code', '111111');
  await boss.answer('not now', 'never');
  await boss.command('invite', undefined, 'inviting again');
  await boss.answer('one role again', 'poster');
  await boss.done('a code is asked for again');
  await boss.type('the link', RIGHT_CODE);
  await boss.command('people');
  await boss.answer('somebody new', everybody.id.slice(-12));
  await boss.answer('confirmed', 'confirm');
  for (const [way, ...steps] of [['roles'], ['remove', 'no']] as const) {
    await boss.command('people', undefined, `people, ${way}`);
    await boss.answer(`somebody, ${way}`, everybody.id.slice(-12));
    await boss.answer(way, way);
    if (way === 'roles') await boss.done('roles changed');
    else await boss.answer('not removed', ...steps);
  }
  await boss.command('people', undefined, 'people once more');
  await boss.answer('somebody to remove', everybody.id.slice(-12));
  await boss.answer('sure to remove', 'remove');
  await boss.answer('removed', 'yes');
  await boss.command('halt');
  await boss.answer('stopped', 'halt-union');
  await boss.command('halt', undefined, '/halt while stopped');
  await boss.answer('goes on', 'on-union');
  await boss.command('audit');
  await boss.command('leave');
  await boss.answer('left', 'yes');

  const host = await seat(operator);
  await host.command('people', undefined, 'which organisation');
  await host.command('organisation');
  await host.answer('a short name', '0');
  await host.type('with a code', RIGHT_CODE);
  await host.type('no short name', '???');
  await host.type('a public name', 'kyrgyz-house');
  await host.type('no public name', 'x');
  await host.type('an organisation is made', 'Дом Кыргызстана');
  for (const way of ['name', 'regions', 'budget', 'line', 'page', 'nothing']) {
    await host.command('organisation', undefined, `organisation, ${way}`);
    await host.answer(`an organisation, ${way}`, 'union');
    await host.answer(`change ${way}`, way);
    if (way === 'name') await host.answer('a name in a language', locale);
    if (way === 'line' || way === 'page') await host.type(`no ${way}`, '?');
  }
  await host.command('halt', undefined, '/halt of an operator');
  await host.answer('everything stopped', 'halt-0');
  await host.command('desk', undefined, '/desk while everything is stopped');
  await host.command('audit', undefined, '/audit of an operator');
  for (let tried = 0; tried < 2; tried++) await host.command('halt', undefined, `/halt ${tried}`);

  const both = new Tour(
    await virtualChat({
      locale,
      house: virtualHouse([admin]),
      coordinator: admin,
      subscriber: aSubscriber({ locale, preferences: { kinds: 'any', works: 'any', regions: 'any' } }),
    }),
  );
  await both.command('menu', undefined, 'menu of a coordinator');
  await both.command('mydata', undefined, '/mydata of a coordinator');
  await both.press('a coordinator forgets', 'c:forget:', 'q:forget:sure:=yes');
  const sending = await broadcasting(locale, union);
  const refusals = REFUSALS.map((why) => `refused-${why}`);
  const { texts } = await ourSpeech();
  const apart = [...refusals, 'refused-code', 'refused-late', 'code-locked', 'stopped', 'no-codes'].map(
    (key) => ({
      name: `desk: ${key}`,
      message: texts.render(locale, say(phrase(`desk:${key}`))),
    }),
  );
  return [guest, all, boss, host, both, ...sending]
    .flatMap(({ shown }) => shown)
    .concat(await keeping(locale), await rulekeeping(locale), apart);
}

/** The least that can be told. */
const TOLD: Extract<Reach, { kind: 'told' }> = {
  kind: 'told',
  people: 50,
  locales: [],
  verdicts: [],
  others: [],
  channels: [],
  quiet: 'few',
  minutes: 1,
};

/** A broadcaster, and a colleague who must agree to what is urgent. */
async function broadcasting(locale: string, organisation: Organisation): Promise<readonly Tour[]> {
  const sender = aCoordinator({ locale, organisation, roles: ['broadcaster'], alias: 'Fig' });
  const second = aCoordinator({ locale, organisation, roles: ['moderator'], alias: 'Sloe' });
  const house = virtualHouse([sender, second]);
  const opening = anOpening({ kind: 'harvest', work: 'berries', crop: 'strawberry', code: 'K7Q2P' });
  const seat = async (coordinator: Coordinator): Promise<Tour> =>
    new Tour(await virtualChat({ locale, coordinator, house, openings: [opening] }));
  const [tour, colleague] = [await seat(sender), await seat(second)];
  await tour.command('broadcast', undefined, 'nothing to broadcast');
  house.broadcastable = [opening];
  house.reach = {
    kind: 'told',
    people: 300,
    locales: LOCALES.map((one) => ({ locale: one, people: 50 })),
    verdicts: VERDICTS.map((verdict) => ({ verdict, people: 50 })),
    others: [...REASONS.slice(3), 'paused', 'told', 'filter'].map((why) => ({
      why: why as 'told',
      people: 1_000,
    })),
    channels: [
      { channel: 'telegram', people: 200, outside: null, beyond: null, cost: null },
      {
        channel: 'whatsapp',
        people: 100,
        outside: 50,
        beyond: 'few',
        cost: { least: 3, most: 8, currency: 'USD' },
      },
    ],
    quiet: 'few',
    minutes: 1_200,
  };
  const goes = async (
    way: string,
    urgency: 'normal' | 'urgent',
    ...words: readonly string[]
  ): Promise<void> => {
    await tour.command('broadcast', undefined, `/broadcast, ${way}`);
    await tour.answer(`how urgent, ${way}`, opening.code);
    await tour.answer(`who named it, ${way}`, urgency);
    await tour.answer(`ticked, ${way}`, ...NAMED);
    await tour.done(`languages, ${way}`);
    await tour.any(`figures, ${way}`);
    for (const [at, word] of words.entries()) await tour.answer(`${way} ${at}`, word);
  };
  await goes('not sent', 'normal', 'no');
  await goes('tested', 'normal', 'test', 'as-whatsapp', 'send');
  await tour.type('sent', RIGHT_CODE);
  await goes('set', 'normal', 'at');
  await tour.type('a time that is not understood', 'soon');
  await tour.type('a time that is over', '1.6 6:00');
  await tour.type('a time too far', '1.7 6:00');
  await tour.type('at night', '16.6 6:00');
  await tour.answer('another time', 'other');
  await tour.type('by day', '18:00');
  await tour.answer('set for a time', 'go');
  await goes('asked for a time', 'urgent', 'at');
  await tour.type('urgent at night', '16.6 6:00');
  await tour.answer('asked for a time', 'go');
  await goes('asked', 'urgent', 'ask');
  const asked = house.broadcasts.at(-1)?.code ?? '';
  await colleague.command('broadcast', undefined, '/broadcast of a colleague');
  await colleague.answer('asked to agree', `see-${asked}`);
  const { texts } = await ourSpeech();
  await colleague.press('agreed', `c:broadcast:agree-${asked}`);
  await colleague.type('agreed with a code', RIGHT_CODE);
  await colleague.command('desk', undefined, '/desk of a colleague');
  house.broadcasts.push(aBroadcast({ code: 'B9', by: sender.id }));
  await tour.press('sure to stop', 'c:broadcast:stop-B9');
  await tour.answer('not stopped', 'no');
  for (const kind of ['asked', 'agreed', 'refused', 'confirmed'] as const) {
    const word = { coordinatorId: '', locale, kind, subject: 'B1', saidAt: DESK_NOW };
    tour.shown.push({ name: `word: ${kind}`, message: texts.render(locale, deskWordMessage(word)) });
  }
  tour.shown.push({
    name: 'nothing urgent left',
    message: texts.render(locale, say(phrase('broadcast:no-urgent'))),
  });
  const message = (one: BroadcastAccount, live: boolean) =>
    texts.render(
      locale,
      broadcastMessage(one, DESK_NOW, { perSecond: live ? 25 : null, live, clockIn: () => () => 180 }),
    );
  const pushes = (state: string) =>
    aBroadcast().pushes.map((push) => ({
      ...push,
      state,
      skipped: { blocked: 1, paused: 3, daily: 2, nothing: 1, closed: 4 },
    }));
  for (const state of ['planned', 'running', 'paused', 'stopped', 'done'])
    tour.shown.push({
      name: `broadcast ${state}`,
      message: message(aBroadcast({ pushes: pushes(state) }), true),
    });
  tour.shown.push({ name: 'broadcast halted', message: message(aBroadcast({ halted: true }), true) });
  for (const waiting of [1, 80])
    tour.shown.push({
      name: `broadcast running, ${waiting} wait`,
      message: message(
        aBroadcast({ pushes: aBroadcast().pushes.map((push) => ({ ...push, waiting })) }),
        true,
      ),
    });
  for (const state of ['running', 'stopped', 'done'])
    tour.shown.push({
      name: `broadcast to few, ${state}`,
      message: message(
        aBroadcast({ pushes: pushes(state).map((push) => ({ ...push, total: 3, sent: 1 })) }),
        true,
      ),
    });
  for (const state of ['asked', 'undone', 'refused'] as const)
    tour.shown.push({
      name: `broadcast ${state}`,
      message: message(aBroadcast({ state, pushes: [] }), false),
    });
  const setFor = new Date(DESK_NOW.getTime() + 20 * 3_600_000);
  for (const [hours, live] of [
    [1, false],
    [21, true],
    [5 * 24, false],
  ] as const) {
    const moment = new Date(DESK_NOW.getTime() + hours * 3_600_000);
    const set = aBroadcast({ setFor: moment, sendAt: moment, pushes: pushes('planned') });
    tour.shown.push({ name: `broadcast set for ${hours} hours`, message: message(set, live) });
  }
  for (const state of ['asked', 'closed', 'left'] as const)
    tour.shown.push({
      name: `broadcast set, ${state}`,
      message: message(aBroadcast({ state, setFor, sendAt: setFor, pushes: [] }), false),
    });
  const late = aBroadcast({ state: 'asked', pushes: [], sendAt: DESK_NOW });
  tour.shown.push({ name: 'broadcast late', message: message(late, false) });
  for (const [name, cost] of [
    ['few paid messages', { least: 0, most: 3, currency: 'USD' }],
    ['no price on file', null],
  ] as const) {
    const channels = [
      { channel: 'whatsapp', people: 50, outside: 'few', beyond: 'few', cost },
    ] satisfies ChannelReach[];
    const reach: Reach = { ...TOLD, channels };
    tour.shown.push({
      name: `figures, ${name}`,
      message: texts.render(locale, say(...reachLines(reach, (code) => code))),
    });
  }
  for (const key of ['refused', 'enough', 'budget', 'gone', 'too-late', 'untimely'])
    tour.shown.push({
      name: `broadcast: ${key}`,
      message: texts.render(locale, say(phrase(`broadcast:${key}`))),
    });
  return [tour, colleague];
}
