import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfQuiet, isQuiet, localHour } from '../../src/domain/quiet-hours.ts';
import type { Preferences } from '../../src/domain/subscriber.ts';
import { zoneOf } from '../../src/domain/zone.ts';
import { dayIn, offsetMinutes } from '../../src/time-zones.ts';

/** Half hours, quarter hours, both hemispheres, a half-hour summer time, and zones that keep one clock. */
const ZONES = [
  'Europe/Moscow',
  'Europe/Chisinau',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Africa/Casablanca',
  'America/St_Johns',
  'Pacific/Apia',
] as const;

const inZone = (zone: string) => (at: Date) => offsetMinutes(zone, at);

describe('quiet hours', () => {
  it.each<[Preferences['quietHours'], readonly number[], readonly number[]]>([
    [null, [22, 23, 0, 6], [7, 12, 21]],
    [{ from: 22, to: 7 }, [22, 0, 6], [7, 21]],
    [{ from: 13, to: 15 }, [13, 14], [12, 15, 0]],
    [{ from: 0, to: 6 }, [0, 5], [6, 23]],
    [{ from: 5, to: 5 }, [], [4, 5, 6]],
    ['off', [], [0, 3, 23]],
  ])('%j', (answer, quiet, loud) => {
    expect(quiet.filter((hour) => !isQuiet(answer, hour))).toEqual([]);
    expect(loud.filter((hour) => isQuiet(answer, hour))).toEqual([]);
  });

  it.each([
    [
      'an ordinary night',
      'Europe/Moscow',
      { from: 22, to: 7 },
      '2026-06-15T20:30:00Z',
      '2026-06-16T04:00:00Z',
    ],
    ['not quiet now', 'Europe/Moscow', { from: 22, to: 7 }, '2026-06-15T12:30:17Z', '2026-06-15T12:30:17Z'],
    [
      'the jump of spring swallows the end',
      'Europe/Berlin',
      { from: 22, to: 2 },
      '2026-03-29T00:30:00Z',
      '2026-03-29T01:00:00Z',
    ],
    [
      'a night that is an hour shorter',
      'Europe/Berlin',
      { from: 22, to: 7 },
      '2026-03-28T22:00:00Z',
      '2026-03-29T05:00:00Z',
    ],
    [
      'an hour that comes twice ends the first time',
      'Europe/Berlin',
      { from: 22, to: 2 },
      '2026-10-24T22:30:00Z',
      '2026-10-25T00:00:00Z',
    ],
    [
      'a night that is an hour longer',
      'Europe/Berlin',
      { from: 22, to: 7 },
      '2026-10-24T22:30:00Z',
      '2026-10-25T06:00:00Z',
    ],
  ] as const)('%s', (_name, zone, answer, now, end) => {
    expect(endOfQuiet(answer, new Date(now), inZone(zone)).toISOString()).toBe(new Date(end).toISOString());
  });

  it('end at the first minute whose hour is not quiet, in every zone and season', () => {
    const hour = fc.integer({ min: 0, max: 23 });
    // Nights around the changes of clocks, and any other minute of two years.
    const minute = fc.oneof(
      fc.integer({ min: 0, max: 2 * 365 * 1_440 }),
      fc
        .tuple(
          fc.constantFrom(
            '2026-03-28',
            '2026-10-24',
            '2026-03-07',
            '2026-10-31',
            '2026-04-04',
            '2026-10-03',
            '2026-02-14',
          ),
          fc.nat(2_880),
        )
        .map(([day, after]) => (Date.parse(day) - Date.parse('2026-01-01')) / 60_000 + after),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        hour,
        hour,
        minute,
        fc.nat(59),
        (zone, from, to, after, second) => {
          const now = new Date(Date.parse('2026-01-01T00:00:00Z') + after * 60_000 + second * 1_000);
          expect(endOfQuiet({ from, to }, now, inZone(zone))).toEqual(
            minuteByMinute(zone, { from, to }, now),
          );
        },
      ),
      { numRuns: 400 },
    );
  });
});

/** The oracle: asks the clock on the wall every minute. */
function minuteByMinute(zone: string, { from, to }: { from: number; to: number }, now: Date): Date {
  const wall = new Intl.DateTimeFormat('en-US', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' });
  const quiet = new Set<number>();
  for (let hour = from; hour !== to; hour = (hour + 1) % 24) quiet.add(hour);
  const isLoud = (at: number): boolean => !quiet.has(Number(wall.format(at)));
  if (isLoud(now.getTime())) return now;
  let at = Math.ceil((now.getTime() + 1) / 60_000) * 60_000;
  while (!isLoud(at)) at += 60_000;
  return new Date(at);
}

describe('the clock of a place', () => {
  it.each([
    ['Europe/Moscow', '2026-06-15T21:30:00Z', '2026-06-16', 0],
    ['Asia/Almaty', '2026-06-15T18:59:00Z', '2026-06-15', 23],
    ['Europe/Kaliningrad', '2026-06-15T21:30:00Z', '2026-06-15', 23],
  ])('%s at %s', (zone, at, day, hour) => {
    expect(dayIn(zone, new Date(at))).toBe(day);
    expect(localHour(inZone(zone), new Date(at))).toBe(hour);
  });
});

describe('the zone of a person', () => {
  const country = {
    defaultTimeZone: 'Europe/Moscow',
    regions: [
      { code: 'RU-LIP', timeZone: 'Europe/Moscow', otherTimeZones: [] },
      { code: 'RU-KGD', timeZone: 'Europe/Kaliningrad', otherTimeZones: [] },
      { code: 'RU-SA', timeZone: 'Asia/Yakutsk', otherTimeZones: ['Asia/Vladivostok', 'Asia/Srednekolymsk'] },
    ],
  };
  const now = new Date('2026-06-15T12:00:00Z');

  it.each([
    ['nothing answered: the country', null, 'Europe/Moscow'],
    ['anywhere: the country', 'any' as const, 'Europe/Moscow'],
    ['one region', ['RU-KGD'], 'Europe/Kaliningrad'],
    ['several: where the morning comes latest', ['RU-SA', 'RU-KGD', 'RU-LIP'], 'Europe/Kaliningrad'],
    ['a region with several', ['RU-SA'], 'Asia/Yakutsk'],
    ['a region no longer listed: the country', ['RU-XX'], 'Europe/Moscow'],
  ])('%s', (_name, regions, zone) => {
    expect(zoneOf({ regions }, country, (name) => offsetMinutes(name, now))).toBe(zone);
  });
});
