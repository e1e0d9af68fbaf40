/** One update for the bot, as it is kept and as Telegram writes it. */

/** What an update may carry; these three are made. */
export type UpdateKind = 'message' | 'callback_query' | 'my_chat_member';

export interface Update {
  readonly update_id: number;
  readonly kind: UpdateKind;
  readonly chat: number;
  /** Ticks. Updates older than a day are dropped, as Telegram does. */
  readonly at: number;
  readonly body: unknown;
}

/** An update as Telegram writes it. */
export const wire = (update: Update): Record<string, unknown> => ({
  update_id: update.update_id,
  [update.kind]: update.body,
});
