/** A call the Graph API refuses: thrown by its methods, turned into the answer by `graph-api.ts`. */

/** HTTP status and short name of the codes that are played; any other can be forced and is a plain 400. */
const CODES: Readonly<Record<number, readonly [status: number, title: string]>> = {
  0: [401, 'AuthException'],
  1: [400, 'API Unknown'],
  2: [503, 'API Service'],
  3: [500, 'API Method'],
  4: [400, 'API Too Many Calls'],
  10: [403, 'Permission Denied'],
  33: [400, 'Parameter value is not valid'],
  100: [400, 'Invalid parameter'],
  190: [401, 'Access token has expired'],
  200: [403, 'API Permission'],
  368: [403, 'Temporarily blocked for policies violations'],
  80007: [400, 'Rate limit issues'],
  130429: [400, 'Rate limit hit'],
  130472: [400, 'User is part of an experiment'],
  130497: [403, 'Business account is restricted from messaging users in this country'],
  131000: [500, 'Something went wrong'],
  131005: [403, 'Access denied'],
  131008: [400, 'Required parameter is missing'],
  131009: [400, 'Parameter value is not valid'],
  131016: [500, 'Service unavailable'],
  131021: [400, 'Recipient cannot be sender'],
  131026: [400, 'Message undeliverable'],
  131030: [400, 'Recipient not in allowed list'],
  131031: [403, 'Account has been locked'],
  131042: [400, 'Business eligibility payment issue'],
  131045: [500, 'Incorrect certificate'],
  131047: [400, 'Re-engagement message'],
  131048: [400, 'Spam rate limit hit'],
  131049: [400, 'Withheld for healthy ecosystem engagement'],
  131050: [400, 'User has stopped marketing messages'],
  131051: [400, 'Unsupported message type'],
  131053: [400, 'Media upload error'],
  131056: [400, 'Pair rate limit hit'],
  131057: [500, 'Account in maintenance mode'],
  131062: [400, 'Recipient not supported'],
  132000: [400, 'Number of parameters does not match the expected number of params'],
  132001: [404, 'Template name does not exist in the translation'],
  132005: [400, 'Translated text too long'],
  132007: [400, 'Template format character policy violated'],
  132012: [400, 'Parameter format does not match'],
  132015: [400, 'Template is paused'],
  132016: [400, 'Template is disabled'],
  132018: [400, 'Template parameters do not fit'],
  133004: [503, 'Server temporarily unavailable'],
  133010: [400, 'Phone number not registered'],
};

/** The short name of a code. */
const titleOf = (code: number): string => CODES[code]?.[1] ?? 'Forced by the stand-in';

/** Thrown where a call is refused. `details` says it in the stand-in's own words. */
export class GraphRefusal extends Error {
  override readonly name = 'GraphRefusal';
  readonly code: number;
  readonly details: string;
  readonly status: number;
  /** Present for objects and paths that do not exist. */
  readonly subcode: number | null;
  constructor(
    code: number,
    details: string,
    {
      subcode = null,
      message = `(#${code}) ${titleOf(code)}`,
    }: { subcode?: number | null; message?: string } = {},
  ) {
    super(message);
    this.code = code;
    this.details = details;
    this.status = CODES[code]?.[0] ?? 400;
    this.subcode = subcode;
  }
}

/** A field that nobody knows, or that makes no sense together with another. */
export const unknownParameter = (details: string): GraphRefusal => new GraphRefusal(100, details);
/** A field that must be there. */
export const missing = (path: string): GraphRefusal => new GraphRefusal(131008, `${path} is missing`);
/** A field with a value of the wrong type, length or kind. */
export const badValue = (details: string): GraphRefusal => new GraphRefusal(131009, details);

/** The body of a refusal, as the service writes it. */
export const wireError = (refusal: GraphRefusal): unknown => ({
  error: {
    message: refusal.message,
    type: 'OAuthException',
    code: refusal.code,
    ...(refusal.subcode === null ? {} : { error_subcode: refusal.subcode }),
    error_data: { messaging_product: 'whatsapp', details: refusal.details },
    fbtrace_id: `A${Math.random().toString(36).slice(2, 12)}StandIn`,
  },
});

/** A refusal that comes later, in a `failed` status. */
export const statusError = (code: number): unknown => ({
  code,
  title: titleOf(code),
  message: titleOf(code),
  error_data: { details: `${titleOf(code)}, says the stand-in` },
  href: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes',
});
