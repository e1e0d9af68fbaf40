/** What is known of one season, as it is said to somebody: in a notice, and when they ask. */
import { beginData } from './button-data.ts';
import { type Button, type Message, type Phrase, phrase } from './message.ts';
import type { Suggestion } from './next-harvest.ts';
import { blank } from './phrases.ts';
import type { SeasonWindow } from './season.ts';
import { readWish } from './season-wish.ts';
import { placeName, seasonName } from './season-words.ts';
import type { SeasonWish } from './subscriber.ts';
import { allButton } from './ways.ts';

/** How a season is spoken of: it comes, it was moved, or somebody asks. */
export const NOTE_KINDS = [
  'soon',
  'known',
  'known-over',
  'shift-later',
  'shift-earlier',
  'shift-back',
  'shift-over',
] as const;
export type NoteKind = (typeof NOTE_KINDS)[number];

/** One season, to one person. */
export interface SeasonNote {
  readonly kind: NoteKind;
  readonly window: SeasonWindow;
  /** Openings of it that can be taken up. */
  readonly open: number;
  /** What they must know of their right to work there; `null`: it counts. */
  readonly caution: 'check' | 'new-permit' | 'barred' | null;
  /** The wish of theirs that means it; `null`: none. */
  readonly wish: SeasonWish | null;
  /** The wish for it alone. */
  readonly alone: SeasonWish;
}

/** A harvest to go on with, and the wish for it; `null` where they wait for it already. */
export interface Following extends Suggestion {
  readonly tell: SeasonWish | null;
}

/** What follows a season that is over. */
export interface NextNote {
  readonly kind: 'next';
  readonly window: SeasonWindow;
  readonly suggestions: readonly Following[];
}

const IS_OVER: readonly NoteKind[] = ['known-over', 'shift-over'];

/** Argument of the conversation: `w~apple~RU-LIP` waits, `x~…` no longer waits, `e~straw-lip~RU-LIP` asks what comes next. */
const seasonArgument = (what: 'w' | 'x' | 's' | 'e', name: string, place: string): string =>
  `${what}~${name}~${place}`;

const button = (label: Phrase, argument: string): Button => ({
  label,
  press: { kind: 'data', data: beginData('seasons', argument) },
});

const wishButton = (what: 'w' | 'x', wish: SeasonWish, label: Phrase): Button => {
  const { subject, place } = readWish(wish);
  return button(label, seasonArgument(what, subject, place));
};

/** What is said of one season, a line each: days, how pay is counted, openings, and whether to ask first. */
function noteLines({ kind, window, open, caution }: SeasonNote): readonly Phrase[] {
  const { season, region, from, to } = window;
  const head = phrase(`season:${kind}`, {
    what: seasonName(season),
    where: placeName(region),
    start: { day: from },
    end: { day: to },
  });
  if (IS_OVER.includes(kind)) return [head];
  const units = season.unitsPerDay;
  const unit = season.payUnit;
  return [
    head,
    ...(unit === null ? [] : [phrase('season:paid', { each: phrase(`terms:each.${unit}`) })]),
    ...(units === null || (unit !== 'kg' && unit !== 'box' && unit !== 'piece')
      ? []
      : [phrase('season:norm', { units: unitsOf(units, unit) })]),
    open === 0 ? phrase('season:open-none') : phrase('season:open', { count: open }),
    ...(caution === null ? [] : [phrase(`season:${caution}`)]),
  ];
}

const unitsOf = ({ min, max }: { readonly min: number; readonly max: number }, unit: string): Phrase =>
  phrase(`harvest:units.${unit}`, {
    count: max,
    number: min === max ? max : phrase('harvest:span', { min, max }),
  });

const mineButton: Button = button(phrase('season:mine'), 'mine');

