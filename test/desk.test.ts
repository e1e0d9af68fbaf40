import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../src/domain/coordinator.ts';
import { HOST } from '../src/store/audit.ts';
import { createInvitation } from '../src/store/invitations.ts';
import { createOrganisation } from '../src/store/organisations.ts';
import { codeOf } from './support/codes.ts';
import { type FrontDoor, openFrontDoor, type Talker } from './support/front-door.ts';

/** Names that stand nowhere else: each is looked for in every log line and every table. */
const ALIASES = { admin: 'Zebrafish', poster: 'Kingfisher' } as const;

let house: FrontDoor;
let now: Date;
let union: string;
const codesTyped: string[] = [];
const secrets: string[] = [];
const tokens: string[] = [];

beforeAll(async () => {
  house = await openFrontDoor();
  now = new Date('2026-06-15T09:00:00Z');
  const made = await createOrganisation(house.database.pool, { slug: 'union', titles: { en: 'Union' } }, now);
  union = made?.id ?? '';
});
afterAll(() => house.close());

const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const newest = (who: Talker): Talker['said'][number] =>
  who.said.at(-1) ?? { text: '', labels: [], data: [], options: {} };
/** Presses the button of the newest screen that ends so. */
async function answers(who: Talker, ...ends: readonly string[]): Promise<void> {
  for (const end of ends) {
    later(1);
    const data = newest(who).data.find((each) => each.endsWith(`:${end}`));
    if (data === undefined) throw new Error(`nothing answers ${end}: ${newest(who).text}`);
    await who.taps(data);
  }
}
const types = async (who: Talker, text: string): Promise<void> => {
  later(1);
  await who.types(text);
};
const typesCode = async (who: Talker, secret: string): Promise<void> => {
  later(1);
  const code = codeOf(secret, now);
  codesTyped.push(code);
  await who.types(code);
};
const opens = async (who: Talker, token: string): Promise<void> => {
  later(1);
  tokens.push(token);
  await who.happens({ kind: 'command', name: 'start', argument: `c_${token}` });
};

/** Becomes a coordinator by a link, in the chat; resolves to the secret of the codes as it stood on the screen. */
async function joins(who: Talker, token: string, alias: string): Promise<string> {
  await opens(who, token);
  await answers(who, '=en', '=yes');
  await types(who, alias);
  const secret = /Key: ([A-Z2-7 ]+)/.exec(newest(who).text)?.[1]?.replaceAll(' ', '') ?? '';
  secrets.push(secret);
  await answers(who, '=yes');
  await typesCode(who, secret);
  return secret;
}

const tokenFor = (roles: readonly Role[]): Promise<string> =>
  createInvitation(
    { database: house.database.pool, vault: house.vault, clock: () => now },
    { organisationId: union, roles, by: HOST },
  );
const rows = async (text: string): Promise<readonly Record<string, unknown>[]> =>
  (await house.database.pool.query(text)).rows;

/** Every row of every table as text, one a line; bytes as they are and as hexadecimal digits. */
async function everything(): Promise<readonly string[]> {
  const tables = await rows(
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
  );
  const found: string[] = [];
  for (const { name } of tables)
    for (const { row } of await rows(`select row_to_json(t)::text as row from "${name}" t`)) {
      const text = String(row);
      const bytes = text.replace(/\\\\x([0-9a-f]+)/g, (_, hex: string) =>
        Buffer.from(hex, 'hex').toString('latin1'),
      );
      found.push(`${name} ${text} ${bytes}`);
    }
  return found;
}

