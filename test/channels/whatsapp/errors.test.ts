import { describe, expect, it } from 'vitest';
import { reasonOfCode, toSendError } from '../../../src/channels/whatsapp/errors.ts';
import { NetworkError } from '../../../src/domain/network-failure.ts';
import { SendError, type SendReason } from '../../../src/domain/terms.ts';
import { reasonFor, refusal } from '../../support/whatsapp-graph.ts';

const maybe = { kind: 'unavailable', reached: 'maybe' } as const;
const misconfigured = { kind: 'misconfigured' } as const;

/** A code, the HTTP status it is published with, what it means to us, and what more of that. */
type Row = readonly [code: number, status: number, kind: SendReason['kind'], more?: object];
const CODES: readonly Row[] = [
  [0, 401, 'misconfigured'],
  [1, 400, 'unavailable', { reached: 'maybe' }],
  [2, 503, 'unavailable', { reached: 'maybe' }],
  [3, 500, 'misconfigured'],
  [4, 400, 'throttled', { scope: 'token' }],
  [10, 403, 'misconfigured'],
  [33, 400, 'misconfigured'],
  [100, 400, 'rejected'],
  [190, 401, 'misconfigured'],
  [200, 403, 'misconfigured'],
  [201, 403, 'misconfigured'],
  [250, 403, 'misconfigured'],
  [299, 403, 'misconfigured'],
  [368, 403, 'restricted'],
  [80_007, 400, 'throttled', { scope: 'token' }],
  [130_429, 400, 'throttled', { scope: 'token' }],
  [130_472, 400, 'capped'],
  [130_497, 403, 'restricted'],
  [131_000, 500, 'unavailable', { reached: 'maybe' }],
  [131_005, 403, 'misconfigured'],
  [131_008, 400, 'rejected'],
  [131_009, 400, 'rejected'],
  [131_016, 500, 'unavailable', { reached: 'maybe' }],
  [131_021, 400, 'rejected'],
  [131_026, 400, 'unreachable'],
  [131_030, 400, 'misconfigured'],
  [131_031, 403, 'restricted'],
  [131_037, 400, 'misconfigured'],
  [131_042, 400, 'misconfigured'],
  [131_045, 500, 'misconfigured'],
  [131_047, 400, 'window-closed'],
  [131_048, 400, 'restricted'],
  [131_049, 400, 'capped'],
  [131_050, 400, 'opted-out'],
  [131_051, 400, 'rejected'],
  [131_052, 400, 'rejected'],
  [131_053, 400, 'rejected'],
  [131_056, 400, 'throttled', { scope: 'person' }],
  [131_057, 500, 'throttled', { scope: 'token' }],
  [131_062, 400, 'rejected'],
  [131_063, 400, 'misconfigured'],
  [131_064, 400, 'restricted'],
  [132_000, 400, 'rejected'],
  [132_001, 404, 'misconfigured'],
  [132_005, 400, 'rejected'],
  [132_007, 400, 'rejected'],
  [132_008, 400, 'rejected'],
  [132_012, 400, 'rejected'],
  [132_015, 400, 'restricted'],
  [132_016, 400, 'restricted'],
  [132_068, 400, 'rejected'],
  [132_069, 400, 'rejected'],
  [133_000, 400, 'misconfigured'],
  [133_004, 503, 'throttled', { scope: 'token' }],
  [133_005, 400, 'misconfigured'],
  [133_006, 400, 'misconfigured'],
  [133_008, 400, 'misconfigured'],
  [133_009, 400, 'misconfigured'],
  [133_010, 400, 'misconfigured'],
  [133_015, 400, 'misconfigured'],
  [133_016, 400, 'misconfigured'],
  [134_011, 400, 'misconfigured'],
  [135_000, 400, 'rejected'],
  [137_000, 400, 'unavailable', { reached: 'maybe' }],
  // Calls, block lists, usernames, groups, template creation, migration: nothing of ours.
  [138_006, 400, 'rejected'],
  [139_101, 400, 'rejected'],
  [147_001, 400, 'rejected'],
  [131_201, 400, 'rejected'],
  [2_388_024, 400, 'rejected'],
  [2_494_100, 400, 'rejected'],
  // Nobody has heard of these.
  [5, 400, 'rejected'],
  [199, 400, 'rejected'],
  [300, 400, 'rejected'],
  [-1, 400, 'rejected'],
  [999_999, 500, 'rejected'],
];

