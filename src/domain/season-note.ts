/** What is known of one season, as it is said to somebody: in a notice, and when they ask. */
import { beginData } from './button-data.ts';
import type { Country } from './country.ts';
import { type Button, type Message, type Phrase, phrase } from './message.ts';
import type { Suggestion } from './next-harvest.ts';
import { blank, regionName } from './phrases.ts';
import type { SeasonWindow } from './season.ts';
import { subjectsOf } from './season-wish.ts';
import { seasonName } from './season-words.ts';
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
  /** It is not sure that they may work there. */
  readonly check: boolean;
  /** The wish of theirs that means it; `null`: none. */
  readonly wish: SeasonWish | null;
}

/** What follows a season that is over. */
export interface NextNote {
  readonly kind: 'next';
  readonly window: SeasonWindow;
  readonly suggestions: readonly Suggestion[];
  /** Of the suggestions, those they wait for already. */
  readonly known: readonly Suggestion[];
}

type Crops = Pick<Country, 'crops'>;

const IS_OVER: readonly NoteKind[] = ['known-over', 'shift-over'];

/** Argument of the conversation: `w~apple~RU-LIP` waits, `x~…` no longer waits, `e~straw-lip~RU-LIP` asks what comes next. */
export const seasonArgument = (what: 'w' | 'x' | 's' | 'e', name: string, place: string): string =>
  `${what}~${name}~${place}`;

const button = (label: Phrase, argument: string): Button => ({
  label,
  press: { kind: 'data', data: beginData('seasons', argument) },
});

const wishButton = (what: 'w' | 'x', wish: SeasonWish, label: Phrase): Button => {
  const at = wish.lastIndexOf('@');
  return button(label, seasonArgument(what, wish.slice(0, at), wish.slice(at + 1)));
};

/** To hear of a season in its region. */
const tellWish = ({ season, region }: SeasonWindow, country: Crops): SeasonWish => {
  // The first is every harvest, which would be more than was asked for.
  const [, subject] = subjectsOf(season, country);
  return `${subject ?? ''}@${region}`;
};

/** What is said of one season, a line each: days, how pay is counted, openings, and whether to ask first. */
function noteLines({ kind, window, open, check }: SeasonNote): readonly Phrase[] {
  const { season, region, from, to } = window;
  const head = phrase(`season:${kind}`, {
    what: seasonName(season),
    where: regionName(region),
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
    ...(check ? [phrase('season:check')] : []),
  ];
}

const unitsOf = ({ min, max }: { readonly min: number; readonly max: number }, unit: string): Phrase =>
  phrase(`harvest:units.${unit}`, {
    count: max,
    number: min === max ? max : phrase('harvest:span', { min, max }),
  });

const mineButton: Button = button(phrase('season:mine'), 'mine');

/** Of one season: openings, and to wait for it or no longer. */
function noteButtons(note: SeasonNote, country: Crops): Message['buttons'] {
  const { season, region } = note.window;
  const over = IS_OVER.includes(note.kind);
  return [
    ...(note.open > 0 && !over ? [[{ ...allButton, emphasis: 'good' as const }]] : []),
    ...(over ? [[button(phrase('season:after'), seasonArgument('e', season.id, region))]] : []),
    [
      note.wish === null
        ? wishButton('w', tellWish(note.window, country), phrase('season:tell-one'))
        : wishButton('x', note.wish, phrase('season:stop')),
      mineButton,
    ],
  ];
}

/** Several seasons in one message: each with its lines, and buttons that serve all. */
export function notesMessage(notes: readonly SeasonNote[], country: Crops): Message {
  const [only, ...others] = notes;
  if (only === undefined) throw new Error('a notice speaks of at least one season');
  if (others.length === 0) return { lines: noteLines(only), buttons: noteButtons(only, country) };
  return {
    lines: notes.flatMap((note, at) => [...(at === 0 ? [] : [blank]), ...noteLines(note)]),
    buttons: [[{ ...allButton, emphasis: 'good' }], [mineButton]],
  };
}

function suggestionLines(suggestion: Suggestion, number: number): readonly Phrase[] {
  const { window, gap, check, newPermit } = suggestion;
  const { season, region, from, to } = window;
  const days = { start: { day: from }, end: { day: to } };
  const line = phrase('season:line', { what: seasonName(season), where: regionName(region), ...days });
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
export function nextMessage({ window, suggestions, known }: NextNote, country: Crops): Message {
  const head = phrase('season:next', { what: seasonName(window.season), where: regionName(window.region) });
  const taps = suggestions.flatMap((suggestion, at) =>
    known.includes(suggestion)
      ? []
      : [[wishButton('w', tellWish(suggestion.window, country), phrase('season:tell', { number: at + 1 }))]],
  );
  return {
    lines:
      suggestions.length === 0
        ? [head, phrase('season:next-none')]
        : [head, ...suggestions.flatMap((one, at) => suggestionLines(one, at + 1))],
    buttons: [...taps, [mineButton]],
  };
}
