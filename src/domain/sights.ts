/** What people will see on another channel, for whoever must see it before they do. Words only: nothing is sent. */
import type { Reader } from './card-lines.ts';
import type { Dialogue, Option } from './conversation.ts';
import type { RenderedKnock } from './knock.ts';
import { type Message, type Phrase, phrase, raw, say } from './message.ts';
import type { Opening } from './opening.ts';
import { blank } from './phrases.ts';

/** One message as it stands in a chat of a channel: its own marks around words, its buttons as it labels them. */
export interface Sight {
  readonly text: string;
  readonly buttons: readonly string[];
  /** What opens the buttons, where they stand in a list. */
  readonly opens: string | null;
}

/** How a channel puts a message. */
export interface Showing {
  readonly bodies: readonly Sight[];
  /** What goes out in its place outside a reply window; `null` where there is no such thing. */
  readonly knock: RenderedKnock | null;
}

/** Rendering for a channel without sending: the only way in which a conversation meets channels. */
export interface SightsPort {
  readonly channels: readonly string[];
  /** The push of an opening; `knock`: what goes out in its place outside a reply window. */
  ofPush(
    channel: string,
    opening: Opening,
    reader: Reader,
  ): { readonly bodies: readonly Sight[]; readonly knock: Sight | null };
}

const asIs = (text: string): Phrase => phrase('common:as-is', { text: raw(text) });

const channelName = (channel: string): Phrase => phrase(`common:channels.${channel}`);

function sightOf({ text, buttons, opens }: Sight): Message {
  return say(
    ...text.split('\n').map((line) => (line === '' ? blank : asIs(line))),
    ...(buttons.length === 0 ? [] : [blank]),
    ...(opens === null ? [] : [phrase('common:sight-opens', { label: raw(opens) })]),
    ...buttons.map((label) => phrase('common:sight-button', { label: raw(label) })),
  );
}

/** Channels other than the one in which somebody looks. Branch on it only through `remember`. */
export const otherChannels = ({ exchange, coordinator }: Dialogue): readonly string[] =>
  exchange.sights.channels.filter((channel) => channel !== coordinator?.channel);

/** To look at it as a channel shows it. */
export type SightWay = `as-${string}`;

/** The button to what another channel shows. */
export const sightOption = (channel: string): Option<SightWay> => ({
  value: `as-${channel}`,
  label: phrase('common:sight-way', { channel: channelName(channel) }),
});

/** The channel of such a button; `null` for any other. */
export const channelIn = (value: string | null): string | null => /^as-(\w+)$/.exec(value ?? '')?.[1] ?? null;

/** Shows the push of an opening as a channel would, to nobody else. */
export async function showSight(
  dialogue: Dialogue,
  channel: string,
  opening: Opening | null,
  locale: string,
): Promise<void> {
  const { sights, countDay } = dialogue.exchange;
  const stranger = { locale, preferences: null, right: null, countDay };
  const seen = opening === null ? null : sights.ofPush(channel, opening, stranger);
  const name = channelName(channel);
  await dialogue.say(say(phrase('common:sight', { channel: name })), { apart: true });
  for (const body of seen?.bodies ?? []) await dialogue.say(sightOf(body), { apart: true });
  if (seen === null || seen.knock === null) return;
  await dialogue.say(say(phrase('common:sight-knock', { channel: name })), { apart: true });
  await dialogue.say(sightOf(seen.knock), { apart: true });
}
