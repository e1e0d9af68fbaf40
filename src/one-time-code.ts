/** Makes and reads one-time codes: the only user of otpauth. Six digits of HMAC-SHA-1 every 30 s, as all apps know them. */
import { Secret, TOTP } from 'otpauth';
import { type OneTimeCodes, stepAt } from './domain/one-time-code.ts';

/** 160 bits, as RFC 4226 (section 4, R6) recommends. */
const SECRET_BYTES = 20;
/** Clocks of phones differ: the step before and the one after count, too. */
const STEPS_BESIDE = 1;

const totpOf = (secret: string, label = ''): TOTP =>
  new TOTP({ issuer: 'Mehnat', label, algorithm: 'SHA1', digits: 6, period: 30, secret });

/** Codes as an app on the phone makes them. */
export const oneTimeCodes: OneTimeCodes = {
  fresh: () => new Secret({ size: SECRET_BYTES }).base32,
  address: (secret, label) => totpOf(secret, label).toString(),
  stepOf(secret, code, now) {
    const delta = totpOf(secret).validate({ token: code, timestamp: now.getTime(), window: STEPS_BESIDE });
    return delta === null ? null : stepAt(now) + delta;
  },
};
