import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A file in a room, what it may import and what it may not: one line for each promise of the house. */
const ROOMS: readonly {
  readonly file: string;
  readonly may: readonly string[];
  readonly mayNot: readonly string[];
}[] = [
  {
    file: 'src/domain/opening.ts',
    may: ['./terms.ts', './work-words/crops.json'],
    mayNot: ['node:crypto', 'zod', '../log.ts', '../store/database.ts', '../conversations/stop.ts'],
  },
  {
    file: 'src/conversations/stop.ts',
    may: ['../domain/terms.ts'],
    mayNot: [
      './start.ts',
      '../log.ts',
      '../store/database.ts',
      '../channels/telegram.ts',
      'grammy',
      'node:fs',
    ],
  },
  {
    file: 'src/jobs/sweep.ts',
    may: ['../domain/terms.ts'],
    mayNot: ['./retention.ts', '../store/database.ts', '../outbox.ts', 'bullmq', 'pg'],
  },
  {
    file: 'src/channels/telegram.ts',
    may: ['../domain/terms.ts', '../log.ts', './telegram/send.ts', 'grammy', 'node:crypto'],
    mayNot: ['./whatsapp.ts', '../store/vault.ts', 'bullmq', 'hono', 'node:fs', '../simulator/telegram.ts'],
  },
  {
    file: 'src/channels/telegram/send.ts',
    may: ['../../domain/terms.ts', '../../log.ts', './errors.ts', 'grammy'],
    mayNot: ['../whatsapp.ts', '../whatsapp/send.ts', '../../store/vault.ts', 'bullmq'],
  },
  {
    file: 'src/channels/whatsapp.ts',
    may: ['../domain/terms.ts', '../log.ts', '../backoff.ts', './whatsapp/send.ts', 'zod', 'node:crypto'],
    mayNot: ['./telegram.ts', './console.ts', 'grammy', '../store/vault.ts', '../simulator/whatsapp.ts'],
  },
  {
    file: 'src/channels/whatsapp/send.ts',
    may: [
      '../../domain/terms.ts',
      '../../log.ts',
      '../../backoff.ts',
      '../../request-body.ts',
      './errors.ts',
      'zod',
    ],
    mayNot: ['../telegram.ts', '../telegram/send.ts', 'grammy', '../../store/vault.ts'],
  },
  { file: 'src/request-body.ts', may: [], mayNot: ['./domain/terms.ts', 'hono'] },
  { file: 'src/backoff.ts', may: [], mayNot: ['./domain/terms.ts', 'node:timers'] },
  {
    file: 'src/hearing.ts',
    may: ['./domain/terms.ts', './log.ts'],
    mayNot: ['./store/statuses.ts', './sender.ts', './channels/whatsapp.ts', 'pg'],
  },
  {
    file: 'src/knock-texts.ts',
    may: ['./domain/knock.ts'],
    mayNot: ['./i18n.ts', './channels/whatsapp.ts', 'i18next'],
  },
  {
    file: 'src/law-book.ts',
    may: ['./domain/law.ts'],
    mayNot: ['./store/rule-changes.ts', './country.ts', 'pg'],
  },
  {
    file: 'src/season-book.ts',
    may: ['./domain/season.ts'],
    mayNot: ['./store/seasons.ts', './country.ts', 'pg'],
  },
  {
    file: 'src/sources/csv.ts',
    may: ['../domain/opening.ts', 'node:crypto'],
    mayNot: ['./trudvsem.ts', '../store/openings.ts', 'pg', '../log.ts'],
  },
  {
    file: 'src/countries/ru/ru.ts',
    may: [],
    mayNot: ['./regions.ts', '../kz/kz.ts', '../../domain/country.ts', 'zod', 'node:fs'],
  },
  {
    file: 'src/country.ts',
    may: ['./domain/country.ts', './country/schema.ts', 'zod', 'node:fs/promises', 'node:path'],
    mayNot: ['./config.ts', './store/database.ts', './i18n.ts', 'node:crypto'],
  },
  {
    file: 'src/country/schema.ts',
    may: ['../domain/country.ts', './flaws.ts', 'zod'],
    mayNot: ['../config.ts', '../log.ts', 'node:fs'],
  },
  {
    file: 'src/store/openings.ts',
    may: [
      '../domain/opening.ts',
      './database.ts',
      './client/client.ts',
      'pg',
      'node:crypto',
      '@prisma/adapter-pg',
    ],
    mayNot: ['../inbox.ts', '../channels/telegram.ts', 'bullmq', 'hono', '../conversations/stop.ts'],
  },
  {
    file: 'src/store/pushes/pushes.ts',
    may: ['../../domain/push.ts', '../database.ts', './row.ts', 'pg'],
    mayNot: ['../../sender.ts', 'bullmq', '../../channels/telegram.ts'],
  },
  {
    file: 'src/outbox.ts',
    may: ['./domain/terms.ts', './outbox/redis.ts', 'bullmq', 'ioredis', 'pg'],
    mayNot: ['./store/pushes.ts', './sender.ts', 'grammy', '@prisma/client'],
  },
  {
    file: 'src/outbox/redis.ts',
    may: ['../domain/terms.ts', './names.ts', 'bullmq', 'ioredis'],
    mayNot: ['../store/database.ts', '../sender.ts', 'grammy'],
  },
  {
    file: 'src/web/server.ts',
    may: [
      '../domain/terms.ts',
      '../log.ts',
      './metrics.ts',
      'hono',
      'hono/secure-headers',
      '@hono/node-server',
      'node:http',
    ],
    mayNot: ['../store/database.ts', '../inbox.ts', '../channels/telegram.ts', 'pg', 'node:fs'],
  },
  {
    file: 'src/simulator/telegram.ts',
    may: ['../domain/terms.ts', './faults.ts', './telegram/world.ts', 'hono', 'hono/streaming'],
    mayNot: ['../channels/telegram.ts', '../store/database.ts', '../inbox.ts', 'grammy', 'pg'],
  },
  {
    file: 'src/simulator/whatsapp/sending.ts',
    may: ['../../domain/terms.ts', './people.ts', '../pause.ts', '../terms.ts', 'hono', 'node:crypto'],
    mayNot: [
      '../telegram/world.ts',
      '../telegram.ts',
      '../../channels/whatsapp.ts',
      '../../channels/whatsapp/send.ts',
      '../../log.ts',
      'grammy',
      'node:fs',
    ],
  },
  { file: 'src/folder.ts', may: ['node:fs/promises'], mayNot: ['./domain/terms.ts', './log.ts', 'zod'] },
  {
    file: 'src/feed-opening.ts',
    may: ['node:zlib'],
    mayNot: ['./domain/source.ts', './store/openings.ts', 'csv-parse'],
  },
  {
    file: 'src/embedded-postgres.ts',
    may: ['node:child_process', './embedded-postgres/cluster.ts'],
    mayNot: ['./domain/terms.ts', './config.ts', 'pg'],
  },
  {
    file: 'src/embedded-postgres/cluster.ts',
    may: ['node:fs', './claim.ts'],
    mayNot: ['../config.ts', 'pg'],
  },
  {
    file: 'src/inbox.ts',
    may: ['./domain/terms.ts', './log.ts', './inbox/person-in.ts'],
    mayNot: ['./store/chats.ts', './channels/telegram.ts', 'pg', 'grammy', './dialogue.ts', './sender.ts'],
  },
  {
    file: 'src/inbox/person-in.ts',
    may: ['../domain/chat.ts'],
    mayNot: ['../store/chats.ts', '../dialogue.ts', 'pg'],
  },
  {
    file: 'src/dialogue.ts',
    may: ['./domain/conversation.ts', './dialogue/play.ts', '@grammyjs/conversations'],
    mayNot: ['grammy', './store/dialogues.ts', './inbox.ts', './conversations/stop.ts'],
  },
  {
    file: 'src/dialogue/play.ts',
    may: ['../domain/conversation.ts', './session.ts'],
    mayNot: ['grammy', '../store/dialogues.ts'],
  },
  {
    file: 'src/sender.ts',
    may: ['./domain/push.ts', './log.ts', './sender/turn.ts'],
    mayNot: ['./store/pushes.ts', './channels/telegram.ts', 'bullmq', 'pg', './inbox.ts', './outbox.ts'],
  },
  {
    file: 'src/sender/turn.ts',
    may: ['../domain/push.ts', './parts.ts'],
    mayNot: ['../store/pushes.ts', 'bullmq', 'grammy'],
  },
  {
    file: 'src/i18n.ts',
    may: ['./domain/texts.ts', './i18n/engine.ts'],
    mayNot: ['./store/database.ts', 'i18next', './config.ts'],
  },
  {
    file: 'src/i18n/engine.ts',
    may: ['../domain/texts.ts', './locale.ts', 'i18next'],
    mayNot: ['../store/database.ts', '../log.ts', 'zod'],
  },
  {
    file: 'src/log.ts',
    may: ['./domain/terms.ts', './log/vocabulary.ts'],
    mayNot: ['./config.ts', 'node:fs', 'zod'],
  },
  { file: 'src/log/vocabulary.ts', may: ['./kinds.ts'], mayNot: ['../config.ts', 'zod'] },
  {
    file: 'src/config/variables.ts',
    may: ['../log.ts', '../country.ts', 'zod'],
    mayNot: ['../domain/terms.ts', 'node:path'],
  },
  {
    file: 'src/config.ts',
    may: ['./log.ts', './config/variables.ts', './domain/spelling.ts', 'zod', 'node:path'],
    mayNot: ['./store/keys.ts', 'pg', './domain/terms.ts'],
  },
  { file: 'src/time-zones.ts', may: ['./domain/terms.ts'], mayNot: ['./store/openings.ts', 'node:fs'] },
  { file: 'src/importer-report.ts', may: ['./domain/source.ts'], mayNot: ['./store/openings.ts', 'pg'] },
  {
    file: 'src/introductions.ts',
    may: ['./domain/texts.ts'],
    mayNot: ['./i18n.ts', './channels/telegram.ts'],
  },
  {
    file: 'src/replies.ts',
    may: ['./domain/message.ts', './log.ts'],
    mayNot: ['./channels/telegram.ts', 'grammy', './store/chats.ts'],
  },
  { file: 'src/exchange.ts', may: ['./domain/terms.ts'], mayNot: ['./store/openings.ts', './log.ts', 'pg'] },
  {
    file: 'src/one-time-code.ts',
    may: ['./domain/one-time-code.ts', 'otpauth'],
    mayNot: ['./store/coordinators.ts', './log.ts', 'node:crypto'],
  },
  {
    file: 'src/feed.ts',
    may: ['./domain/source.ts', 'csv-parse', 'stream-json/parser.js'],
    mayNot: ['./sources/csv.ts', './store/openings.ts', 'pg'],
  },
  {
    file: 'src/importer.ts',
    may: ['./domain/source.ts', './feed.ts', './log.ts', './importer/batch.ts'],
    mayNot: ['./store/openings.ts', './sources/csv.ts', 'pg'],
  },
  {
    file: 'src/importer/batch.ts',
    may: ['../domain/account.ts'],
    mayNot: ['../store/openings.ts', '../feed.ts', 'pg'],
  },
  {
    file: 'src/square-code.ts',
    may: ['qrcode'],
    mayNot: ['./domain/terms.ts', '@resvg/resvg-wasm', 'node:fs'],
  },
  {
    file: 'src/poster.ts',
    may: ['./domain/poster.ts', './poster/drawing.ts', '@resvg/resvg-wasm', 'node:fs/promises'],
    mayNot: ['./square-code.ts', './i18n.ts', './web/opening-page.ts', 'qrcode', 'hono'],
  },
  {
    file: 'src/poster/drawing.ts',
    may: ['../domain/sheet.ts'],
    mayNot: ['../square-code.ts', '@resvg/resvg-wasm', 'node:fs'],
  },
  {
    file: 'src/matcher.ts',
    may: ['./domain/audience.ts', './log.ts', 'pg'],
    mayNot: ['./sender.ts', './outbox.ts', './channels/telegram.ts', 'bullmq'],
  },
];

