import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** A place that keeps bytes: how to read all of it, and how to plant something in it for the positive control. */
export interface Sink {
  readonly name: string;
  /** Every part with its name; read one at a time, they may be large. */
  read(): AsyncIterable<readonly [part: string, bytes: Buffer]>;
  plant(value: string): Promise<void>;
}

function* filesBelow(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory() === true) yield* filesBelow(path);
    else if (found?.isFile() === true) yield path;
  }
}

/** The database as it lies on the disk: heap, indexes, write-ahead log, server log. */
export const filesOf = (name: string, folder: string, plant: (value: string) => Promise<void>): Sink => ({
  name,
  plant,
  async *read() {
    for (const file of filesBelow(folder)) yield [file.slice(folder.length), readFileSync(file)];
  },
});

/** Every row of every table as text, as a dump would hold it. */
export const dumpOf = (url: string, plant: (value: string) => Promise<void>): Sink => ({
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
        yield [`${name}, binary columns`, Buffer.concat(bytes)];
      }
    } finally {
      await client.end();
    }
  },
});

/** What processes wrote. */
export const outputOf = (
  name: string,
  output: () => string,
  plant: (value: string) => Promise<void>,
): Sink => ({
  name,
  plant,
  async *read() {
    yield ['', Buffer.from(output())];
  },
});

/** Everything Redis holds and was told: a snapshot without compression, and what MONITOR saw. */
export const redisAt = (url: string, folder: string, monitored: () => Buffer): Sink => {
  const ask = (...args: string[]): Buffer => execFileSync('redis-cli', ['-u', url, ...args]);
  return {
    name: 'Redis',
    async plant(value) {
      ask('set', 'planted', value);
    },
    async *read() {
      ask('config', 'set', 'rdbcompression', 'no');
      ask('save');
      yield* filesOf('', folder, async () => undefined).read();
      yield ['MONITOR', monitored()];
      yield ['SLOWLOG', ask('slowlog', 'get', '1000')];
    },
  };
};
