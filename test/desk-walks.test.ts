/** The real conversations of coordinators, walked through at random: what they do is held to what sequences of deeds are. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Reach } from '../src/domain/broadcast.ts';
import { STEPS } from '../src/domain/draft.ts';
import { PLEDGES } from '../src/domain/opening.ts';
import { anId, anOpening } from './support/builders.ts';
import { type VirtualChat, virtualChat } from './support/virtual-chat.ts';
import {
  aBroadcast,
  aCoordinator,
  anOrganisation,
  RIGHT_CODE,
  type VirtualHouse,
  virtualHouse,
} from './support/virtual-desk.ts';

const WALKS = 60;
const CODE_HOLDS_MS = 600_000;
const COMMANDS = ['post', 'approve', 'mine', 'season', 'broadcast', 'halt', 'people', 'invite'] as const;
const REACH: Reach = {
  kind: 'told',
  people: 300,
  locales: [],
  verdicts: [],
  others: [],
  channels: [],
  quiet: 'few',
  minutes: 1,
};

const step = fc.record({
  who: fc.nat(2),
  act: fc.constantFrom('tap', 'tap', 'tap', 'tap', 'tap', 'code', 'code', 'wrong', 'command', 'later'),
  which: fc.nat(40),
});

/** Three of a union with three hundred subscribers; drafts that are ready, openings that are over, broadcasts that wait. */
function house(): VirtualHouse {
  const union = anOrganisation({ line: '+7 800 000-00-00', urgentBudget: 1000 });
  const people = [
    aCoordinator({
      organisation: union,
      alias: 'Plum',
      roles: ['poster', 'broadcaster'],
      approvedOpenings: 3,
    }),
    aCoordinator({ organisation: union, alias: 'Pear', roles: ['moderator', 'broadcaster'] }),
    aCoordinator({
      organisation: union,
      alias: 'Quince',
      roles: ['admin', 'moderator', 'poster'],
      approvedOpenings: 3,
    }),
  ];
  const made = virtualHouse(people);
  made.people = 300;
  made.reach = REACH;
  for (const { id: by } of people) {
    const { id: _, code: __, contact: ___, ...content } = anOpening({ places: 9, pledge: PLEDGES });
    for (const submitted of [false, true]) {
      const id = anId();
      const said = { content: { ...content, work: 'warehouse' as const, place: 'Lipetsk' }, asked: STEPS };
      made.drafts.set(id, {
        id,
        said,
        organisation: union,
        by,
        updatedAt: made.now,
        submitted,
        review: [],
        refused: false,
      });
    }
    for (const status of ['open', 'closed'] as const) {
      const closeReason = status === 'closed' ? ('expired' as const) : null;
      const opening = anOpening({ status, closeReason, placesLeft: 4, endsOn: '2026-09-01' });
      made.kept.set(opening.code, { opening, organisationId: union.id, by, told: 0 });
      if (status === 'open') made.broadcastable = [...made.broadcastable, opening];
    }
    made.broadcasts.push(
      aBroadcast({ code: `A${made.broadcasts.length}`, by, urgent: true, state: 'asked', pushes: [] }),
    );
  }
  return made;
}

/** Everything in a house that people hear of. */
const heardOf = ({
  posted,
  broadcasts,
  kept,
  audit,
  everythingStopped,
  organisations,
}: VirtualHouse): ReadonlySet<string> =>
  new Set([
    ...posted.map(({ code }) => `posted ${code}`),
    ...broadcasts.filter(({ state }) => state === 'sent').map(({ code }) => `broadcast ${code}`),
    ...broadcasts.flatMap(({ code, pushes }) =>
      pushes.filter(({ state }) => state === 'running').map(() => `running ${code}`),
    ),
    ...[...kept.values()]
      .filter(({ opening }) => opening.status === 'open')
      .map(({ opening }) => `open ${opening.code}`),
    ...audit.filter(({ action }) => action === 'season.shift').map(({ id }) => `season ${id}`),
    ...(everythingStopped || [...organisations.values()].some(({ stopped }) => stopped) ? [] : ['goes on']),
  ]);

async function acts(
  chat: VirtualChat,
  { act, which }: { readonly act: string; readonly which: number },
): Promise<void> {
  const data = chat.data[which % Math.max(1, chat.data.length)];
  if (act === 'command') return chat.commands(COMMANDS[which % COMMANDS.length] ?? 'desk');
  if (act === 'code') return chat.types(RIGHT_CODE);
  if (act === 'wrong') return chat.types('000000');
  if (act === 'tap' && data !== undefined) return chat.presses(data);
}

it(`${WALKS} walks tell more than fifty people of something only after a code, and urgently after two people`, async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
      const here = house();
      const people = [...here.coordinators.values()];
      const chats = await Promise.all(people.map((coordinator) => virtualChat({ coordinator, house: here })));
      for (const [at, chat] of chats.entries()) await chat.commands(COMMANDS[at] ?? 'desk');
      const gave = new Map<number, number>();
      for (const one of steps) {
        if (one.act === 'later')
          here.now = new Date(here.now.getTime() + (one.which % 3 === 0 ? 601 : 31) * 1000);
        const before = heardOf(here);
        if (one.act === 'code') gave.set(one.who, here.now.getTime());
        await acts(chats[one.who] as VirtualChat, one);
        for (const what of heardOf(here)) {
          if (before.has(what)) continue;
          told += 1;
          if (here.now.getTime() - (gave.get(one.who) ?? 0) >= CODE_HOLDS_MS)
            throw new Error(`${people[one.who]?.alias} told ${here.people} people without a code: ${what}`);
          const urgent = here.broadcasts.find(({ code, urgent: is }) => is && what === `broadcast ${code}`);
          if (urgent?.by === people[one.who]?.id) throw new Error(`alone: ${what}`);
        }
      }
    }),
    { numRuns: WALKS },
  );
  expect(told).toBeGreaterThan(0);
}, 120_000);
