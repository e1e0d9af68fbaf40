/** Hands updates on, one at a time to each chat, and decides when one that cannot be handled is given up. */
import type { Api } from 'grammy';
import { Attempts } from '../../domain/attempts.ts';
import { Address, type Receive } from '../../domain/terms.ts';
import { describeError, type Log } from '../../log.ts';
import type { Projected } from './projection.ts';

/** `again`: it must come once more; everything else may be confirmed to Telegram. */
export type Handled = 'done' | 'again' | 'dropped';

export interface Intake {
  /** Never rejects. `done` means that the effect is committed. */
  take(projected: Projected): Promise<Handled>;
}

/** `api` answers buttons and leaves groups; `ticks` are milliseconds that never run backwards. */
export function createIntake(options: {
  readonly channel: string;
  readonly receive: Receive;
  readonly api: Api;
  readonly log: Log;
  readonly ticks?: () => number;
}): Intake {
  const { channel, receive, api, log, ticks = () => performance.now() } = options;
  const attempts = new Attempts(ticks);

  // Its outcome changes nothing: too late, it is benign; refused, the send that follows meets the same.
  const unawaited = (call: Promise<unknown>): void => void call.catch(() => undefined);

  function failed(updateId: string, thrown: unknown): Handled {
    const { attempt, givenUp } = attempts.failed(updateId);
    const said = { channel, attempt, ...describeError(thrown) };
    if (givenUp) log.error('update.dropped', said);
    else log.warn('update.repeated', said);
    return givenUp ? 'dropped' : 'again';
  }

  async function inbound(projected: Extract<Projected, { kind: 'inbound' }>): Promise<Handled> {
    const { updateId, chat, localeHint, event, callbackId } = projected;
    if (callbackId !== null && !attempts.knows(updateId)) unawaited(api.answerCallbackQuery(callbackId));
    try {
      await receive({ channel, address: new Address(chat), updateId, localeHint, event });
    } catch (thrown) {
      return failed(updateId, thrown);
    }
    attempts.handled(updateId);
    return 'done';
  }

  return {
    async take(projected) {
      switch (projected.kind) {
        case 'inbound':
          return inbound(projected);
        case 'caption':
          unawaited(api.answerCallbackQuery(projected.callbackId));
          return 'done';
        case 'group':
          unawaited(api.leaveChat(projected.chat));
          return 'done';
        case 'nothing':
          return 'done';
      }
    },
  };
}
