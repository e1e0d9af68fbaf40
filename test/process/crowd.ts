/** Many people who opted in, on a stand-in for Telegram that counts what arrives at each. */

import type { Phone } from '../../src/simulator/telegram/terms.ts';
import { createTelegramStandIn } from '../../src/simulator/telegram.ts';
import type { Crowd } from '../../src/simulator/terms.ts';
import { openDatabase } from '../../src/store/database.ts';
import { createKeys } from '../../src/store/keys.ts';
import { Vault } from '../../src/store/vault.ts';
import { checkVault } from '../../src/store/vault-check.ts';
import { crowdJoins } from '../support/crowd-joins.ts';

export interface CrowdedTelegram {
  readonly crowd: Crowd;
  /** What an exchange must be told to talk to it. */
  readonly settings: Readonly<Record<string, string>>;
  /** Somebody with a phone, whose app speaks this language. */
  person(language: string): Phone;
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
  await crowdJoins({ database, vault }, { firstId: FIRST_ID, count });
  await database.close();
  return {
    crowd,
    settings: { TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: apiRoot },
    person: (language) => telegram.person({ language }),
    async close() {
      telegram.stop();
      await close();
    },
  };
}
