/**
 * Message ids, built as the real ones are: a few bytes, the person's phone number in plain digits, a few bytes, a
 * number of the message. So whoever stores or logs one has stored a phone number, here as there.
 */
import { randomBytes } from 'node:crypto';

const HEAD = [0x1c, 0x18];
const BETWEEN = [0x15, 0x02, 0x00];
/** Marks whose message it is, and how long its number. */
const KINDS = { business: [0x11, 0x18, 18], person: [0x12, 0x18, 20] } as const;

/** A new id for a message of the business or of the person with this phone number. */
export function wamidFor(phone: string, from: keyof typeof KINDS): string {
  const kind = KINDS[from];
  const number = randomBytes(kind[2] / 2)
    .toString('hex')
    .toUpperCase();
  const parts = [
    Buffer.from([...HEAD, phone.length]),
    Buffer.from(phone),
    Buffer.from([...BETWEEN, ...kind]),
    Buffer.from(number),
    Buffer.from([0]),
  ];
  return `wamid.${Buffer.concat(parts).toString('base64')}`;
}
