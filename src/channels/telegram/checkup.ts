/** What a doctor asks Telegram: are we known, and do its updates come our way? Changes nothing. */
import { createSendApi } from './client.ts';
import type { Webhook } from './connection.ts';
import { meaningOf } from './errors.ts';

/** How it stands with a bot. */
export type TelegramCheckup =
  | {
      readonly kind: 'known';
      /** The bot's own public name. */
      readonly username: string;
      /** Updates that wait at Telegram. */
      readonly waiting: number;
      /** Telegram could not reach our webhook within the last hour. */
      readonly hookFails: boolean;
      /** Set at Telegram as we would set it. */
      readonly agreed: boolean;
    }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' };

const HOUR_SECONDS = 3_600;

/** Asks once, at most 15 seconds a question. */
export async function checkTelegram(options: {
  readonly token: string;
  readonly apiRoot: string;
  readonly webhook: Webhook | null;
  readonly fetch?: typeof fetch;
}): Promise<TelegramCheckup> {
  const api = createSendApi(options);
  try {
    const { username } = await api.getMe();
    const hook = await api.getWebhookInfo();
    const wanted = options.webhook === null ? '' : `${options.webhook.url}/hook/telegram`;
    return {
      kind: 'known',
      username,
      waiting: hook.pending_update_count,
      hookFails: Date.now() / 1_000 - (hook.last_error_date ?? 0) < HOUR_SECONDS,
      agreed: (hook.url ?? '') === wanted,
    };
  } catch (thrown) {
    const meaning = meaningOf(thrown);
    if (meaning === null) throw thrown;
    return { kind: meaning === 'misconfigured' || meaning === 'rejected' ? 'refused' : 'unreachable' };
  }
}
