/** What the failure of a call over the network says: whether it may have arrived, and a code of the system. */

/** The network failed. `reached`: whether the request may have arrived. Holds a system code and nothing else. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly reached: 'no' | 'maybe';
  readonly code: string;
  constructor(reached: 'no' | 'maybe', code: string) {
    super(`network failure: ${code}`);
    this.reached = reached;
    this.code = code;
  }
}

/** Failures before a connection stood: nothing can have arrived. */
const NOT_REACHED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);

/** What a call threw, without its address, which may hold a token, and without its text. */
export function describeFailure(thrown: unknown): NetworkError {
  const code = systemCode(thrown);
  return new NetworkError(NOT_REACHED.has(code) ? 'no' : 'maybe', code);
}

function systemCode(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'UNKNOWN';
  if (thrown.name === 'TimeoutError') return 'ETIMEDOUT';
  const code: unknown = Reflect.get(thrown, 'code');
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return code;
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return systemCode(thrown.errors[0]);
  return thrown.cause === undefined ? 'UNKNOWN' : systemCode(thrown.cause);
}
