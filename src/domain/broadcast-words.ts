/** Broadcasts in words: whom one would reach, and how it fares. */
import { FEWEST, type Figure, figureOf } from './audience-figures.ts';
import type { BroadcastAccount, ChannelReach, Reach } from './broadcast.ts';
import { beginData } from './button-data.ts';
import type { ClockIn } from './local-time.ts';
import { type Button, type Message, type Phrase, phrase, raw } from './message.ts';
import { momentLine } from './moment-words.ts';
import { blank, listed } from './phrases.ts';

/** "300 or more", or "fewer than 20". */
const figureWords = (people: Figure): Phrase =>
  people === 'few' ? phrase('broadcast:few') : phrase('broadcast:about', { people });

const part = (what: Phrase, people: Figure): Phrase =>
  phrase('broadcast:part', { what, people: figureWords(people) });

const asIs = (text: string): Phrase => phrase('common:as-is', { text: raw(text) });

const row = (key: string, parts: readonly Phrase[]): readonly Phrase[] => {
  const list = listed(parts);
  return list === undefined ? [] : [phrase(`broadcast:${key}`, { list })];
};

/** What is told of an audience; `nameOf` a language in itself. */
export function reachLines(reach: Reach, nameOf: (locale: string) => string): readonly Phrase[] {
  if (reach.kind !== 'told') return [phrase(`broadcast:${reach.kind}`)];
  return [
    phrase('broadcast:whom', { people: figureWords(reach.people) }),
    ...row(
      'locales',
      reach.locales.map(({ locale, people }) => part(asIs(nameOf(locale)), people)),
    ),
    ...row(
      'verdicts',
      reach.verdicts.map(({ verdict, people }) => part(phrase(`broadcast:verdict.${verdict}`), people)),
    ),
    ...row(
      'others',
      reach.others.map(({ why, people }) => part(phrase(`broadcast:why.${why}`), people)),
    ),
    phrase('broadcast:lasts', { minutes: reach.minutes }),
    phrase('broadcast:quiet', { people: figureWords(reach.quiet) }),
    ...reach.channels.flatMap(windowLines),
  ];
}

/** What a service's window, limit and price mean for it. */
function windowLines({ channel, outside, beyond, cost }: ChannelReach): readonly Phrase[] {
  if (outside === null || beyond === null) return [];
  return [
    phrase('broadcast:window', {
      channel: asIs(channel),
      outside: figureWords(outside),
      beyond: figureWords(beyond),
    }),
    priceLine(cost),
  ];
}

function priceLine(cost: ChannelReach['cost']): Phrase {
  if (cost === null) return phrase('broadcast:price-unknown');
  const most = { amount: cost.most, currency: cost.currency };
  return cost.least === 0
    ? phrase('broadcast:price-below', { most })
    : phrase('broadcast:price', { least: cost.least, most });
}

/** Why people were skipped or could not be told, in the few words there are for it. */
const SKIPPED: Readonly<Record<string, string>> = {
  forgotten: 'left',
  stopped: 'left',
  blocked: 'left',
  paused: 'paused',
  daily: 'daily',
  nothing: 'nothing',
};

const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, one) => all + one, 0);

/** All pushes of a broadcast as one. */
export interface Standing {
  readonly state:
    | 'asked'
    | 'set'
    | 'waits'
    | 'running'
    | 'paused'
    | 'stopped'
    | 'over'
    | 'undone'
    | 'refused'
    | 'closed'
    | 'left'
    | 'late';
  readonly total: number;
  readonly sent: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly failed: number;
  readonly uncertain: number;
  /** Not told yet, or never when it is over; those on their way are among them. */
  readonly left: number;
  readonly onTheWay: number;
  /** Nothing leaves: everything is stopped, or whoever sends it. */
  readonly halted: boolean;
  /** Who waits for their morning or their next day; `null`: nobody. */
  readonly waiting: Figure | null;
}

/**
 * So few that exact counts would speak of single people: as everywhere, fewer than twenty are only that. What may be
 * sent passed the comparison of audiences before, so that from twenty on counts say no more than was told then.
 */
export const isFew = ({ total }: Standing): boolean => total < FEWEST;

/** How a broadcast stands now. */
export function standingOf(one: BroadcastAccount, now: Date): Standing {
  const sum = (of: (push: (typeof one.pushes)[number]) => number): number =>
    one.pushes.reduce((all, push) => all + of(push), 0);
  const skipped: Record<string, number> = {};
  for (const push of one.pushes)
    for (const [why, people] of Object.entries(push.skipped)) {
      const word = SKIPPED[why] ?? 'over';
      skipped[word] = (skipped[word] ?? 0) + people;
    }
  const [total, sent, uncertain] = [sum((p) => p.total), sum((p) => p.sent), sum((p) => p.uncertain)];
  const failed = sum((push) => sumOf(push.failed));
  const left = Math.max(0, total - sent - uncertain - failed - sumOf(skipped));
  const onTheWay = sum((push) => push.onTheWay);
  const later = Math.min(
    left,
    sum((push) => push.waiting),
  );
  const waiting = later === 0 ? null : figureOf(later, 0);
  const { halted } = one;
  return {
    state: stateOf(one, now),
    total,
    sent,
    skipped,
    failed,
    uncertain,
    left,
    onTheWay,
    halted,
    waiting,
  };
}

