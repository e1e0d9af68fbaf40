import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BURST } from '../src/domain/pace.ts';
import type { Converse } from '../src/domain/turn.ts';
import { type FrontDoor, type Given, openFrontDoor, type Talker } from './support/front-door.ts';

let door: FrontDoor;
beforeAll(async () => {
  door = await openFrontDoor();
});
afterAll(() => door.close());

const somebody = (given?: Given): Talker => door.somebody(given);

describe('the inbox', () => {
  it('turns taps into a stored subscriber, and answers in place of the screen that was pressed', async () => {
    const person = somebody();
    await person.optsIn();
    await person.taps('v1:q:start:kinds:!any');
    expect(await person.row()).toMatchObject({
      locale: 'en',
      standing: 'active',
      preferences: { kinds: 'any' },
    });
    expect(person.said.at(-1)?.options.replaces).toBe('7');
    expect(person.said[0]?.options.replaces).toBeNull();
  });

  it('handles the same update once, however often it comes at the same moment', async () => {
    const person = somebody();
    await person.optsIn();
    const before = person.said.length;
    await Promise.all([1, 2, 3].map(() => person.taps('v1:q:start:kinds:!any', 'the same')));
    expect(person.said.length - before).toBe(1);
  });

  it('shows where we are when a repeat may have lost its reply to a crash', async () => {
    const before = somebody();
    await before.optsIn();
    await before.taps('v1:q:start:kinds:!any', 'from the last life');
    const row = await before.row();
    expect(row?.preferences.kinds).toBe('any');
    const after = door.somebody({ now: () => new Date(Date.now() + 60_000) }, true);
    await after.taps('v1:q:start:kinds:!any', 'from the last life');
    expect(after.said.at(-1)?.text).toContain('Which work can you do');
  });

  it('takes two taps of one thumb for one, up to the last question', async () => {
    let nowMs = Date.now();
    const person = somebody({ now: () => new Date(nowMs) });
    await person.optsIn();
    for (const answer of ['kinds:!any', 'works:!any', 'regions:!any'])
      for (const _ of [1, 2]) await person.taps(`v1:q:start:${answer}`);
    const texts = person.said.map(({ text }) => text);
    expect(texts).toHaveLength(6);
    expect(texts.at(-1)).toContain('Nothing fits you today');
    expect(texts.filter((text) => /button is old|Some time has passed/.test(text))).toEqual([]);
    nowMs += 3_000;
    await person.taps('v1:q:start:regions:!any');
    expect(person.said).toHaveLength(7);
  });

  it('loses none of two taps that come at once', async () => {
    const person = somebody();
    await person.optsIn();
    await person.taps('v1:q:start:kinds:!any');
    await Promise.all([person.taps('v1:q:start:works:+berries'), person.taps('v1:q:start:works:+fruit')]);
    await person.taps('v1:q:start:works:!done');
    expect((await person.row())?.preferences.works).toEqual(expect.arrayContaining(['berries', 'fruit']));
  });

  it.each(['STOP', 'стоп', 'toʻxta', 'тўхта', 'токтот', 'бас'])('takes %s for opting out', async (word) => {
    const person = somebody();
    await person.optsIn();
    await person.types(word);
    expect((await person.row())?.standing).toBe('stopped');
  });

  it.each(['menu', '/menu', 'Меню', 'bosh menyu'])('takes %s, typed, for a command', async (word) => {
    const person = somebody();
    await person.optsIn();
    await person.taps('v1:q:start:kinds:!any');
    await person.command('menu');
    const shown = person.said.at(-1);
    await person.command('start');
    expect(person.said.at(-1)?.text).not.toBe(shown?.text);
    await person.types(word);
    expect(person.said.at(-1)?.text).toBe(shown?.text);
  });

  it('takes other words for an answer, not for a command', async () => {
    const person = somebody();
    await person.optsIn();
    await person.types('my menu please');
    expect(person.said.at(-1)?.text).toContain('Please tap a button');
  });

  it('forgets a person who blocked us, and everything of the dialogue', async () => {
    const person = somebody();
    await person.optsIn();
    await person.happens({ kind: 'left' });
    expect(await person.row()).toBeNull();
    const said = person.said.length;
    await person.taps('v1:q:start:kinds:!any');
    expect(person.said.slice(said).at(-1)?.text).toContain('Choose your language');
  });

  it('apologises when something breaks, and keeps what was answered before', async () => {
    const broken: Converse = (input) =>
      input.event.kind === 'text' ? Promise.reject(new Error('boom')) : door.converse(input);
    const person = somebody({ converse: broken });
    await person.optsIn();
    await person.types('anything');
    expect(person.said.at(-1)?.text).toContain('Sorry');
    await person.taps('v1:q:start:kinds:!any');
    expect((await person.row())?.preferences.kinds).toBe('any');
    expect(door.logged.some((line) => line.includes('message.failed') && !line.includes('boom'))).toBe(true);
  });

  it('keeps the answer when the reply cannot be delivered', async () => {
    const person = somebody();
    await person.optsIn();
    person.losesNetwork();
    await person.taps('v1:q:start:kinds:!any');
    expect((await person.row())?.preferences.kinds).toBe('any');
  });

  it('takes the same tap again at once when the first one brought nothing', async () => {
    const trouble = { times: 1 };
    const broken: Converse = (input) => {
      const breaks =
        input.event.kind === 'button' && input.event.data.endsWith('!any') && trouble.times-- > 0;
      return breaks ? Promise.reject(new Error('boom')) : door.converse(input);
    };
    const person = somebody({ converse: broken });
    await person.optsIn();
    await person.taps('v1:q:start:kinds:!any');
    await person.taps('v1:q:start:kinds:!any');
    expect((await person.row())?.preferences.kinds).toBe('any');
  });

  it('hears somebody leave, however fast they talked before', async () => {
    const person = somebody({ now: () => new Date('2026-06-15T10:00:00Z') });
    await person.optsIn();
    for (let i = 0; i < BURST + 10; i += 1) await person.types(`word ${i}`);
    await person.happens({ kind: 'left' });
    expect(await person.row()).toBeNull();
  });

  it('lets nobody crowd out the others', async () => {
    const person = somebody({ now: () => new Date('2026-06-15T10:00:00Z') });
    for (let i = 0; i < BURST + 10; i += 1) await person.types(`word ${i}`);
    expect(person.said).toHaveLength(BURST);
  });

  it('stores no text that was typed', async () => {
    const person = somebody();
    await person.optsIn();
    await person.types('Zebrafish-7781');
    const { rows } = await door.database.pool.query(
      `select count(*)::int as found from dialogue where encode(sealed, 'escape') like '%Zebrafish%'`,
    );
    expect(rows[0].found).toBe(0);
    expect(door.logged.join()).not.toContain('Zebrafish');
  });
});
