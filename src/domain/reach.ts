/** What may be said of the audience of a broadcast, out of what is known of it. */
import { figureOf, mayTell, tellableParts } from './audience-figures.ts';
import { type Bitmap, count } from './bitmap.ts';
import type { Reach, Survey } from './broadcast.ts';
import { costOf, type MessagePrice } from './message-price.ts';

/** What the services say of their channels, and what quiet hours and windows hold back. */
export interface ReachFacts {
  readonly quiet: number;
  readonly channels: ReadonlyMap<
    string,
    {
      readonly perSecond: number;
      /** Outside their reply windows, for how many there is room today, and what one costs; `null` without windows. */
      readonly outside: {
        readonly people: number;
        readonly room: number;
        readonly price: MessagePrice | null;
      } | null;
    }
  >;
}

/** Others are told of by reason only where there are many; the most frequent first. */
const MOST_REASONS = 6;

/**
 * What is told, and which audiences it tells of: they count as earlier ones from now on. `salt`: secret, and always the
 * same for the same people; of why others are left out (`null`) it is that of the opening, whatever the filter.
 */
export function reachOf(
  survey: Survey,
  { quiet, channels }: ReachFacts,
  earlier: readonly Bitmap[],
  salt: (part: string, people: Bitmap | null) => number,
): { readonly reach: Reach; readonly told: readonly string[] } {
  if (!mayTell(survey.whom, earlier)) return { reach: { kind: 'refused' }, told: [] };
  const figure = (people: Bitmap, part: string) => figureOf(count(people), salt(part, people));
  const within = (people: number) => figureOf(people, salt('', survey.whom));
  const before = [...earlier, survey.whom];
  const locales = tellableParts(survey.locales, before);
  const verdicts = tellableParts(survey.verdicts, [...before, ...locales.map(({ people }) => people)]);
  const seconds = survey.channels.map(
    ({ channel, people }) => count(people) / (channels.get(channel)?.perSecond ?? 1),
  );
  const reach: Reach = {
    kind: 'told',
    people: figure(survey.whom, ''),
    locales: locales.map(({ value, people }) => ({
      locale: value,
      people: figure(people, `locale ${value}`),
    })),
    verdicts: verdicts.map(({ value, people }) => ({
      verdict: value,
      people: figure(people, `verdict ${value}`),
    })),
    others: survey.others
      .map(({ why, people }) => ({ why, people: figureOf(people, salt(`why ${why}`, null)) }))
      .filter(({ people }) => people !== 'few')
      .sort((a, b) => Number(b.people) - Number(a.people))
      .slice(0, MOST_REASONS),
    channels: survey.channels.map(({ channel, people }) => {
      const outside = channels.get(channel)?.outside ?? null;
      const beyond = outside === null ? 0 : Math.max(0, outside.people - outside.room);
      const without = outside === null ? null : within(outside.people);
      const price = outside?.price ?? null;
      return {
        channel,
        people: figure(people, `channel ${channel}`),
        outside: without,
        beyond: outside === null ? null : within(beyond),
        cost: without === null || price === null ? null : costOf(without, price),
      };
    }),
    quiet: within(quiet),
    minutes: Math.max(1, Math.ceil(Math.max(0, ...seconds) / 60)),
  };
  return {
    reach,
    told: [
      '',
      ...locales.map(({ value }) => `locale ${value}`),
      ...verdicts.map(({ value }) => `verdict ${value}`),
    ],
  };
}
