import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Opening } from '../../src/domain/opening.ts';
import type { Subscriber } from '../../src/domain/subscriber.ts';
import { decideReports } from '../../src/store/reports.ts';
import { TODAY } from '../support/builders.ts';
import { openToldHouse, type ToldHouse } from '../support/told-house.ts';

let house: ToldHouse;

describe('three reports of different people', () => {
  beforeEach(async () => {
    house = await openToldHouse();
  });
  afterEach(() => house.close());

  async function reported(): Promise<{
    readonly opening: Opening;
    readonly reporters: readonly Subscriber[];
  }> {
    const [opening, people] = await house.pushedTo(['one', 'two', 'three', 'silent']);
    const reporters = people.slice(0, 3);
    for (const reporter of reporters.slice(0, 2)) await house.openings.report(opening, reporter, 'fee');
    await house.openings.report(opening, reporters[0] as Subscriber, 'pay');
    expect((await house.openings.byId(opening.id))?.status).toBe('open');
    await house.openings.report(opening, reporters[2] as Subscriber, 'not-real');
    return { opening, reporters };
  }
  const decides = async (opening: Opening, upheld: boolean) =>
    decideReports(house.database, {
      code: (await house.openings.byId(opening.id))?.code ?? '',
      upheld,
      today: TODAY,
      at: house.at(),
    });

  it('pause the opening, and whoever was told hears not to travel', async () => {
    const { opening } = await reported();
    await house.joins('new');
    await house.round();
    expect(await house.openings.byId(opening.id)).toMatchObject({ status: 'paused', closeReason: 'reports' });
    for (const name of ['one', 'two', 'three', 'silent'])
      expect(house.saidTo(name)).toEqual([`paused ${opening.id}`]);
    expect(house.messagesTo('new')).toBe(0);
  });

  it('are heard of by those who reported when they were right, and everybody who was told that it is closed', async () => {
    const { opening, reporters } = await reported();
    await house.round();
    await house.subscribers.forget(reporters[1]?.id ?? '');
    expect(await decides(opening, true)).toMatchObject({ kind: 'decided', opening: { status: 'closed' } });
    await house.round();
    for (const name of ['one', 'three'])
      expect([...house.saidTo(name)].toSorted()).toEqual(
        [`paused ${opening.id}`, `cancelled ${opening.id}`, `upheld ${opening.id}`].toSorted(),
      );
    expect(house.saidTo('two')).toEqual([`paused ${opening.id}`]);
    expect(house.saidTo('silent')).toEqual([`paused ${opening.id}`, `cancelled ${opening.id}`]);
    expect(await house.accounts('outcome')).toMatchObject([{ state: 'done', total: 2, sent: 2 }]);
    const { rows } = await house.database.pool.query('select reporters from told');
    expect(rows).toEqual([{ reporters: [] }]);
    expect(await decides(opening, true)).toEqual({ kind: 'nothing-reported' });
  });

  it('are heard of when they were wrong, and everybody who was told hears that it is open again', async () => {
    const { opening } = await reported();
    await house.round();
    await decides(opening, false);
    await house.joins('new');
    await house.round();
    expect([...house.saidTo('one')].toSorted()).toEqual(
      [`paused ${opening.id}`, `rejected ${opening.id}`, `reopened ${opening.id}`].toSorted(),
    );
    expect(house.saidTo('silent')).toEqual([`paused ${opening.id}`, `reopened ${opening.id}`]);
    expect(house.arrived.get('new')).toMatchObject([{ openings: [opening.id] }]);
    // Decided ones count no more; the next decision is heard of as well.
    const late = await house.joins('late');
    await house.openings.report(opening, late, 'fee');
    expect((await house.openings.byId(opening.id))?.status).toBe('open');
    await decides(opening, false);
    await house.round();
    expect(house.saidTo('late')).toContain(`rejected ${opening.id}`);
  });
});
