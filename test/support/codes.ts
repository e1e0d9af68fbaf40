/** One-time codes as the app on somebody's phone shows them. */
import { TOTP } from 'otpauth';

/** The code of a moment. */
export const codeOf = (secret: string, at: Date): string =>
  new TOTP({ secret }).generate({ timestamp: at.getTime() });

/** The code of the step after it: a clock that is a little ahead. */
export const nextCode = (secret: string, at: Date): string => codeOf(secret, new Date(at.getTime() + 30_000));
