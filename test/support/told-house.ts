/** A house whose openings people were told of, and what they hear when these change. */
import { expect } from 'vitest';
import type { Opening } from '../../src/domain/opening.ts';
import { type ChangeOf, places } from '../../src/domain/opening-change.ts';
import type { Subscriber } from '../../src/domain/subscriber.ts';
import { changeOpening } from '../../src/store/opening-changes.ts';
import { freshDatabase } from './database.ts';
import { type DeliveryHouse, type HouseChannel, openDeliveryHouse } from './delivery-house.ts';

/** Noon in Moscow. */
const NOON = '2026-06-15T09:00:00Z';

export interface ToldHouse extends DeliveryHouse {
  /** Corrections and outcomes that reached somebody, in order. */
  saidTo(name: string): readonly string[];
  messagesTo(name: string): number;
  at(): Date;
  /** A change of an opening that is taken. */
  changes(opening: Opening | null | undefined, change: ChangeOf): Promise<void>;
  fills(opening: Opening | undefined): Promise<void>;
  /** One opening of twenty places, pushed to these people, who are new. */
  pushedTo(names: readonly string[]): Promise<readonly [Opening, readonly Subscriber[]]>;
}

/** Opens it at noon, over a database of its own that goes with it. */
export async function openToldHouse(
  redisUrl: string | null = null,
  channels?: readonly HouseChannel[],
): Promise<ToldHouse> {
  const fresh = await freshDatabase();
  const house = await openDeliveryHouse(fresh.url, redisUrl, NOON, channels);
  const close = house.close;
  const at = (): Date => new Date(house.now);
  const changes: ToldHouse['changes'] = async (opening, change) => {
    const code = (await house.openings.byId(opening?.id ?? ''))?.code ?? '';
    expect(await changeOpening(house.database, code, change, at())).toMatchObject({ kind: 'changed' });
  };
  return Object.assign(house, {
    at,
    changes,
    saidTo: (name: string) => (house.arrived.get(name) ?? []).flatMap(({ said }) => said),
    messagesTo: (name: string) => house.arrived.get(name)?.length ?? 0,
    fills: (opening: Opening | undefined) => changes(opening, places({ left: 0 }, at())),
    async pushedTo(names: readonly string[]) {
      const people = await Promise.all(names.map((name) => house.joins(name)));
      const [opening] = await house.imports([{ places: 20 }]);
      await house.round();
      if (opening === undefined) throw new Error('nothing was imported');
      return [opening, people] as const;
    },
    async close() {
      await close();
      await fresh.drop();
    },
  });
}
