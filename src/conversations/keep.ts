import { permitted } from '../domain/ask-permission.ts';
import type { Conversation, Dialogue, KeptAnswer, Next, Option } from '../domain/conversation.ts';
import type { Done } from '../domain/desk.ts';
import { daysAfter } from '../domain/feed-values.ts';
import {
  actionOf,
  endsIt,
  fits,
  type Keeping,
  type Kept,
  type KeptOpening,
  subjectFor,
  untilWhen,
  WAYS,
  type Way,
} from '../domain/keeping.ts';
import { cardAsRead, keptLine, toldOf } from '../domain/keeping-lines.ts';
import { type Phrase, phrase, raw, say } from '../domain/message.ts';
import type { Day, Opening } from '../domain/opening.ts';
import { extend, isShownToItsEnd, SAID_REASONS } from '../domain/opening-change.ts';
import { dayIn } from '../domain/prefill.ts';

const NOTHING: Option<'nothing'> = { value: 'nothing', label: phrase('people:way-nothing') };

/** Most places an opening can have. */
const MOST = 9_999;

const numbers = (most: number | null, suggested: readonly number[]) =>
  suggested
    .filter((value) => most === null || value <= most)
    .map((value) => ({ value, label: phrase('common:as-is', { text: raw(String(value)) }) }));

/** What can be said of it now, by this person: that a code is missing, or that they are new, is said when they come to it. */
function waysOf({ desk }: Dialogue, kept: KeptOpening): readonly Way[] {
  return WAYS.filter((way) => {
    const action = actionOf(way, kept.opening);
    const said = desk.may(action, subjectFor(action, kept));
    return fits(way, kept.opening) && (said.kind !== 'no' || !['role', 'organisation'].includes(said.why));
  });
}

async function askPlaces(dialogue: Dialogue, { opening }: KeptOpening): Promise<Keeping | null> {
  const left = await dialogue.askNumber({
    id: 'left',
    text: [phrase('mine:places-ask')],
    suggestions: numbers(opening.places, [1, 2, 3, 5, 10, 20]),
    min: 0,
    max: MOST,
  });
  return left === null ? null : { kind: 'places', said: { left } };
}

async function askCame(dialogue: Dialogue, { opening }: KeptOpening): Promise<Keeping | null> {
  const came = await dialogue.askNumber({
    id: 'came',
    text: [phrase('mine:came-ask')],
    suggestions: numbers(opening.placesLeft, [1, 2, 3, 4, 5, 10]),
    min: 1,
    max: MOST,
  });
  return came === null ? null : { kind: 'places', said: { came } };
}

/** What is shown where the number is skipped. */
const skipped = ({ placesLeft }: Opening): Phrase =>
  placesLeft === null || placesLeft === 0
    ? phrase('mine:reopen-skip')
    : phrase('mine:reopen-left', { number: placesLeft });

async function askReopen(dialogue: Dialogue, { opening }: KeptOpening): Promise<Keeping> {
  const left = await dialogue.askNumber({
    id: 'again',
    text: [phrase('mine:reopen-ask'), skipped(opening)],
    suggestions: numbers(opening.places, [1, 2, 3, 5, 10, 20]),
    min: 1,
    max: MOST,
    skippable: true,
  });
  return { kind: 'reopen', left };
}

async function askClose(dialogue: Dialogue, kept: KeptOpening): Promise<Keeping | null> {
  const reason = await dialogue.askOne({
    id: 'reason',
    text: [phrase('mine:close-ask'), phrase('mine:hear', { told: toldOf(kept) })],
    columns: 1,
    options: [...SAID_REASONS.map((value) => ({ value, label: phrase(`mine:reason-${value}`) })), NOTHING],
  });
  return reason === null || reason === 'nothing' ? null : { kind: 'close', reason };
}

/** Days further ahead are a year that was mistyped. */
const FURTHEST = 366;

/** A typed day until which it may be shown, or why not. */
function untilTyped(text: string, opening: Opening, today: Day): KeptAnswer {
  const until = dayIn(text, today);
  if (until === null || until > daysAfter(today, FURTHEST))
    return { kind: 'unclear', hint: phrase('post:unclear') };
  const changed = extend(until, today)(opening);
  const why = changed.kind === 'refused' ? changed.why : null;
  if (why === 'past') return { kind: 'unclear', hint: phrase('mine:until-past') };
  if (why === 'after-its-end') return { kind: 'unclear', hint: phrase('mine:done-why-after-its-end') };
  return { kind: 'kept', value: until };
}

async function askUntil(dialogue: Dialogue, { opening }: KeptOpening): Promise<Keeping | null> {
  const { today } = dialogue;
  const until = await dialogue.askText<string>({
    id: 'until',
    text: [
      phrase(isShownToItsEnd(opening) ? 'mine:longer-ask' : 'mine:extend-ask', {
        day: { day: opening.expiresOn },
      }),
      phrase('post:type-day'),
    ],
    options: [
      ...untilWhen(opening, today, daysAfter).map((day) => ({
        value: day,
        label: phrase('mine:until', { day: { day } }),
      })),
      NOTHING,
    ],
    read: async (text) => untilTyped(text, opening, today),
  });
  return until === null || until === 'nothing' ? null : { kind: 'extend', until };
}

