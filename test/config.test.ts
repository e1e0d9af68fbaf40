import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type Config, envExample, envTable, readConfig } from '../src/config.ts';

const TOKEN = '123456:AA-visibly_false';

function read(environment: Record<string, string>): Config {
  const reading = readConfig(environment);
  if (reading.kind === 'wrong') throw new Error(reading.problems.join('\n'));
  return reading.config;
}

function problems(environment: Record<string, string>): readonly string[] {
  const reading = readConfig(environment);
  return reading.kind === 'wrong' ? reading.problems : [];
}

describe('the configuration', () => {
  it('needs nothing', () => {
    expect(read({})).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      country: 'ru',
      databaseUrl: null,
      redisUrl: null,
      telegram: null,
      logLevel: 'info',
    });
  });

  it('keeps the keys apart from the data by default', () => {
    const { data, keys } = read({});
    expect(keys.startsWith(`${data}/`)).toBe(false);
  });

  it('takes an empty variable as not set', () => {
    expect(read({ PORT: '', TELEGRAM_BOT_TOKEN: '  ', LOG_LEVEL: '' })).toEqual(read({}));
  });

  it('reads the whole of Telegram', () => {
    const { telegram } = read({
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: 'http://127.0.0.1:8081/',
      TELEGRAM_WEBHOOK_URL: 'https://bot.example.org/',
      TELEGRAM_WEBHOOK_SECRET: 'sixteen_letters_',
      TELEGRAM_RATE: '10',
    });
    expect(telegram).toEqual({
      token: TOKEN,
      apiRoot: 'http://127.0.0.1:8081',
      webhook: { url: 'https://bot.example.org', secret: 'sixteen_letters_' },
      rate: 10,
      proxy: null,
    });
  });

  it('cannot be changed afterwards', () => {
    const config = read({ TELEGRAM_BOT_TOKEN: TOKEN });
    expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError);
    expect(() => Object.assign(config.telegram ?? {}, { token: '' })).toThrow(TypeError);
  });

  it.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '80a'],
    ['HOST', 'two words'],
    ['COUNTRY', 'secret'],
    ['DATABASE_URL', 'mysql://secret@host/db'],
    ['REDIS_URL', 'host:secret'],
    ['TELEGRAM_BOT_TOKEN', 'secret'],
    ['TELEGRAM_API_ROOT', 'ftp://secret'],
    ['TELEGRAM_RATE', '0'],
    ['TELEGRAM_PROXY', 'socks5://secret'],
    ['LOG_LEVEL', 'secret'],
  ])('refuses %s=%s with a fix, not repeating it', (name, value) => {
    const [problem = '', ...more] = problems({ [name]: value });
    expect(problem).toMatch(new RegExp(`^${name} is wrong: give|^${name} is wrong: copy`));
    expect(problem).not.toContain('secret');
    expect(more).toEqual([]);
  });

  it('reports all mistakes at once', () => {
    expect(problems({ PORT: 'x', LOG_LEVEL: 'loud', REDIS_URL: 'x' })).toHaveLength(3);
  });

  it('refuses a webhook without its secret', () => {
    const found = problems({ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_WEBHOOK_URL: 'https://bot.example.org' });
    expect(found).toEqual([expect.stringContaining('TELEGRAM_WEBHOOK_SECRET is missing')]);
  });

  it.each(['short', 'sixteen letters!'])('refuses the webhook secret "%s"', (secret) => {
    const found = problems({
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_WEBHOOK_URL: 'https://bot.example.org',
      TELEGRAM_WEBHOOK_SECRET: secret,
    });
    expect(found).toEqual([expect.stringContaining('TELEGRAM_WEBHOOK_SECRET is wrong')]);
  });

  it('refuses a webhook without a token', () => {
    const found = problems({
      TELEGRAM_WEBHOOK_URL: 'https://bot.example.org',
      TELEGRAM_WEBHOOK_SECRET: 'sixteen_letters_',
    });
    expect(found).toEqual([expect.stringContaining('TELEGRAM_BOT_TOKEN is missing')]);
  });

  it('refuses keys that lie with the data', () => {
    const found = problems({ MEHNAT_DATA: '/srv/mehnat', MEHNAT_KEYS: '/srv/mehnat/keys.json' });
    expect(found).toEqual([expect.stringContaining('MEHNAT_KEYS lies inside MEHNAT_DATA')]);
  });

  it('names the variable that may have been meant', () => {
    const reading = readConfig({ TELEGRAM_TOKEN: 'x', MEHNAT_KEY: 'x', MEHNAT_SAMPLES: 'x', OTHER: 'x' });
    expect(reading).toMatchObject({
      unknown: [
        { variable: 'TELEGRAM_TOKEN', nearest: 'TELEGRAM_BOT_TOKEN' },
        { variable: 'MEHNAT_KEY', nearest: 'MEHNAT_KEYS' },
      ],
    });
  });
});

describe('a variable without our prefix', () => {
  const unknown = (...names: readonly string[]) => {
    const reading = readConfig(Object.fromEntries(names.map((name) => [name, 'x'])));
    return reading.kind === 'ok' ? reading.unknown.map(({ nearest }) => nearest) : reading.problems;
  };
  it.each([
    ['PROT', 'PORT'],
    ['PORRT', 'PORT'],
    ['PIRT', 'PORT'],
    ['HSOT', 'HOST'],
    ['REDIS_ULR', 'REDIS_URL'],
    ['REDIS_URI', 'REDIS_URL'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['LOGLEVEL', 'LOG_LEVEL'],
  ])('is noticed when it is one slip from ours: %s for %s', (variable, nearest) => {
    expect(unknown(variable)).toEqual([nearest]);
  });

  it("is somebody else's otherwise", () => {
    const theirs =
      'PATH HOME PORTS HOSTS HOST2 HOSTNAME HOSTTYPE USER SHELL PWD OLDPWD LANG TERM SHLVL _ LOGNAME MAIL TZ TMPDIR ' +
      'PGHOST PGPORT PGUSER POST PART SORT COST PRT DEBUG EDITOR PAGER NODE_ENV LOG_FILE REDIS_HOST DATABASE_NAME port';
    expect(unknown(...theirs.split(' '))).toEqual([]);
  });
});

describe('what is written about the variables', () => {
  it('is .env.example to the letter', async () => {
    expect(await readFile('.env.example', 'utf8')).toBe(envExample());
  });

  it('works as an example when every line is switched on', () => {
    const lines = envExample()
      .split('\n')
      .filter((line) => /^#[A-Z_]+=/.test(line));
    const pairs = lines.map((line) => line.slice(1).split(/=(.*)/s).slice(0, 2));
    expect(problems(Object.fromEntries(pairs))).toEqual([]);
  });

  it('is the table of the README between its markers', async () => {
    const readme = await readFile('README.md', 'utf8');
    const table = /<!-- variables:begin -->\n+(.*?)\n+<!-- variables:end -->/s.exec(readme)?.[1];
    expect(table).toBe(envTable());
  });
});
