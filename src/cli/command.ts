import type { Config } from '../config.ts';

/** What a command is given: the parsed options, and where to speak. */
export interface CommandInput {
  readonly config: Config;
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  /** For people and pipes: results. */
  readonly print: (line: string) => void;
  /** For people: progress and hints, on the standard error. */
  readonly tell: (line: string) => void;
  /** Writes from the beginning of the line on a terminal that somebody looks at; `null` where there is none. */
  readonly overwrite: ((text: string) => void) | null;
}

/** One command of `mehnat <command>`. */
export interface Command {
  readonly name: string;
  /** What stands behind the name in its usage line, such as `<source> [file or URL]`; `…` lets it be repeated. */
  readonly takes: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, { readonly type: 'boolean' | 'string'; readonly help: string }>>;
  /** What its help says below the options. */
  readonly more?: () => Promise<string>;
  /** Runs it; resolves to the exit code. Throws `Refusal` for what the person at the keyboard can mend. */
  run(input: CommandInput): Promise<number>;
}

/** Something the person at the keyboard can mend: shown as one line with its fix, exit code 1. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** Every command offers it. */
export const JSON_OPTION = { type: 'boolean', help: 'print the result as JSON' } as const;
