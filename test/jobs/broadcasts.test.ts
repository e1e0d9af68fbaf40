import { expect, it } from 'vitest';
import type { BroadcastAccount } from '../../src/domain/broadcast.ts';
import { broadcasts } from '../../src/jobs/broadcasts.ts';
import { aBroadcast, DESK_NOW } from '../support/virtual-desk.ts';

interface Shown {
  readonly shown: string;
  readonly rate: number | null;
}

interface Room {
  broadcast: BroadcastAccount;
  now: number;
  readonly shown: Shown[];
  ended: boolean;
  reachable: boolean;
}

/** A chat in which one message shows how a broadcast fares. */
function chat(first: BroadcastAccount) {
  const room: Room = {
    broadcast: first,
    now: DESK_NOW.getTime(),
    shown: [],
    ended: false,
    reachable: true,
  };
  let last = '';
  const run = () =>
    broadcasts.run({
      broadcasts: {
        anyDue: async () => false,
        tidy: async () => 0,
        screens: async () =>
          room.ended
            ? []
            : [
                {
                  broadcast: room.broadcast,
                  shown: last,
                  show: async (shown, rate) => {
                    if (!room.reachable) return false;
                    last = shown;
                    room.shown.push({ shown, rate });
                    return true;
                  },
                  end: async () => {
                    room.ended = true;
                  },
                },
              ],
      },
      match: async () => undefined,
      clock: () => new Date(room.now),
    });
  return { room, run };
}

const withPush = (change: Partial<BroadcastAccount['pushes'][number]>): Partial<BroadcastAccount> => ({
  pushes: aBroadcast().pushes.map((push) => ({ ...push, ...change })),
});

it('changes the message only when there is something new, with how fast it goes', async () => {
  const one = aBroadcast();
  const { room, run } = chat(one);
  await run();
  await run();
  expect(room.shown).toMatchObject([{ rate: null }]);
  room.now += 2_000;
  room.broadcast = { ...one, ...withPush({ sent: 214 }) };
  await run();
  expect(room.shown).toMatchObject([{ rate: null }, { rate: 25 }]);
  expect(room.ended).toBe(false);
});

it('of fewer than twenty people, changes the message only when its state does', async () => {
  const one = aBroadcast();
  const few = (change: object) => ({
    ...one,
    ...withPush({ total: 3, sent: 0, skipped: {}, failed: {}, ...change }),
  });
  const { room, run } = chat(few({}));
  await run();
  room.broadcast = few({ sent: 2, onTheWay: 1 });
  await run();
  expect(room.shown).toHaveLength(1);
  room.broadcast = few({ state: 'done', sent: 3, onTheWay: 0 });
  await run();
  expect(room.shown.map(({ shown }) => shown)).toEqual(['running', 'over']);
  expect(room.ended).toBe(true);
});

it('ends when what was in flight is written down and the message says so', async () => {
  const one = aBroadcast();
  const { room, run } = chat({ ...one, ...withPush({ state: 'stopped', onTheWay: 2 }) });
  await run();
  expect(room.ended).toBe(false);
  room.broadcast = { ...one, ...withPush({ state: 'stopped', sent: 166, onTheWay: 0 }) };
  room.reachable = false;
  await run();
  expect(room.ended).toBe(false);
  room.reachable = true;
  await run();
  expect(room.ended).toBe(true);
  expect(room.shown.at(-1)?.shown).toContain('stopped 412 166');
});

it('looks for the audiences of what has waited long enough', async () => {
  let matched = 0;
  const run = (due: boolean) =>
    broadcasts.run({
      broadcasts: { anyDue: async () => due, tidy: async () => 0, screens: async () => [] },
      match: async () => {
        matched += 1;
      },
      clock: () => DESK_NOW,
    });
  await run(false);
  expect(matched).toBe(0);
  await run(true);
  expect(matched).toBe(1);
});
