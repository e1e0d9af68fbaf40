import type { Conversation, Dialogue } from '../domain/conversation.ts';
import type { Coordinator } from '../domain/coordinator.ts';
import { roleNames } from '../domain/desk-words.ts';
import { type Message, type Phrase, phrase, raw, say } from '../domain/message.ts';
import type { Day } from '../domain/opening.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import { summaryLines } from '../domain/summary.ts';
import { forgetButton } from '../domain/ways.ts';

/** Characters of a piece that fit into a message of any channel, with its first line. */
const PIECE = 3_500;

/** A hundred openings put aside do not fit into one message. */
const piecesOf = (json: string): readonly string[] =>
  Array.from({ length: Math.ceil(json.length / PIECE) }, (_, at) => json.slice(at * PIECE, (at + 1) * PIECE));

/** What keeps messages away, where something does. */
function standingLines({ standing, pausedUntil }: Subscriber, today: Day): readonly Phrase[] {
  if (standing !== 'active') return [phrase('menu:stopped')];
  return pausedUntil === null || pausedUntil < today
    ? []
    : [phrase('pause:on', { day: { day: pausedUntil } })];
}

/** What one of the channels makes us keep for a while. */
function channelLines(
  { windowUntil, heldUntil }: Subscriber,
  { exchange, today }: Dialogue,
): readonly Phrase[] {
  const until = windowUntil === null ? null : exchange.hourOf(windowUntil);
  return [
    ...(until === null ? [] : [phrase('mydata:window', { day: { day: until.day }, hour: until.hour })]),
    ...(heldUntil === null || heldUntil <= today ? [] : [phrase('mydata:held', { day: { day: heldUntil } })]),
  ];
}

/** What is kept of a coordinator, beside and apart from what is kept of a subscriber. */
const asCoordinator = ({ alias, roles }: Coordinator): Message =>
  say(phrase('people:data', { alias: raw(alias), roles: roleNames(roles) }));

/** Everything stored about a person: in plain words, and as it lies in the database. */
export const mydata: Conversation = {
  name: 'mydata',
  listed: true,
  open: true,
  resumes: true,
  async run(dialogue) {
    const { subscriber, coordinator } = dialogue;
    if (coordinator !== null) await dialogue.say(asCoordinator(coordinator), { apart: true });
    if (subscriber === null) {
      if (coordinator === null)
        await dialogue.say({ lines: [phrase('mydata:nothing')], buttons: [] }, { apart: true });
      return undefined;
    }
    await dialogue.say(
      {
        lines: [
          phrase('mydata:title'),
          phrase('mydata:address'),
          phrase('mydata:consent', { day: { day: subscriber.consentOn } }),
          phrase('mydata:answered'),
          ...(subscriber.hidden.length === 0
            ? []
            : [phrase('mydata:hidden', { count: subscriber.hidden.length })]),
          ...standingLines(subscriber, dialogue.today),
          ...channelLines(subscriber, dialogue),
          phrase('mydata:told'),
          phrase('mydata:wishes'),
          ...summaryLines(subscriber.preferences, dialogue.today),
        ],
        buttons: [],
      },
      { apart: true },
    );
    const pieces = piecesOf(JSON.stringify(dialogue.exchange.dataOf(subscriber)));
    for (const [at, piece] of pieces.entries()) {
      const json = raw(piece);
      const line = at === 0 ? phrase('mydata:json', { json }) : phrase('common:as-is', { text: json });
      const buttons = at === pieces.length - 1 ? [[forgetButton]] : [];
      await dialogue.say({ lines: [line], buttons }, { apart: true });
    }
    return undefined;
  },
};