function keepingBy(dialogue: Dialogue, way: Way, kept: KeptOpening): Promise<Keeping | null> | Keeping {
  switch (way) {
    case 'places':
      return askPlaces(dialogue, kept);
    case 'came':
      return askCame(dialogue, kept);
    case 'filled':
      return { kind: 'close', reason: 'filled' };
    case 'extend':
      return askUntil(dialogue, kept);
    case 'close':
      return askClose(dialogue, kept);
    case 'reopen':
      return askReopen(dialogue, kept);
  }
}

const endOf = (done: Done<Kept>): string =>
  done.kind === 'done' ? `mine:done-${done.value}` : 'desk:refused-late';

/** Whether everybody who was told shall hear that they should not travel: one tap among others must not say it. */
async function isSure(dialogue: Dialogue, kept: KeptOpening): Promise<boolean> {
  const sure = await dialogue.askOne({
    id: 'sure',
    text: [phrase('mine:sure'), phrase('mine:hear', { told: toldOf(kept) })],
    columns: 1,
    options: [{ value: 'yes', label: phrase('mine:sure-yes'), emphasis: 'danger' }, NOTHING],
  });
  return sure === 'yes';
}

/** What is said before a code is asked for: a count takes one only where it is the last. */
async function countBy(dialogue: Dialogue, way: Way, kept: KeptOpening): Promise<Keeping | null | undefined> {
  if (way !== 'places' && way !== 'came' && way !== 'filled') return undefined;
  const keeping = await keepingBy(dialogue, way, kept);
  const ends = await dialogue.remember('ends', () => keeping !== null && endsIt(keeping, kept.opening));
  return ends && !(await isSure(dialogue, kept)) ? null : keeping;
}

async function keeps(dialogue: Dialogue, way: Way, kept: KeptOpening): Promise<void> {
  const { code } = kept.opening;
  const action = await dialogue.remember('action', () => actionOf(way, kept.opening));
  const counted = await countBy(dialogue, way, kept);
  if (counted === null) return;
  if ((await permitted(dialogue, action, subjectFor(action, kept, counted))) === 'no') return;
  const keeping = counted ?? (await keepingBy(dialogue, way, kept));
  if (keeping === null) return;
  const end = await dialogue.act('keep', async (desk) =>
    endOf(await desk.keep(code, keeping, dialogue.today)),
  );
  await dialogue.say(say(phrase(end, { code: raw(code) })), { apart: true });
}

async function showSheet(dialogue: Dialogue, { opening }: KeptOpening): Promise<void> {
  const code = raw(opening.code);
  const png = await dialogue.exchange.sheetOf(opening);
  await dialogue.say(
    {
      picture: { png, alt: phrase('mine:sheet-alt', { code }) },
      lines: [phrase('mine:sheet', { code })],
      buttons: [],
    },
    { apart: true, shareable: true },
  );
}

const showCard = (dialogue: Dialogue, kept: KeptOpening): Promise<void> =>
  dialogue.say(say(...cardAsRead(dialogue, kept)), { apart: true });

const isWay = (way: string): way is Way => (WAYS as readonly string[]).includes(way);

const askWay = (dialogue: Dialogue, kept: KeptOpening, ways: readonly string[]): Promise<string | null> =>
  dialogue.askOne({
    id: 'what',
    text: [keptLine(kept, dialogue.today)],
    options: [...ways, 'card', 'sheet', 'list'].map((value) => ({
      value,
      label: phrase(`mine:way-${value}`),
    })),
  });

/** One opening of one's organisation: what is so now, and everything that can be said of it. */
export const keep: Conversation = {
  name: 'keep',
  listed: false,
  open: false,
  needs: ['poster', 'moderator'],
  resumes: false,
  takes: /^[A-Z0-9]{5}(?:~(?:extend|close))?$/,
  async run(dialogue): Promise<Next | undefined> {
    // `K7Q2M~extend` has been answered where it was asked: whether it is to be extended.
    const [code, said] = dialogue.argument?.split('~') ?? [];
    const kept = code === undefined ? null : await dialogue.desk.keptOpening(code);
    if (code === undefined || kept === null) return { to: 'mine' };
    const ways = await dialogue.remember('ways', () => waysOf(dialogue, kept));
    const way = ways.find((each) => each === said) ?? (await askWay(dialogue, kept, ways));
    if (way === null || way === 'list') return { to: 'mine' };
    if (way === 'card') await showCard(dialogue, kept);
    else if (way === 'sheet') await showSheet(dialogue, kept);
    else if (isWay(way)) await keeps(dialogue, way, kept);
    return { to: 'keep', argument: code };
  },
};