/** Of one season: openings, and to wait for it or no longer. */
function noteButtons(note: SeasonNote): Message['buttons'] {
  const { season, region } = note.window;
  const over = IS_OVER.includes(note.kind);
  return [
    ...(note.open > 0 && !over ? [[{ ...allButton, emphasis: 'good' as const }]] : []),
    ...(over ? [[button(phrase('season:after'), seasonArgument('e', season.id, region))]] : []),
    [
      note.wish === null
        ? wishButton('w', note.alone, phrase('season:tell-one'))
        : wishButton('x', note.wish, phrase('season:stop')),
      mineButton,
    ],
  ];
}

/** More than this are a line each. */
const MOST_WHOLE = 3;
/** Lines that still read well, and fit into one message of WhatsApp. */
const MOST_LINES = 10;

/** One season in one line. */
const shortLine = ({ window }: SeasonNote): Phrase =>
  phrase('season:line', {
    what: seasonName(window.season),
    where: placeName(window.region),
    start: { day: window.from },
    end: { day: window.to },
  });

/** What was moved is said in its own words, of however many there are: somebody may be packing. */
function manyLines(notes: readonly SeasonNote[]): readonly Phrase[] {
  const moved = notes.filter(({ kind }) => kind.startsWith('shift'));
  const coming = notes.filter((note) => !moved.includes(note));
  const rest = coming.length - MOST_LINES;
  return [
    ...moved.flatMap((note) => [...noteLines(note).slice(0, 1), blank]),
    phrase('season:many'),
    ...coming.slice(0, MOST_LINES).map(shortLine),
    ...(rest > 0 ? [phrase('card:more', { count: rest })] : []),
  ];
}

const apart = (blocks: readonly (readonly Phrase[])[]): readonly Phrase[] =>
  blocks.flatMap((block, at) => (at === 0 ? block : [blank, ...block]));

/** Several seasons in one message: each with its lines, and buttons that serve all. */
export function notesMessage(notes: readonly SeasonNote[]): Message {
  const [only, ...others] = notes;
  if (only === undefined) throw new Error('a notice speaks of at least one season');
  if (others.length === 0) return { lines: noteLines(only), buttons: noteButtons(only) };
  return {
    lines:
      notes.filter(({ kind }) => kind === 'soon').length > MOST_WHOLE
        ? manyLines(notes)
        : apart(notes.map(noteLines)),
    buttons: [[{ ...allButton, emphasis: 'good' }], [mineButton]],
  };
}

/** Notices of one moment as one message: what comes or was moved, then what follows one that is over. */
export function seasonsMessage(notes: readonly SeasonNote[], next: NextNote | null): Message {
  if (next === null) return notesMessage(notes);
  const following = nextMessage(next);
  return notes.length === 0
    ? following
    : { ...following, lines: apart([notesMessage(notes).lines, following.lines]) };
}

function suggestionLines(suggestion: Suggestion, number: number): readonly Phrase[] {
  const { window, gap, check, newPermit } = suggestion;
  const { season, region, from, to } = window;
  const days = { start: { day: from }, end: { day: to } };
  const line = phrase('season:line', { what: seasonName(season), where: placeName(region), ...days });
  const notes = [
    gap === 0 ? phrase('season:next-now') : phrase('season:next-gap', { count: gap }),
    ...(check ? [phrase('season:next-check')] : []),
    ...(newPermit ? [phrase('season:next-permit')] : []),
  ];
  return [
    phrase('season:item', { number, text: line }),
    ...notes.map((text) => phrase('season:next-note', { text })),
  ];
}

/** What follows a season, with one tap to wait for each that they do not wait for yet. */
export function nextMessage({ window, suggestions }: NextNote): Message {
  const head = phrase('season:next', { what: seasonName(window.season), where: placeName(window.region) });
  const taps = suggestions.flatMap(({ tell }, at) =>
    tell === null ? [] : [[wishButton('w', tell, phrase('season:tell', { number: at + 1 }))]],
  );
  return {
    lines:
      suggestions.length === 0
        ? [head, phrase('season:next-none')]
        : [head, ...suggestions.flatMap((one, at) => suggestionLines(one, at + 1))],
    buttons: [...taps, [mineButton]],
  };
}
