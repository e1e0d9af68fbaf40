import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpeningContent, UNSTATED } from '../../src/domain/opening.ts';
import { close } from '../../src/domain/opening-change.ts';
import { importsInto } from '../../src/store/import-run.ts';
import { TODAY } from '../support/builders.ts';
import { openToldHouse, type ToldHouse } from '../support/told-house.ts';

let house: ToldHouse;

describe('an import that changes what people were told', () => {
  beforeEach(async () => {
    house = await openToldHouse();
  });
  afterEach(() => house.close());

  const content = (differing: Partial<OpeningContent> = {}): OpeningContent => ({
    ...UNSTATED,
    kind: 'vacancy',
    work: 'warehouse',
    crop: null,
    aid: null,
    title: 'Комплектовщик',
    note: null,
    locale: 'ru',
    region: 'RU-LIP',
    place: null,
    startsOn: null,
    endsOn: null,
    pay: { min: 60_000, max: null, unit: 'month', currency: 'RUB' },
    hoursPerDay: null,
    housing: null,
    food: null,
    transport: null,
    places: null,
    medicalBook: null,
    employer: null,
    employerId: null,
    contact: { url: 'https://example.org/', phone: null },
    postedOn: TODAY,
    validUntil: '2026-12-31',
    ...differing,
  });
  const imports = async (source: string, rows: readonly OpeningContent[]): Promise<void> => {
    const run = await importsInto(house.database).begin(source, TODAY);
    if (run === null) throw new Error('another import runs');
    try {
      await run.write(
        rows.map((each, number) => ({
          kind: 'opening' as const,
          externalId: `${number}`,
          content: each,
          employerKey: null,
        })),
      );
      await run.finish(true, {});
    } finally {
      await run.release();
    }
    await house.database.pool.query('update bulletin set finished_at = $1 where finished_at > $1', [
      house.at(),
    ]);
  };
  const others = Array.from({ length: 4 }, (_, number) =>
    content({ region: 'RU-MOS', title: `Other ${number}` }),
  );

  it('says that the pay is another, once, and only to them', async () => {
    await house.joins('told');
    await imports('csv', [content()]);
    await house.round();
    await house.joins('new');
    await imports('csv', [content({ pay: { min: 40_000, max: null, unit: 'month', currency: 'RUB' } })]);
    await imports('csv', [content({ pay: { min: 40_000, max: null, unit: 'month', currency: 'RUB' } })]);
    await house.round();
    expect(house.saidTo('told')).toEqual([expect.stringMatching(/^changed /)]);
    expect(house.messagesTo('new')).toBe(0);
  });

  it('says that the pay is another to whom the old one is on its way and the new one does not fit', async () => {
    await house.joins('on the wire', { payFloor: 50_000 });
    await house.joins('not for them', { regions: ['RU-MOS'] });
    const lower = content({ pay: { min: 40_000, max: null, unit: 'month', currency: 'RUB' } });
    await imports('csv', [content(), content({ region: 'RU-MOS' })]);
    house.script = async (name) => {
      if (name !== 'on the wire') return;
      house.script = () => undefined;
      await imports('csv', [lower, content({ region: 'RU-MOS' })]);
      await house.corrects();
      await house.matcher.plan();
    };
    await house.round();
    await house.round();
    expect(house.saidTo('on the wire')).toEqual([expect.stringMatching(/^changed /)]);
    expect(house.saidTo('not for them')).toEqual([]);
  });

  it('says that it is gone when the list no longer has it', async () => {
    await house.joins('told');
    await imports('csv', [...others, content()]);
    await house.round();
    for (let times = 0; times < 2; times++) await imports('csv', others);
    await house.round();
    expect(house.saidTo('told')).toEqual([expect.stringMatching(/^cancelled /)]);
  });

  it('says nothing of what a great feed changes: it has no list of who saw what', async () => {
    await house.joins('told');
    await imports('trudvsem', [content()]);
    await house.round();
    await imports('trudvsem', [content({ pay: null })]);
    await house.round();
    expect([house.messagesTo('told'), house.saidTo('told')]).toEqual([1, []]);
    expect(await rowsOf('told')).toBe(0);
  });

  it('does not open again what somebody closed', async () => {
    await house.joins('told');
    await imports('csv', [content()]);
    await house.round();
    const { rows } = await house.database.pool.query<{ id: string }>('select id from opening');
    const opening = await house.openings.byId(rows[0]?.id ?? '');
    await house.changes(opening ?? undefined, close('moved', house.at()));
    await imports('csv', [content({ place: 'Елец' })]);
    await house.round();
    expect(await house.openings.byId(opening?.id ?? '')).toMatchObject({
      status: 'closed',
      closeReason: 'moved',
    });
    expect(house.saidTo('told')).toEqual([`cancelled ${opening?.id}`]);
  });
});

const rowsOf = async (table: string): Promise<number | null> =>
  (await house.database.pool.query(`select from ${table}`)).rowCount;
