/** The environment, read once into one frozen object. One table says it all; README and `.env.example` come from it. */
import { dirname, resolve } from 'node:path';
import { VARIABLES } from './config/variables.ts';
import { distance } from './domain/spelling.ts';
import { LEVELS, type Level } from './log.ts';

/** The real Telegram: present when a token is set. */
export interface TelegramSettings {
  readonly token: string;
  /** Without a slash at the end. */
  readonly apiRoot: string;
  /** `null` is long polling. */
  readonly webhook: { readonly url: string; readonly secret: string } | null;
  /** Messages a second. */
  readonly rate: number;
  /** HTTP proxy for everything this process calls over HTTPS. */
  readonly proxy: string | null;
}

/** The real WhatsApp: present when an access token is set. */
export interface WhatsAppSettings {
  readonly token: string;
  readonly phoneNumberId: string;
  readonly businessAccountId: string;
  /** With it Meta signs every call to us. */
  readonly appSecret: string;
  /** Shown by Meta once, when the webhook is set. */
  readonly verifyToken: string;
  /** Such as `v25.0`. */
  readonly graphVersion: string;
  /** Without a slash at the end. */
  readonly graphRoot: string;
  /** Messages a second. */
  readonly rate: number;
  /** People a day that may be written to outside their reply windows, if fewer than Meta allows. */
  readonly dailyCap: number | null;
}

export interface Config {
  readonly host: string;
  readonly port: number;
  /** The package of the country that is served, such as `ru`. */
  readonly country: string;
  /** `null`: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  /** `null`: the queue lives in PostgreSQL. */
  readonly redisUrl: string | null;
  /** Absolute path of the data folder. */
  readonly data: string;
  /** Absolute path of the key file, outside the data folder. */
  readonly keys: string;
  /** `null`: the simulator stands in. */
  readonly telegram: TelegramSettings | null;
  /** `null`: the simulator stands in, or with a real Telegram there is none. */
  readonly whatsapp: WhatsAppSettings | null;
  readonly logLevel: Level;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Either a configuration with unknown variables that look like ours, or every mistake at once, each with its fix. */
export type ConfigReading =
  | { readonly kind: 'ok'; readonly config: Config; readonly unknown: readonly UnknownVariable[] }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] };

/** A variable that nobody reads, and the one that may have been meant. */
export interface UnknownVariable {
  readonly variable: string;
  readonly nearest: string;
}

const PROJECT = dirname(import.meta.dirname);

type Name = keyof typeof VARIABLES;
type Values = Readonly<Partial<Record<Name, string>>>;
const NAMES = Object.keys(VARIABLES) as readonly Name[];

/**
 * Reads the environment. Empty is the same as not set; paths are taken from the project's folder. Nothing of a value
 * is ever repeated in a problem.
 */
export function readConfig(environment: Environment = process.env): ConfigReading {
  const values: Values = Object.fromEntries(
    NAMES.map((name) => [name, environment[name]?.trim()]).filter(
      ([, value]) => value !== undefined && value !== '',
    ),
  );
  const config = build(values);
  const problems = [...wrongValues(values), ...wrongTogether(values, config)];
  return problems.length > 0
    ? { kind: 'wrong', problems }
    : {
        kind: 'ok',
        config: freeze(config),
        unknown: unknownVariables(environment),
      };
}

function build(values: Values): Config {
  return {
    host: values.HOST ?? VARIABLES.HOST.byDefault,
    port: Number(values.PORT ?? VARIABLES.PORT.byDefault),
    country: values.COUNTRY ?? VARIABLES.COUNTRY.byDefault,
    databaseUrl: values.DATABASE_URL ?? null,
    redisUrl: values.REDIS_URL ?? null,
    data: resolve(PROJECT, values.MEHNAT_DATA ?? VARIABLES.MEHNAT_DATA.byDefault),
    keys: resolve(PROJECT, values.MEHNAT_KEYS ?? VARIABLES.MEHNAT_KEYS.byDefault),
    telegram: buildTelegram(values),
    whatsapp: buildWhatsApp(values),
    logLevel: LEVELS.find((level) => level === values.LOG_LEVEL) ?? 'info',
  };
}

function buildTelegram(values: Values): TelegramSettings | null {
  const token = values.TELEGRAM_BOT_TOKEN;
  if (token === undefined) return null;
  const { TELEGRAM_WEBHOOK_URL: hook, TELEGRAM_WEBHOOK_SECRET: secret } = values;
  return {
    token,
    apiRoot: (values.TELEGRAM_API_ROOT ?? VARIABLES.TELEGRAM_API_ROOT.byDefault).replace(/\/+$/, ''),
    webhook: hook === undefined || secret === undefined ? null : { url: hook.replace(/\/+$/, ''), secret },
    rate: Number(values.TELEGRAM_RATE ?? VARIABLES.TELEGRAM_RATE.byDefault),
    proxy: values.TELEGRAM_PROXY ?? null,
  };
}

/** What must be set beside the token: without a secret anybody could speak as Meta. */
const WHATSAPP_NEEDS = [
  'WHATSAPP_PHONE_NUMBER_ID',
  'WHATSAPP_BUSINESS_ACCOUNT_ID',
  'WHATSAPP_APP_SECRET',
  'WHATSAPP_VERIFY_TOKEN',
] as const;

