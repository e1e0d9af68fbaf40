/**
 * One opening against everybody: our index, PostgreSQL scanning, and PostgreSQL with the best index we know for it
 * (GIN over cells of region and work). Every engine hands over all ordinals; times count only after the answers were
 * compared one by one.
 */
import pg from 'pg';
import { AudienceIndex } from '../../src/domain/audience.ts';
import { type Bitmap, count, nextFrom } from '../../src/domain/bitmap.ts';
import { type Demands, demandsOf } from '../../src/domain/matching.ts';
import { type Opening, WORKS } from '../../src/domain/opening.ts';
import type { AudienceRecord } from '../../src/store/audience-rows.ts';
import { loadAudience } from '../../src/store/changes.ts';
import { TODAY } from '../support/builders.ts';
import { aBar, aFee, aLaw, aLink, NO_RULES } from '../support/law.ts';
import { benchDatabase } from './bench-database.ts';
import { CLASSES, type Class, crowd, openingsOf, permits, REGIONS } from './crowd.ts';
import { type Figure, median, p99, type Scale } from './figure.ts';

export const name = 'matching';

const ZONE = 'Europe/Moscow';
const SCOPE = { today: TODAY, law: NO_RULES, channel: 'telegram' };
const BATCH = 10_000;

export async function run(scale: Scale): Promise<readonly Figure[]> {
  const sizes = scale === 'full' ? [100_000, 1_000_000] : [5_000];
  const figures: Figure[] = [];
  for (const size of sizes) figures.push(...(await measure(size, scale === 'full' ? 10 : 3)));
  return figures;
}

async function measure(size: number, openings: number): Promise<readonly Figure[]> {
  const database = await benchDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 1 });
  pool.on('error', () => undefined);
  try {
    await fill(pool, size);
    const before = process.memoryUsage().arrayBuffers;
    const { index, seconds } = await rebuild(pool, size);
    const bytes = (process.memoryUsage().arrayBuffers - before) / size;
    const label = `${size.toLocaleString('en')} people`;
    const figures: Figure[] = [
      {
        name: `rebuild from PostgreSQL, ${label}`,
        value: seconds * 1_000,
        unit: 'ms',
        note: 'connection and zone aside',
      },
      { name: `memory of the index, ${label}`, value: bytes, unit: 'B each', note: 'columns and all sets' },
    ];
    for (const which of CLASSES) figures.push(...(await race(pool, index, which, openings, label)));
    figures.push(unionFigure(index, label), ...rightToWork(index, size, openings, label));
    return figures;
  } finally {
    await pool.end();
    await database.close();
  }
}

async function rebuild(
  pool: pg.Pool,
  size: number,
): Promise<{ readonly index: AudienceIndex; readonly seconds: number }> {
  const from = performance.now();
  const index = new AudienceIndex(TODAY);
  await loadAudience(
    pool,
    (records) => {
      for (const record of records) index.put({ ...record, zone: ZONE });
    },
    (highest) => index.reserve(highest),
  );
  const seconds = (performance.now() - from) / 1_000;
  if (index.size !== size) throw new Error(`loaded ${index.size} of ${size}`);
  return { index, seconds };
}

/** Two cities linked with the region around them, a region that is closed and one that bars some work. */
const LAW = aLaw(
  aLink(['RU-1', 'RU-2']),
  aLink(['RU-3', 'RU-4']),
  aBar('RU-5'),
  aBar('RU-2', { activities: [WORKS[1], WORKS[8]] }),
  ...REGIONS.map((region, at) => aFee(region, 4_000 + at * 250)),
);
const ROUNDS = 15;

