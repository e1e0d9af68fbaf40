/** How we call the Bot API: grammY's `Api` over a fetch whose errors carry neither the address nor the token in it. */
import { Api } from 'grammy';
import { describeFailure } from '../../domain/network-failure.ts';

/** Time a send may take, from grammY's call to the whole answer. */
const SEND_SECONDS = 15;
/** How long Telegram holds an empty poll open, and how much longer we wait for the answer. */
export const POLL_SECONDS = 30;
const POLL_GRACE_SECONDS = 15;

export interface ClientOptions {
  readonly token: string;
  readonly apiRoot: string;
  /** Default: the global one. */
  readonly fetch?: typeof fetch;
}

/** An `Api` for sends and settings. No plugin may be added: a retry here would hide a 429 from the pacer. */
export const createSendApi = (options: ClientOptions): Api => createApi(options, SEND_SECONDS);

/** An `Api` for `getUpdates`, which is slow on purpose. */
export const createPollApi = (options: ClientOptions): Api =>
  createApi(options, POLL_SECONDS + POLL_GRACE_SECONDS);

function createApi({ token, apiRoot, fetch: call = fetch }: ClientOptions, timeoutSeconds: number): Api {
  const clean = cleanFetch(call);
  // grammY types its fetch by node-fetch, of which it uses url, method, headers, body, signal and json().
  return new Api(token, { apiRoot, timeoutSeconds, fetch: clean as unknown as typeof fetch });
}

interface Request {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** grammY streams what it uploads. */
  readonly body?: string | AsyncIterable<Uint8Array>;
  readonly signal?: Pick<AbortSignal, 'aborted' | 'addEventListener'>;
}

/** Reads the whole answer; an answer that is no JSON (a gateway's page) becomes an error answer with its status. */
function cleanFetch(call: typeof fetch) {
  return async (url: string, request: Request): Promise<{ json(): Promise<unknown> }> => {
    const { method = 'POST', headers = {} } = request;
    try {
      const body = await whole(request.body);
      const response = await call(url, { method, headers, body, signal: nativeSignal(request.signal) });
      const text = await response.text();
      return { json: async () => parseAnswer(text, response.status) };
    } catch (thrown) {
      // No `cause`: the error of a fetch may quote the URL, and the URL holds the token.
      throw describeFailure(thrown);
    }
  };
}

/** Ten megabytes at most, which then go out with a length. */
async function whole(body: Request['body']): Promise<string | Uint8Array<ArrayBuffer> | null> {
  if (typeof body !== 'object') return body ?? null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

// grammY brings an AbortController of its own, whose signal the built-in fetch refuses.
function nativeSignal(signal: Request['signal']): AbortSignal | null {
  if (signal === undefined) return null;
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort);
  return controller.signal;
}

function parseAnswer(text: string, status: number): unknown {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer === 'object' && answer !== null && 'ok' in answer) return answer;
  } catch {
    // Falls through: what is no answer of the Bot API is one of a gateway before it.
  }
  return { ok: false, error_code: status >= 400 ? status : 502, description: 'not an answer of the Bot API' };
}
