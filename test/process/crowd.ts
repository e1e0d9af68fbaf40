/** Many people who opted in, on a stand-in for Telegram that counts what arrives at each. */
import { Address } from '../../src/domain/terms.ts';
import { createTelegramStandIn } from '../../src/simulator/telegram.ts';
import type { Crowd } from '../../src/simulator/terms.ts';
import { openDatabase } from '../../src/store/database.ts';
import { createKeys } from '../../src/store/keys.ts';
import { createSubscribers } from '../../src/store/subscribers.ts';
import { Vault } from '../../src/store/vault.ts';
import { checkVault } from '../../src/store/vault-check.ts';

export interface CrowdedTelegram {
  readonly crowd: Crowd;
  /** What an exchange must be told to talk to it. */
  readonly settings: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const FIRST_ID = 7_000_000;

/** A stand-in with `count` people, all of them subscribed to everything at every hour. Makes the key file. */
export async function crowdedTelegram(
  count: number,
  { url, keys }: { readonly url: string; readonly keys: string },
): Promise<CrowdedTelegram> {
  const telegram = createTelegramStandIn();
  const crowd = telegram.crowd({ count, firstId: FIRST_ID });
  const { apiRoot, close } = await telegram.listen();
  const database = openDatabase({ url });
  const vault = new Vault(await createKeys(keys));
  await checkVault(database.pool, vault);
  const subscribers = createSubscribers({ database: database.pool, vault, clock: () => new Date() });
  const join = async (_: unknown, at: number): Promise<void> => {
    const address = new Address(`${FIRST_ID + at}`);
    const { id } = await subscribers.optIn({ channel: 'telegram', address, locale: 'ru', consentVersion: 1 });
    const preferences = { kinds: 'any', works: 'any', regions: 'any', quietHours: 'off' } as const;
    await subscribers.change(id, { preferences });
  };
  await Promise.all(Array.from({ length: count }, join));
  await database.close();
  return {
    crowd,
    settings: { TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: apiRoot },
    async close() {
      telegram.stop();
      await close();
    },
  };
}