/** Everything else that Biome watches, planted once each. */
const MISTAKES: readonly (readonly [label: string, rule: string, files: Readonly<Record<string, string>>])[] =
  [
    [
      'a cycle',
      'noImportCycles',
      {
        'src/domain/one.ts': `import { two } from './two.ts';\nexport const one = (): number => two();\n`,
        'src/domain/two.ts': `import { one } from './one.ts';\nexport const two = (): number => one();\n`,
      },
    ],
    [
      'a barrel',
      'noBarrelFile',
      { 'src/domain/index.ts': `export * from './terms.ts';\nexport * from './opening.ts';\n` },
    ],
    [
      'a default export',
      'noDefaultExport',
      { 'src/domain/thing.ts': 'export default function thing(): void {}\n' },
    ],
    [
      'a file name in capitals',
      'useFilenamingConvention',
      { 'src/domain/BigThing.ts': 'export const bigThing = 1;\n' },
    ],
    ['the console', 'noConsole', { 'src/loud.ts': `console.log('hello');\n` }],
    [
      'the environment',
      'noProcessEnv',
      { 'src/curious.ts': `export const home: unknown = process.env['HOME'];\n` },
    ],
    [
      'a non-null assertion',
      'noNonNullAssertion',
      { 'src/sure.ts': 'export const sure = (a: string | null): string => a!;\n' },
    ],
    [
      'a floating promise',
      'noFloatingPromises',
      {
        'src/careless.ts':
          'async function save(): Promise<void> {}\nexport function careless(): void {\n  save();\n}\n',
      },
    ],
  ];

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string; readonly start: { readonly line: number } };
}

