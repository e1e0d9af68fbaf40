/** Many people who opt in without a phone: they want to hear of everything, at every hour. */
import { randomUUID } from 'node:crypto';
import { Address } from '../../src/domain/terms.ts';
import type { Database } from '../../src/store/database.ts';
import { createSubscribers, placeOf } from '../../src/store/subscribers.ts';
import type { Vault } from '../../src/store/vault.ts';

const channel = 'telegram';

/** What all of them have of the first. */
const ALIKE = `locale, kinds, works, regions, quiet_from, quiet_to, consent_on, consent_version, answered_in`;

/** Subscribes the people of a crowd on Telegram, whose numbers begin at `firstId`: one, and the others like that one. */
export async function crowdJoins(
  { database: { pool }, vault }: { readonly database: Database; readonly vault: Vault },
  {
    firstId,
    count,
    locale = 'ru',
  }: { readonly firstId: number; readonly count: number; readonly locale?: string },
): Promise<void> {
  const subscribers = createSubscribers({ database: pool, vault, clock: () => new Date() });
  const address = new Address(`${firstId}`);
  const first = await subscribers.optIn({ channel, address, locale, consentVersion: 1 });
  const preferences = { kinds: 'any', works: 'any', regions: 'any', quietHours: 'off' } as const;
  await subscribers.change(first.id, { preferences });
  const others = Array.from({ length: count - 1 }, (_, at) => {
    const [id, other] = [randomUUID(), new Address(`${firstId + 1 + at}`)];
    return {
      id,
      lookup: vault.lookup(channel, other),
      sealed: vault.sealAddress(placeOf({ id, channel }), other),
    };
  });
  await pool.query(
    `insert into subscriber (id, channel, lookup, sealed, ${ALIKE})
     select n.id, s.channel, n.lookup, n.sealed, ${ALIKE.replaceAll(/(\w+)/g, 's.$1')}
     from subscriber s, unnest($2::uuid[], $3::bytea[], $4::bytea[]) as n(id, lookup, sealed) where s.id = $1`,
    [
      first.id,
      others.map(({ id }) => id),
      others.map(({ lookup }) => lookup),
      others.map(({ sealed }) => sealed),
    ],
  );
}
