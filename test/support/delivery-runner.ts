/**
 * A process to be killed: the way from a bulletin to the phones, with everything real but the service, which says
 * each message that arrived on the output. Arguments: the database's URL and that of Redis, or `-`. The master key of
 * the vault comes in the environment as MASTER, in hex.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { UNANSWERED } from '../../src/domain/subscriber.ts';
import { planBulletins } from '../../src/jobs/plan-bulletins.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import { createLog } from '../../src/log.ts';
import { createMatcher } from '../../src/matcher.ts';
import { createOutbox } from '../../src/outbox.ts';
import { createSender } from '../../src/sender.ts';
import { openDatabase } from '../../src/store/database.ts';
import { createOpenings } from '../../src/store/openings.ts';
import { createLockToken } from '../../src/store/pushes/ledger.ts';
import { createPushes } from '../../src/store/pushes.ts';
import { createSubscribers } from '../../src/store/subscribers.ts';
import { Vault } from '../../src/store/vault.ts';
import { aMessage, someLimits } from './builders.ts';
import { NO_RULES } from './law.ts';

const [url = '', redisUrl = '-'] = process.argv.slice(2);
const log = createLog({ level: 'warn', write: (line) => process.stderr.write(line) });
const clock = (): Date => new Date();
const today = (): string => clock().toISOString().slice(0, 10);
const database = openDatabase({ url });
const vault = new Vault({ id: 7, master: Buffer.from(process.env['MASTER'] ?? '', 'hex') });
const subscribers = createSubscribers({ database: database.pool, vault, clock });
const openings = createOpenings({ database, hash: () => Buffer.alloc(1), today, clock });
const pushes = createPushes(database.pool);
const outbox = await createOutbox({
  redisUrl: redisUrl === '-' ? null : redisUrl,
  databaseUrl: url,
  log: log.for('outbox'),
});
const matcher = createMatcher({
  calledOff: async () => false,
  pool: database.pool,
  plans: pushes,
  openingsOf: (bulletinId) => openings.candidates(UNANSWERED, today(), { bulletinId, limit: 10_000 }),
  country: { defaultTimeZone: 'Europe/Moscow', regions: [] },
  law: async () => NO_RULES,
  clock,
  log: log.for('matcher'),
});
const sender = createSender({
  channel: {
    name: 'telegram',
    limits: someLimits({ perSecond: 100 }),
    send: async (to) => {
      process.stdout.write(`${to.reveal()}\n`);
      await sleep(15);
      return null;
    },
  },
  law: () => NO_RULES,
  lockToken: createLockToken(url),
  subscribers,
  openings,
  compose: () => aMessage('one'),
  clockOf: () => () => 0,
  clock,
  wait: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
  log: log.for('sender'),
});
await outbox.work('telegram', sender.run);
await outbox.schedule('plan', 2000, async () => {
  await planBulletins.run({ pushes, channels: ['telegram'], clock });
});
await outbox.schedule('sweep', 2000, async () => {
  await sweep.run({ pushes, outbox, match: () => matcher.plan(), clock });
});
process.stderr.write('ready\n');
