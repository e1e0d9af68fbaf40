/**
 * The only way to write a log line. What may be said is a closed list: events, and fields made of counts,
 * durations, closed words and ids of announcements. A person, a text or an error object does not compile, and
 * a value that does not look like its field's kind is replaced before it is printed.
 */
import { SendError } from './domain/terms.ts';
import {
  allows,
  ERROR_NAMES,
  type ErrorName,
  EVENTS,
  type Event,
  type Fields,
  isCode,
  isField,
} from './log/vocabulary.ts';

/** From loudest: error = someone must act now, warn = healed itself, info = what the service did. */
export const LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type Level = (typeof LEVELS)[number];

/** Who speaks. */
export const ROOMS = [
  'main',
  'cli',
  'config',
  'database',
  'store',
  'inbox',
  'dialogue',
  'outbox',
  'sender',
  'matcher',
  'importer',
  'jobs',
  'channels',
  'web',
  'simulator',
] as const;
export type Room = (typeof ROOMS)[number];

/** Only the fields of the list: an object with one more, even when held in a variable, does not compile. */
type Exactly<F> = { readonly [Name in keyof F]: Name extends keyof Fields ? Fields[Name] : never };

type Say = <F extends object>(event: Event, fields?: F & Exactly<F>) => void;

/** Takes what happened, never who it happened to. */
export interface Log {
  readonly error: Say;
  readonly warn: Say;
  readonly info: Say;
  readonly debug: Say;
  /** The same log, speaking for a room. */
  for(room: Room): Log;
}

/** What is printed in place of a value that does not look like its field's kind. */
const REFUSED = '(refused)';

/** A log that writes lines of JSON, of `level` and louder, each with a line end, to `write`. */
export function createLog(options: {
  readonly level: Level;
  readonly write: (line: string) => void;
  readonly now?: () => Date;
  readonly room?: Room;
}): Log {
  const { level, write, now = (): Date => new Date(), room = 'main' } = options;
  const loudness = LEVELS.indexOf(level);
  const say =
    (at: Level): Say =>
    (event, fields) => {
      if (LEVELS.indexOf(at) > loudness) return;
      const line = { time: now().toISOString(), level: at, room, event, ...checked(fields ?? {}) };
      write(`${JSON.stringify(line)}\n`);
    };
  return {
    error: say('error'),
    warn: say('warn'),
    info: say('info'),
    debug: say('debug'),
    for: (other) => createLog({ ...options, room: other }),
  };
}

function checked(fields: object): Record<string, unknown> {
  const entries = Object.entries(fields).filter(([name, value]) => isField(name) && value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, allows(name, value) ? value : REFUSED]));
}

/** Whether a line is one of ours: tests put every line of a run through it. */
export function isLogLine(line: string): boolean {
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed !== 'object' || parsed === null) return false;
    const { time, level, room, event, ...fields } = parsed as Record<string, unknown>;
    return (
      typeof time === 'string' &&
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(time) &&
      LEVELS.some((one) => one === level) &&
      ROOMS.some((one) => one === room) &&
      EVENTS.some((one) => one === event) &&
      Object.entries(fields).every(([name, value]) => allows(name, value))
    );
  } catch {
    return false;
  }
}

/**
 * An error as a log may show it: its name if it is on the list, a code of the system, and the line of ours where
 * it was thrown. Never its message: messages quote values.
 */
export function describeError(thrown: unknown): {
  readonly error: ErrorName;
  readonly code?: string;
  readonly where: string;
} {
  if (!(thrown instanceof Error)) return { error: 'Error', where: '' };
  const error = ERROR_NAMES.find((name) => name === thrown.name) ?? 'Error';
  const code = codeOf(thrown);
  return { error, ...(code === null ? {} : { code }), where: whereOf(thrown) };
}

function codeOf(error: Error): string | null {
  if (error instanceof SendError) return error.reason.kind;
  for (const found of [Reflect.get(error, 'code'), Reflect.get(error, 'error_code')]) {
    const code = typeof found === 'number' ? String(found) : found;
    if (typeof code === 'string' && isCode(code)) return code;
  }
  return error.cause instanceof Error ? codeOf(error.cause) : null;
}

/** The innermost frame of the stack that is ours. */
function whereOf(error: Error): string {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  for (const frame of frames) {
    const found = /\/src\/((?:[a-z0-9-]+\/)?[a-z0-9-]+\.(?:ts|mjs):[0-9]+)/.exec(frame);
    if (found?.[1] !== undefined && !frame.includes('node_modules')) return found[1];
  }
  return '';
}
