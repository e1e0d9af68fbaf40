import type { Country } from '../../domain/country.ts';
import data from './regions.json' with { type: 'json' };

/**
 * Russia: the 83 subjects of ISO 3166-2:RU. Seven more codes occur in Russian feeds which ISO lists under other
 * countries; whether work there may be shown is a matter of law and safety, so openings there are refused.
 */
export const ru: Country = {
  code: 'RU',
  currency: 'RUB',
  defaultTimeZone: 'Europe/Moscow',
  districts: ['central', 'northwest', 'south', 'north-caucasus', 'volga', 'ural', 'siberia', 'far-east'],
  regions: data.regions,
  pairs: [],
  payFloors: [],
  activities: [],
  crops: [],
  rules: [],
  seasons: [],
  holidays: [],
  helpLines: [],
  checklist: [],
  refusedFeedCodes: data.refused.flatMap((place) => place.feedCodes),
  source: data.source,
  checkedOn: data.checkedOn,
};