function stateOf({ state, pushes, setFor, sendAt }: BroadcastAccount, now: Date): Standing['state'] {
  if (state === 'asked') return sendAt > now ? 'asked' : 'late';
  if (state !== 'sent') return state;
  const states = new Set(pushes.map((push) => push.state));
  for (const live of ['running', 'paused'] as const) if (states.has(live)) return live;
  if (states.has('planned')) return setFor !== null && sendAt > now ? 'set' : 'waits';
  return states.has('stopped') ? 'stopped' : 'over';
}

/** How it stands, in a line. */
function stateLine(standing: Standing): Phrase {
  const { state, halted } = standing;
  if (halted && (state === 'waits' || state === 'running')) return phrase('broadcast:state.halted');
  return phrase(`broadcast:state.${isFew(standing) && state === 'over' ? 'over-few' : state}`);
}

/** Nothing of it will change any more. */
export const isSettled = ({ state, onTheWay }: Standing): boolean =>
  onTheWay === 0 && ['stopped', 'over', 'undone', 'refused', 'closed', 'left', 'late'].includes(state);

const BAR = 10;

const bar = ({ total, left }: Standing): string => {
  const full = total === 0 ? 0 : Math.floor(((total - left) / total) * BAR);
  return `${'▓'.repeat(full)}${'░'.repeat(BAR - full)}`;
};

const BUTTONS: Readonly<Record<Standing['state'], readonly string[]>> = {
  asked: ['undo'],
  set: ['undo'],
  waits: ['undo'],
  running: ['pause', 'stop'],
  paused: ['resume', 'stop'],
  stopped: [],
  over: [],
  undone: [],
  refused: [],
  closed: [],
  left: [],
  late: [],
};

const button = (how: string, code: string): Button => ({
  label: phrase(`broadcast:to-${how}`),
  press: { kind: 'data', data: beginData('broadcast', `${how}-${code}`) },
  ...(how === 'stop' ? { emphasis: 'danger' as const } : {}),
});

/** The message that shows how it fares. `perSecond`: how fast, as far as that is known; `live`: it changes by itself. */
export function broadcastMessage(
  one: BroadcastAccount,
  now: Date,
  {
    perSecond,
    live,
    clockIn,
  }: { readonly perSecond: number | null; readonly live: boolean; readonly clockIn: ClockIn },
): Message {
  const standing = standingOf(one, now);
  const { state, total, sent, failed, uncertain, left } = standing;
  const began = ['running', 'paused', 'stopped', 'over'].includes(state);
  const few = isFew(standing);
  const why = row(
    'skipped',
    Object.entries(standing.skipped).map(([word, people]) =>
      phrase('broadcast:part', { what: phrase(`broadcast:skip.${word}`), people }),
    ),
  );
  const toGo = perSecond === null || perSecond <= 0 ? null : Math.ceil(left / perSecond / 60);
  return {
    lines: [
      phrase('broadcast:title', { code: raw(one.code), opening: raw(one.openingCode) }),
      stateLine(standing),
      // How long it still is would be wrong by the time a message that changes by itself is read.
      ...(one.setFor === null ? [] : [momentLine(one.setFor, one.region, clockIn, live ? null : now)]),
      // The same for one as for nineteen, and whether somebody waits or not.
      ...(few && began && state !== 'over' ? [phrase('broadcast:few-people')] : []),
      ...(few && state === 'running' ? [phrase('broadcast:later-few')] : []),
      ...(few
        ? []
        : [
            blank,
            asIs(bar(standing)),
            phrase('broadcast:counts', { total, sent, left }),
            ...why,
            ...(failed + uncertain === 0 ? [] : [phrase('broadcast:failed', { failed, uncertain })]),
            ...(state === 'running' && standing.waiting !== null
              ? [phrase('broadcast:later', { people: figureWords(standing.waiting) })]
              : []),
          ]),
      ...(state === 'running' && !few && perSecond !== null && toGo !== null
        ? [phrase('broadcast:rate', { rate: perSecond, minutes: toGo })]
        : []),
    ],
    buttons: [
      BUTTONS[state].map((how) => button(how, one.code)),
      ...(live || isSettled(standing) ? [] : [[button('see', one.code)]]),
    ].filter((buttons) => buttons.length > 0),
  };
}
