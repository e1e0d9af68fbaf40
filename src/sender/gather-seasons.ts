import type { NextNote, SeasonNote } from '../domain/season-note.ts';
import { type Gather, gatherOthers, NOTHING } from './found.ts';
import type { Run } from './token.ts';

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
export const gatherSeasons: Gather = async (ports, token, run, { subscriber }) => {
  const { seasons } = ports;
  if (seasons === undefined) return NOTHING;
  const tell = async ({ push }: Run): Promise<readonly Part[]> => {
    const part = await seasons.tell(push.row.announcementId, subscriber.preferences);
    return part === null ? [] : [part];
  };
  const own = await tell(run);
  if (own.length === 0) return NOTHING;
  const { joined, parts } = await gatherOthers({ ports, token, run }, subscriber, tell);
  const all = [...own, ...parts];
  return {
    content: {
      kind: 'seasons',
      notes: inOrder(all.filter((part) => !isNext(part))),
      next: all.find(isNext) ?? null,
    },
    joined,
    shows: [],
  };
};
