/**
 * `npm run bench -- [name …] [--json] [--short]`: runs every `*.bench.ts` here, or those of these names, one after the
 * other. Lines for people go to the standard error, so that `--json` leaves one document on the standard output.
 */
import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { SEEDS } from './crowd.ts';
import type { Bench, Figure, Scale } from './figure.ts';

const HELP = `npm run bench -- [name …] [options]
  name           only the bench of this name, may be repeated
  --json         one JSON document on the standard output
  --short        small data: proves that it runs, the figures mean nothing
  --only <name>  the same as the name alone
  --help         this text
`;

const { values: asked, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
});

interface Outcome {
  readonly bench: string;
  readonly seconds: number;
  readonly figures: readonly Figure[];
}

const isBench = (loaded: unknown): loaded is Bench =>
  typeof loaded === 'object' &&
  loaded !== null &&
  typeof Reflect.get(loaded, 'name') === 'string' &&
  typeof Reflect.get(loaded, 'run') === 'function';

async function allBenches(): Promise<readonly Bench[]> {
  const files = (await readdir(new URL('.', import.meta.url)))
    .filter((file) => file.endsWith('.bench.ts'))
    .sort();
  const loaded: unknown[] = await Promise.all(
    files.map((file) => import(new URL(file, import.meta.url).href)),
  );
  const wrong = files.filter((_, at) => !isBench(loaded[at]));
  if (wrong.length > 0) throw new Error(`${wrong.join(', ')}: a bench exports a name and a function run`);
  return loaded.filter(isBench);
}

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const number = (value: number): string =>
  value.toLocaleString('en', { maximumSignificantDigits: value >= 1_000 ? 4 : 3 });

function describe({ name, value, unit, against, ratio, note }: Figure): string {
  const rival =
    against === undefined ? '' : `  against ${against}${ratio === undefined ? '' : `: ${number(ratio)}×`}`;
  return `  ${name.padEnd(52)} ${number(value).padStart(9)} ${unit}${rival}${note === undefined ? '' : `  (${note})`}`;
}

/** The state of the code that was measured; `null` outside a checkout. */
function commit(): string | null {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return null;
  }
}

async function runOne(bench: Bench, scale: Scale): Promise<Outcome> {
  say(`\n${bench.name}`);
  const from = performance.now();
  const figures = await bench.run(scale);
  for (const figure of figures) say(describe(figure));
  return { bench: bench.name, seconds: Math.round((performance.now() - from) / 100) / 10, figures };
}

async function main(): Promise<number> {
  if (asked.help) {
    process.stdout.write(HELP);
    return 0;
  }
  // Asked now: somebody may commit while this runs.
  const measured = commit();
  const scale: Scale = asked.short ? 'short' : 'full';
  const all = await allBenches();
  const named = [...positionals, ...asked.only];
  const stranger = named.find((each) => all.every(({ name }) => name !== each));
  if (stranger !== undefined) {
    say(`there is no bench called ${stranger}; there are ${all.map(({ name }) => name).join(', ')}`);
    return 1;
  }
  const benches = all.filter(({ name }) => named.length === 0 || named.includes(name));
  const outcomes: Outcome[] = [];
  const failed: string[] = [];
  for (const bench of benches) {
    try {
      outcomes.push(await runOne(bench, scale));
    } catch (error) {
      failed.push(bench.name);
      say(`  failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  const machine = { node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model ?? 'unknown' };
  if (asked.json)
    process.stdout.write(
      `${JSON.stringify({ scale, commit: measured, seeds: SEEDS, machine, benches: outcomes, failed }, null, 2)}\n`,
    );
  return failed.length === 0 ? 0 : 1;
}

process.exitCode = await main();
