import { connect as connectPlain } from 'node:net';
import { connect as connectSafely } from 'node:tls';
import type { Config } from '../config.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const PATIENCE_MS = 3_000;
const REFUSED = /^-(NOAUTH|WRONGPASS|NOPERM)/m;

/** Redis, where it is set: there, and set up so that it drops no job and keeps nothing on its disk. */
export async function checkQueue({ redisUrl }: Config): Promise<Finding> {
  if (redisUrl === null) return ok('queue', 'in PostgreSQL');
  const answer = await askRedis(new URL(redisUrl));
  if (answer === null)
    return fail(
      'queue',
      'the Redis of REDIS_URL does not answer',
      'is it running, and is the address right?',
    );
  if (REFUSED.test(answer))
    return fail(
      'queue',
      'Redis refuses the name or password of REDIS_URL',
      'put them into the URL: redis://name:password@host',
    );
  const version = /redis_version:(\S+)/.exec(answer)?.[1] ?? 'of unknown version';
  const says = `Redis ${version}`;
  const policy = /maxmemory_policy:(\S+)/.exec(answer)?.[1] ?? 'noeviction';
  if (policy !== 'noeviction')
    return fail('queue', `${says} may drop jobs (${policy})`, 'set maxmemory-policy to noeviction');
  if (/aof_enabled:1/.test(answer))
    return warn(
      'queue',
      `${says} writes what passes through it to its disk`,
      'set appendonly no and save "": what is lost is rebuilt',
    );
  return ok('queue', says);
}

/** What Redis says to AUTH and INFO; `null` when nothing comes. Spoken by hand: the queue's library belongs to the outbox. */
function askRedis(url: URL): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const at = { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 6379) };
  const line = url.protocol === 'rediss:' ? connectSafely({ ...at, servername: at.host }) : connectPlain(at);
  let heard = '';
  const end = (answer: string | null): void => {
    line.destroy();
    resolve(answer);
  };
  line.setTimeout(PATIENCE_MS, () => end(null));
  line.on('error', () => end(null));
  line.on('close', () => resolve(heard === '' ? null : heard));
  line.on('data', (bytes) => {
    heard += bytes.toString('utf8');
    if (heard.includes(END) || REFUSED.test(heard)) end(heard);
  });
  line.write(commands(url));
  return promise;
}

const END = 'end-of-questions';

function commands(url: URL): string {
  const [name, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  const auth = password === '' ? [] : [['AUTH', ...(name === '' ? [] : [name]), password]];
  return [...auth, ['INFO'], ['ECHO', END]].map(spoken).join('');
}

/** A command as Redis reads it: counted, so that nothing in a password is taken for anything else. */
const spoken = (words: readonly string[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
