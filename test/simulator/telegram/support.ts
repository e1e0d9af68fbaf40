import type { StandInOptions, TelegramStandIn } from '../../../src/simulator/telegram/terms.ts';
import { createTelegramStandIn } from '../../../src/simulator/telegram.ts';

/** What the Bot API answered. */
export interface Answer {
  readonly ok: boolean;
  readonly result?: unknown;
  readonly error_code?: number;
  readonly description?: string;
  readonly parameters?: { readonly retry_after?: number };
}

/** A stand-in in memory, and a way to call its methods. */
export function standIn(options: StandInOptions = {}): {
  readonly telegram: TelegramStandIn;
  call(method: string, parameters?: unknown): Promise<Answer>;
} {
  const telegram = createTelegramStandIn(options);
  return {
    telegram,
    async call(method, parameters = {}) {
      const answer = await telegram.fetch(`http://stand-in/bot${telegram.token}/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(parameters),
      });
      // The answers' shape is the very thing under test.
      return (await answer.json()) as Answer;
    },
  };
}

/** A clock for limits and expiry, moved by hand. */
export function handClock(): { ticks(): number; pass(ms: number): void } {
  let at = 0;
  return {
    ticks: () => at,
    pass(ms) {
      at += ms;
    },
  };
}