/** The same question to the same people, judged by their right to work and not. */
function rightToWork(index: AudienceIndex, size: number, amount: number, label: string): readonly Figure[] {
  const said = permits();
  for (const record of crowd(size))
    index.put({ ...record, zone: ZONE, preferences: { ...record.preferences, ...said.next().value } });
  const judged = { ...SCOPE, law: LAW };
  return CLASSES.map((which) => {
    const times = { without: [] as number[], withIt: [] as number[] };
    const people = { without: 0, withIt: 0 };
    const ask = (scope: typeof SCOPE, kind: keyof typeof times, opening: Opening): void => {
      const from = performance.now();
      people[kind] += count(index.audience(opening, scope));
      times[kind].push(performance.now() - from);
    };
    for (let round = 0; round < ROUNDS; round += 1)
      for (const opening of openingsOf(which, amount))
        if (round % 2 === 0) {
          ask(SCOPE, 'without', opening);
          ask(judged, 'withIt', opening);
        } else {
          ask(judged, 'withIt', opening);
          ask(SCOPE, 'without', opening);
        }
    const [own, base] = [median(times.withIt), median(times.without)];
    const kept = Math.round((100 * people.withIt) / Math.max(1, people.without));
    return {
      name: `${which} opening judged by the right to work, ${label}`,
      value: own,
      unit: 'ms',
      against: 'not judged',
      ratio: own / base,
      note: `times as long as without it; ${kept} % of the people are left`,
    };
  });
}

/** A bulletin of the size a feed brings in one night. */
function unionFigure(index: AudienceIndex, label: string): Figure {
  const openings = CLASSES.flatMap((which) => openingsOf(which, 33_334));
  const from = performance.now();
  const found = index.union(openings, SCOPE);
  const ms = performance.now() - from;
  return {
    name: `union over 100,002 openings, ${label}`,
    value: ms,
    unit: 'ms',
    note: `${count(found)} found`,
  };
}

async function race(
  pool: pg.Pool,
  index: AudienceIndex,
  which: Class,
  amount: number,
  label: string,
): Promise<readonly Figure[]> {
  const openings = openingsOf(which, amount);
  const times = { ours: [] as number[], scan: [] as number[], gin: [] as number[] };
  let people = 0;
  for (let round = 0; round < 3; round += 1) {
    for (const opening of openings) {
      const ours = timed(() => listed(index.audience(opening, SCOPE)));
      const scan = await asked(pool, 'scan', opening);
      const gin = await asked(pool, 'gin', opening);
      agree(ours.found, scan.found, 'scan');
      agree(ours.found, gin.found, 'GIN');
      people += ours.found.length;
      // The first round warms everybody up.
      if (round === 0) continue;
      times.ours.push(ours.ms);
      times.scan.push(scan.ms);
      times.gin.push(gin.ms);
    }
  }
  const own = median(times.ours);
  const ratio = (rival: readonly number[]): number =>
    median(rival.map((ms, at) => ms / (times.ours[at] ?? own)));
  const title = `${which} opening, ${label}`;
  const note = `on average ${Math.round(people / amount / 3).toLocaleString('en')} fit; p99 ${p99(times.ours).toFixed(2)} ms`;
  return [
    { name: title, value: own, unit: 'ms', note },
    {
      name: `${title}: SQL scan`,
      value: median(times.scan),
      unit: 'ms',
      against: 'ours',
      ratio: ratio(times.scan),
    },
    {
      name: `${title}: GIN index`,
      value: median(times.gin),
      unit: 'ms',
      against: 'ours',
      ratio: ratio(times.gin),
    },
  ].map((figure) => ('ratio' in figure ? { ...figure, note: 'ours is that many times faster' } : figure));
}

/** All ordinals, as SQL hands them over. */
function listed(bitmap: Bitmap): Int32Array {
  const list = new Int32Array(count(bitmap));
  let at = 0;
  for (let found = nextFrom(bitmap, 0); found !== null; found = nextFrom(bitmap, found + 1)) {
    list[at] = found;
    at += 1;
  }
  return list;
}

interface Timed {
  readonly found: Int32Array;
  readonly ms: number;
}

function timed(find: () => Int32Array): Timed {
  const from = performance.now();
  const found = find();
  return { found, ms: performance.now() - from };
}

function agree(ours: Int32Array, theirs: Int32Array, engine: string): void {
  const sorted = theirs.toSorted();
  if (ours.length !== sorted.length || ours.some((ordinal, at) => ordinal !== sorted[at])) {
    throw new Error(`${engine} found ${theirs.length} people, the index ${ours.length}: no time counts`);
  }
}

const CELL_WORKS = 32;
/** 0 is "any". */
const regionNumber = (region: string): number => REGIONS.indexOf(region) + 1;
const workNumber = (work: string | null): number => WORKS.findIndex((known) => known === work) + 1;

