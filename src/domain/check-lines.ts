/** What is said of a code that somebody sent: whether its opening is ours, how it stands, and who is behind it. */
import { beginData } from './button-data.ts';
import { ageLine, giftOf, originLine, placeLine, shortlyWhat, whatOf } from './card-lines.ts';
import { pledgeLines } from './card-pledge.ts';
import { marked, verdictLines } from './card-verdict.ts';
import type { LookedUp } from './conversation.ts';
import { type Button, type Message, type Phrase, phrase, raw, say } from './message.ts';
import { type CloseReason, type Day, isOpen, type Opening } from './opening.ts';
import { isWellFormed } from './opening-code.ts';
import { blank, regionName } from './phrases.ts';
import type { RightToWork } from './right-to-work.ts';

/**
 * From how many reports on they are spoken of. Of a single one nothing is said: whoever is reported could tell by whom,
 * and a rival alone could mark an honest opening.
 */
export const SEVERAL_REPORTS = 2;

type State = 'open' | 'paused' | 'paused-reports' | 'closed' | `closed-${CloseReason}`;

/** How an opening stands today, by the text that says so. */
function stateOf(opening: Opening, today: Day): State {
  const { status, closeReason } = opening;
  if (isOpen(opening, today)) return 'open';
  if (status === 'paused') return closeReason === 'reports' ? 'paused-reports' : 'paused';
  if (status === 'closed' && closeReason !== null) return `closed-${closeReason}`;
  if (status === 'filled' || opening.placesLeft === 0) return 'closed-filled';
  return status === 'open' ? 'closed-expired' : 'closed';
}

const stateLines = (state: State): readonly Phrase[] => [
  phrase(`check:${state}`),
  ...(state === 'open' ? [] : [phrase('check:no-travel')]),
];

/** What it is, so that whoever has a card can compare. */
const contentLines = (opening: Opening): readonly Phrase[] => [
  whatOf(opening),
  phrase('card:title', { title: raw(opening.title) }),
  placeLine(opening),
  giftOf(opening),
  ...(opening.employer === null ? [] : [phrase('card:employer', { name: raw(opening.employer) })]),
];

const button = (label: string, conversation: string, argument = ''): Button => ({
  label: phrase(label),
  press: { kind: 'data', data: beginData(conversation, argument) },
});

/** Who asks, and what they may hear. */
export interface Asker {
  /** Whether they opted in: a stranger opts in on the way to the opening, and cannot report it. */
  readonly known: boolean;
  /** Whether several others reported it. */
  readonly reported: boolean;
  /** By what the right to work of whoever opted in is judged. */
  readonly right: RightToWork | null;
}

/** All that is said of one opening. */
export function checkMessage(opening: Opening, { known, reported, right }: Asker, today: Day): Message {
  const { code } = opening;
  const state = stateOf(opening, today);
  const behind = pledgeLines(opening);
  const see = known
    ? button('check:button-see', 'openings', code)
    : button('check:button-see', 'start', `v_${code}`);
  return {
    lines: [
      phrase('check:ours', { code: raw(code) }),
      ...stateLines(state),
      ...(state === 'open' ? verdictLines(opening, right, today) : []),
      blank,
      ...contentLines(opening),
      blank,
      originLine(opening),
      ageLine(opening, today),
      ...behind,
      ...(reported ? [phrase('check:reported')] : []),
      phrase(opening.kind === 'support' ? 'openings:support-safety' : 'check:never-pay'),
      ...(state === 'open' ? [phrase('check:compare')] : []),
    ],
    buttons: [
      ...(state === 'open' ? [[{ ...see, emphasis: 'good' as const }]] : []),
      ...(known && !state.startsWith('closed') ? [[button('card:button-report', 'report', code)]] : []),
      ...(behind.length === 0 ? [] : [[button('pledge:button', 'pledge')]]),
    ],
  };
}

/** What is said where there is no opening to speak of. */
export function noOpening(code: string, why: Exclude<LookedUp['kind'], 'found'>): Message {
  if (why === 'tries') return say(phrase('move:tries'));
  return isWellFormed(code)
    ? say(phrase('check:not-ours', { code: raw(code) }), phrase('check:careful'))
    : say(phrase('check:slip', { code: raw(code) }), phrase('check:slip-hint'));
}

/** One of several codes. */
export interface Checked {
  readonly code: string;
  readonly found: LookedUp;
  readonly reported: boolean;
}

/** How it stands, shortly; of what was reported more can be read behind its button. */
const shortState = (state: State, reported: boolean): Phrase =>
  phrase(reported && state === 'open' ? 'check:short-reported' : `check:short-${state.split('-')[0]}`);

function shortLine({ code, found, reported }: Checked, right: RightToWork | null, today: Day): Phrase {
  const shown = raw(code);
  if (found.kind === 'found') {
    const { opening } = found;
    const state = stateOf(opening, today);
    const line = phrase('check:line', {
      code: shown,
      what: shortlyWhat(opening),
      region: regionName(opening.region),
      state: shortState(state, reported),
    });
    return state === 'open' ? marked(line, opening, right, today) : line;
  }
  if (found.kind === 'tries')
    return phrase('check:line-alone', { code: shown, state: phrase('check:short-tries') });
  const state = phrase(isWellFormed(code) ? 'check:short-not-ours' : 'check:short-slip');
  return phrase('check:line-alone', { code: shown, state });
}

/** Several codes, as a forwarded push has them: a line each, and a button to all that is said of each of ours. */
export const checkList = (checked: readonly Checked[], right: RightToWork | null, today: Day): Message => ({
  lines: [...checked.map((one) => shortLine(one, right, today)), blank, phrase('check:never-pay')],
  buttons: checked.flatMap(({ code, found }) =>
    found.kind === 'found'
      ? [
          [
            {
              label: phrase('card:button-open', { what: shortlyWhat(found.opening), code: raw(code) }),
              press: { kind: 'data' as const, data: beginData('check', code) },
            },
          ],
        ]
      : [],
  ),
});
