/** What a push looks like on each channel, made by what makes it for people. */
import { pushMessage } from '../domain/card.ts';
import { knockFor, type RenderedKnock } from '../domain/knock.ts';
import type { Day } from '../domain/opening.ts';
import type { Sight, SightsPort } from '../domain/sights.ts';
import type { Channel } from '../domain/terms.ts';
import type { Texts } from '../domain/texts.ts';
import { knockTexts } from '../knock-texts.ts';

/** Of the channels that can say how they put a message. */
export function createSights(
  channels: Iterable<Pick<Channel, 'name' | 'shows'>>,
  { texts, today }: { readonly texts: Texts; readonly today: () => Day },
): SightsPort {
  const shows = new Map(
    [...channels].flatMap(({ name, shows: how }) => (how === undefined ? [] : [[name, how] as const])),
  );
  const knocked = ({ purpose, locale, values }: RenderedKnock): Sight | null => {
    const text = knockTexts(texts).find((one) => one.purpose === purpose && one.locale === locale);
    if (text === undefined) return null;
    const filled = text.body.replace(/\{\{(\d+)\}\}/g, (_, at: string) => values[Number(at) - 1] ?? '');
    return { text: filled, buttons: [text.button], opens: null };
  };
  return {
    channels: [...shows.keys()],
    ofPush(channel, opening, reader) {
      const message = texts.render(reader.locale, pushMessage([opening], 0, reader, today()));
      const knocks = texts.renderKnock(reader.locale, knockFor([opening], 0, false));
      const shown = shows.get(channel)?.({ ...message, knocks });
      return {
        bodies: shown?.bodies ?? [],
        knock: shown === undefined || shown.knock === null ? null : knocked(shown.knock),
      };
    },
  };
}
