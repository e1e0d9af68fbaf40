import { beginData } from '../domain/button-data.ts';
import type { Conversation, Dialogue, Next } from '../domain/conversation.ts';
import { type Button, phrase } from '../domain/message.ts';
import { blank, listed } from '../domain/phrases.ts';
import { calendarFrom, type SeasonWindow, toldSeasons } from '../domain/season.ts';
import { comingSoon, type Known, knownOf, nextOf } from '../domain/season-answer.ts';
import { askWishes, isWish } from '../domain/season-ask.ts';
import { nextMessage, notesMessage } from '../domain/season-note.ts';
import { counts, placeOf, readWish, withWishes } from '../domain/season-wish.ts';
import { calendarPage, wishWords } from '../domain/season-words.ts';
import type { SeasonWish, Subscriber } from '../domain/subscriber.ts';
import { allButton } from '../domain/ways.ts';

/** Where the calendar looks: where the right to work counts, or the whole country. */
type Scope = 'my' | 'all';

/** Wishes named when they are saved; the list has them all. */
const MOST_NAMED = 8;

const button = (label: string, argument: string): Button => ({
  label: phrase(`season:${label}`),
  press: { kind: 'data', data: beginData('seasons', argument, true) },
});

/** The year from today on, a page at a time; what somebody may not do is left out. */
async function showCalendar(
  dialogue: Dialogue,
  { preferences }: Subscriber,
  scope: Scope,
  page: number,
): Promise<void> {
  const { seasons: port } = dialogue.exchange;
  const { permit } = preferences;
  const judge = port.judge(permit);
  let hidden = false;
  const keep = (window: SeasonWindow): boolean => {
    const place = placeOf(window, port.country);
    if (scope === 'my') return counts(place, permit, judge);
    const barred = judge(place).kind === 'BARRED';
    hidden ||= barred;
    return !barred;
  };
  const regions = port.country.regions.map(({ code }) => code);
  const shifts = await port.shifts();
  const calendar = calendarFrom(toldSeasons(port.country), regions, dialogue.today, shifts, keep);
  const { lines, pages } = calendarPage(calendar, page, dialogue.today, port.country);
  const waiting = preferences.seasons?.length ?? 0;
  await dialogue.say({
    lines: [
      phrase('season:title'),
      phrase('season:usual'),
      ...(scope === 'my' ? [phrase('season:scope-mine')] : []),
      ...lines,
      ...(hidden ? [blank, phrase('season:hidden')] : []),
    ],
    buttons: [
      [
        ...(page > 0 ? [button('earlier', `${scope}~${page - 1}`)] : []),
        ...(page < pages - 1 ? [button('later', `${scope}~${page + 1}`)] : []),
      ],
      [
        { ...button('want', 'want'), emphasis: 'good' as const },
        ...(waiting > 0 ? [button('mine', 'mine')] : []),
      ],
      ...(permit === null ? [] : [[scope === 'my' ? button('whole', 'all~0') : button('by-permit', 'my~0')]]),
    ].filter((row) => row.length > 0),
  });
}

/** What is known of seasons and offered of them now. */
async function knownNow({ exchange: { seasons: port }, today }: Dialogue): Promise<Known> {
  const [openings, shifts] = await Promise.all([port.openings(), port.shifts()]);
  return { openings, shifts, today };
}

/** Adds wishes and says what is heard from now on, and what its notice said to others before. */
async function wait(
  dialogue: Dialogue,
  { preferences }: Subscriber,
  more: readonly SeasonWish[],
): Promise<void> {
  const all = await dialogue.remember('all', () =>
    withWishes(dialogue.subscriber?.preferences.seasons ?? null, more),
  );
  if (all === null)
    return dialogue.say({ lines: [phrase('season:too-many')], buttons: [[button('mine', 'mine')]] });
  // What `remember` keeps is what was given to it.
  await dialogue.save({ preferences: { seasons: all as readonly SeasonWish[] } });
  const list = listed(more.map(wishWords), MOST_NAMED);
  const { seasons: port } = dialogue.exchange;
  const soon = comingSoon(more, preferences, port, await knownNow(dialogue));
  await dialogue.say({
    lines: [
      ...(list === undefined ? [] : [phrase('season:saved', { list })]),
      phrase('season:when'),
      ...(soon.length === 0 ? [] : [blank, ...notesMessage(soon).lines]),
    ],
    buttons: [
      ...(soon.some(({ open }) => open > 0) ? [[{ ...allButton, emphasis: 'good' as const }]] : []),
      [button('mine', 'mine'), button('button', '')],
    ],
  });
}

