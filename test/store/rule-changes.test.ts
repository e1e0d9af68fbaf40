import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kept, type RuleChange } from '../../src/domain/rule-change.ts';
import { createLawBook } from '../../src/law-book.ts';
import { proposals, propose, ruleChanges, second } from '../../src/store/rule-changes.ts';
import { TODAY } from '../support/builders.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { ACTIVITIES, aBar, aFee, BASES } from '../support/law.ts';

let fresh: FreshDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  fresh = await freshDatabase();
  pool = new pg.Pool({ connectionString: fresh.url });
});
afterAll(async () => {
  await pool.end();
  await fresh.drop();
});

const LATER = new Date('2026-06-20T21:30:00Z');
const fee = aFee('RU-LIP', 21_915, { checkedAt: '2026-01-01' });
const word = { ruleId: fee.id, row: null, source: null, by: 'anna', on: TODAY };

describe('what keepers say of a rule', () => {
  it('is in force when a second one agrees, and from the day they do', async () => {
    const book = createLawBook({ rules: [...BASES, fee], activities: ACTIVITIES, crops: [] }, () =>
      ruleChanges(pool),
    );
    await propose(pool, word);
    expect((await book.read()).rules.at(-1)).toEqual(fee);
    const [waiting] = await proposals(pool, fee.id);
    expect(waiting).toMatchObject(word);
    expect(await second(pool, waiting ?? { id: '' }, 'anna', LATER)).toBe(false);
    expect(await second(pool, waiting ?? { id: '' }, 'boris', LATER)).toBe(true);
    expect(await second(pool, waiting ?? { id: '' }, 'vera', LATER)).toBe(false);
    expect(book.current().rules.at(-1)).toEqual(fee);
    expect((await book.read()).rules.at(-1)).toEqual({ ...fee, checkedAt: '2026-06-20' });
    expect(await proposals(pool)).toEqual([]);
  });

  it('can correct a row and bring another: the last word counts, and the package stays as it is', async () => {
    const rules = [...BASES, fee];
    const book = createLawBook({ rules, activities: ACTIVITIES, crops: [] }, () => ruleChanges(pool));
    const added = aBar('RU-LIP');
    const rows = [{ ...fee, monthly: 22_000 }, { ...fee, monthly: 23_000 }, added];
    for (const [at, row] of rows.entries()) {
      await propose(pool, { ...word, ruleId: row.id, row, source: 'decree' });
      const [waiting] = await proposals(pool, row.id);
      await second(pool, waiting ?? { id: '' }, 'boris', new Date(LATER.getTime() + at));
    }
    const law = await book.read();
    expect(law.rules.find(({ id }) => id === fee.id)).toMatchObject({ monthly: 23_000 });
    expect(law.rules.find(({ id }) => id === added.id)).toMatchObject({ region: 'RU-LIP' });
    expect(rules.at(-1)).toMatchObject({ monthly: 21_915 });
  });

  it('replaces an earlier word of the same keeper that nobody agreed to', async () => {
    await propose(pool, { ...word, row: { ...fee, monthly: 1 } });
    await propose(pool, { ...word, row: { ...fee, monthly: 2 } });
    expect((await proposals(pool)).map(({ row }) => row)).toMatchObject([{ monthly: 2 }]);
  });

  it('gives way to a package that somebody checked later', () => {
    const checked = (checkedAt: string) => ({ ...fee, monthly: 30_000, checkedAt });
    const correction = { ruleId: fee.id, row: { ...fee, monthly: 22_500 }, checkedAt: '2026-06-20' };
    const now = (row: typeof fee) =>
      kept([row], [correction]).map(({ rule }) => 'monthly' in rule && rule.monthly);
    expect(now(checked('2026-06-20'))).toEqual([22_500]);
    expect(now(checked('2027-02-01'))).toEqual([30_000]);
  });
});

it('reads of the rules that come back in another order leave the newest', async () => {
  const answers: ((changes: readonly RuleChange[]) => void)[] = [];
  const book = createLawBook(
    { rules: [fee], activities: [], crops: [] },
    () => new Promise((resolve) => answers.push(resolve)),
  );
  const change = (monthly: number): RuleChange => ({
    ruleId: fee.id,
    row: { ...fee, monthly },
    checkedAt: '2026-06-20',
  });
  const [older, newer] = [book.read(), book.read()];
  answers[1]?.([change(1), change(2)]);
  await newer;
  answers[0]?.([change(1)]);
  await older;
  expect(book.current().rules).toMatchObject([{ monthly: 2 }]);
});
