/**
 * Plays everything a person can do on both messengers with marked names, phones, texts, message ids and secrets, then
 * searches every byte that was kept or written for the marks, in every form they could take. Then plants each mark in
 * each place and requires that it is found: a search that finds nothing must have been able to.
 *
 * `--short`: one code of each class of WhatsApp's errors instead of the whole table.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../../src/embedded-postgres.ts';
import { beginLife, type Life } from './life.ts';
import { allOf, type Mark, makeMarks, wamidMark } from './marks.ts';
import { patientsFor } from './play-whatsapp.ts';
import { hasRedis, type Redis, startRedis } from './redis.ts';
import { createSearch, type Found, type Search } from './search.ts';
import { dumpOf, filesOf, outputOf, plantFile, plantIn, redisAt, type Sink, weed } from './sinks.ts';

const { short } = parseArgs({ options: { short: { type: 'boolean', default: false } } }).values;

/** Lines printed of what was found: one leak may show in a thousand places. */
const MOST_LINES = 60;
/** Marks named in a line. */
const MOST_NAMES = 3;

const say = (line: string): void => console.log(line);

async function searchAll(sinks: readonly Sink[], search: Search): Promise<Found[]> {
  const found: Found[] = [];
  for (const sink of sinks) {
    for await (const [part, bytes] of sink.read()) found.push(...search(bytes, `${sink.name} ${part}`));
  }
  return found;
}

/** Every place that keeps bytes of a life, while PostgreSQL answers at `url`. */
const sinksOf = (
  life: Life,
  url: string,
  { home, pages, redis }: { home: string; pages: string; redis: Redis | null },
) => [
  filesOf('database files', life.dataDirectory, plantIn(url, 'logged')),
  filesOf('data folder', life.data, plantFile(life.data)),
  dumpOf(url, plantIn(url, 'logged')),
  outputOf('output', life.output, join(home, 'said')),
  outputOf('pages', () => pages, join(home, 'shown')),
  ...(redis === null ? [] : [redisAt(redis.url, redis.folder, redis.monitored)]),
];

/** The database as it lies on a machine that was switched off: here the unlogged tables are on the disk, too. */
const asleep = ({ dataDirectory, data }: Life): Sink =>
  filesOf('database files after the stop', dataDirectory, (values) =>
    awake(data, (url) => plantIn(url, 'unlogged')(values)),
  );

/** Does something with the database of a stopped exchange. */
async function awake<T>(dataDir: string, work: (url: string) => Promise<T>): Promise<T> {
  const server = await startEmbeddedPostgres({ dataDir });
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}

/** What is planted of a mark: itself, and of a message id what is in it. */
const plantsOf = ({ value, forms }: Mark): readonly Buffer[] => {
  const decoded = forms.get('decoded');
  return [Buffer.from(value), ...(decoded === undefined ? [] : [decoded])];
};

/** Plants every mark in every place; what of it was not found again. */
async function control(sinks: readonly Sink[], marks: readonly Mark[], search: Search): Promise<string[]> {
  const missed: string[] = [];
  for (const sink of sinks) {
    await sink.plant(marks.flatMap(plantsOf));
    const again = new Set((await searchAll([sink], search)).map(({ mark, form }) => `${mark} ${form}`));
    for (const { name, forms } of marks)
      for (const form of ['raw', 'decoded'])
        if (forms.has(form) && !again.has(`${name} ${form}`))
          missed.push(`${name} as ${form} in ${sink.name}`);
  }
  return missed;
}

interface Outcome {
  readonly marks: number;
  readonly wamids: number;
  readonly found: readonly Found[];
  readonly missed: readonly string[];
}

async function live(engine: 'postgresql' | 'redis'): Promise<Outcome> {
  const home = mkdtempSync(join(tmpdir(), 'mehnat-canary-'));
  const marks = makeMarks(patientsFor(short));
  const redis = engine === 'redis' ? await startRedis(home) : null;
  const life = await beginLife({ home, marks, redisUrl: redis?.url ?? null, short });
  try {
    await life.play();
    const all = [
      ...allOf(marks),
      ...[...life.wamids].map((wamid, at) => wamidMark(`message id ${at + 1}`, wamid)),
    ];
    const search = createSearch(all);
    const { databaseUrl, data } = life;
    const pages = await life.pages();
    const sinksAt = (url: string): readonly Sink[] => sinksOf(life, url, { home, redis, pages });
    const found = await searchAll(sinksAt(databaseUrl), search);
    await life.stop();
    const atRest = [asleep(life), ...sinksAt(databaseUrl).filter(({ name }) => name === 'output')];
    found.push(...(await searchAll(atRest, search)));
    const missed = await control(atRest.slice(0, 1), all, search);
    await awake(data, async (url) => {
      await weed(url);
      missed.push(...(await control(sinksAt(url), all, search)));
    });
    return { marks: all.length, wamids: life.wamids.size, found: once(found), missed };
  } catch (error) {
    say(life.output().slice(-3_000));
    throw error;
  } finally {
    await life.end();
    redis?.stop();
    rmSync(dirname(life.dataDirectory), { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  }
}

/** The output is searched twice. */
const once = (found: readonly Found[]): readonly Found[] => [
  ...new Map(found.map((each) => [JSON.stringify(each), each])).values(),
];

/** The first lines, and how many more there are. */
function list(lines: readonly string[]): void {
  for (const line of lines.slice(0, MOST_LINES)) say(`  ${line}`);
  if (lines.length > MOST_LINES) say(`  … and ${lines.length - MOST_LINES} more lines`);
}

/** One leak shows in many marks: a line for each form and place, with some of them. */
function told(found: readonly Found[]): readonly string[] {
  const places = Map.groupBy(found, ({ form, where }) => `as ${form} in ${where}`);
  return [...places].map(([place, all]) => {
    const marks = [...new Set(all.map(({ mark }) => mark))];
    const more = marks.length > MOST_NAMES ? ` and ${marks.length - MOST_NAMES} more` : '';
    return `FOUND ${marks.slice(0, MOST_NAMES).join(', ')}${more} ${place}`;
  });
}

let failed = false;
for (const engine of ['postgresql', ...(hasRedis() ? (['redis'] as const) : [])] as const) {
  const { marks, wamids, found, missed } = await live(engine);
  say(
    `queue in ${engine}: ${marks} marks (${wamids} message ids): ${found.length} found, ${missed.length} controls missed`,
  );
  list(told(found));
  list(missed.map((each) => `CONTROL MISSED: ${each}`));
  if (found.length > 0 || missed.length > 0) failed = true;
}
if (!hasRedis() && process.env['CI'] === 'true') {
  say('redis-server is missing: the Redis half did not run');
  failed = true;
}
process.exitCode = failed ? 1 : 0;