function buildWhatsApp(values: Values): WhatsAppSettings | null {
  const token = values.WHATSAPP_TOKEN;
  if (token === undefined) return null;
  const cap = values.WHATSAPP_DAILY_CAP;
  return {
    token,
    phoneNumberId: values.WHATSAPP_PHONE_NUMBER_ID ?? '',
    businessAccountId: values.WHATSAPP_BUSINESS_ACCOUNT_ID ?? '',
    appSecret: values.WHATSAPP_APP_SECRET ?? '',
    verifyToken: values.WHATSAPP_VERIFY_TOKEN ?? '',
    graphVersion: values.WHATSAPP_GRAPH_VERSION ?? VARIABLES.WHATSAPP_GRAPH_VERSION.byDefault,
    graphRoot: (values.WHATSAPP_GRAPH_ROOT ?? VARIABLES.WHATSAPP_GRAPH_ROOT.byDefault).replace(/\/+$/, ''),
    rate: Number(values.WHATSAPP_RATE ?? VARIABLES.WHATSAPP_RATE.byDefault),
    dailyCap: cap === undefined ? null : Number(cap),
  };
}

function wrongValues(values: Values): readonly string[] {
  return NAMES.filter((name) => {
    const value = values[name];
    return value !== undefined && !VARIABLES[name].schema.safeParse(value).success;
  }).map((name) => `${name} is wrong: ${VARIABLES[name].fix}`);
}

function wrongTogether(values: Values, config: Config): readonly string[] {
  const problems: string[] = [];
  if (values.TELEGRAM_WEBHOOK_URL !== undefined && values.TELEGRAM_WEBHOOK_SECRET === undefined)
    problems.push(
      `TELEGRAM_WEBHOOK_SECRET is missing: without it anybody could speak as Telegram; ${VARIABLES.TELEGRAM_WEBHOOK_SECRET.fix}`,
    );
  const needToken = NAMES.filter((name) => name.startsWith('TELEGRAM_WEBHOOK') && values[name] !== undefined);
  if (values.TELEGRAM_BOT_TOKEN === undefined && needToken.length > 0)
    problems.push(
      `TELEGRAM_BOT_TOKEN is missing, but ${needToken.join(' and ')} is set: set it, or unset the other`,
    );
  problems.push(...wrongWhatsApp(values));
  if (config.keys === config.data || config.keys.startsWith(`${config.data}/`))
    problems.push(
      'MEHNAT_KEYS lies inside MEHNAT_DATA: who copies the data would have the keys; put it elsewhere',
    );
  return problems;
}

function wrongWhatsApp(values: Values): readonly string[] {
  if (values.WHATSAPP_TOKEN !== undefined)
    return WHATSAPP_NEEDS.filter((name) => values[name] === undefined).map(
      (name) => `${name} is missing, but WHATSAPP_TOKEN is set: ${VARIABLES[name].fix}`,
    );
  const useless = NAMES.filter((name) => name.startsWith('WHATSAPP_') && values[name] !== undefined);
  return useless.length === 0
    ? []
    : [`WHATSAPP_TOKEN is missing, but ${useless.join(' and ')} is set: set it, or unset the others`];
}

function freeze(config: Config): Config {
  if (config.telegram !== null) Object.freeze(config.telegram);
  if (config.whatsapp !== null) Object.freeze(config.whatsapp);
  return Object.freeze(config);
}

// Tests and the simulator read these by themselves.
const KNOWN_ELSEWHERE: readonly string[] = ['MEHNAT_SAMPLES'];

/** Words that others may well name a variable by, though a letter from ours. */
const WORDS_OF_OTHERS: readonly string[] = ['COST', 'GHOST', 'LOST', 'MOST', 'PART', 'POST', 'SORT', 'SPORT'];

function unknownVariables(environment: Environment): readonly UnknownVariable[] {
  const known: readonly string[] = [...NAMES, ...KNOWN_ELSEWHERE];
  return Object.keys(environment)
    .filter((name) => !known.includes(name))
    .map((variable) => ({ variable, nearest: nearestTo(variable) }))
    .filter(({ variable, nearest }) => looksLikeOurs(variable, nearest));
}

/**
 * A name with our prefix is meant for us; another is when one slip of a finger makes it ours. One that goes on where
 * ours ends (PORTS, HOST2) is somebody else's.
 */
function looksLikeOurs(variable: string, nearest: string): boolean {
  if (/^(MEHNAT|TELEGRAM|WHATSAPP)_/.test(variable)) return true;
  const another = variable.startsWith(nearest) || WORDS_OF_OTHERS.includes(variable);
  return variable.length >= 4 && !another && distance(nearest, variable, 1) === 1;
}

function nearestTo(variable: string): string {
  const slips = NAMES.map((name) => ({ name, slips: distance(name, variable, Number.POSITIVE_INFINITY) }));
  return slips.reduce((best, next) => (next.slips < best.slips ? next : best)).name;
}

/** The table of README, as Markdown. */
export function envTable(): string {
  const rows = NAMES.map((name) => {
    const { meaning, byDefault } = VARIABLES[name];
    return `| \`${name}\` | ${meaning} | ${byDefault} |`;
  });
  return ['| variable | what it is | when not set |', '|---|---|---|', ...rows].join('\n');
}

/** The text of `.env.example`. */
export function envExample(): string {
  const entries = NAMES.map((name) => {
    const { meaning, byDefault, example } = VARIABLES[name];
    return `# ${meaning.replaceAll('`', '')}.\n# Not set: ${byDefault.replaceAll('`', '')}.\n#${name}=${example}\n`;
  });
  return `# Everything is optional: \`npm start\` works without any of it.\n# Copy to .env and load it as you like, for example: node --env-file=.env src/cli.ts start\n\n${entries.join('\n')}`;
}
