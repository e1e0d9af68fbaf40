/** Hands updates on, one at a time to each chat, and decides when one that cannot be handled is given up. */
import type { Api } from 'grammy';
import { Address, type Receive } from '../../domain/terms.ts';
import { describeError, type Log } from '../../log.ts';
import type { Projected } from './projection.ts';

/** `again`: it must come once more; everything else may be confirmed to Telegram. */
export type Handled = 'done' | 'again' | 'dropped';

export interface Intake {
  /** Never rejects. `done` means that the effect is committed. */
  take(projected: Projected): Promise<Handled>;
}

/** An update that failed this often is poison, if others could be handled since; */
const ATTEMPTS = 3;
/** or if it has failed for this long: until then it looks like an outage, in which nothing may be lost. */
const PATIENCE_MS = 15 * 60_000;
/** Failing updates remembered; beyond, the oldest is forgotten and counted anew. */
const REMEMBERED = 10_000;

interface Failure {
  readonly attempts: number;
  readonly since: number;
  readonly handledBefore: number;
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
  const failures = new Map<string, Failure>();
  let handled = 0;

  // Its outcome changes nothing: too late, it is benign; refused, the send that follows meets the same.
  const unawaited = (call: Promise<unknown>): void => void call.catch(() => undefined);

  function failed(updateId: string, thrown: unknown): Handled {
    const before = failures.get(updateId) ?? { attempts: 0, since: ticks(), handledBefore: handled };
    const failure = { ...before, attempts: before.attempts + 1 };
    const others = handled > failure.handledBefore;
    const late = ticks() - failure.since >= PATIENCE_MS;
    failures.delete(updateId);
    if (failure.attempts >= ATTEMPTS && (others || late)) {
      log.error('update.dropped', { channel, attempt: failure.attempts, ...describeError(thrown) });
      return 'dropped';
    }
    const [oldest] = failures.keys();
    if (oldest !== undefined && failures.size >= REMEMBERED) failures.delete(oldest);
    failures.set(updateId, failure);
    log.warn('update.repeated', { channel, attempt: failure.attempts, ...describeError(thrown) });
    return 'again';
  }

  async function inbound(projected: Extract<Projected, { kind: 'inbound' }>): Promise<Handled> {
    const { updateId, chat, localeHint, event, callbackId } = projected;
    if (callbackId !== null && !failures.has(updateId)) unawaited(api.answerCallbackQuery(callbackId));
    try {
      await receive({ channel, address: new Address(chat), updateId, localeHint, event });
    } catch (thrown) {
      return failed(updateId, thrown);
    }
    failures.delete(updateId);
    handled += 1;
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
