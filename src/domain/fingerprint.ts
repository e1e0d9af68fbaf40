/** Recognising the same opening under another id. */
import type { MappedOpening } from './source.ts';

/**
 * What makes two openings one: title without punctuation, employer, region, pay and start. Not the
 * place, for one opening is often posted once for each town, nor the day of posting, for it is posted again and again.
 * Without an employer, place and text stand in: strangers who name nobody are not assumed to be the same.
 * Hashed before it is kept, because the employer may be a sole trader.
 */
export function fingerprintText({ content, employerKey }: MappedOpening): string {
  const { pay } = content;
  return JSON.stringify([
    content.kind,
    bare(content.title),
    employerKey === null ? ['?', bare(content.place ?? ''), bare(content.note ?? '')] : bare(employerKey),
    content.region,
    pay === null ? null : [pay.min, pay.max, pay.unit, pay.currency],
    content.startsOn,
  ]);
}

/** Letters and digits in lower case; `ё` is `е`. */
const bare = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
