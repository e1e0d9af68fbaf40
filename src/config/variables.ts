/** Every variable of the environment: what it is, what holds without it, and what to write instead of something wrong. */
import { z } from 'zod';
import { countryCodes } from '../country.ts';
import { LEVELS } from '../log.ts';

export interface Variable {
  readonly meaning: string;
  /** As people read it: `none` in words, or a value. */
  readonly byDefault: string;
  readonly example: string;
  /** What to write, said when it was written wrongly. Never repeats the value: it may be a secret. */
  readonly fix: string;
  readonly schema: z.ZodType<string>;
}

const url = (...protocols: readonly string[]): z.ZodType<string> =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol));

const COUNTRIES = countryCodes();

export const VARIABLES = {
  HOST: {
    meaning: 'Address to listen on; `0.0.0.0` lets other machines in',
    byDefault: '127.0.0.1',
    example: '127.0.0.1',
    fix: 'give a host name or an IP address',
    schema: z.string().regex(/^[A-Za-z0-9.:-]+$/),
  },
  PORT: {
    meaning: 'Port of the web server',
    byDefault: '8080',
    example: '8080',
    fix: 'give a whole number from 1 to 65535',
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .refine((text) => Number(text) >= 1 && Number(text) <= 65_535),
  },
  COUNTRY: {
    meaning: 'The country that is served: a folder of `src/countries`',
    byDefault: 'ru',
    example: 'ru',
    fix: `give one of ${COUNTRIES.join(', ')}`,
    schema: z.enum(COUNTRIES),
  },
  DATABASE_URL: {
    meaning: 'PostgreSQL of your own, 15 or newer',
    byDefault: 'our own PostgreSQL in `MEHNAT_DATA`',
    example: 'postgres://mehnat@localhost/mehnat',
    fix: 'give a URL such as postgres://name:password@host:5432/database',
    schema: url('postgres:', 'postgresql:'),
  },
  REDIS_URL: {
    meaning: 'Redis or Valkey for the queues',
    byDefault: 'the queues live in PostgreSQL',
    example: 'redis://localhost:6379',
    fix: 'give a URL such as redis://host:6379 (rediss:// for TLS)',
    schema: url('redis:', 'rediss:'),
  },
  MEHNAT_DATA: {
    meaning: 'Folder for our own PostgreSQL and the connection of a running exchange',
    byDefault: '.mehnat',
    example: '/var/lib/mehnat',
    fix: 'give the path of a folder',
    schema: z.string().refine((text) => !text.includes('\0')),
  },
  MEHNAT_KEYS: {
    meaning: 'Key file that seals addresses; keep it apart from the data and from its backups',
    byDefault: '.mehnat-keys.json',
    example: '/etc/mehnat/keys.json',
    fix: 'give the path of a file outside MEHNAT_DATA',
    schema: z.string().refine((text) => !text.includes('\0')),
  },
  TELEGRAM_BOT_TOKEN: {
    meaning: 'Token from @BotFather; turns the real Telegram on',
    byDefault: 'the simulator stands in for Telegram',
    example: '123456:replace-me',
    fix: 'copy the whole token from @BotFather: digits, a colon, letters',
    schema: z.string().regex(/^\d+:[A-Za-z0-9_-]+$/),
  },
  TELEGRAM_API_ROOT: {
    meaning: 'Another Bot API server',
    byDefault: 'https://api.telegram.org',
    example: 'https://api.telegram.org',
    fix: 'give an http or https URL without a path to a method',
    schema: url('http:', 'https:'),
  },
  TELEGRAM_WEBHOOK_URL: {
    meaning: 'Public address of this server: Telegram calls `/hook/telegram` below it',
    byDefault: 'long polling, no public address needed',
    example: 'https://bot.example.org',
    fix: 'give the https URL under which Telegram reaches this server',
    schema: url('https:', 'http:'),
  },
  TELEGRAM_WEBHOOK_SECRET: {
    meaning: 'Secret that Telegram shows with every call; needed with a webhook',
    byDefault: 'none',
    example: 'at-least-16-letters-digits-_-or--',
    fix: 'give 16 to 256 characters of A-Z, a-z, 0-9, _ and -',
    schema: z.string().regex(/^[A-Za-z0-9_-]{16,256}$/),
  },
  TELEGRAM_RATE: {
    meaning: 'Messages a second that the bot sends at most',
    byDefault: '25',
    example: '25',
    fix: 'give a whole number from 1 to 1000; Telegram allows about 30',
    schema: z
      .string()
      .regex(/^\d{1,4}$/)
      .refine((text) => Number(text) >= 1 && Number(text) <= 1_000),
  },
  TELEGRAM_PROXY: {
    meaning: 'HTTP proxy through which Telegram is reached',
    byDefault: 'none, straight',
    example: 'http://proxy.example.org:3128',
    fix: 'give a URL such as http://host:3128',
    schema: url('http:', 'https:'),
  },
  WHATSAPP_TOKEN: {
    meaning: 'Access token of a system user; turns the real WhatsApp on',
    byDefault: 'the simulator stands in, or no WhatsApp beside a real Telegram',
    example: 'EAA-replace-me',
    fix: 'copy the whole token of the system user from Meta Business settings',
    schema: z.string().regex(/^[A-Za-z0-9_-]{8,1024}$/),
  },
  WHATSAPP_PHONE_NUMBER_ID: {
    meaning: 'Id of the phone number, as the app dashboard shows it; needed with a token',
    byDefault: 'none',
    example: '100000000000001',
    fix: 'give the digits that stand below the number in the app dashboard, not the number itself',
    schema: z.string().regex(/^\d{5,24}$/),
  },
  WHATSAPP_BUSINESS_ACCOUNT_ID: {
    meaning: 'Id of the WhatsApp Business account that holds the templates; needed with a token',
    byDefault: 'none',
    example: '100000000000002',
    fix: 'give the digits that stand in the app dashboard',
    schema: z.string().regex(/^\d{5,24}$/),
  },
  WHATSAPP_APP_SECRET: {
    meaning: 'App secret, with which Meta signs every call to `/hook/whatsapp`; needed with a token',
    byDefault: 'none',
    example: 'replace-me-by-32-hex-digits',
    fix: 'copy the app secret from the basic settings of the app',
    schema: z.string().regex(/^[A-Za-z0-9_-]{16,256}$/),
  },
  WHATSAPP_VERIFY_TOKEN: {
    meaning:
      'A word of your own, 16 to 256 characters, that Meta shows when the webhook is set; needed with a token',
    byDefault: 'none',
    example: 'at-least-16-letters-digits-_-or--',
    fix: 'give 16 to 256 characters of A-Z, a-z, 0-9, _ and -, the same as in the app dashboard',
    schema: z.string().regex(/^[A-Za-z0-9_-]{16,256}$/),
  },
  WHATSAPP_GRAPH_VERSION: {
    meaning: 'Version of the Graph API',
    byDefault: 'v25.0',
    example: 'v25.0',
    fix: 'give a version such as v25.0',
    schema: z.string().regex(/^v\d{1,3}\.\d{1,2}$/),
  },
  WHATSAPP_GRAPH_ROOT: {
    meaning: 'Another Graph API server',
    byDefault: 'https://graph.facebook.com',
    example: 'https://graph.facebook.com',
    fix: 'give an http or https URL without a version',
    schema: url('http:', 'https:'),
  },
  WHATSAPP_RATE: {
    meaning: 'Messages a second that the number sends at most',
    byDefault: '60',
    example: '60',
    fix: 'give a whole number from 1 to 1000; Meta allows 80 by default',
    schema: z
      .string()
      .regex(/^\d{1,4}$/)
      .refine((text) => Number(text) >= 1 && Number(text) <= 1_000),
  },
  WHATSAPP_DAILY_CAP: {
    meaning: 'People a day who are written to outside the 24-hour window, which costs money',
    byDefault: 'as many as Meta allows',
    example: '250',
    fix: 'give a whole number; 0 writes to nobody outside the window',
    schema: z.string().regex(/^\d{1,7}$/),
  },
  LOG_LEVEL: {
    meaning: 'How much is logged: `error`, `warn`, `info` or `debug`',
    byDefault: 'info',
    example: 'info',
    fix: `give one of ${LEVELS.join(', ')}`,
    schema: z.enum(LEVELS),
  },
} as const satisfies Readonly<Record<string, Variable>>;