let found: readonly Diagnostic[] = [];
let tree: string;

const importing = (specifiers: readonly string[]): string =>
  specifiers.map((specifier, i) => `import * as part${i} from '${specifier}';\n`).join('') +
  `export const parts: unknown = [${specifiers.map((_, i) => `part${i}`).join(', ')}];\n`;

/** A tree of its own with the project's rules, so that nothing is ever planted in the project. */
beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'mehnat-rules-'));
  const rules = JSON.parse(await readFile('biome.json', 'utf8'));
  await plant({ 'biome.json': JSON.stringify({ ...rules, $schema: undefined, vcs: { enabled: false } }) });
  for (const { file, may, mayNot } of ROOMS) await plant({ [file]: importing([...may, ...mayNot]) });
  for (const [, , files] of MISTAKES) await plant(files);
  found = await lint();
});
afterAll(() => rm(tree, { recursive: true }));

async function plant(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(tree, file)), { recursive: true });
    await writeFile(join(tree, file), text);
  }
}

function lint(): Promise<readonly Diagnostic[]> {
  const biome = resolve('node_modules/.bin/biome');
  const { promise, resolve: done, reject } = Promise.withResolvers<readonly Diagnostic[]>();
  const args = ['lint', '--reporter=json', '--max-diagnostics=none', 'src'];
  // It ends with 1 because it finds what was planted.
  execFile(biome, args, { cwd: tree, maxBuffer: 1e8 }, (_error, output) => {
    try {
      done(JSON.parse(output).diagnostics);
    } catch (cause) {
      reject(new Error('Biome did not answer in JSON', { cause }));
    }
  });
  return promise;
}

