/** What the log may say: events, and fields with the kinds of their values. Both lists grow here and only here. */

/** Everything that can be said, `noun.verb` in the past tense. Add yours here, in alphabetical order. */
export const EVENTS = [
  'announcement.matched',
  'audience.built',
  'audience.caught-up',
  'audience.failed',
  'call.failed',
  'channel.failed',
  'channel.introduced',
  'channel.misconfigured',
  'channel.restricted',
  'channel.resumed',
  'channel.started',
  'channel.stopped',
  'database.adopted',
  'database.failed',
  'database.lost',
  'database.migrated',
  'database.started',
  'database.stopped',
  'delivery.failed',
  'dialogue.failed',
  'dialogue.restarted',
  'dialogues.expired',
  'document.failed',
  'exchange.failed',
  'exchange.started',
  'exchange.stopped',
  'guard.tripped',
  'hook.refused',
  'import.failed',
  'import.finished',
  'import.started',
  'introduction.failed',
  'job.failed',
  'job.finished',
  'key.created',
  'messages.handled',
  'message.failed',
  'message.repeated',
  'message.throttled',
  'openings.expired',
  'poll.failed',
  'poll.recovered',
  'push.begun',
  'push.failed',
  'push.finished',
  'push.foreseen',
  'push.paused',
  'push.planned',
  'push.resumed',
  'push.stalled',
  'push.stopped',
  'pushes.swept',
  'queue.connected',
  'queue.failed',
  'queue.lost',
  'reply.failed',
  'rules.stale',
  'stop.requested',
  'subscribers.forgotten',
  'telegram.throttled',
  'text.missing',
  'token.frozen',
  'token.locked',
  'token.waited',
  'update.dropped',
  'update.ignored',
  'update.repeated',
  'variable.unknown',
  'web.closed',
  'web.opened',
] as const;
export type Event = (typeof EVENTS)[number];

/** Names of errors that may be printed; every other error is `Error`. */
export const ERROR_NAMES = [
  'Error',
  'TypeError',
  'RangeError',
  'SyntaxError',
  'ReferenceError',
  'AggregateError',
  'AbortError',
  'TimeoutError',
  'SendError',
  'DocumentError',
  'GrammyError',
  'HttpError',
  'GraphError',
  'NetworkError',
  'PrismaClientKnownRequestError',
  'PrismaClientUnknownRequestError',
  'PrismaClientValidationError',
  'PrismaClientInitializationError',
  'DriverAdapterError',
  'DatabaseError',
  'ReplyError',
  'MaxRetriesPerRequestError',
  'UnrecoverableError',
  'ZodError',
] as const;
export type ErrorName = (typeof ERROR_NAMES)[number];

const ENGINES = ['redis', 'postgresql', 'embedded-postgresql'] as const;
const WAYS = ['polling', 'webhook', 'terminal'] as const;

type Kind =
  | 'count'
  | 'share'
  | 'flag'
  | 'word'
  | 'id'
  | 'code'
  | 'variable'
  | 'version'
  | 'where'
  | 'error'
  | 'engine'
  | 'way';

/** Kinds of values: how each is checked before it is printed. */
const KINDS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  /** A count, a number of milliseconds, a port: 0 to 2⁵³. */
  count: (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0,
  /** A share or rate. */
  share: (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value),
  flag: (value: unknown): boolean => typeof value === 'boolean',
  /** The name of a file in an open folder, or a word of a closed list of the domain. */
  word: (value: unknown): boolean => typeof value === 'string' && /^[a-z][a-z0-9-]{0,31}$/.test(value),
  /** A UUID of an announcement, push or import; never of a person. */
  id: (value: unknown): boolean =>
    typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
  /** A code of the system: `ECONNREFUSED`, `P2002`, `23505`, `403`. */
  code: (value: unknown): boolean => typeof value === 'string' && isCode(value),
  /** The name of an environment variable. */
  variable: (value: unknown): boolean => typeof value === 'string' && /^[A-Z][A-Z_]{1,40}$/.test(value),
  version: (value: unknown): boolean => typeof value === 'string' && /^[0-9][0-9a-z.-]{0,24}$/.test(value),
  /** `inbox.ts:12`. */
  where: (value: unknown): boolean =>
    typeof value === 'string' &&
    /^([a-z0-9-]{1,40}\/)?[a-z0-9-]{1,40}\.(ts|mjs|js):[0-9]{1,6}$|^$/.test(value),
  error: (value: unknown): boolean => ERROR_NAMES.some((name) => name === value),
  engine: (value: unknown): boolean => ENGINES.some((name) => name === value),
  way: (value: unknown): boolean => WAYS.some((name) => name === value),
};

/** Every field there is, and its kind. Add yours here; nothing that names, places or quotes a person. */
const FIELDS = {
  announcement: 'id',
  attempt: 'count',
  beyond: 'count',
  blocked: 'count',
  bulletin: 'id',
  bytes: 'count',
  candidates: 'count',
  channel: 'word',
  closed: 'count',
  code: 'code',
  count: 'count',
  dropped: 'count',
  engine: 'engine',
  error: 'error',
  expired: 'count',
  failed: 'count',
  fatal: 'flag',
  forgotten: 'count',
  id: 'id',
  imported: 'count',
  job: 'word',
  joined: 'count',
  lane: 'word',
  later: 'count',
  locale: 'word',
  matched: 'count',
  ms: 'count',
  nearest: 'variable',
  openings: 'count',
  outside: 'count',
  planned: 'count',
  port: 'count',
  push: 'id',
  read: 'count',
  reason: 'word',
  refused: 'count',
  role: 'word',
  seconds: 'count',
  sent: 'count',
  share: 'share',
  skipped: 'count',
  source: 'word',
  status: 'count',
  subscribers: 'count',
  total: 'count',
  uncertain: 'count',
  updated: 'count',
  variable: 'variable',
  version: 'version',
  way: 'way',
  where: 'where',
} as const;

/** Three digits (HTTP), five of SQLSTATE, or capitals (`ECONNREFUSED`, `P2002`); or a `SendReason` kind. */
export function isCode(text: string): boolean {
  return (
    /^([1-9][0-9]{2}|[0-9][0-9A-Z]{4}|[A-Z][A-Z0-9_]{1,47})$/.test(text) ||
    /^(blocked|throttled|unavailable|rejected|misconfigured|restricted|unreachable|window-closed|capped|opted-out)$/.test(
      text,
    )
  );
}

type ValueOf<K extends Kind> = K extends 'count' | 'share'
  ? number
  : K extends 'flag'
    ? boolean
    : K extends 'error'
      ? ErrorName
      : K extends 'engine'
        ? (typeof ENGINES)[number]
        : K extends 'way'
          ? (typeof WAYS)[number]
          : string;

/** What a line may carry. */
export type Fields = { readonly [Name in keyof typeof FIELDS]?: ValueOf<(typeof FIELDS)[Name]> };

/** Whether there is such a field. */
export const isField = (name: string): name is keyof typeof FIELDS => Object.hasOwn(FIELDS, name);

/** Whether a value looks like its field's kind. */
export const allows = (name: string, value: unknown): boolean => isField(name) && KINDS[FIELDS[name]](value);
