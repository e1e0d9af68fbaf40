import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { freshDatabase } from '../support/database.ts';

const SCHEMA = join(import.meta.dirname, '../../prisma/schema.prisma');

const NATIVE: Readonly<Record<string, string>> = {
  String: 'text',
  'String @db.Uuid': 'uuid',
  Int: 'int4',
  'Int @db.SmallInt': 'int2',
  'Float @db.Real': 'float4',
  Boolean: 'bool',
  'DateTime @db.Date': 'date',
  'DateTime @db.Timestamptz(6)': 'timestamptz',
  Bytes: 'bytea',
  Json: 'jsonb',
};

/** Other types are relations: no columns of their own. */
const SCALARS: ReadonlySet<string> = new Set(Object.keys(NATIVE).map((type) => type.split(' ')[0] ?? type));

/** `table.column type null?` of every field that is a column. Lists say nothing of null: Prisma has no word for it. */
function described(schema: string): readonly string[] {
  return [...schema.matchAll(/^model \w+ \{\n(.*?)^\}/gms)].flatMap(([, body = '']) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1];
    return body
      .split('\n')
      .map((line) => /^ {2}(\w+)\s+(\w+(?:\("\w+"\))?)(\[\])?(\?)?(.*)$/.exec(line))
      .filter((field) => field !== null)
      .filter(([, , type = '']) => type.startsWith('Unsupported') || SCALARS.has(type))
      .map(([, field = '', type = '', list, optional, rest = '']) => {
        const column = /@map\("(\w+)"\)/.exec(rest)?.[1] ?? field;
        const native = /@db\.\w+(\(\d\))?/.exec(rest)?.[0];
        const unsupported = /^Unsupported\("(\w+)"\)$/.exec(type)?.[1];
        const name = unsupported ?? NATIVE[native === undefined ? type : `${type} ${native}`];
        return `${table}.${column} ${list ? '_' : ''}${name}${optional && !list ? ' null' : ''}`;
      });
  });
}

test('the schema of Prisma describes the database that the migrations make', async () => {
  const fresh = await freshDatabase();
  const client = new pg.Client({ connectionString: fresh.url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select table_name || '.' || column_name || ' ' || udt_name ||
       case when is_nullable = 'YES' and data_type <> 'ARRAY' then ' null' else '' end as name
     from information_schema.columns where table_schema = 'public' and table_name <> '_prisma_migrations'`,
  );
  await client.end();
  await fresh.drop();
  const schema = described(await readFile(SCHEMA, 'utf8'));
  expect(schema.length).toBeGreaterThan(100);
  expect([...schema].sort()).toEqual(rows.map(({ name }) => name).sort());
});