/** Takes a wish away, with one tap to have it again. */
async function stopWaiting(dialogue: Dialogue, wish: SeasonWish): Promise<void> {
  const rest = await dialogue.remember('rest', () =>
    (dialogue.subscriber?.preferences.seasons ?? []).filter((one) => one !== wish),
  );
  await dialogue.save({
    preferences: { seasons: rest.length === 0 ? null : (rest as readonly SeasonWish[]) },
  });
  const { subject, place } = readWish(wish);
  await dialogue.say({
    lines: [phrase('season:dropped', { list: wishWords(wish) })],
    buttons: [[button('again', `w~${subject}~${place}`), button('button', '')]],
  });
}

/** Everything somebody waits for; a tap takes one away. */
async function showWishes(dialogue: Dialogue, subscriber: Subscriber): Promise<Next | undefined> {
  const wishes = subscriber.preferences.seasons ?? [];
  const picked = await dialogue.askOne({
    id: 'mine',
    text:
      wishes.length === 0
        ? [phrase('season:mine-none')]
        : [
            phrase('season:mine-title'),
            ...wishes.map((wish, at) => phrase('season:item', { number: at + 1, text: wishWords(wish) })),
          ],
    options: [
      ...wishes.map((wish, at) => ({
        value: wish as string,
        label: phrase('season:drop', { number: at + 1 }),
      })),
      { value: 'want', label: phrase('season:want'), emphasis: 'good' as const },
      { value: 'calendar', label: phrase('season:button') },
    ],
  });
  if (picked === 'want') return { to: 'seasons', argument: 'want' };
  if (picked === null || picked === 'calendar') return { to: 'seasons' };
  const { subject, place } = readWish(picked as SeasonWish);
  return { to: 'seasons', argument: `x~${subject}~${place}` };
}

/** What is known of one season now, or what follows it. */
async function showSeason(
  dialogue: Dialogue,
  subscriber: Subscriber,
  what: 's' | 'e',
  named: { readonly seasonId: string; readonly region: string },
): Promise<void> {
  const { seasons: port } = dialogue.exchange;
  const about = await knownNow(dialogue);
  const { preferences } = subscriber;
  const known = what === 's' ? knownOf(named, preferences, port, about) : null;
  const next = what === 'e' ? nextOf(named, preferences, port, about) : null;
  if (known !== null) await dialogue.say(notesMessage([known]));
  else if (next !== null) await dialogue.say(nextMessage(next));
  else await dialogue.say({ lines: [phrase('season:unknown')], buttons: [[button('button', '')]] });
}

/** Harvests, months ahead: the calendar, and what somebody waits for. */
export const seasons: Conversation = {
  name: 'seasons',
  listed: true,
  open: false,
  resumes: false,
  takes:
    /^(?:(?:my|all)~\d{1,2}|want|mine|[wx]~[a-z-]{1,14}~(?:[A-Z]{2}-[A-Z0-9]{1,3}|permit)|[se]~[a-z0-9-]{1,40}~[A-Z]{2}-[A-Z0-9]{1,3})$/,
  async run(dialogue): Promise<Next | undefined> {
    const { subscriber, argument } = dialogue;
    if (subscriber === null) return { to: 'start' };
    const [what = '', name = '', place = ''] = (argument ?? '').split('~');
    const wish: SeasonWish = `${name}@${place}`;
    const { seasons: port } = dialogue.exchange;
    switch (what) {
      case 'want': {
        const wishes = await askWishes(dialogue, port);
        if (wishes === null) return { to: 'seasons' };
        await wait(dialogue, subscriber, wishes);
        return undefined;
      }
      case 'mine':
        return showWishes(dialogue, subscriber);
      case 'w':
        // Whatever is no wish of this country was typed, and is not kept.
        if (!isWish(wish, port)) return { to: 'seasons' };
        await wait(dialogue, subscriber, [wish]);
        return undefined;
      case 'x':
        await stopWaiting(dialogue, wish);
        return undefined;
      case 's':
      case 'e':
        await showSeason(dialogue, subscriber, what, { seasonId: name, region: place });
        return undefined;
      default:
        await showCalendar(
          dialogue,
          subscriber,
          what === 'my' || (what === '' && subscriber.preferences.permit !== null) ? 'my' : 'all',
          Number(name) || 0,
        );
        return undefined;
    }
  },
};
