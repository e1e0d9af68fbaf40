/**
 * The front door in a process of its own, so that whoever calls takes none of its time: on one port the real hooks,
 * inbox, chats and dialogue with replies to a sink; on the next the same hooks with nobody behind them; on the last a
 * bare server. Arguments: the database's URL, a folder for keys, the three ports.
 */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createTelegram } from '../../src/channels/telegram.ts';
import { createWhatsApp } from '../../src/channels/whatsapp.ts';
import { readConfig } from '../../src/config.ts';
import type { Channel, Receive } from '../../src/domain/terms.ts';
import { openFoundation } from '../../src/foundation.ts';
import { createLog } from '../../src/log.ts';
import { createFrontDoor } from '../../src/main/front-door.ts';
import { stockShelves } from '../../src/main/shelves.ts';
import { loadSpeech } from '../../src/main/speech.ts';
import { openDatabase } from '../../src/store/database.ts';
import { createOpenings } from '../../src/store/openings.ts';
import { dayIn } from '../../src/time-zones.ts';
import { createWeb } from '../../src/web/server.ts';
import { ru } from '../support/countries.ts';
import { NO_RULES } from '../support/law.ts';
import { seasonsPort } from '../support/seasons.ts';
import { SECRETS } from './webhook-calls.ts';

const [url = '', folder = '', ...ports] = process.argv.slice(2);
const [realPort = 0, emptyPort = 0, barePort = 0] = ports.map(Number);
const log = createLog({
  level: 'info',
  write: (line) =>
    void (
      /"level":"(error|warn)"/.test(line) &&
      !line.includes('hook.refused') &&
      process.stderr.write(line)
    ),
});
const clock = (): Date => new Date();
const today = (): string => dayIn(ru.defaultTimeZone, clock());

const json = (body: unknown): Response => new Response(JSON.stringify(body));

/** Takes every message, as if it had been sent. */
const botApi: typeof fetch = async (asked) => {
  const method = /\w+$/.exec(String(asked))?.[0];
  if (method === 'getMe')
    return json({ ok: true, result: { id: 1, is_bot: true, first_name: 'bench', username: 'bench_bot' } });
  if (method !== 'sendMessage' && method !== 'editMessageText') return json({ ok: true, result: true });
  const chat = { id: 1, first_name: 'Bench', type: 'private' };
  return json({ ok: true, result: { message_id: 1, date: 0, chat, text: 'sent' } });
};
const graphApi: typeof fetch = async (asked) => {
  const path = String(asked);
  if (path.includes('/message_templates')) return json({ data: [] });
  if (!path.endsWith('/messages')) return json({ display_phone_number: '+999 00 123 45 67' });
  return json({ messaging_product: 'whatsapp', contacts: [], messages: [{ id: 'wamid.bench' }] });
};

const channels = (): readonly Channel[] => [
  createTelegram({
    token: '1:bench',
    apiRoot: 'http://sink.example',
    webhook: { url: 'http://bench.example', secret: SECRETS.hook },
    fetch: botApi,
    log,
  }),
  createWhatsApp({
    token: 'bench-token',
    phoneNumberId: '100000000000001',
    businessAccountId: '200000000000002',
    graphVersion: 'v25.0',
    graphRoot: 'http://sink.example',
    appSecret: SECRETS.app,
    verifyToken: SECRETS.verify,
    wordsFor: () => ({ choose: 'Choose', more: 'More' }),
    fetch: graphApi,
    log,
  }),
];

async function open(port: number, all: readonly Channel[], receive: Receive): Promise<void> {
  for (const channel of all) await channel.start(receive, async () => undefined);
  await createWeb({ host: '127.0.0.1', port, log, channels: all, checks: {} }).open();
}

const reading = readConfig({
  DATABASE_URL: url,
  MEHNAT_DATA: join(folder, 'data'),
  MEHNAT_KEYS: join(folder, 'keys.json'),
});
if (reading.kind === 'wrong') throw new Error(reading.problems.join('\n'));
const foundation = await openFoundation(reading.config);
await stockShelves(foundation, ru, today(), log);
const real = channels();
const inbox = createFrontDoor({
  country: ru,
  speech: await loadSpeech(log),
  law: () => NO_RULES,
  seasons: seasonsPort(),
  foundation,
  chatDatabase: openDatabase({ url, connections: 16 }),
  openings: createOpenings({
    database: foundation.database,
    hash: (_, text) => foundation.vault.hash('report', text),
    today,
    clock,
  }),
  channels: new Map(real.map((channel) => [channel.name, channel])),
  senders: new Map(),
  opened: () => undefined,
  clock,
  today,
  log,
});
await open(realPort, real, inbox.receive);
await open(emptyPort, channels(), async (_, committed) => committed?.());
createServer((request, response) => {
  request.resume().on('end', () => response.end());
}).listen(barePort, '127.0.0.1');
process.send?.('ready');
