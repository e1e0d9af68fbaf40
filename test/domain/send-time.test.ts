import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentAt, timeAt } from '../../src/domain/local-time.ts';
import { dayAt } from '../../src/domain/quiet-hours.ts';
import {
  canWait,
  type DayWords,
  judgeSendTime,
  latestSendTime,
  offeredTimes,
  readSendTime,
} from '../../src/domain/send-time.ts';
import { offsetMinutes } from '../../src/time-zones.ts';
import { anOpening } from '../support/builders.ts';

const inZone = (zone: string) => (at: Date) => offsetMinutes(zone, at);
const MOSCOW = inZone('Europe/Moscow');
const LONDON = inZone('Europe/London');

/** A Saturday, four in the afternoon in Moscow. */
const NOW = new Date('2026-11-28T13:00:00Z');

const WORDS: DayWords = {
  days: [
    ['today', 'сегодня', 'бүгүн'],
    ['tomorrow', 'завтра', 'ertaga', 'эртең'],
    ['day after tomorrow', 'послезавтра'],
  ],
  beside: ['at', 'в', 'soat', 'саат'],
};

describe('a typed time is read by the clock of the region', () => {
  it.each([
    ['18:30', '2026-11-28T15:30'],
    ['18.30', '2026-11-28T15:30'],
    // Over already today: the next one.
    ['14:30', '2026-11-29T11:30'],
    ['tomorrow 6:00', '2026-11-29T03:00'],
    ['Tomorrow at 6', '2026-11-29T03:00'],
    ['6:00 завтра', '2026-11-29T03:00'],
    ['послезавтра в 6.15', '2026-11-30T03:15'],
    ['ertaga soat 06:00', '2026-11-29T03:00'],
    ['эртең саат 6:00', '2026-11-29T03:00'],
    ['today 14:30', '2026-11-28T11:30'],
    ['29.11 06:00', '2026-11-29T03:00'],
    ['06:00, 29.11.2026', '2026-11-29T03:00'],
    ['29 ноября 6:00', '2026-11-29T03:00'],
    ['1.1 6:00', '2027-01-01T03:00'],
    ['٢٩.١١ ٠٦:٠٠', '2026-11-29T03:00'],
    ['１８：３０', '2026-11-28T15:30'],
    ['۱۸:۳۰', '2026-11-28T15:30'],
    ['00:00', '2026-11-28T21:00'],
  ])('%s', (typed, moment) => {
    expect(readSendTime(typed, NOW, MOSCOW, WORDS)?.toISOString().slice(0, 16)).toBe(moment);
  });

  it.each([
    '',
    'soon',
    '18',
    '29.11',
    'tomorrow',
    '24:00',
    '12:60',
    '6:00 pm',
    'tomorrow 6:00 evening',
    '6:00 or 7:00',
    '31.2 6:00',
    '99999999:00',
    'tomorrow tomorrow 6:00',
  ])('and not guessed: %s', (typed) => {
    expect(readSendTime(typed, NOW, MOSCOW, WORDS)).toBeNull();
  });

  it.each([
    // Clocks go forward at one on the 29th of March 2026, and back at two on the 25th of October.
    ['2026-03-28T20:00Z', 'tomorrow 00:30', '2026-03-29T00:30'],
    ['2026-03-28T20:00Z', 'tomorrow 1:30', '2026-03-29T01:30'],
    ['2026-03-28T20:00Z', 'tomorrow 6:00', '2026-03-29T05:00'],
    ['2026-10-24T20:00Z', 'tomorrow 1:30', '2026-10-25T00:30'],
    ['2026-10-24T20:00Z', 'tomorrow 6:00', '2026-10-25T06:00'],
  ])('over a change of the clocks: %s, %s', (now, typed, moment) => {
    const read = readSendTime(typed, new Date(now), LONDON, WORDS);
    expect(read?.toISOString().slice(0, 16)).toBe(moment);
  });

  it('whatever is said back is what was typed, but for an hour that does not exist', () => {
    const zones = ['Europe/Moscow', 'Europe/London', 'Asia/Kamchatka', 'Asia/Kathmandu', 'America/St_Johns'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 1_439 }),
        (zone, at, minutes) => {
          const clock = inZone(zone);
          const moment = momentAt(dayAt(at, clock), minutes, clock);
          const hour = String(Math.floor(minutes / 60)).padStart(2, '0');
          const said = `${hour}:${String(minutes % 60).padStart(2, '0')}`;
          const later = clock(new Date(+moment - 7_200_000)) < clock(moment);
          expect(timeAt(moment, clock) === said || later).toBe(true);
        },
      ),
    );
  });
});

describe('a broadcast may be set', () => {
  const opening = anOpening({ expiresOn: '2027-01-15', endsOn: null, validUntil: null });
  const latest = (differing: Partial<typeof opening>): string =>
    latestSendTime({ ...opening, ...differing }, NOW, MOSCOW)
      .toISOString()
      .slice(0, 16);

  it('for seven days at most, and before its opening has its last day where it is', () => {
    expect(latest({})).toBe('2026-12-05T13:00');
    expect(latest({ expiresOn: '2026-12-01' })).toBe('2026-11-30T20:59');
    expect(latest({ endsOn: '2026-11-30' })).toBe('2026-11-29T20:59');
    expect(latest({ validUntil: '2026-11-29' })).toBe('2026-11-28T20:59');
  });

  it.each([
    [-1, 'past'],
    [0, 'past'],
    [60_000, 'fits'],
    [7 * 86_400_000, 'fits'],
    [7 * 86_400_000 + 1, 'late'],
  ] as const)('%d ms from now: %s', (ahead, judged) => {
    const end = latestSendTime(opening, NOW, MOSCOW);
    expect(judgeSendTime(new Date(+NOW + ahead), NOW, end)).toBe(judged);
  });

  it('by a tap on what lies ahead', () => {
    const times = (now: Date, end: Date) =>
      offeredTimes(now, end, MOSCOW).map(({ days, at }) => `${days} ${timeAt(at, MOSCOW)}`);
    const far = new Date(+NOW + 7 * 86_400_000);
    expect(times(NOW, far)).toEqual(['0 18:00', '1 08:00', '1 18:00']);
    expect(times(new Date('2026-11-28T14:55:00Z'), far)).toEqual(['1 08:00', '1 18:00']);
    expect(times(NOW, new Date('2026-11-29T06:00:00Z'))).toEqual(['0 18:00', '1 08:00']);
    expect(canWait(NOW, NOW)).toBe(false);
  });
});
