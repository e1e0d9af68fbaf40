/** Between the stand-in and the exchange's hook: sees every message id, can hold calls back, and posts what it likes. */
import { createHmac } from 'node:crypto';
import { listenOn } from '../../src/simulator/serve.ts';

export interface Relay {
  /** Where the stand-in posts to. */
  readonly url: string;
  /** Every message id that went through, in either direction of the talk. */
  readonly wamids: ReadonlySet<string>;
  /** From now on calls wait, until the returned function lets all of them go. */
  hold(): () => void;
  /** Posts as Meta does; the status. */
  post(payload: unknown): Promise<number>;
  /** The same for bytes, with a signature of this secret. */
  postBytes(body: string | Buffer, secret?: string): Promise<number>;
  close(): Promise<void>;
}

/** All texts in a tree that are message ids. */
const wamidsIn = (tree: unknown): readonly string[] => {
  if (typeof tree === 'string') return tree.startsWith('wamid.') ? [tree] : [];
  return typeof tree === 'object' && tree !== null ? Object.values(tree).flatMap(wamidsIn) : [];
};

/** Opens a relay to a hook. */
export async function openRelay(hook: string, appSecret: string): Promise<Relay> {
  const wamids = new Set<string>();
  let gate: Promise<void> = Promise.resolve();

  async function forward(body: string | Buffer, signature: string): Promise<number> {
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
    const answer = await fetch(hook, { method: 'POST', headers, body });
    await answer.arrayBuffer();
    return answer.status;
  }

  const { apiRoot, close } = await listenOn({
    async handle(request) {
      const body = await request.text();
      for (const wamid of wamidsIn(JSON.parse(body))) wamids.add(wamid);
      await gate;
      return new Response(null, {
        status: await forward(body, request.headers.get('x-hub-signature-256') ?? ''),
      });
    },
  });

  const postBytes = (body: string | Buffer, secret = appSecret): Promise<number> =>
    forward(body, `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);

  return {
    url: apiRoot,
    wamids,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
    async post(payload) {
      for (const wamid of wamidsIn(payload)) wamids.add(wamid);
      return postBytes(JSON.stringify(payload));
    },
    postBytes,
    close,
  };
}
