/** A call the Bot API refuses: thrown by methods, turned into the answer by `bot-api.ts`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: number;
  readonly retryAfterSeconds: number | null;
  constructor(code: number, description: string, retryAfterSeconds: number | null = null) {
    super(description);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** 400 with Telegram's usual beginning. */
export const badRequest = (description: string): Refusal => new Refusal(400, `Bad Request: ${description}`);

/** 403 with Telegram's usual beginning. */
export const forbidden = (description: string): Refusal => new Refusal(403, `Forbidden: ${description}`);

/** 409: two receivers for one token. */
export const conflict = (description: string): Refusal => new Refusal(409, `Conflict: ${description}`);

/** 429; Telegram says the wait twice. */
export const tooMany = (seconds: number): Refusal =>
  new Refusal(429, `Too Many Requests: retry after ${seconds}`, seconds);
