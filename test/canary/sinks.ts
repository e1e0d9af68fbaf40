import { execFileSync } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** A place that keeps bytes: how to read all of it, and how to plant things in it for the positive control. */
export interface Sink {
  readonly name: string;
  /** Every part with its name; read one at a time, they may be large. */
  read(): AsyncIterable<readonly [part: string, bytes: Buffer]>;
  plant(values: readonly Buffer[]): Promise<void>;
}

function* filesBelow(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory() === true) yield* filesBelow(path);
    else if (found?.isFile() === true) yield path;
  }
}

const lines = (values: readonly Buffer[]): Buffer =>
  Buffer.concat(values.flatMap((value) => [value, Buffer.from('\n')]));

/** Every file below a folder: of a database heap, indexes, write-ahead log and server log. */
export const filesOf = (name: string, folder: string, plant: Sink['plant']): Sink => ({
  name,
  plant,
  async *read() {
    for (const file of filesBelow(folder)) yield [file.slice(folder.length), readFileSync(file)];
  },
});

/** Puts values into a file of its own. */
export const plantFile =
  (folder: string): Sink['plant'] =>
  async (values) =>
    appendFileSync(join(folder, 'planted'), lines(values));

/** Every row of every table as text, as a dump would hold it. */
export const dumpOf = (url: string, plant: Sink['plant']): Sink => ({
  name: 'dump',
  plant,
  async *read() {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const { rows } = await client.query<{ name: string }>(
        `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
         where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
      );
      for (const { name } of rows) {
        const content = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
        const text = content.rows.map(({ row }) => row).join('\n');
        yield [name, Buffer.from(text)];
        // A bytea is printed in hex: its bytes are searched as bytes, too.
        const bytes = [...text.matchAll(/\\\\?x([0-9a-f]{8,})/g)].map(([, hex]) =>
          Buffer.from(hex ?? '', 'hex'),
        );
        yield [`${name}, binary columns`, lines(bytes)];
      }
    } finally {
      await client.end();
    }
  },
});

/**
 * Puts values into a table, one a row: a long one would be compressed, and found nowhere on the disk. An unlogged table
 * lies nowhere else, and reaches the disk when PostgreSQL stops.
 */
export const plantIn =
  (url: string, kind: 'logged' | 'unlogged'): Sink['plant'] =>
  async (values) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const table = `${kind === 'unlogged' ? 'unlogged ' : ''}table if not exists ${kind}_plants`;
      await client.query(`create ${table} (value bytea)`);
      await client.query(`insert into ${kind}_plants select unnest($1::bytea[])`, [values]);
      await client.query('checkpoint');
    } finally {
      await client.end();
    }
  };

/** Takes what was planted unlogged away, so that it is not taken for what is planted elsewhere. */
export async function weed(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('drop table unlogged_plants');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

/** Nothing may be planted here. */
const nothing = async (): Promise<void> => {
  throw new Error('it is only read');
};

/** What processes wrote, or showed on their pages; `more` is a file for what is planted. */
export function outputOf(name: string, output: () => Promise<string> | string, more: string): Sink {
  writeFileSync(more, '');
  return {
    name,
    plant: async (values) => appendFileSync(more, lines(values)),
    async *read() {
      yield ['', Buffer.concat([Buffer.from(await output()), readFileSync(more)])];
    },
  };
}

/** Everything Redis holds and was told: a snapshot without compression, and what MONITOR saw. */
export const redisAt = (url: string, folder: string, monitored: () => Buffer): Sink => {
  const ask = (...args: string[]): Buffer =>
    execFileSync('redis-cli', ['-u', url, ...args], { maxBuffer: 1 << 30 });
  return {
    name: 'Redis',
    async plant(values) {
      execFileSync('redis-cli', ['-u', url, '-x', 'set', 'planted'], { input: lines(values) });
    },
    async *read() {
      ask('config', 'set', 'rdbcompression', 'no');
      ask('save');
      yield* filesOf('', folder, nothing).read();
      yield ['MONITOR', monitored()];
      yield ['SLOWLOG', ask('slowlog', 'get', '1000')];
    },
  };
};