describe('coordinators, from the first link to the last button', () => {
  let admin: Talker;
  let poster: Talker;
  let secret: string;

  it('an admin joins by a link of the host and invites a poster, who joins and is confirmed', async () => {
    admin = house.somebody({ now: () => now });
    secret = await joins(admin, await tokenFor(['admin', 'broadcaster']), ALIASES.admin);
    expect(newest(admin).text).toContain(ALIASES.admin);
    await admin.command('invite');
    await answers(admin, '+poster', '!done');
    // The code that set up the codes holds ten minutes; the next one is another.
    const token = /c_([\w-]{22})/.exec(newest(admin).text)?.[1] ?? '';
    expect(token).not.toBe('');
    poster = house.somebody({ now: () => now });
    await joins(poster, token, ALIASES.poster);
    expect(newest(poster).text).toContain('you can only read');
    await admin.command('people');
    const mark = newest(admin).data.find((data) => /=[0-9a-f]{12}$/.test(data)) ?? '';
    await admin.taps(mark);
    await answers(admin, '=confirm');
    if (newest(admin).text.includes('six digits')) await typesCode(admin, secret);
    const [one] = await rows(`select trusted_from from coordinator where alias = '${ALIASES.poster}'`);
    expect(Number(one?.['trusted_from'])).toBeLessThanOrEqual(now.getTime());
  });

  it('a link that was used makes nobody else', async () => {
    const thief = house.somebody({ now: () => now });
    await opens(thief, tokens.at(-1) ?? '');
    expect(newest(thief).text).toContain('was used');
    expect(await rows('select from coordinator')).toHaveLength(2);
  });

  it('whoever has a copied session sees the desk, and with recorded buttons and old codes changes nothing', async () => {
    const recorded = admin.said.flatMap(({ data }) => data).filter((data) => data.startsWith('v1:q:'));
    later(30);
    const before = await rows('select * from coordinator order by id');
    const invitations = await rows('select from invitation');
    const lines = await rows('select from audit');
    for (const data of recorded) {
      later(1);
      await admin.taps(data);
    }
    for (const code of codesTyped) await types(admin, code);
    for (const [name, ...ends] of [['invite', '+admin', '!done']] as const) {
      await admin.command(name);
      await answers(admin, ...ends);
      for (const code of codesTyped.slice(0, 3)) await types(admin, code);
    }
    const after = await rows('select * from coordinator order by id');
    const bare = (all: readonly Record<string, unknown>[]) => all.map(({ totp_tries: _, ...rest }) => rest);
    expect(bare(after)).toEqual(bare(before));
    expect(await rows('select from invitation')).toHaveLength(invitations.length);
    expect(await rows('select from audit')).toHaveLength(lines.length);
  });

  it('the stop is two taps, and is heard by the table that every reservation asks', async () => {
    await admin.command('halt');
    await answers(admin, '=halt-union');
    const [one] = await rows('select stopped_at from organisation');
    expect(one?.['stopped_at']).not.toBeNull();
  });

  it('a removed coordinator is a stranger with the next word they say', async () => {
    later(15);
    await admin.command('people');
    const mark = newest(admin).data.find((data) => /=[0-9a-f]{12}$/.test(data)) ?? '';
    await admin.taps(mark);
    await answers(admin, '=remove', '=yes');
    await typesCode(admin, secret);
    await poster.command('desk');
    expect(newest(poster).labels).toContain('English');
    expect(await rows('select from coordinator')).toHaveLength(1);
  });

  it('nothing of them is in the log, and no code, link or key in the database', async () => {
    const log = house.logged.join('\n');
    for (const mark of [...Object.values(ALIASES), ...codesTyped, ...secrets, ...tokens])
      expect(log).not.toContain(mark);
    expect(house.logged.filter((line) => line.includes('message.failed'))).toEqual([]);
    const kept = await everything();
    expect(kept.filter((line) => line.includes(ALIASES.admin)).length).toBeGreaterThan(1);
    for (const mark of [...secrets, ...tokens, admin.address.reveal(), poster.address.reveal()])
      expect(kept.filter((line) => line.includes(mark))).toEqual([]);
    // The name of the removed one is in the audit alone, as promised.
    const named = kept.filter((line) => line.includes(ALIASES.poster));
    expect(named.every((line) => line.startsWith('audit '))).toBe(true);
  });
});