describe('a code of Meta', () => {
  const rows = CODES.map(
    ([code, status, kind, more = {}]) => [code, status, kind, { kind, ...more }] as const,
  );
  it.each(rows)('%i (HTTP %i) is %s, in an answer and in a status', async (code, status, _kind, reason) => {
    expect(await reasonFor(refusal(status, code))).toMatchObject(reason);
    expect(reasonOfCode(code)).toMatchObject(reason);
  });

  it.each([400, 401, 403, 429, 500, 503])('decides before the status %i beside it', async (status) => {
    expect(await reasonFor(refusal(status, 131_026))).toEqual({ kind: 'unreachable' });
  });

  it('is all of 200 to 299: a permission is missing or withdrawn', () => {
    for (let code = 200; code <= 299; code += 1) expect(reasonOfCode(code)).toEqual(misconfigured);
  });

  it('that is no number is rejected: nobody is erased for it', () => {
    expect(reasonOfCode(Number.NaN)).toEqual({ kind: 'rejected' });
  });

  it.each([
    [4, 60, 900],
    [80_007, 60, 900],
    [131_057, 60, 900],
    [133_004, 60, 900],
    [131_056, 60, 900],
    [130_429, 1, 30],
  ])('%i waits %i to %i seconds where Meta names none', (code, least, most) => {
    const reason = reasonOfCode(code);
    if (reason.kind !== 'throttled') throw new Error('not throttled');
    expect(reason.retryAfterSeconds).toBeGreaterThanOrEqual(least);
    expect(reason.retryAfterSeconds).toBeLessThanOrEqual(most);
  });

  it('waits as long as Meta says beside it', async () => {
    expect(await reasonFor(refusal(400, 130_429, { 'retry-after': '17' }))).toEqual({
      kind: 'throttled',
      retryAfterSeconds: 17,
      scope: 'token',
    });
    expect(await reasonFor(refusal(400, 131_056, { 'retry-after': '17' }))).toMatchObject({
      retryAfterSeconds: 17,
      scope: 'person',
    });
    expect(await reasonFor(refusal(400, 131_026, { 'retry-after': '17' }))).toEqual({ kind: 'unreachable' });
  });
});

describe('an answer without a code', () => {
  const page = (status: number, headers: Record<string, string> = {}): Response =>
    new Response('<html>no</html>', { status, headers });

  it.each([
    ['30', 30],
    ['0', 60],
    ['-5', 60],
    ['Fri, 27 Nov 2026 07:28:00 GMT', 60],
    ['', 60],
    [undefined, 60],
  ])('429 with Retry-After %j waits %d s, the whole token', async (retryAfter, retryAfterSeconds) => {
    expect(await reasonFor(page(429, retryAfter === undefined ? {} : { 'retry-after': retryAfter }))).toEqual(
      {
        kind: 'throttled',
        retryAfterSeconds,
        scope: 'token',
      },
    );
  });

  it.each<readonly [number, SendReason]>([
    [401, misconfigured],
    [403, misconfigured],
    [400, { kind: 'rejected' }],
    [404, { kind: 'rejected' }],
    [413, { kind: 'rejected' }],
    [418, { kind: 'rejected' }],
    [500, maybe],
    [502, maybe],
    [503, maybe],
    [504, maybe],
  ])('%i goes by its status', async (status, reason) => {
    expect(await reasonFor(page(status))).toEqual(reason);
    expect(await reasonFor(new Response('', { status }))).toEqual(reason);
    expect(await reasonFor(Response.json({ error: { code: 'x' } }, { status }))).toEqual(reason);
  });

  it.each([
    ['a page', () => page(200)],
    ['nothing', () => new Response('')],
    ['half of one', () => new Response('{"messages":[{"id"')],
  ])('that says it went well with %s may have gone well', async (_label, answer) => {
    expect(await reasonFor(answer())).toEqual(maybe);
  });
});

describe('our own mistakes', () => {
  it('stay as they are', () => {
    const mistake = new TypeError('undefined is not a function');
    expect(toSendError(mistake)).toBe(mistake);
  });

  it('and what is a reason already too', () => {
    const closed = new SendError({ kind: 'window-closed' });
    expect(toSendError(closed)).toBe(closed);
  });

  it('are told from the network', () => {
    expect(toSendError(new NetworkError('no', 'ENOTFOUND'))).toMatchObject({
      reason: { kind: 'unavailable', reached: 'no' },
    });
  });
});
