import { permitted } from '../domain/ask-permission.ts';
import type { Conversation, Dialogue, Next, Option } from '../domain/conversation.ts';
import { type Phrase, phrase, raw, say } from '../domain/message.ts';
import { regionName } from '../domain/phrases.ts';
import { daysBetween, isIn, MOST_SHIFT_DAYS, toldSeasons, windowIn, yearToShift } from '../domain/season.ts';
import { seasonName } from '../domain/season-words.ts';

/** Days by which a season is moved with one tap. */
const DAYS = [-14, -7, -3, 3, 7, 14] as const;

/** Who waits for a season is more than may be told without a code: they are counted only when it is said. */
const MANY = Number.POSITIVE_INFINITY;

/** Where their organisation speaks. */
async function askRegion(dialogue: Dialogue): Promise<string | null> {
  const { places } = dialogue.exchange;
  const own = dialogue.coordinator?.organisation?.regions ?? 'any';
  const regions = places.regions.filter(({ code }) => own === 'any' || own.includes(code));
  return dialogue.askOne({
    id: 'region',
    text: [phrase('shift:region-ask')],
    groups: places.districts
      .filter((district) => regions.some((region) => region.district === district))
      .map((value) => ({ value, label: regionName(value) })),
    options: regions.map(({ code, district }) => ({
      value: code,
      label: regionName(code),
      group: district,
    })),
    search: (words) => places.search(words).filter((code) => regions.some((region) => region.code === code)),
  });
}

async function askSeason(dialogue: Dialogue, region: string): Promise<string | null> {
  const { country, shifts } = dialogue.exchange.seasons;
  const said = await shifts();
  // Of a season that is far ahead nobody knows yet that it is late.
  const windows = toldSeasons(country)
    .filter((row) => isIn(row, region) && row.phase !== 'all-year')
    .map((row) => windowIn(row, region, yearToShift(row, region, dialogue.today, said), said))
    .filter(({ from }) => daysBetween(dialogue.today, from) <= MOST_SHIFT_DAYS);
  return dialogue.askOne({
    id: 'season',
    text: [
      phrase(windows.length === 0 ? 'shift:none' : 'shift:season-ask', { region: regionName(region) }),
      ...windows.map(({ season, from, to }, at) =>
        phrase('shift:line', {
          number: at + 1,
          what: seasonName(season),
          from: { day: from },
          to: { day: to },
        }),
      ),
    ],
    columns: 4,
    options: [
      ...windows.map(
        ({ season }, at): Option => ({
          value: season.id,
          label: phrase('common:as-is', { text: raw(String(at + 1)) }),
        }),
      ),
      { value: 'nothing', label: phrase('people:way-nothing') },
    ],
  });
}

const shiftLabel = (days: number): Phrase =>
  phrase(days < 0 ? 'shift:earlier' : 'shift:later', { number: Math.abs(days) });

/** What was said, as its button said it. */
const howLabel = (how: string): Phrase =>
  how === 'over' ? phrase('shift:over') : how === '0' ? phrase('shift:usual') : shiftLabel(Number(how));

/** Of a season that would be over by then it is said that it is. */
const daysFor = ({ exchange, today }: Dialogue, region: string, seasonId: string): readonly number[] => {
  const row = exchange.seasons.country.seasons.find(({ id }) => id === seasonId);
  if (row === undefined) return DAYS;
  const { to } = windowIn(row, region, yearToShift(row, region, today, []));
  return DAYS.filter((days) => daysBetween(today, to) + days >= 0);
};

const askHow = (dialogue: Dialogue, region: string, seasonId: string): Promise<string | null> =>
  dialogue.askOne({
    id: 'how',
    text: [phrase('shift:how-ask')],
    options: [
      ...daysFor(dialogue, region, seasonId).map((days) => ({
        value: String(days),
        label: shiftLabel(days),
      })),
      { value: '0', label: phrase('shift:usual') },
      { value: 'over', label: phrase('shift:over'), emphasis: 'danger' },
      { value: 'nothing', label: phrase('people:way-nothing') },
    ],
  });

async function shift(dialogue: Dialogue, region: string, seasonId: string, how: string): Promise<void> {
  const organisationId = dialogue.coordinator?.organisation?.id ?? null;
  const subject = { organisationId, region, people: MANY };
  if ((await permitted(dialogue, 'season.shift', subject)) === 'no') return;
  const { country, shifts } = dialogue.exchange.seasons;
  const row = country.seasons.find(({ id }) => id === seasonId);
  if (row === undefined) return;
  const end = await dialogue.act('shift', async (desk) => {
    const year = yearToShift(row, region, dialogue.today, await shifts());
    const over = how === 'over';
    const done = await desk.shiftSeason({ seasonId, region, year, days: over ? 0 : Number(how), over });
    return done.kind === 'done' ? `shift:done-${done.value}` : 'desk:refused-late';
  });
  await dialogue.say(
    say(phrase(end, { what: seasonName(row), region: regionName(region), how: howLabel(how) })),
    {
      apart: true,
    },
  );
}

/** What a coordinator knows of this year's seasons: earlier, later or over; who waits for one is told, once. */
export const season: Conversation = {
  name: 'season',
  listed: false,
  open: false,
  needs: ['poster', 'moderator', 'broadcaster'],
  resumes: false,
  async run(dialogue): Promise<Next | undefined> {
    const region = await askRegion(dialogue);
    const seasonId = region === null ? null : await askSeason(dialogue, region);
    if (region === null || seasonId === null || seasonId === 'nothing') return { to: 'desk' };
    const how = await askHow(dialogue, region, seasonId);
    if (how !== null && how !== 'nothing') await shift(dialogue, region, seasonId, how);
    return { to: 'desk' };
  },
};
