/** `mehnat <command>`: reads the command line, runs one command, says one clear line when it cannot. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import about from '../package.json' with { type: 'json' };
import { audit } from './cli/audit.ts';
import { bench } from './cli/bench.ts';
import { channels } from './cli/channels.ts';
import { chat } from './cli/chat.ts';
import { type Command, type CommandInput, Refusal } from './cli/command.ts';
import { coordinator } from './cli/coordinator.ts';
import { doctor } from './cli/doctor.ts';
import { feed } from './cli/feed.ts';
import { goOnCommand, haltCommand } from './cli/halt.ts';
import { importCommand } from './cli/import.ts';
import { migrateCommand } from './cli/migrate.ts';
import { opening } from './cli/opening.ts';
import { organisation } from './cli/organisation.ts';
import { useProxy } from './cli/proxy.ts';
import { pushes } from './cli/pushes.ts';
import { report } from './cli/report.ts';
import { rule } from './cli/rule.ts';
import { rules } from './cli/rules.ts';
import { season } from './cli/season.ts';
import { seasons } from './cli/seasons.ts';
import { start } from './cli/start.ts';
import { verdict } from './cli/verdict.ts';
import { whatsapp } from './cli/whatsapp.ts';
import { readConfig } from './config.ts';
import { CountryError } from './country.ts';

const COMMANDS: readonly Command[] = [
  start,
  importCommand,
  feed,
  chat,
  opening,
  report,
  pushes,
  verdict,
  rules,
  rule,
  seasons,
  season,
  coordinator,
  organisation,
  audit,
  haltCommand,
  goOnCommand,
  channels,
  whatsapp,
  migrateCommand,
  doctor,
  bench,
];

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const rows = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'Usage: npm run mehnat -- <command> [options]',
    '',
    ...rows,
    '',
    'More: <command> --help. Which version: --version',
  ].join('\n');
}

async function usage(command: Command): Promise<string> {
  const options = { ...command.options, help: { type: 'boolean' as const, help: 'show this' } };
  const named = Object.entries(options).map(
    ([name, { type, help }]) =>
      `  --${name}${(type as string) === 'string' ? ' <value>' : ''}`.padEnd(24) + help,
  );
  const head = `Usage: npm run mehnat -- ${command.name} ${command.takes}`.trimEnd();
  const more = command.more === undefined ? [] : ['', await command.more()];
  return [head, '', command.summary, '', ...named, ...more].join('\n');
}

/** Throws a `Refusal` for an option that the command does not have: Node's own words speak of its rules, not of ours. */
function parse(command: Command, args: readonly string[], options: NonNullable<ParseArgsConfig['options']>) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (cause) {
    const unknown = cause instanceof TypeError && /Unknown option '([^']+)'/.exec(cause.message)?.[1];
    if (typeof unknown !== 'string') throw cause;
    throw new Refusal(`There is no option ${unknown}; ${command.name} --help lists them.`, { cause });
  }
}

function inputFor(command: Command, args: readonly string[]): CommandInput | 'help' {
  const options = { ...command.options, help: { type: 'boolean' as const } };
  const { values, positionals } = parse(command, args, options);
  if (values['help'] === true) return 'help';
  const unwanted = positionals[(command.takes.match(/[<[]/g) ?? []).length];
  if (unwanted !== undefined && !command.takes.includes('…'))
    throw new Refusal(`"${unwanted}" is too much: the command is ${command.name} ${command.takes}`.trimEnd());
  const reading = readConfig();
  if (reading.kind === 'wrong') throw new Refusal(reading.problems.join('\n'));
  useProxy(reading.config);
  for (const { variable, nearest } of reading.unknown)
    tell(`The variable ${variable} is not known. Did you mean ${nearest}?`);
  return { config: reading.config, positionals, options: values as CommandInput['options'], print, tell };
}

/** Runs the command line; resolves to the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = args;
  if (['--version', '-v'].includes(name)) {
    print(about.version);
    return 0;
  }
  const command = COMMANDS.find((each) => each.name === name);
  if (command === undefined) {
    const asked = ['help', '--help', '-h'].includes(name);
    (asked ? print : tell)(asked ? overview() : `There is no command "${name}".\n\n${overview()}`);
    return asked ? 0 : 2;
  }
  const input = inputFor(command, rest);
  if (input !== 'help') return command.run(input);
  print(await usage(command));
  return 0;
}

// Whoever reads us may leave (`… | head`): what is being done goes on, unheard.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // The one place that shows a message: these are written for the person at the keyboard.
  const known =
    error instanceof Refusal ||
    error instanceof CountryError ||
    (error instanceof TypeError && 'code' in error);
  tell(
    known && error instanceof Error
      ? error.message
      : `Stopped: ${error instanceof Error ? error.message : 'unknown error'}`,
  );
  process.exitCode = 1;
}
