/** A Graph API that a test plays, and what our client throws for its answers. */
import { createGraph, type Graph } from '../../src/channels/whatsapp/client.ts';
import { toSendError } from '../../src/channels/whatsapp/errors.ts';
import { SendError, type SendReason } from '../../src/domain/terms.ts';

export const TOKEN = 'visibly-false-token';
export const PHONE = '992900111222';
export const WORDS = 'a word to keep';
export const BODY = { messaging_product: 'whatsapp', to: PHONE, type: 'text', text: { body: WORDS } };

/** A client of a Graph API that a test plays. */
export const graphAt = (graphRoot: string, call: typeof fetch = fetch): Graph =>
  createGraph({
    token: TOKEN,
    phoneNumberId: '100000000000001',
    businessAccountId: '200000000000002',
    graphVersion: 'v25.0',
    graphRoot,
    fetch: call,
  });

export const thrownBy = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => null,
    (error: unknown) => error,
  );

/** What a send throws when the Graph API answers so. */
export const thrownFor = (answer: Response | (() => Promise<Response>)): Promise<unknown> =>
  thrownBy(
    graphAt('http://graph.test', typeof answer === 'function' ? answer : async () => answer).send(BODY),
  );

/** What it means to us. */
export async function reasonFor(answer: Response | (() => Promise<Response>)): Promise<SendReason | null> {
  const error = toSendError(await thrownFor(answer));
  return error instanceof SendError ? error.reason : null;
}

/** As Meta words a refusal: its message quotes what we must not. */
export const refusal = (status: number, code: number, headers: Record<string, string> = {}): Response =>
  Response.json(
    {
      error: {
        message: `(#${code}) ${PHONE} ${WORDS}`,
        type: 'OAuthException',
        code,
        error_subcode: 2_494_010,
        error_data: { messaging_product: 'whatsapp', details: `${PHONE} ${TOKEN}` },
        fbtrace_id: 'Avisiblyfalse',
      },
    },
    { status, headers },
  );
