/** A stand-in's doors: calls as `fetch` makes them, and a small HTTP server on this machine. */
import { createAdaptorServer, type HttpBindings, type ServerType } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { CutConnection } from './network-fault.ts';
import type { Listening } from './terms.ts';

/** A service on this machine. */
export interface Api {
  /** Answers one call. Throws `CutConnection` where the connection must end without an answer. */
  handle(request: Request): Promise<Response>;
}

/** Calls of a test, which may come from any `fetch`-like caller with any signal. */
export function requestOf(input: unknown, init?: unknown): Request {
  if (input instanceof Request) return input;
  const given = typeof init === 'object' && init !== null ? init : {};
  const { method = 'GET', headers, body }: RequestInit = given;
  // Signals of other libraries are not accepted by `Request`; theirs is followed by hand.
  const controller = new AbortController();
  const signal: unknown = Reflect.get(given, 'signal');
  if (signal instanceof EventTarget) signal.addEventListener('abort', () => controller.abort());
  return new Request(String(input), {
    method,
    signal: controller.signal,
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined || body === null ? {} : { body }),
  });
}

const isNodeConnection = (env: unknown): env is Pick<HttpBindings, 'outgoing'> =>
  typeof env === 'object' && env !== null && 'outgoing' in env;

/** Answers a call that came over HTTP; where no answer may come, the connection is cut. */
export async function serveCall(api: Api, request: Request, env: unknown): Promise<Response> {
  try {
    return await api.handle(request);
  } catch (error) {
    if (!(error instanceof CutConnection) || !isNodeConnection(env)) throw error;
    const { outgoing } = env;
    if (error.begun === null) outgoing.destroy();
    else {
      outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': 500 });
      outgoing.write(error.begun, () => outgoing.destroy());
    }
    return RESPONSE_ALREADY_SENT;
  }
}

/** Free ports that no system hands out by itself. */
const somePort = (): number => 20_000 + Math.floor(Math.random() * 12_000);
const TRIES = 20;

/** Opens a server on 127.0.0.1, at `port` or a free one below 32768; resolves to the port. */
export async function openPort(server: ServerType, port?: number): Promise<number> {
  const open = (wanted: number): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException): void =>
        error.code === 'EADDRINUSE' && port === undefined ? resolve(false) : reject(error);
      server.once('error', failed);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', failed);
        resolve(true);
      });
    });
  let chosen = port ?? somePort();
  for (let tries = 1; !(await open(chosen)) && tries < TRIES; tries += 1) chosen = somePort();
  return chosen;
}

/** Serves an API on 127.0.0.1. Without `port`, a free one below 32768 is found. */
export async function listenOn(api: Api, port?: number): Promise<Listening> {
  const server = createAdaptorServer({ fetch: (request, env) => serveCall(api, request, env) });
  const chosen = await openPort(server, port);
  return {
    apiRoot: `http://127.0.0.1:${chosen}`,
    port: chosen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
