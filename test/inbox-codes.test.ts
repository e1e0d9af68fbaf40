/** What the inbox answers and keeps when codes of openings are sent, over a real database. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anOpening } from './support/builders.ts';
import { type FrontDoor, openFrontDoor, type Talker } from './support/front-door.ts';

const CARD = '🍓 Berries · #K7Q2M\nСборщик, звоните Анне\n📍 Lipetsk Oblast';

let door: FrontDoor;
let now: Date;
beforeAll(async () => {
  door = await openFrontDoor([anOpening({ code: 'K7Q2M', work: 'berries' })]);
});
afterAll(() => door.close());
beforeEach(async () => {
  now = new Date('2026-06-15T09:00:00Z');
  await door.database.pool.query('truncate subscriber, dialogue, seen_update, guess, move');
});

const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const somebody = (): Talker => door.somebody({ now: () => now });
const lastOf = ({ said }: Talker): string => said.at(-1)?.text ?? '';
const count = async (table: string): Promise<number | null> =>
  (await door.database.pool.query(`select from ${table}`)).rowCount;

describe('a stranger', () => {
  it('who passes a card on is answered, and leaves nothing but the mark of the message', async () => {
    const stranger = somebody();
    await stranger.types(CARD);
    expect(lastOf(stranger)).toContain('#K7Q2M is ours');
    for (const table of ['subscriber', 'dialogue', 'guess'])
      expect([table, await count(table)]).toEqual([table, 0]);
    expect(await count('seen_update')).toBe(1);
  });

  it('who guesses waits ten minutes; others are answered', async () => {
    const guesser = somebody();
    for (const letter of 'BCDFG') {
      await guesser.types(`#K7Q2${letter}`);
      later(0.1);
    }
    await guesser.types('#K7Q2M');
    expect(lastOf(guesser)).toContain('Try again in ten minutes');
    const friend = somebody();
    await friend.types('#K7Q2M');
    expect(lastOf(friend)).toContain('#K7Q2M is ours');
    later(10);
    await guesser.types('#K7Q2M');
    expect(lastOf(guesser)).toContain('#K7Q2M is ours');
  });
});
