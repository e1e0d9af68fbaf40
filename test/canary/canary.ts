/**
 * Plays everything a person can do with marked names, phones, texts and a marked bot token, then searches every byte
 * that was kept or written for the marks, in every form they could take. Then plants each mark in each place and
 * requires that it is found: a search that finds nothing must have been able to.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { createTelegramStandIn } from '../../src/simulator/telegram.ts';
import { freePort, runCommand, startProcess } from '../support/process.ts';
import { type Found, type Mark, makeMarks, search } from './marks.ts';
import { playFaults, playForget, playPerson } from './play.ts';
import { dumpOf, filesOf, outputOf, redisAt, type Sink } from './sinks.ts';

const say = (line: string): void => console.log(line);

interface Redis {
  readonly url: string;
  readonly folder: string;
  readonly monitored: () => Buffer;
  stop(): void;
}

const hasRedis = (): boolean => {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

async function startRedis(home: string): Promise<Redis> {
  const folder = join(home, 'redis');
  mkdirSync(folder);
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'yes'],
    {
      stdio: 'ignore',
    },
  );
  await until(() => {
    try {
      return execFileSync('redis-cli', ['-u', url, 'ping']).toString().startsWith('PONG');
    } catch {
      return false;
    }
  });
  const seen: Buffer[] = [];
  const monitor: ChildProcess = spawn('redis-cli', ['-u', url, 'monitor']);
  monitor.stdout?.on('data', (chunk: Buffer) => seen.push(chunk));
  return {
    url,
    folder,
    monitored: () => Buffer.concat(seen),
    stop() {
      monitor.kill();
      server.kill();
    },
  };
}

async function until(holds: () => boolean | Promise<boolean>, ms = 30_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('waited too long');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function query(url: string, text: string, values: readonly unknown[] = []): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(text, [...values]);
  } finally {
    await client.end();
  }
}

async function searchAll(sinks: readonly Sink[], marks: readonly Mark[]): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const sink of sinks) {
    for await (const [part, bytes] of sink.read())
      found.push(...search(bytes, marks, `${sink.name} ${part}`));
  }
  return found;
}

/** One life of an exchange with two people in it; answers what was found and which controls were not. */
async function live(
  engine: 'postgresql' | 'redis',
): Promise<{ found: readonly Found[]; missed: readonly string[] }> {
  const home = mkdtempSync(join(tmpdir(), 'mehnat-canary-'));
  const marks = makeMarks();
  const all: readonly Mark[] = Object.values(marks);
  const telegram = createTelegramStandIn({ token: marks.token.value });
  const { apiRoot, close } = await telegram.listen();
  const redis = engine === 'redis' ? await startRedis(home) : null;
  const settings = {
    MEHNAT_DATA: join(home, 'data'),
    MEHNAT_KEYS: join(home, 'keys.json'),
    TELEGRAM_BOT_TOKEN: marks.token.value,
    TELEGRAM_API_ROOT: apiRoot,
    LOG_LEVEL: 'debug',
    ...(redis === null ? {} : { REDIS_URL: redis.url }),
  };
  let output = '';
  let dataDirectory: string | null = null;
  const exchange = await startProcess(settings);
  try {
    const person = {
      firstName: marks.firstName.value,
      lastName: marks.lastName.value,
      username: marks.username.value,
      phone: marks.phone.value,
      language: 'tg',
    };
    const stays = telegram.person({ ...person, id: Number(marks.chatId.value) });
    const leaves = telegram.person({ ...person, id: Number(marks.otherChatId.value) });
    const imported = await runCommand(['import', 'demo', '--json'], settings);
    output += imported.stdout + imported.stderr;
    if (imported.code !== 0) throw new Error(`the import failed:\n${imported.stderr}`);
    await playPerson(stays, marks);
    await playPerson(leaves, marks);
    await playFaults(telegram, stays, marks);
    await pushTo(telegram, stays, settings);
    await playForget(leaves);
    leaves.blocks();

    const { url } = JSON.parse(readFileSync(join(settings.MEHNAT_DATA, 'connection.json'), 'utf8'));
    await query(url, 'checkpoint');
    const { rows } = await query(url, 'show data_directory');
    dataDirectory = rows[0].data_directory;
    const said = join(home, 'said.txt');
    writeFileSync(said, '');
    const plantRow = async (value: string): Promise<void> => {
      await query(url, 'create table if not exists planted (value text)');
      await query(url, 'insert into planted values ($1)', [value]);
      await query(url, 'checkpoint');
    };
    const sinks: readonly Sink[] = [
      filesOf('database files', rows[0].data_directory, plantRow),
      filesOf('data folder', settings.MEHNAT_DATA, async (value) =>
        appendFileSync(join(settings.MEHNAT_DATA, 'planted'), value),
      ),
      dumpOf(url, plantRow),
      outputOf(
        'output',
        () => exchange.output() + output + readFileSync(said, 'utf8'),
        async (value) => appendFileSync(said, value),
      ),
      ...(redis === null ? [] : [redisAt(redis.url, redis.folder, redis.monitored)]),
    ];
    const found = await searchAll(sinks, all);
    const missed: string[] = [];
    for (const sink of sinks) {
      for (const mark of all) await sink.plant(mark.value);
      const again = await searchAll([sink], all);
      missed.push(
        ...all
          .filter((mark) => !again.some((each) => each.mark === mark.name && each.form === 'raw'))
          .map((mark) => `${mark.name} in ${sink.name}`),
      );
    }
    return { found, missed };
  } catch (error) {
    say(exchange.output().slice(-3_000));
    throw error;
  } finally {
    await exchange.end();
    redis?.stop();
    telegram.stop();
    await close();
    if (dataDirectory !== null) rmSync(dirname(dataDirectory), { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  }
}

/** Brings openings in while a person waits, and sees that a push arrives. */
async function pushTo(
  telegram: ReturnType<typeof createTelegramStandIn>,
  phone: ReturnType<ReturnType<typeof createTelegramStandIn>['person']>,
  settings: Readonly<Record<string, string>> & { readonly MEHNAT_DATA: string },
): Promise<void> {
  const before = telegram.arrivals(phone.id);
  const feed = join(settings.MEHNAT_DATA, '..', 'feed.csv');
  const today = new Date().toISOString().slice(0, 10);
  writeFileSync(
    feed,
    `title,region,pay_amount,pay_unit,currency,employer_name,external_id,contact_public,valid_until\nСборщик ягод,RU-LIP,60000,month,RUB,Пример,${today}-1,https://example.org/1,\n`,
  );
  const { code, stderr, stdout } = await runCommand(['import', 'csv', feed, '--json'], settings);
  if (code !== 0) throw new Error(`the import failed:\n${stdout}${stderr}`);
  await until(() => telegram.arrivals(phone.id) > before, 20_000);
}

let failed = false;
for (const engine of ['postgresql', ...(hasRedis() ? (['redis'] as const) : [])] as const) {
  const { found, missed } = await live(engine);
  say(`queue in ${engine}: ${found.length} marks found, ${missed.length} controls missed`);
  for (const { mark, form, where } of found) say(`  FOUND ${mark} as ${form} in ${where}`);
  for (const control of missed) say(`  CONTROL MISSED: ${control}`);
  if (found.length > 0 || missed.length > 0) failed = true;
}
if (!hasRedis() && process.env['CI'] === 'true') {
  say('redis-server is missing: the Redis half did not run');
  failed = true;
}
process.exitCode = failed ? 1 : 0;