const linesOf = (rule: string, file: string): readonly number[] =>
  found
    .filter(({ category, location }) => category.endsWith(`/${rule}`) && location.path.endsWith(file))
    .map(({ location }) => location.start.line)
    .sort((a, b) => a - b);

describe('who may import whom', () => {
  it.each(ROOMS)('$file', ({ file, may, mayNot }) => {
    const expected = mayNot.map((_, i) => may.length + i + 1);
    expect(linesOf('noRestrictedImports', file)).toEqual(expected);
  });

  it('is said of every room: a new one needs its line here and in biome.json', async () => {
    const { readdir } = await import('node:fs/promises');
    const everything = [
      'main.ts',
      'main',
      'cli.ts',
      'cli',
      'doctor.ts',
      'doctor',
      'foundation.ts',
      'install.mjs',
    ];
    const rooms = ROOMS.map(({ file }) => file.split('/')[1]);
    const unsaid = (await readdir('src')).filter(
      (name) => !everything.includes(name) && !rooms.includes(name),
    );
    expect(unsaid).toEqual([]);
  });
});

describe('every planted mistake is found', () => {
  it.each(MISTAKES)('%s, by %s', (_label, rule, files) => {
    for (const file of Object.keys(files)) expect(linesOf(rule, file), file).not.toEqual([]);
  });
});
