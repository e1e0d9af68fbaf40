/** An installation in a temporary folder: its data, its key file, and the exchange started on them. */
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/embedded-postgres.ts';
import { type ExchangeProcess, runProcess, startProcess } from './process.ts';

type Settings = Readonly<Record<string, string | undefined>>;

export interface Installation {
  /** What every process of it is given. */
  readonly settings: Settings;
  readonly folder: string;
  /** Starts the exchange; it is killed at the end of the test if it still runs. */
  start(more?: Settings): Promise<ExchangeProcess>;
  /** Runs a command in a second process. */
  run(args: readonly string[], more?: Settings): ReturnType<typeof runProcess>;
  /** Writes a table of openings, imports it in a second process and resolves to the account of its rows. */
  imports(name: string, rows: readonly string[], more?: Settings): Promise<Readonly<Record<string, unknown>>>;
  /** Where the database of the running exchange is. */
  url(): Promise<string>;
  /** Asks it. */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Kills what still runs, stops the database and takes the folder away. */
  remove(): Promise<void>;
}

/** Columns of the tables that `imports` writes. */
const COLUMNS = 'external_id;title;kind;work;region;place;contact_public';

/** Makes one; nothing runs yet. Our own PostgreSQL, unless the settings name another. */
export async function makeInstallation(given: Settings = {}): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'mehnat-exchange-'));
  // Root's PostgreSQL runs as somebody else, who must get through.
  await chmod(folder, 0o755);
  const data = join(folder, 'data');
  const settings = { MEHNAT_DATA: data, MEHNAT_KEYS: join(folder, 'keys.json'), ...given };
  const started: ExchangeProcess[] = [];
  const run: Installation['run'] = (args, more = {}) => runProcess(args, { ...settings, ...more });
  const url = async (): Promise<string> => {
    if (given['DATABASE_URL'] !== undefined) return given['DATABASE_URL'];
    const { url: running } = JSON.parse(await readFile(join(data, 'connection.json'), 'utf8'));
    return running;
  };
  return {
    settings,
    folder,
    url,
    run,
    async start(more = {}) {
      const exchange = await startProcess({ ...settings, ...more });
      started.push(exchange);
      return exchange;
    },
    async imports(name, rows, more) {
      const file = join(folder, `${name}.csv`);
      await writeFile(file, [COLUMNS, ...rows, ''].join('\n'));
      const { code, stdout, stderr } = await run(['import', 'csv', file, '--partial', '--json'], more);
      if (code !== 0) throw new Error(`the import ended with ${code}: ${stderr}`);
      return JSON.parse(stdout);
    },
    async query<Row extends object>(text: string, values: readonly unknown[] = []) {
      const client = new pg.Client({ connectionString: await url() });
      await client.connect();
      try {
        return (await client.query<Row>(text, [...values])).rows;
      } finally {
        await client.end();
      }
    },
    async remove() {
      await Promise.all(started.map((exchange) => exchange.end('SIGKILL')));
      // Whoever was killed left its database running: the last to leave stops it.
      if (given['DATABASE_URL'] === undefined)
        await startEmbeddedPostgres({ dataDir: data }).then(
          (own) => own.stop(),
          () => undefined,
        );
      await rm(folder, { recursive: true, force: true });
    },
  };
}
