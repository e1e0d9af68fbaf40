/**
 * Carries changes to the business's webhook: signed, several in one call when they come together, again until the
 * answer is 2xx. Calls run side by side, so no order is promised: a call that must be repeated comes after later ones.
 */
import { createHmac, randomInt } from 'node:crypto';
import { pause } from '../pause.ts';
import type { Change } from './payloads.ts';

export interface Hook {
  push(change: Change): void;
  /** Where changes go from now on; begins at once, also with what waited for a repeat. */
  to(url: string): void;
  /** Asks an address for its challenge. */
  verify(url: string): Promise<boolean>;
  /** Changes not yet taken. */
  pending(): number;
  save(): unknown;
  /** Ends calls; what was not taken stays, to be saved. */
  stop(): void;
}

/** The real service calls a slow answer a failed one; ours waits for debuggers. */
const ANSWER_MS = 20_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 60_000;
const MAX_BATCH = 100;
const MAX_CALLS = 40;
/** Beyond these nobody listens any more: the oldest go. */
const MAX_PENDING = 20_000;

const isSaved = (value: unknown): value is readonly Change[] => Array.isArray(value);

/** JSON as the service writes it: everything but ASCII escaped, slashes too. Parsed and written again it differs. */
const wire = (value: unknown): string =>
  JSON.stringify(value)
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('/', '\\/');

/** What concerns the account has a time and an entry of its own; messages and statuses share one. */
function bodyOf(accountId: string, batch: readonly Change[]): string {
  const change = ({ field, value }: Change): unknown => ({ value, field });
  const messages = batch.filter(({ time }) => time === null).map(change);
  const timed = batch.flatMap((each) =>
    each.time === null ? [] : [{ id: accountId, time: each.time, changes: [change(each)] }],
  );
  const entry = [...(messages.length === 0 ? [] : [{ id: accountId, changes: messages }]), ...timed];
  return wire({ object: 'whatsapp_business_account', entry });
}

/** A hook without an address yet. `taken` is told of each change that was taken. */
export function createHook(options: {
  readonly accountId: string;
  readonly appSecret: string;
  readonly verifyToken: string;
  readonly taken: (change: Change) => void;
  readonly saved?: unknown;
}): Hook {
  const over = new AbortController();
  const waiting: Change[] = isSaved(options.saved) ? [...options.saved] : [];
  const underWay = new Set<readonly Change[]>();
  let url: string | null = null;
  /** Ends the pauses before a repeat. */
  let again = new AbortController();
  let gathering = false;

  async function post(body: string): Promise<boolean> {
    if (url === null) return false;
    const signature = createHmac('sha256', options.appSecret).update(body).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` };
    const signal = AbortSignal.any([over.signal, AbortSignal.timeout(ANSWER_MS)]);
    try {
      const answer = await fetch(url, { method: 'POST', headers, body, signal });
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      // No answer is not 2xx: it is repeated.
      return false;
    }
  }

  async function deliver(batch: readonly Change[]): Promise<void> {
    const body = bodyOf(options.accountId, batch);
    let pauseMs = FIRST_PAUSE_MS;
    while (!over.signal.aborted && !(await post(body))) {
      await pause(pauseMs, AbortSignal.any([over.signal, again.signal]));
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    }
    if (over.signal.aborted) return;
    underWay.delete(batch);
    for (const change of batch) options.taken(change);
    start();
  }

  function start(): void {
    while (url !== null && waiting.length > 0 && underWay.size < MAX_CALLS) {
      const batch = waiting.splice(0, MAX_BATCH);
      underWay.add(batch);
      void deliver(batch);
    }
  }

  /** What comes in the same turn goes in the same call. */
  function gather(): void {
    if (gathering || over.signal.aborted) return;
    gathering = true;
    setImmediate(() => {
      gathering = false;
      start();
    });
  }

  return {
    push(change) {
      waiting.push(change);
      if (waiting.length > MAX_PENDING) waiting.shift();
      gather();
    },
    to(address) {
      url = address;
      again.abort();
      again = new AbortController();
      gather();
    },
    async verify(address) {
      const challenge = String(randomInt(100_000_000, 1_000_000_000));
      const asked = new URL(address);
      asked.searchParams.set('hub.mode', 'subscribe');
      asked.searchParams.set('hub.challenge', challenge);
      asked.searchParams.set('hub.verify_token', options.verifyToken);
      const answer = await fetch(asked, {
        signal: AbortSignal.any([over.signal, AbortSignal.timeout(ANSWER_MS)]),
      });
      return (await answer.text()) === challenge && answer.status === 200;
    },
    pending: () => waiting.length + [...underWay].reduce((sum, batch) => sum + batch.length, 0),
    save: () => [...[...underWay].flat(), ...waiting],
    stop: () => over.abort(),
  };
}
