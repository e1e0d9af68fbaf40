/**
 * The Telegram stand-in in one call: a strict Bot API with people behind it, in memory or over HTTP.
 *
 *     const telegram = createTelegramStandIn();
 *     const { apiRoot, close } = await telegram.listen();
 *     // new Bot(telegram.token, { client: { apiRoot } }) …
 *     const phone = telegram.person({ language: 'tg' });
 *     phone.start();
 *     await phone.waitForMessage('Забон');
 *     await phone.after(() => phone.tap('Тоҷикӣ'));
 */
import type { StandInOptions, TelegramStandIn } from './terms.ts';

/** Makes a stand-in. Nothing runs until it is called or listens; `stop` ends it. */
export function createTelegramStandIn(_options: StandInOptions = {}): TelegramStandIn {
  throw new Error('the stand-in is being built');
}
