/** Openings that are hard to put on one sheet. */
import type { Opening } from '../../src/domain/opening.ts';
import type { Door } from '../../src/domain/poster.ts';
import { anOpening } from './builders.ts';

export const DOORS: readonly Door[] = [
  { channel: 'telegram', url: 'https://t.me/mehnat_bot?start=v_K7Q2M' },
  { channel: 'whatsapp', url: 'https://wa.me/996312000000?text=v_K7Q2M' },
];

const long = (text: string, length: number): string => text.repeat(length).slice(0, length).trim();

/** Everything stated, and every text as long as it may be. */
export const fullOpening = (differing: Partial<Opening> = {}): Opening =>
  anOpening({
    code: 'K7Q2M',
    title: long('Сборщик клубники вахтовым методом, ', 120),
    kind: 'harvest',
    work: 'forest-fish',
    crop: 'wild-berry',
    region: 'RU-KHM',
    place: long('Нижневартовский район, посёлок ', 120),
    pay: { min: 100_000, max: 250_000, unit: 'season', currency: 'RUB' },
    startsOn: '2026-06-20',
    endsOn: '2026-09-15',
    expiresOn: '2026-09-15',
    hoursPerDay: 12,
    housing: 'paid',
    food: 'paid',
    transport: 'paid',
    places: 250,
    placesLeft: 225,
    medicalBook: true,
    employer: long('Общество с ограниченной ответственностью ', 160),
    vouchedBy: long('Межрегиональный профсоюз работников ', 160),
    source: 'exchange:another-exchange-far-away',
    ...differing,
  });

/** Titles that are more than text to somebody: markup, code, templates, other directions, letters without end. */
export const HOSTILE_TITLES: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</style><svg onload=alert(1)>',
  '{{code}} {title} $t(poster:safety) %s',
  '&lt;b&gt; &amp; &#39;',
  'Сбор \u202Eягод\u202C \u0000\u200B',
  'Ы'.repeat(120),
  '漢字'.repeat(60),
  "javascript:alert('x')",
  ']]>--><!--',
];
