import type { Country } from '../domain/country.ts';
import type { ClockOf } from '../domain/delivery.ts';
import type { Clock } from '../domain/terms.ts';
import { zoneOf } from '../domain/zone.ts';
import { offsetMinutes } from '../time-zones.ts';

/** A clock that can be moved: the simulator's, from its page. Nobody moves the real one. */
export interface MovableClock {
  readonly clock: Clock;
  now(): Date;
  shift(ms: number): void;
  /** Called once, by whoever must look again when time has jumped. */
  onShift(listener: () => void): void;
}

/** The machine's time, until it is moved. */
export function createClock(): MovableClock {
  let shiftMs = 0;
  let moved = (): void => undefined;
  const clock = (): Date => new Date(Date.now() + shiftMs);
  return {
    clock,
    now: clock,
    shift: (ms) => {
      shiftMs += ms;
      moved();
    },
    onShift: (listener) => {
      moved = listener;
    },
  };
}

/** The zone a person lives by, as minutes ahead of UTC at a moment. */
export const clockIn =
  (country: Country): ClockOf =>
  ({ preferences }) =>
  (at) =>
    offsetMinutes(
      zoneOf(preferences, country, (zone) => offsetMinutes(zone, at)),
      at,
    );
