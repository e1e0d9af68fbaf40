/**
 * A process to be killed: works one push over the real ledger and says each message that arrived on its output.
 * Arguments: the database's URL and the push's id. Everybody is active, in UTC, never quiet, and every opening fits.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { UNANSWERED } from '../../src/domain/subscriber.ts';
import { Address } from '../../src/domain/terms.ts';
import { createSender } from '../../src/sender.ts';
import { createLockToken } from '../../src/store/pushes/ledger.ts';
import { aMessage, anOpening, someLimits } from './builders.ts';
import { NO_RULES } from './law.ts';

const [url = '', pushId = ''] = process.argv.slice(2);
const say = (): void => undefined;

const sender = createSender({
  channel: {
    name: 'telegram',
    limits: someLimits({ perSecond: 200 }),
    send: async (to) => {
      process.stdout.write(`${to.reveal()}\n`);
      await sleep(10);
      return null;
    },
  },
  law: () => NO_RULES,
  lockToken: createLockToken(url),
  subscribers: {
    byOrdinal: async (ordinal) => ({
      id: `00000000-0000-4000-8000-${String(ordinal).padStart(12, '0')}`,
      ordinal,
      channel: 'telegram',
      locale: 'ru',
      preferences: { ...UNANSWERED, quietHours: 'off' },
      standing: 'active',
      pausedUntil: null,
      hidden: [],
      consentOn: '2026-01-01',
      consentVersion: 1,
      answeredIn: '2026-06-01',
      windowUntil: null,
      heldUntil: null,
    }),
    addressOf: async ({ ordinal }) => new Address(`${ordinal}`),
  },
  openings: {
    byId: async (id) => anOpening({ id, expiresOn: '2999-12-31' }),
    candidates: async () => [],
  },
  compose: () => aMessage('one'),
  clockOf: () => () => 0,
  clock: () => new Date(),
  // Second copies are due after half a minute: the test moves `since` back instead of waiting.
  wait: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
  log: { info: say, warn: say, error: say },
});

await sender.run(pushId, new AbortController().signal);
await sender.stop();
