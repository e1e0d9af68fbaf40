import type { Country, Region } from './country.ts';
import type { Preferences } from './subscriber.ts';

/** What of a country tells the time: a `Country` will do. */
export interface PlacesInTime extends Pick<Country, 'defaultTimeZone'> {
  readonly regions: readonly Pick<Region, 'code' | 'timeZone' | 'otherTimeZones'>[];
}

/**
 * The IANA zone whose clock a person lives by: that of the regions they chose. Of several (also where one region has
 * more than one) the zone in which the morning comes latest, so that nobody is woken; with none chosen, "anywhere",
 * or a region the country no longer lists, the country's own.
 *
 * `offsetOf` gives the minutes a zone is ahead of UTC now.
 */
export function zoneOf(
  preferences: Pick<Preferences, 'regions'>,
  country: PlacesInTime,
  offsetOf: (zone: string) => number,
): string {
  const { regions } = preferences;
  if (regions === null || regions === 'any') return country.defaultTimeZone;
  const zones = country.regions.filter((region) => regions.includes(region.code)).flatMap(zonesOf);
  return westernmost(zones, offsetOf) ?? country.defaultTimeZone;
}

const zonesOf = (region: PlacesInTime['regions'][number]): readonly string[] => [
  region.timeZone,
  ...region.otherTimeZones,
];

/** The smallest offset; of equals the first by name, so that the answer does not depend on the order of choosing. */
function westernmost(zones: readonly string[], offsetOf: (zone: string) => number): string | undefined {
  return [...new Set(zones)].sort((a, b) => offsetOf(a) - offsetOf(b) || (a < b ? -1 : 1))[0];
}
