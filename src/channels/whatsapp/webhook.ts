/** Meta's calls to us: authentic, small, well formed; answered when their effect is committed. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Log } from '../../log.ts';
import { readBody } from '../../request-body.ts';
import { type Brought, type Ours, project } from './projection.ts';

/** A batch of Meta may have megabytes. */
export const HOOK_BYTES = 3_145_728;
/** Refused calls are told of at most this often, however many come. */
const TELL_MS = 60_000;

/** `again`: something in it must come once more, and all of it will. */
export type Taken = 'done' | 'again';

/**
 * Handles one call: the challenge with which Meta makes sure of us, and what it brings. 401 without the right
 * signature over the raw bytes, 403 for a challenge with a wrong word, 405, 413, 400 for what is no JSON or broke off,
 * 500 for what must come again, 200 when it is done.
 */
export function createHook(options: {
  readonly appSecret: string;
  readonly verifyToken: string;
  readonly ours: Ours;
  readonly take: (brought: Brought) => Promise<Taken>;
  readonly channel: string;
  readonly log: Log;
  readonly ticks?: () => number;
}): (request: Request) => Promise<Response> {
  const { appSecret, verifyToken, ours, take } = options;
  const refuse = refusals(options);

  const challenge = (request: Request): Response => {
    const asked = new URL(request.url).searchParams;
    const known = same(sha256(asked.get('hub.verify_token') ?? ''), sha256(verifyToken));
    if (asked.get('hub.mode') !== 'subscribe' || !known) return refuse(403);
    return new Response(asked.get('hub.challenge') ?? '', { headers: { 'content-type': 'text/plain' } });
  };

  return async (request) => {
    if (request.method === 'GET') return challenge(request);
    if (request.method !== 'POST') return refuse(405);
    const body = await readBody(request, HOOK_BYTES);
    if (typeof body === 'number') return refuse(body);
    if (!isSigned(body, request.headers.get('x-hub-signature-256'), appSecret)) return refuse(401);
    const payload = parse(body);
    if (payload === undefined) return refuse(400);
    return new Response(null, { status: (await take(project(payload, ours))) === 'again' ? 500 : 200 });
  };
}

/** Whether Meta signed these very bytes. Written again, the same JSON would have another signature. */
function isSigned(body: Uint8Array, header: string | null, appSecret: string): boolean {
  const hex = /^sha256=([0-9a-f]{64})$/.exec(header ?? '')?.[1];
  const expected = createHmac('sha256', appSecret).update(body).digest();
  return same(Buffer.from(hex ?? '', 'hex'), expected);
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

const same = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

function refusals(options: {
  readonly channel: string;
  readonly log: Log;
  readonly ticks?: () => number;
}): (status: number) => Response {
  const { channel, log, ticks = () => performance.now() } = options;
  let toldAt = Number.NEGATIVE_INFINITY;
  let untold = 0;
  return (status) => {
    untold += 1;
    if (ticks() - toldAt >= TELL_MS) {
      log.warn('hook.refused', { channel, status, count: untold });
      toldAt = ticks();
      untold = 0;
    }
    return new Response(null, { status });
  };
}

/** `undefined` for what is no JSON. */
function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
