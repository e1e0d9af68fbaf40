import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Coordinator, Role } from '../../src/domain/coordinator.ts';
import type { Desk, Done } from '../../src/domain/desk.ts';
import { daysAfter } from '../../src/domain/feed-values.ts';
import { Address } from '../../src/domain/terms.ts';
import { oneTimeCodes } from '../../src/one-time-code.ts';
import { addCoordinator } from '../../src/store/coordinators.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { deskWith } from '../../src/store/desk.ts';
import { ruleChanges } from '../../src/store/rule-changes.ts';
import { TODAY } from '../support/builders.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { aFee } from '../support/law.ts';
import { anOrganisation } from '../support/organisations.ts';
import { freshVault } from '../support/vault.ts';

const NOW = new Date(`${TODAY}T09:00:00Z`);
const vault = freshVault();
const clock = (): Date => NOW;

let fresh: FreshDatabase;
let database: Database;
let people = 0;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, connections: 4 });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  await database.pool.query('truncate organisation, coordinator, audit, rule_change cascade');
});

/** Somebody of an organisation of their own, who gave a code just now. */
async function somebody(role: Role = 'keeper', alias = 'Plum'): Promise<Coordinator> {
  people += 1;
  const organisationId = await anOrganisation(database.pool, { slug: `o${people}` });
  const who = await addCoordinator(
    { database: database.pool, vault, clock },
    {
      organisationId,
      channel: 'telegram',
      address: new Address(String(people)),
      locale: 'en',
      alias,
      roles: [role],
      secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      trustedFrom: NOW,
    },
  );
  if (who === null) throw new Error('nobody was written down');
  await givesCode(who, 10);
  return who;
}
const givesCode = ({ id }: Coordinator, minutes: number): Promise<unknown> =>
  database.pool.query(
    `update coordinator set totp_step = 1, stepped_up_until = $2::timestamptz + make_interval(mins => $3) where id = $1`,
    [id, NOW, minutes],
  );

const at = <T>(who: Coordinator, work: (desk: Desk) => Promise<T>): Promise<T> =>
  database.transaction((client) =>
    work(
      deskWith(
        { database: client, vault, clock, codes: oneTimeCodes },
        { channel: 'telegram', address: new Address('1') },
        who,
      ),
    ),
  );
const end = <T>(done: Done<T>): T | string =>
  done.kind === 'done' ? done.value : 'why' in done.permission ? done.permission.why : done.permission.kind;
const FEE = aFee('RU-LIP', 22_500);
const says = async (who: Coordinator, row: typeof FEE | null = null): Promise<string> =>
  end(await at(who, (desk) => desk.sayOfRule({ ruleId: FEE.id, row, source: 'law 7' }, TODAY)));
const waiting = (who: Coordinator, today = TODAY) => at(who, (desk) => desk.ruleProposals(today));
const idOf = async (who: Coordinator): Promise<string> => (await waiting(who))[0]?.id ?? '';
const agrees = async (who: Coordinator, id: string, today = TODAY): Promise<string> =>
  end(await at(who, (desk) => desk.agreeToRule(id, today)));
const withdraws = async (who: Coordinator, id: string): Promise<string> =>
  end(await at(who, (desk) => desk.withdrawRule(id, TODAY)));
const inForce = () => ruleChanges(database.pool);
const audited = async () =>
  (await database.pool.query('select alias, action, subject, detail from audit order by id')).rows;

it('a rule changes when a keeper of another organisation agrees, and each step is written down', async () => {
  const [first, second] = [await somebody(), await somebody('keeper', 'Pear')];
  expect(await says(first, FEE)).toBe('waits');
  expect(await inForce()).toEqual([]);
  expect(await agrees(second, await idOf(second))).toBe('in-force');
  expect(await inForce()).toMatchObject([{ ruleId: FEE.id, row: FEE, checkedAt: TODAY }]);
  expect(await audited()).toEqual([
    { alias: 'Plum', action: 'rule.correct', subject: FEE.id, detail: { step: 'proposed' } },
    { alias: 'Pear', action: 'rule.correct', subject: FEE.id, detail: { step: 'agreed' } },
  ]);
});

it('nobody agrees with themselves, and two people of one name in two organisations are two', async () => {
  const [first, namesake] = [await somebody(), await somebody()];
  await says(first, FEE);
  const id = await idOf(first);
  expect(await agrees(first, id)).toBe('gone');
  expect(await agrees(namesake, id)).toBe('in-force');
  expect(await agrees(namesake, id)).toBe('gone');
});

it('two who say that it is still so agree, unless anybody says otherwise', async () => {
  const [first, second, third] = [await somebody(), await somebody(), await somebody()];
  expect(await says(first)).toBe('waits');
  expect(await says(first)).toBe('waits');
  expect(await says(second, FEE)).toBe('waits');
  expect(await says(third)).toBe('waits');
  await withdraws(second, (await waiting(second)).find(({ row }) => row !== null)?.id ?? '');
  expect(await says(second)).toBe('in-force');
  expect(await inForce()).toMatchObject([{ row: null }]);
});

it('a word is taken back by whoever said it, and by nobody else', async () => {
  const [first, second] = [await somebody(), await somebody()];
  await says(first, FEE);
  const id = await idOf(first);
  expect(await withdraws(second, id)).toBe('gone');
  expect(await withdraws(first, id)).toBe('withdrawn');
  expect(await withdraws(first, id)).toBe('gone');
  expect(await agrees(second, id)).toBe('gone');
  expect((await audited()).at(-1)).toMatchObject({ detail: { step: 'withdrawn' } });
});

it('a word of four weeks ago is agreed to by nobody', async () => {
  const [first, second] = [await somebody(), await somebody()];
  await says(first, FEE);
  const id = await idOf(first);
  const late = daysAfter(TODAY, 29);
  expect(await waiting(second, late)).toEqual([]);
  expect(await agrees(second, id, late)).toBe('gone');
});

it('without a fresh code nothing is said, agreed to or taken back', async () => {
  const [first, second] = [await somebody(), await somebody()];
  await says(first, FEE);
  const id = await idOf(first);
  for (const who of [first, second]) await givesCode(who, 0);
  expect(await says(second)).toBe('code');
  expect(await agrees(second, id)).toBe('code');
  expect(await withdraws(first, id)).toBe('code');
  expect(await inForce()).toEqual([]);
});

it.each(['poster', 'moderator', 'broadcaster', 'admin'] as const)(
  'a %s sees and does none of it',
  async (role) => {
    const [keeper, other] = [await somebody(), await somebody(role)];
    await says(keeper, FEE);
    expect(await waiting(other)).toEqual([]);
    expect(await says(other)).toBe('role');
    expect(await agrees(other, await idOf(keeper))).toBe('gone');
  },
);
