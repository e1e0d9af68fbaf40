/** The questions about a harvest to wait for: which, and where. */
import type { Dialogue, SeasonsPort } from './conversation.ts';
import { phrase } from './message.ts';
import type { RegionCode } from './opening.ts';
import { regionName } from './phrases.ts';
import { regionsOf, toldSeasons } from './season.ts';
import { ANY_CROP, PERMIT_PLACE, readWish, subjectsOf, wishableSubjects, wishesOf } from './season-wish.ts';
import { subjectName } from './season-words.ts';
import type { SeasonWish } from './subscriber.ts';

/** More regions than this are chosen by district. */
const MOST_FLAT = 12;

/** Regions that have a season of these words. */
function regionsWith(subjects: readonly string[], { country }: SeasonsPort): readonly RegionCode[] {
  const seasons = toldSeasons(country).filter((season) =>
    subjectsOf(season, country).some((subject) => subjects.includes(subject)),
  );
  const all = new Set(seasons.flatMap((season) => regionsOf(season, country)));
  return country.regions.map(({ code }) => code).filter((code) => all.has(code));
}

/** Whether it is a wish that this country knows. */
export function isWish(wish: SeasonWish, port: SeasonsPort): boolean {
  const { subject, place } = readWish(wish);
  const known = [ANY_CROP, ...wishableSubjects(toldSeasons(port.country), port.country)];
  const there = place === PERMIT_PLACE || port.country.regions.some(({ code }) => code === place);
  return known.includes(subject) && there;
}

async function askSubjects(dialogue: Dialogue, { country }: SeasonsPort): Promise<readonly string[] | null> {
  const subjects = wishableSubjects(toldSeasons(country), country);
  const chosen = await dialogue.askMany({
    id: 'crops',
    text: [phrase('season:ask-crops')],
    any: phrase('season:any-crop'),
    options: subjects.map((value) => ({ value, label: subjectName(value) })),
    skippable: true,
  });
  return chosen === 'any' ? [ANY_CROP] : chosen;
}

async function askPlaces(
  dialogue: Dialogue,
  subjects: readonly string[],
  port: SeasonsPort,
): Promise<readonly string[] | null> {
  const where = await dialogue.askOne({
    id: 'where',
    text: [phrase('season:ask-where')],
    columns: 1,
    options: [
      { value: PERMIT_PLACE, label: phrase('season:where-permit') },
      { value: 'regions', label: phrase('season:where-regions') },
    ],
  });
  if (where !== 'regions') return where === null ? null : [where];
  const codes = regionsWith(subjects, port);
  const regions = port.country.regions.filter(({ code }) => codes.includes(code));
  const districts = port.country.districts.filter((one) => regions.some(({ district }) => district === one));
  const chosen = await dialogue.askMany({
    id: 'regions',
    text: [phrase('season:ask-regions')],
    ...(regions.length <= MOST_FLAT
      ? {}
      : { groups: districts.map((value) => ({ value, label: regionName(value) })) }),
    options: regions.map(({ code, district }) => ({ value: code, label: regionName(code), group: district })),
    search: (words) => dialogue.exchange.places.search(words).filter((code) => codes.includes(code)),
  });
  return chosen === 'any' ? null : chosen;
}

/** Which harvests somebody waits for, and where; `null` where they changed their mind. */
export async function askWishes(
  dialogue: Dialogue,
  port: SeasonsPort,
): Promise<readonly SeasonWish[] | null> {
  const subjects = await askSubjects(dialogue, port);
  if (subjects === null) return null;
  const places = await askPlaces(dialogue, subjects, port);
  return places === null ? null : wishesOf(subjects, places);
}
