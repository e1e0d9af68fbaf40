import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Role } from '../src/domain/coordinator.ts';
import { HOST } from '../src/store/audit.ts';
import { createInvitation } from '../src/store/invitations.ts';
import { createOrganisation } from '../src/store/organisations.ts';
import { publishOne } from '../src/store/publishing.ts';
import { codeOf } from './support/codes.ts';
import { type FrontDoor, openFrontDoor, type Talker } from './support/front-door.ts';

/** Words that stand nowhere else. */
const PLACE = 'Zvenigorodka';
const NOTE = 'Bring boots of kangaroo leather';

let house: FrontDoor;
let now: Date;
let union: string;

beforeAll(async () => {
  house = await openFrontDoor();
  now = new Date('2026-06-15T09:00:00Z');
  const made = await createOrganisation(house.database.pool, { slug: 'union', titles: { en: 'Union' } }, now);
  union = made?.id ?? '';
  await house.database.pool.query(`update organisation set line = '+7 800 000-00-00'`);
});
afterAll(() => house.close());

const newest = (who: Talker): Talker['said'][number] =>
  who.said.at(-1) ?? { text: '', labels: [], data: [], options: {} };
const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};
/** Presses the button of the newest screen that ends so. */
async function answers(who: Talker, ...ends: readonly string[]): Promise<void> {
  for (const end of ends) {
    later(0.1);
    const data = newest(who).data.find((each) => each.endsWith(`:${end}`));
    if (data === undefined) throw new Error(`nothing answers ${end}: ${newest(who).text}`);
    await who.taps(data);
  }
}

/** Joins by a link of the host; resolves to the secret of their codes. */
async function joins(who: Talker, role: Role, alias: string): Promise<string> {
  const ports = { database: house.database.pool, vault: house.vault, clock: () => now };
  const token = await createInvitation(ports, { organisationId: union, roles: [role], by: HOST });
  await who.happens({ kind: 'command', name: 'start', argument: `c_${token}` });
  await answers(who, '=en', '=yes');
  await who.types(alias);
  const secret = /Key: ([A-Z2-7 ]+)/.exec(newest(who).text)?.[1]?.replaceAll(' ', '') ?? '';
  await answers(who, '=yes');
  await who.types(codeOf(secret, now));
  return secret;
}
const rows = async (text: string): Promise<readonly Record<string, unknown>[]> =>
  (await house.database.pool.query(text)).rows;

it('a poster posts by taps, another approves with a code, and what was typed is in no log', async () => {
  const poster = house.somebody({ now: () => now });
  const moderator = house.somebody({ now: () => now });
  await joins(poster, 'poster', 'Kingfisher');
  const secret = await joins(moderator, 'moderator', 'Zebrafish');
  later(30);
  await poster.command('post');
  await answers(poster, '=harvest', '=berries', '=strawberry', '@central', '=RU-LIP');
  await poster.types(PLACE);
  const waiting = await rows(`select content -> 'content' ->> 'place' as place from draft`);
  expect(waiting).toEqual([{ place: PLACE }]);
  await answers(poster, '=2026-06-16', '=2026-07-16', '=kg', '=50', '=40-60', '=1500', '=10', '=6');
  await answers(
    poster,
    '=free',
    '=free',
    '=free',
    '=employer',
    '=employer',
    '=labour',
    '=20',
    '=none',
    '!any',
  );
  await poster.types(NOTE);
  await answers(poster, '=submit');
  expect(await rows('select from opening')).toEqual([]);

  await moderator.command('approve');
  const mark = newest(moderator).data.find((data) => /=[0-9a-f]{12}(?:-\w+)?$/.test(data)) ?? '';
  await moderator.taps(mark);
  expect(moderator.said.at(-2)?.text).toContain(NOTE);
  // The card takes the place of the list, and the buttons stand below it.
  expect(moderator.said.at(-2)?.options.replaces).not.toBeNull();
  expect(newest(moderator).options.replaces).toBeNull();
  expect(newest(moderator).data.some((data) => data.endsWith('=approve'))).toBe(true);
  await answers(moderator, '=approve');
  await moderator.types(codeOf(secret, now));
  later(2);
  const [leaving] = await rows('select id from draft');
  await publishOne(house.database.pool, String(leaving?.['id']), now);
  expect(await rows('select place, note, source, review, contact_phone, contact_own from opening')).toEqual([
    {
      place: PLACE,
      note: NOTE,
      source: 'chat',
      review: ['new-poster'],
      contact_phone: '+7 800 000-00-00',
      contact_own: true,
    },
  ]);
  expect(await rows('select from draft')).toEqual([]);
  const actions = await rows(`select action from audit where action like 'opening.%' order by id`);
  expect(actions.map(({ action }) => action)).toEqual(['opening.submit', 'opening.approve']);

  const log = house.logged.join('\n');
  expect(log).not.toContain('message.failed');
  for (const words of [PLACE, NOTE, 'Kingfisher']) expect(log).not.toContain(words);
});
