/** Telegram's calls to us: authentic, small, well formed; answered only when the effect is committed. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { readBody } from '../../request-body.ts';
import type { Handled } from './intake.ts';
import { type Projected, project } from './projection.ts';

/** An update of Telegram has a few kilobytes. */
export const HOOK_BYTES = 262_144;

const HEADER = 'x-telegram-bot-api-secret-token';

/**
 * Handles one call. 401 without the right secret, 405, 413, 400 for what is no update, 500 for what must come again,
 * 200 when it is done. Never 410: Telegram would take the webhook away.
 */
export function createHook(options: {
  readonly secret: string;
  readonly take: (projected: Projected) => Promise<Handled>;
}): (request: Request) => Promise<Response> {
  const expected = digest(options.secret);
  return async (request) => {
    if (request.method !== 'POST') return answer(405);
    if (!timingSafeEqual(digest(request.headers.get(HEADER) ?? ''), expected)) return answer(401);
    const body = await readBody(request, HOOK_BYTES);
    if (typeof body === 'number') return answer(body);
    const projected = project(parse(body));
    if (projected === null) return answer(400);
    return answer((await options.take(projected)) === 'again' ? 500 : 200);
  };
}

// Digests have one length, so the comparison tells nothing about the secret's.
const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();

const answer = (status: number): Response => new Response(null, { status });

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
}