async function asked(pool: pg.Pool, engine: 'scan' | 'gin', opening: Opening): Promise<Timed> {
  const demands = demandsOf(opening, TODAY, NO_RULES);
  const from = performance.now();
  const { rows } = await pool.query<[number]>({
    name: engine,
    text: engine === 'scan' ? SCAN : GIN,
    values: [...commonValues(demands), ...(engine === 'scan' ? [] : [cellsWanted(demands)])],
    rowMode: 'array',
  });
  const found = Int32Array.from(rows, ([ordinal]) => ordinal);
  return { found, ms: performance.now() - from };
}

const cellsWanted = ({ region, work }: Demands): readonly number[] =>
  [regionNumber(region), 0].flatMap((r) => [workNumber(work), 0].map((w) => r * CELL_WORKS + w));

const commonValues = (demands: Demands): readonly unknown[] => [
  TODAY,
  SCOPE.channel,
  [demands.kind, 'any'],
  [demands.work ?? '', 'any'],
  [demands.region, 'any'],
  demands.housed,
  demands.pay,
  demands.lastDay,
  demands.room,
];

const REST = `standing = 'active' and channel = $2 and (paused_until is null or paused_until < $1::date)
  and (kinds is null or kinds && $3::text[]) and (works is null or works && $4::text[])
  and (regions is null or regions && $5::text[]) and (not coalesce(housing_needed, false) or $6::boolean)
  and (pay_floor is null or $7::integer is null or pay_floor <= $7) and (free_from is null or free_from <= $8::date)
  and (crew is null or $9::integer is null or crew <= $9)`;
const SCAN = `select ordinal from subscriber where ${REST}`;
const GIN = `select ordinal from subscriber where cells && $10::integer[] and ${REST}`;

/** The people in the product's own table, and beside it the cells of the rival's index. */
async function fill(pool: pg.Pool, size: number): Promise<void> {
  await pool.query(
    `alter table subscriber disable trigger user; alter table subscriber add column cells integer[]`,
  );
  let batch: AudienceRecord[] = [];
  for (const record of crowd(size)) {
    batch.push(record);
    if (batch.length === BATCH || record.ordinal === size) {
      await insert(pool, batch);
      batch = [];
    }
  }
  await pool.query('create index subscriber_cells on subscriber using gin (cells)');
  await pool.query('vacuum analyze subscriber');
  await pool.query('set jit = off');
}

async function insert(pool: pg.Pool, batch: readonly AudienceRecord[]): Promise<void> {
  const columns = batch.map(({ preferences: p, ...row }) => [
    row.ordinal,
    row.channel,
    joined(p.kinds),
    joined(p.works),
    joined(p.regions),
    p.housingNeeded,
    p.payFloor,
    p.freeFrom,
    p.crew,
    p.cadence,
    row.pausedUntil,
    cellsOf(p).join(' '),
  ]);
  await pool.query(
    `insert into subscriber (ordinal, id, channel, lookup, sealed, locale, kinds, works, regions, housing_needed,
       pay_floor, free_from, crew, cadence, paused_until, cells, consent_on, consent_version, answered_in)
     overriding system value
     select o, gen_random_uuid(), ch, int4send(o), int4send(o), 'tg', string_to_array(k, ' '), string_to_array(w, ' '),
       string_to_array(r, ' '), h, f, d, c, ca, pa, string_to_array(ce, ' ')::integer[], '2026-06-01', 1, '2026-06-01'
     from unnest($1::integer[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::integer[],
       $8::date[], $9::smallint[], $10::text[], $11::date[], $12::text[]) as t (o, ch, k, w, r, h, f, d, c, ca, pa, ce)`,
    Array.from({ length: 12 }, (_, column) => columns.map((row) => row[column] ?? null)),
  );
}

const joined = (answer: string | readonly string[] | null): string | null =>
  answer === null || typeof answer === 'string' ? answer : answer.join(' ');

function cellsOf({ regions, works }: AudienceRecord['preferences']): readonly number[] {
  const r = regions === null || regions === 'any' ? [0] : regions.map(regionNumber);
  const w = works === null || works === 'any' ? [0] : works.map(workNumber);
  return r.flatMap((region) => w.map((work) => region * CELL_WORKS + work));
}
