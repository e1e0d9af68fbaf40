import { type ParseArgsConfig, parseArgs } from 'node:util';
import about from '../../package.json' with { type: 'json' };
import { readConfig } from '../config.ts';
import { CountryError } from '../country.ts';
import { audit } from './audit.ts';
import { bench } from './bench.ts';
import { channels } from './channels.ts';
import { chat } from './chat.ts';
import { type Command, type CommandInput, Refusal } from './command.ts';
import { coordinator } from './coordinator.ts';
import { doctor } from './doctor.ts';
import { feed } from './feed.ts';
import { goOnCommand, haltCommand } from './halt.ts';
import { importCommand } from './import.ts';
import { migrateCommand } from './migrate.ts';
import { opening } from './opening.ts';
import { organisation } from './organisation.ts';
import { useProxy } from './proxy.ts';
import { pushes } from './pushes.ts';
import { report } from './report.ts';
import { rule } from './rule.ts';
import { rules } from './rules.ts';
import { season } from './season.ts';
import { seasons } from './seasons.ts';
import { start } from './start.ts';
import { verdict } from './verdict.ts';
import { whatsapp } from './whatsapp.ts';

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

/** What a command line finds around it. */
export interface Surroundings extends Pick<CommandInput, 'print' | 'tell' | 'overwrite'> {
  /** Its settings; those of the process where none are given. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

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

function inputFor(
  command: Command,
  args: readonly string[],
  { environment, ...voices }: Surroundings,
): CommandInput | 'help' {
  const options = { ...command.options, help: { type: 'boolean' as const } };
  const { values, positionals } = parse(command, args, options);
  if (values['help'] === true) return 'help';
  const unwanted = positionals[(command.takes.match(/[<[]/g) ?? []).length];
  if (unwanted !== undefined && !command.takes.includes('…'))
    throw new Refusal(`"${unwanted}" is too much: the command is ${command.name} ${command.takes}`.trimEnd());
  const reading = readConfig(environment);
  if (reading.kind === 'wrong') throw new Refusal(reading.problems.join('\n'));
  useProxy(reading.config);
  for (const { variable, nearest } of reading.unknown)
    voices.tell(`The variable ${variable} is not known. Did you mean ${nearest}?`);
  return { config: reading.config, positionals, options: values as CommandInput['options'], ...voices };
}

async function runNamed(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { print, tell } = surroundings;
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
  const input = inputFor(command, rest, surroundings);
  if (input !== 'help') return command.run(input);
  print(await usage(command));
  return 0;
}

/** Runs one command; says one clear line when it cannot. Resolves to the exit code. */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    return await runNamed(args, surroundings);
  } catch (error) {
    // The one place that shows a message: these are written for the person at the keyboard.
    const known =
      error instanceof Refusal ||
      error instanceof CountryError ||
      (error instanceof TypeError && 'code' in error);
    surroundings.tell(
      known && error instanceof Error
        ? error.message
        : `Stopped: ${error instanceof Error ? error.message : 'unknown error'}`,
    );
    return 1;
  }
}
