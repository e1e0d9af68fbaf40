/** What those who saw an opening hear when it is not as it was, and those who reported one when that was decided. */
import { cardButtons, openButton, shortLine } from './card.ts';
import { cardLines, placeLine, type Reader, whatOf } from './card-lines.ts';
import type { Correction, CorrectionsContent, Outcome, OutcomesContent } from './content.ts';
import { type Button, type Message, type Phrase, phrase, raw } from './message.ts';
import type { CloseReason, Day, Opening } from './opening.ts';
import { blank, joined } from './phrases.ts';
import { CORRECTION_KINDS, type CorrectionKind } from './push.ts';
import { allButton } from './ways.ts';

/** Openings of one kind of correction that get a line of their own; of the rest only the codes are named. */
const LINES = 5;

/** Reasons that are said beside "cancelled". */
const SAID: readonly (CloseReason | null)[] = ['withdrawn', 'moved', 'pay-changed', 'source-gone', 'reports'];

/** What it is, where, and its code. */
const nameLine = (opening: Opening): Phrase =>
  phrase('correction:opening', { what: whatOf(opening), place: placeLine(opening), code: raw(opening.code) });

const whyLines = ({ said, opening: { closeReason } }: Correction): readonly Phrase[] =>
  said === 'cancelled' && SAID.includes(closeReason) ? [phrase(`correction:why-${closeReason}`)] : [];

const isStillOpen = ({ said }: Correction): boolean => said === 'changed' || said === 'reopened';

/** Nobody may be left to guess which: openings beyond the first few are named by their codes. */
function groupLines(said: CorrectionKind, group: readonly Correction[]): readonly Phrase[] {
  const codes = group
    .slice(LINES)
    .map(({ opening }) => phrase('correction:code', { code: raw(opening.code) }));
  const rest = joined('common:list', codes);
  return [
    phrase(`correction:${said}`),
    ...group.slice(0, LINES).flatMap((correction) => [nameLine(correction.opening), ...whyLines(correction)]),
    ...(rest === undefined ? [] : [phrase('correction:rest', { codes: rest })]),
    blank,
  ];
}

const othersLines = (others: readonly Opening[], reader: Reader, today: Day): readonly Phrase[] =>
  others.length === 0
    ? []
    : [phrase('correction:others'), ...others.map((one) => shortLine(one, reader, today))];

/** Buttons of one message that open openings: more are found by their codes. */
const MOST_BUTTONS = 5;

/** One correction of an opening that is open as its whole card; several, or of what is over, in a few lines. */
export function correctionMessage(
  { corrections, others }: Pick<CorrectionsContent, 'corrections' | 'others'>,
  reader: Reader,
  today: Day,
): Message {
  const [only, ...more] = corrections;
  if (only === undefined) throw new Error('a correction speaks of at least one opening');
  if (more.length === 0 && isStillOpen(only))
    return {
      lines: [phrase(`correction:${only.said}`), ...cardLines(only.opening, reader, today)],
      buttons: [...cardButtons(only.opening, reader, today), [allButton]],
    };
  const groups = CORRECTION_KINDS.flatMap((said) => {
    const group = corrections.filter((one) => one.said === said);
    return group.length === 0 ? [] : groupLines(said, group);
  });
  const open = [...corrections.filter(isStillOpen).map(({ opening }) => opening), ...others];
  return {
    lines: trimmed([...groups, ...othersLines(others, reader, today)]),
    buttons: [
      ...open.slice(0, MOST_BUTTONS).map((opening): readonly Button[] => [openButton(opening)]),
      [allButton],
    ],
  };
}

const trimmed = (lines: readonly Phrase[]): readonly Phrase[] =>
  lines.at(-1) === blank ? lines.slice(0, -1) : lines;

/** What became of a report, and thanks: nobody reports twice into silence. */
export const outcomeMessage = ({ outcomes }: Pick<OutcomesContent, 'outcomes'>): Message => ({
  lines: trimmed(outcomes.flatMap((one) => [outcomeLine(one), blank])),
  buttons: [[allButton]],
});

const outcomeLine = ({ upheld, opening }: Outcome): Phrase =>
  phrase(`correction:report-${upheld ? 'upheld' : 'rejected'}`, { code: raw(opening.code) });
