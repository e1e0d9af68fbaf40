/** Asks when a broadcast shall leave, by the clock of where its opening is, and says it back. */
import type { Dialogue, KeptAnswer } from './conversation.ts';
import { timeAt } from './local-time.ts';
import { type Phrase, phrase, raw } from './message.ts';
import { momentLine, momentName } from './moment-words.ts';
import type { Opening } from './opening.ts';
import { regionName } from './phrases.ts';
import { isQuiet, localHour } from './quiet-hours.ts';
import {
  canWait,
  type DayWords,
  judgeSendTime,
  latestSendTime,
  offeredTimes,
  readSendTime,
} from './send-time.ts';

/** Days as people call them, in all languages: coordinators type in more than one. */
function dayWords({ exchange }: Dialogue): DayWords {
  const words = (key: string): readonly string[] =>
    exchange
      .languages(null)
      .flatMap(({ code }) => exchange.posting.inWords(code, phrase(`broadcast:typed-${key}`)).split(','));
  return { days: ['today', 'tomorrow', 'after'].map(words), beside: words('beside') };
}

const MINUTE_MS = 60_000;
const kept = (at: Date): string => `${Math.floor(at.getTime() / MINUTE_MS)}`;

/** The last moment for a broadcast of an opening, and the clock it is told by. */
const limitsOf = ({ exchange, desk }: Dialogue, opening: Opening) => {
  const clock = exchange.clockIn(opening.region);
  return { clock, latest: latestSendTime(opening, desk.now, clock) };
};

/** Whether there is still time for anything but "now". */
export const mayWait = (dialogue: Dialogue, opening: Opening): boolean =>
  canWait(dialogue.desk.now, limitsOf(dialogue, opening).latest);

/** A day and month in figures, as it may be typed: tomorrow's. */
const example = (now: Date): Phrase['values'] => {
  const [, month = '', day = ''] = new Date(now.getTime() + 1_440 * MINUTE_MS)
    .toISOString()
    .slice(0, 10)
    .split('-');
  return { date: raw(`${day}.${month}`) };
};

async function askOnce(dialogue: Dialogue, opening: Opening): Promise<Date | null> {
  const { now } = dialogue.desk;
  const { clock, latest } = limitsOf(dialogue, opening);
  const { clockIn } = dialogue.exchange;
  const hints: Readonly<Record<'past' | 'late', Phrase>> = {
    past: phrase('broadcast:time-past'),
    late: phrase('broadcast:time-late', { when: momentName(latest, opening.region, clockIn) }),
  };
  const answer = await dialogue.askText<string>({
    id: 'when',
    text: [
      phrase('broadcast:when-ask', { region: regionName(opening.region), time: raw(timeAt(now, clock)) }),
      phrase('broadcast:when-type', example(now)),
    ],
    columns: 1,
    options: [
      ...offeredTimes(now, latest, clock).map(({ days, at }) => ({
        value: kept(at),
        label: phrase(days === 0 ? 'broadcast:today-at' : 'broadcast:tomorrow-at', {
          time: raw(timeAt(at, clock)),
        }),
      })),
      { value: 'no', label: phrase('broadcast:way-no') },
    ],
    read: async (text): Promise<KeptAnswer> => {
      const at = readSendTime(text, now, clock, dayWords(dialogue));
      if (at === null) return { kind: 'unclear', hint: phrase('broadcast:time-unclear', example(now)) };
      const fits = judgeSendTime(at, now, latest);
      return fits === 'fits' ? { kind: 'kept', value: kept(at) } : { kind: 'unclear', hint: hints[fits] };
    },
  });
  return answer === null || answer === 'no' ? null : new Date(Number(answer) * MINUTE_MS);
}

/** When it shall leave; `null`: not at all. */
export async function askSendTime(
  dialogue: Dialogue,
  opening: Opening,
  urgent: boolean,
): Promise<Date | null> {
  for (;;) {
    const at = await askOnce(dialogue, opening);
    if (at === null) return null;
    const { clockIn } = dialogue.exchange;
    const sleeps = isQuiet(null, localHour(clockIn(opening.region), at));
    const sure = await dialogue.askOne({
      id: 'sure',
      text: [
        momentLine(at, opening.region, clockIn, dialogue.desk.now),
        ...(sleeps ? [phrase(urgent ? 'broadcast:sleep-urgent' : 'broadcast:sleep')] : []),
      ],
      columns: 1,
      options: [
        { value: 'go', label: phrase(urgent ? 'broadcast:way-ask' : 'broadcast:way-then') },
        { value: 'other', label: phrase('broadcast:way-other') },
        { value: 'no', label: phrase('broadcast:way-no') },
      ],
    });
    if (sure !== 'other') return sure === 'go' ? at : null;
  }
}
