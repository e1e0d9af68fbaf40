import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Opening } from '../../src/domain/opening.ts';
import { close, reopen } from '../../src/domain/opening-change.ts';
import type { Subscriber } from '../../src/domain/subscriber.ts';
import { Address } from '../../src/domain/terms.ts';
import { oneTimeCodes } from '../../src/one-time-code.ts';
import { createChats } from '../../src/store/chats.ts';
import { pauseChannel } from '../../src/store/pauses.ts';
import { TODAY } from '../support/builders.ts';
import { openToldHouse, type ToldHouse } from '../support/told-house.ts';

const HOUR = 3_600_000;

let house: ToldHouse;

describe('a correction', () => {
  beforeEach(async () => {
    house = await openToldHouse();
  });
  afterEach(() => house.close());

  it('goes to whoever paused, not to whoever stopped, blocked us or left', async () => {
    const [opening, people] = await house.pushedTo(['pausing', 'stopped', 'blocked', 'left', 'daily']);
    const [pausing, stopped, blocked, left, daily] = people.map(({ id }) => id);
    await house.subscribers.change(pausing ?? '', { pausedUntil: '2026-07-01' });
    await house.subscribers.change(stopped ?? '', { standing: 'stopped' });
    await house.subscribers.change(blocked ?? '', { standing: 'blocked' });
    await house.subscribers.change(daily ?? '', { preferences: { cadence: 'daily' } });
    await house.subscribers.forget(left ?? '');
    await house.fills(opening);
    await house.round();
    expect(
      ['pausing', 'stopped', 'blocked', 'left', 'daily'].map((name) => house.saidTo(name).length),
    ).toEqual([1, 0, 0, 0, 1]);
  });

  it('waits for the morning', async () => {
    const [opening] = await house.pushedTo(['asleep']);
    house.now = Date.parse('2026-06-15T20:00:00Z');
    await house.fills(opening);
    await house.round();
    expect(house.saidTo('asleep')).toEqual([]);
    house.now = Date.parse('2026-06-16T04:00:00Z');
    await house.round();
    expect(house.saidTo('asleep')).toEqual([`filled ${opening.id}`]);
  });

  it('waits longer than it is kept who was told, and reaches who saw the opening in a list', async () => {
    const [opening] = await house.pushedTo(['pushed']);
    const listed = await house.joins('listed');
    await house.openings.showed(opening, listed);
    await house.fills(opening);
    await house.plans();
    await pauseChannel(house.database.pool, 'telegram', new Date(house.now + 60 * HOUR), 'outage');
    house.now += 49 * HOUR;
    await house.erases();
    house.now += 23 * HOUR;
    await house.round();
    expect([house.saidTo('pushed'), house.saidTo('listed')]).toEqual([
      [`filled ${opening.id}`],
      [`filled ${opening.id}`],
    ]);
  });

  it('that no longer holds is left unsaid: who waits for it hears what came after', async () => {
    const [opening] = await house.pushedTo(['asleep']);
    house.now = Date.parse('2026-06-15T20:00:00Z');
    await house.fills(opening);
    await house.round();
    await house.changes(opening, reopen(2, house.at(), TODAY));
    await house.round();
    house.now = Date.parse('2026-06-16T04:00:00Z');
    await house.round();
    expect(house.saidTo('asleep')).toEqual([`reopened ${opening.id}`]);
    expect(await house.accounts('filled')).toMatchObject([
      { state: 'done', sent: 0, skipped: { outdated: 1 } },
    ]);
  });

  it('is judged again at each turn, also when the word of a change was lost', async () => {
    const names = Array.from({ length: 30 }, (_, number) => `${number}`);
    const [opening] = await house.pushedTo(names);
    await house.fills(opening);
    const told = (): readonly string[] => names.filter((name) => house.saidTo(name).length > 0);
    let isOpen = false;
    house.script = async () => {
      if (isOpen || told().length < 5) return;
      isOpen = true;
      await house.changes(opening, reopen(2, house.at(), TODAY));
    };
    await house.plans();
    await house.quiet();
    expect(told().length).toBeLessThan(15);
    await house.round();
    expect(names.filter((name) => !house.saidTo(name).includes(`reopened ${opening.id}`))).toEqual([]);
  });

  it('breaks the limit of three messages a day', async () => {
    const [opening] = await house.pushedTo(['busy']);
    for (let more = 0; more < 2; more++) {
      await house.imports([{}]);
      await house.round();
    }
    expect(house.messagesTo('busy')).toBe(3);
    await house.fills(opening);
    await house.round();
    expect(house.saidTo('busy')).toEqual([`filled ${opening.id}`]);
  });

  it('offers what else fits, and whoever sees that hears of it, too', async () => {
    const [opening] = await house.pushedTo(['one']);
    await house.joins('other');
    const [another] = await house.imports([{ title: 'another' }]);
    await house.database.pool.query('update bulletin set finished_at = null');
    await house.fills(opening);
    await house.round();
    expect(house.arrived.get('one')?.at(-1)).toMatchObject({ openings: [another?.id] });
    await house.changes(another, close('withdrawn', house.at()));
    await house.round();
    expect(house.saidTo('one')).toEqual([`filled ${opening.id}`, `cancelled ${another?.id}`]);
    expect(house.messagesTo('other')).toBe(0);
  });

  it('also reaches whoever has the opening on the wire when it is filled', async () => {
    await house.joins('on the wire');
    await house.joins('not for them', { regions: ['RU-MOS'] });
    const [opening] = await house.imports([{}, { region: 'RU-MOS' }]);
    house.script = async (name) => {
      if (name !== 'on the wire' || house.messagesTo(name) > 0) return;
      house.script = () => undefined;
      await house.fills(opening);
      await house.corrects();
      await house.matcher.plan();
    };
    await house.round();
    await house.round();
    expect(house.saidTo('on the wire')).toEqual([`filled ${opening?.id}`]);
    expect(house.saidTo('not for them')).toEqual([]);
  });

  it('also reaches whoever is just being offered the opening beside another correction', async () => {
    const [opening] = await house.pushedTo(['one']);
    const [another] = await house.imports([{ title: 'another' }]);
    await house.database.pool.query('update bulletin set finished_at = null');
    await house.fills(opening);
    house.script = async () => {
      house.script = () => undefined;
      await house.fills(another);
      await house.corrects();
      await house.matcher.plan();
    };
    await house.round();
    expect(house.arrived.get('one')?.at(1)).toMatchObject({ openings: [another?.id] });
    await house.round();
    expect(house.saidTo('one')).toEqual([`filled ${opening.id}`, `filled ${another?.id}`]);
  });

  it('also reaches whom a message shows what was filled before its push had reserved them', async () => {
    house.now = Date.parse('2026-06-15T20:00:00Z');
    await house.joins('asleep');
    const all = [...(await house.imports([{}])), ...(await house.imports([{}]))];
    await house.round();
    house.now = Date.parse('2026-06-16T04:00:00Z');
    const { candidates } = house.openings;
    let reads = 0;
    house.openings.candidates = async (...asked) => {
      const found = await candidates(...asked);
      reads += 1;
      // The second is read for the message of the first.
      if (reads !== 2) return found;
      await house.fills(found[0]);
      await house.corrects();
      await house.matcher.plan();
      return found;
    };
    await house.round();
    await house.round();
    expect(house.arrived.get('asleep')?.[0]?.openings.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
    expect(house.saidTo('asleep')).toHaveLength(1);
  });

  it('carries over when the person goes to another chat', async () => {
    const [opening, [person]] = await house.pushedTo(['old']);
    await moves(person, 'new');
    await house.fills(opening);
    await house.round();
    expect([house.saidTo('old'), house.saidTo('new')]).toEqual([[], [`filled ${opening.id}`]]);
  });

  it('that waits for the morning goes along when the person goes to another chat', async () => {
    await house.close();
    house = await openToldHouse(null, [{ name: 'telegram' }, { name: 'whatsapp' }]);
    const [opening, [person]] = await house.pushedTo(['old', 'neighbour']);
    house.now = Date.parse('2026-06-15T20:00:00Z');
    await house.fills(opening);
    await house.round();
    await moves(person, 'new', 'whatsapp');
    house.now = Date.parse('2026-06-16T04:00:00Z');
    await house.round();
    const said = ['old', 'new', 'neighbour'].map((name) => house.saidTo(name).length);
    expect(said).toEqual([0, 1, 1]);
    expect(house.arrived.get('new')).toMatchObject([{ said: [`filled ${opening.id}`], channel: 'whatsapp' }]);
    const again = (await house.subscribers.find('whatsapp', new Address('new'))) ?? undefined;
    await moves(again, 'third');
    await house.round();
    expect(house.messagesTo('third')).toBe(0);
  });

  it('names nobody in the log', async () => {
    const [opening, people] = await house.pushedTo(['one', 'two']);
    await house.fills(opening);
    await house.round();
    const { rows } = await house.database.pool.query<{ told: string }>('select t::text as told from told t');
    expect(rows).toHaveLength(1);
    const lines = house.said.map((line) => JSON.parse(line) as Record<string, unknown>);
    const keys = new Set(lines.flatMap((line) => Object.keys(line)));
    for (const key of ['ordinal', 'subscriber', 'address', 'recipients']) expect(keys).not.toContain(key);
    for (const { id } of people) expect(house.said.join()).not.toContain(id);
  });
});

/** To another chat, by the code that the first one gives. */
async function moves(person: Subscriber | undefined, to: string, channel = 'telegram'): Promise<void> {
  const chats = createChats({
    database: house.database,
    vault: house.vault,
    clock: house.at,
    repeatHours: () => 48,
    codes: oneTimeCodes,
  });
  const message = {
    channel,
    address: new Address(to),
    updateId: to,
    event: { kind: 'other' },
  } as const;
  await chats.handle(message, async ({ moves: ways }) => {
    if (person !== undefined) await ways.bring(await ways.codeFor(person));
  });
}

describe('outside the reply window', () => {
  beforeEach(async () => {
    const whatsapp = { name: 'whatsapp', window: { hours: 24, cap: () => 250 } };
    house = await openToldHouse(null, [whatsapp]);
  });
  afterEach(() => house.close());

  it('each correction is a knock of its own, and whoever was only told how many saw nothing', async () => {
    await house.joins('named');
    const [first] = await house.imports([{}]);
    await house.round();
    await house.joins('counted');
    const [second, third] = await house.imports([{}, {}]);
    house.now += 24 * HOUR;
    await house.round();
    expect((house.arrived.get('counted') ?? []).map(({ knock }) => knock)).toEqual([true]);
    for (const one of [first, second, third]) await house.fills(one);
    await house.round();
    expect(house.saidTo('named')).toEqual([`filled ${first?.id}`]);
    expect(house.saidTo('counted')).toEqual([]);
  });

  it('two corrections for one person are two knocks', async () => {
    const person = await house.joins('one');
    const openings = await house.imports([{}, {}]);
    for (const one of openings) await house.openings.showed(one, person);
    for (const one of openings) await house.fills(one);
    await house.round();
    const { length } = (house.arrived.get('one') ?? []).filter(({ said }) => said.length === 1);
    expect(length).toBe(2);
    expect(house.saidTo('one').toSorted()).toEqual(openings.map(({ id }) => `filled ${id}`).toSorted());
  });
});

describe('after days of silence', () => {
  beforeEach(async () => {
    house = await openToldHouse();
  });
  afterEach(() => house.close());

  it('one message sums up what is open, and one at most what is not', async () => {
    const names = ['told', 'never told'];
    const [opening] = await house.pushedTo(['told']);
    await house.joins('never told');
    const more: Opening[] = [];
    for (let each = 0; each < 40; each++) {
      const [one] = await house.imports([{}]);
      if (one !== undefined) more.push(one);
      await house.pushes.planBulletins(['telegram'], house.at());
      await house.matcher.plan();
      if (each === 20) await house.fills(opening);
      if (each === 20) await house.corrects();
      house.now += 3 * HOUR;
    }
    // Of what came last, all but three are gone by now.
    for (const one of more.slice(0, -3)) await house.changes(one, close('withdrawn', house.at()));
    await house.round();
    const open = more.slice(-3).map(({ id }) => id);
    for (const name of names) {
      const summaries = (house.arrived.get(name) ?? []).filter(({ openings }) =>
        openings.includes(open[0] ?? ''),
      );
      const summary = summaries.find(({ said }) => said.length === 0);
      expect([name, [...(summary?.openings ?? [])].toSorted()]).toEqual([name, open.toSorted()]);
    }
    expect(house.saidTo('told')).toEqual([`filled ${opening.id}`]);
    expect([house.messagesTo('told'), house.messagesTo('never told')]).toEqual([3, 1]);
  });

  it('many corrections are one message', async () => {
    await house.joins('away');
    const openings = await house.imports([{}, {}, {}, {}]);
    await house.round();
    house.now = Date.parse('2026-06-15T20:00:00Z');
    for (const one of openings) await house.fills(one);
    await house.round();
    house.now = Date.parse('2026-06-16T05:00:00Z');
    await house.round();
    const { said } = house.arrived.get('away')?.at(-1) ?? { said: [] };
    expect([...said].toSorted()).toEqual(openings.map(({ id }) => `filled ${id}`).toSorted());
    expect(house.messagesTo('away')).toBe(2);
  });
});
