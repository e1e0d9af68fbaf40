import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Role } from '../../src/domain/coordinator.ts';
import { daysAfter } from '../../src/domain/feed-values.ts';
import type { Asked } from '../../src/domain/keeper-ask.ts';
import { Address } from '../../src/domain/terms.ts';
import { plainText } from '../../src/domain/texts.ts';
import { loadTexts } from '../../src/i18n.ts';
import { tellRuleKeepers } from '../../src/jobs/tell-rule-keepers.ts';
import { addCoordinator } from '../../src/store/coordinators.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { proposals, propose } from '../../src/store/rule-changes.ts';
import { noteTold, ruleKeepersOn } from '../../src/store/rule-keepers.ts';
import { TODAY } from '../support/builders.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { aFee, aLaw } from '../support/law.ts';
import { anOrganisation } from '../support/organisations.ts';
import { freshVault } from '../support/vault.ts';

const NOW = new Date(`${TODAY}T09:00:00Z`);
const OLD = aFee('RU-LIP', 21_915, { checkedAt: '2026-01-10', to: null });
const FRESH = aFee('RU-LIP', 21_915, { checkedAt: TODAY, to: null });
const vault = freshVault();
const texts = await loadTexts();

let fresh: FreshDatabase;
let database: Database;
let people = 0;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  await database.pool.query('truncate organisation, coordinator, standstill, rule_change cascade');
});

async function somebody(role: Role, trustedFrom = NOW): Promise<string> {
  people += 1;
  const organisationId = await anOrganisation(database.pool, { slug: `o${people}` });
  const made = await addCoordinator(
    { database: database.pool, vault, clock: () => NOW },
    {
      organisationId,
      channel: 'telegram',
      address: new Address(String(people)),
      locale: 'en',
      alias: 'Plum',
      roles: [role],
      secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      trustedFrom,
    },
  );
  return made?.id ?? '';
}

/** What keepers are told in one run. */
async function run({
  today = TODAY,
  hour = 12,
  rule = OLD,
  end = 'asked' as Asked,
} = {}): Promise<readonly string[]> {
  const said: string[] = [];
  await tellRuleKeepers.run({
    law: async () => aLaw(rule),
    today: () => today,
    ruleKeepers: {
      due: (day) => ruleKeepersOn(database.pool, day),
      waiting: () => proposals(database.pool),
      told: (keeper, day) => noteTold(database.pool, keeper, day),
      untold: (keeper) => noteTold(database.pool, keeper, null),
      hour: () => hour,
      tell: async (keeper, message) => {
        const { text, buttons } = texts.render(keeper.locale, message);
        said.push(`${plainText(text)} [${buttons.flat().map(({ label }) => label)}]`);
        return end;
      },
    },
  });
  return said;
}

it('keepers hear that rules need a look, and nobody else does', async () => {
  await somebody('keeper');
  await somebody('poster');
  await somebody('keeper', new Date(NOW.getTime() + 86_400_000));
  expect(await run()).toEqual([expect.stringMatching(/need a look: 1\..*\[📚 Rules\]/su)]);
});

it('hear it by day, once, and again only after a week', async () => {
  await somebody('keeper');
  const heard: number[] = [];
  for (const hour of [8, 20, 9, 10]) heard.push((await run({ hour })).length);
  expect(heard).toEqual([0, 0, 1, 0]);
  expect(await run({ today: daysAfter(TODAY, 6) })).toEqual([]);
  expect(await run({ today: daysAfter(TODAY, 7) })).toHaveLength(1);
});

it('hear nothing while nothing is due, and at once when something is', async () => {
  await somebody('keeper');
  expect(await run({ rule: FRESH })).toEqual([]);
  expect(await run()).toHaveLength(1);
});

it('hear of words that wait for a second keeper, but not of their own', async () => {
  await somebody('keeper');
  const word = { ruleId: OLD.id, row: null, source: null, on: TODAY };
  await propose(database.pool, { ...word, by: `Plum @o${people}` });
  expect(await run({ rule: FRESH })).toEqual([]);
  await propose(database.pool, { ...word, by: 'Plum @another' });
  expect(await run({ rule: FRESH })).toEqual([expect.stringContaining('wait for a second: 1')]);
});

it('are told later when the service could not be reached', async () => {
  await somebody('keeper');
  expect(await run({ end: 'later' })).toHaveLength(1);
  expect(await run({ end: 'lost' })).toHaveLength(1);
  expect(await run()).toEqual([]);
});

it('hear nothing while everything or their organisation is stopped', async () => {
  await somebody('keeper');
  await database.pool.query('update organisation set stopped_at = now()');
  expect(await run()).toEqual([]);
});
