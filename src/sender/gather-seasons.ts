import type { NextNote, SeasonNote } from '../domain/season-note.ts';
import { type Gather, joinable, NOTHING } from './found.ts';

type Part = SeasonNote | NextNote;

const isNext = (part: Part): part is NextNote => part.kind === 'next';
const nameOf = ({ window: { season, region } }: Part): string => `${season.id} ${region}`;

/** In the order of beginning. Of two notes about one season the later tells more: that it moved says also that it comes. */
function inOrder(notes: readonly SeasonNote[]): readonly SeasonNote[] {
  const soonFirst = notes.toSorted((a, b) => Number(a.kind !== 'soon') - Number(b.kind !== 'soon'));
  const once = new Map(soonFirst.map((note) => [nameOf(note), note]));
  return [...once.values()].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

const placeOf = (note: SeasonNote): string => `${note.window.from} ${nameOf(note)}`;

/** What this notice says to the person, and others that wait for them; of several ends the first leads on. */
export const gatherSeasons: Gather = async (ports, token, run, subscriber) => {
  const { seasons } = ports;
  if (seasons === undefined) return NOTHING;
  const tell = (id: string): Promise<Part | null> => seasons.tell(id, subscriber.preferences);
  const own = await tell(run.push.row.announcementId);
  if (own === null) return NOTHING;
  const waits = joinable(ports, run, subscriber);
  const theirs = await Promise.all(
    [...token.runs.values()]
      .filter(waits)
      .map(async (other) => [other, await tell(other.push.row.announcementId)] as const),
  );
  // While we read, some had their turn.
  const joined = theirs.filter(([other, part]) => part !== null && waits(other));
  const parts = [own, ...joined.flatMap(([, part]) => part ?? [])];
  return {
    content: {
      kind: 'seasons',
      notes: inOrder(parts.filter((part) => !isNext(part))),
      next: parts.find(isNext) ?? null,
    },
    joined: joined.map(([other]) => other),
    shows: [],
  };
};
