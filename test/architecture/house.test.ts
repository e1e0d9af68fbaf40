import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, normalize } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

interface SourceFile {
  /** From the project's folder. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

/** Each library and the one place that may know it. */
const DOORS: Readonly<Record<string, RegExp>> = {
  grammy: /^src\/channels\/telegram/,
  '@grammyjs/conversations': /^src\/dialogue/,
  bullmq: /^src\/outbox/,
  ioredis: /^src\/outbox/,
  '@prisma/client': /^src\/store\//,
  '@prisma/adapter-pg': /^src\/store\//,
  i18next: /^src\/i18n\//,
  'csv-parse': /^src\/feed/,
  'stream-json': /^src\/feed/,
  hono: /^src\/(web|simulator)\//,
  '@hono/node-server': /^src\/(web|simulator)\//,
  otpauth: /^src\/one-time-code/,
  qrcode: /^src\/square-code/,
  '@resvg/resvg-wasm': /^src\/poster/,
  zod: /^src\/(config|country|channels\/|sources\/)/,
};

let files: readonly SourceFile[] = [];

beforeAll(async () => {
  const entries = await readdir('src', { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith('src/store/client/'));
  files = await Promise.all(paths.map(async (path) => sourceFile(path, await readFile(path, 'utf8'))));
});

function sourceFile(path: string, text: string): SourceFile {
  const imports = [...text.matchAll(/^(?:import|export)\b[^;'"]*?from '([^']+)'|^import '([^']+)'/gm)];
  return { path, text, imports: imports.map(([, from, bare]) => from ?? bare ?? '') };
}

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const strayUsers = (among: readonly SourceFile[]): readonly string[] =>
  among.flatMap(({ path, imports }) =>
    imports
      .map(packageOf)
      .filter((name) => DOORS[name]?.test(path) === false)
      .map((name) => `${path} imports ${name}`),
  );

/** Files of an open room that import a neighbour's: `telegram.ts` may know `telegram/`, and nothing else may. */
const nosyNeighbours = (among: readonly SourceFile[]): readonly string[] =>
  among.flatMap(({ path, imports }) => {
    const [, room, own] = /^src\/(conversations|channels|sources|jobs|countries)\/([^/.]+)/.exec(path) ?? [];
    if (room === undefined) return [];
    return imports
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => normalize(join(dirname(path), specifier)))
      .filter(
        (target) =>
          target.startsWith(`src/${room}/`) && !new RegExp(`^src/${room}/${own}(\\.ts$|/)`).test(target),
      )
      .map((target) => `${path} imports ${target}`);
  });

/** Names that a file exports, types too, as kebab-case. */
const exportsOf = (text: string): readonly string[] => named(text, 'function\\*?|const|class|interface|type');
const valuesOf = (text: string): readonly string[] => named(text, 'function\\*?|const|class');

function named(text: string, kinds: string): readonly string[] {
  const found = text.matchAll(new RegExp(`^export (?:async )?(?:${kinds}) ([A-Za-z0-9_]+)`, 'gm'));
  return [...found].map(([, name = '']) =>
    name
      .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .replaceAll('_', '-'),
  );
}

describe('the house', () => {
  it('reads all of itself', () => {
    expect(files.length).toBeGreaterThan(60);
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(200);
  });

  it('has one door for each library', () => {
    expect(strayUsers(files)).toEqual([]);
    const planted = sourceFile(
      'src/inbox.ts',
      `import { Bot } from 'grammy';\nimport type { Queue } from 'bullmq';\n`,
    );
    expect(strayUsers([planted])).toEqual(['src/inbox.ts imports grammy', 'src/inbox.ts imports bullmq']);
  });

  it('keeps neighbours of an open room apart', () => {
    expect(nosyNeighbours(files)).toEqual([]);
    const planted = [
      sourceFile(
        'src/channels/telegram.ts',
        `import { a } from './telegram/a.ts';\nimport { b } from './whatsapp/b.ts';\n`,
      ),
      sourceFile(
        'src/countries/ru/ru.ts',
        `import { c } from '../kz/kz.ts';\nimport { d } from './regions.ts';\n`,
      ),
    ];
    expect(nosyNeighbours(planted)).toEqual([
      'src/channels/telegram.ts imports src/channels/whatsapp/b.ts',
      'src/countries/ru/ru.ts imports src/countries/kz/kz.ts',
    ]);
  });

  it('reads the environment in config.ts only', () => {
    const readers = files.filter(({ text }) => /process\.env|\benv\b.*from 'node:process'/.test(text));
    expect(readers.map(({ path }) => path)).toEqual(['src/config.ts']);
  });

  it('exports nothing by default and nothing of other files', () => {
    const wrong = files.filter(({ text }) => /^export default|^export (\*|\{[^}]*\}) from/m.test(text));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('names each file in kebab-case', () => {
    const wrong = files.filter(({ path }) => !/^[a-z][a-z0-9-]*\.ts$/.test(basename(path)));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('names a file after what it exports', () => {
    const strangers = files.filter(({ path, text }) => {
      const names = exportsOf(text);
      const words = basename(path, '.ts').split('-').map(stem);
      const isKnown = names.some((name) => words.some((word) => name.includes(word)));
      return valuesOf(text).length === 1 && !isKnown && !isModuleOfOpenRoom(path);
    });
    expect(strangers.map(({ path }) => path).sort()).toEqual(NAMED_FOR_THEIR_SUBJECT);
  });
});

/** Files that export one function and a vocabulary around it, or are called as people would look for them. */
const NAMED_FOR_THEIR_SUBJECT = [
  'src/doctor.ts',
  'src/main.ts',
  'src/simulator/terms.ts',
  'src/simulator/whatsapp/terms.ts',
  'src/store/pushes/ledger.ts',
];

// There the name of the file is the name of the thing: `csv.ts` exports the source `csvSource` or `csv`.
const isModuleOfOpenRoom = (path: string): boolean =>
  /^src\/(sources|jobs|countries|conversations)\//.test(path);

/** The first four letters: enough to see that `introduction` and `introduce` mean the same. */
const stem = (word: string): string => word.slice(0, 4);
