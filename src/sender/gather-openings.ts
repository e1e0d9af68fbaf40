import { has } from '../domain/bitmap.ts';
import type { OpeningsContent } from '../domain/content.ts';
import { type Day, isKept, isOpen, type Opening } from '../domain/opening.ts';
import { isSilent } from '../domain/silence.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import { type Gather, gatherOthers, NOTHING } from './found.ts';
import { shown } from './judge.ts';
import type { Run, SenderPorts, Token } from './token.ts';

/** Best openings in one message; the rest are "N more" (design decision 3). */
const SHOWN = 5;

/** Digests look back this far when the last one was missed: as long as a bulletin is news. */
const TWO_DAYS_MS = 48 * 3_600_000;

/** The openings of this push that fit, and of the other pushes of its lane that wait for the same person. */
export const gatherOpenings: Gather = async (ports, token, run, { subscriber, today, outside }) => {
  const own = await newsOf(ports, token, run, subscriber, today);
  if (own.length === 0) return NOTHING;
  const { joined, parts } = await gatherOthers({ ports, token, run }, subscriber, (other) =>
    newsOf(ports, token, other, subscriber, today),
  );
  const all = shown(subscriber, [...own, ...parts], today, ports.law());
  const openings = all.slice(0, SHOWN);
  const urgent = await urgencyOf(ports, token, run, subscriber, openings);
  const content = { kind: 'openings', openings, more: all.length - openings.length, ...urgent } as const;
  return { content, joined, shows: outside && !isNamed(all, subscriber, today) ? [] : openings };
};

/** Whoever was shown a thing before must not take it for something new: urgent pushes ring for them again. */
async function urgencyOf(
  { channel, clock }: SenderPorts,
  { ledger }: Token,
  { push: { row } }: Run,
  { ordinal }: Subscriber,
  openings: readonly Opening[],
): Promise<Pick<OpeningsContent, 'urgent'>> {
  const [first] = openings;
  if (row.lane !== 'urgent' || first === undefined) return {};
  if (openings.length > 1) return { urgent: 'new' };
  const sight = await ledger.sightOf(channel.name, ordinal, first, clock(), row.id);
  return { urgent: sight === 'seen' ? 'again' : 'new' };
}

/** Whether a knock says which opening it is: see `knockFor`. */
const isNamed = ({ length }: readonly Opening[], { answeredIn }: Subscriber, today: Day): boolean =>
  length === 1 && !isSilent(answeredIn, today);

/** What of one push is still news: meanwhile a broadcast may have shown it. An urgent one rings for everybody. */
async function newsOf(
  ports: SenderPorts,
  token: Token,
  run: Run,
  subscriber: Subscriber,
  today: Day,
): Promise<readonly Opening[]> {
  const found = await openingsOf(ports, token, run, subscriber, today);
  const { row } = run.push;
  // Only those can be broadcast.
  const kept = found.filter(isKept).map((opening) => opening.id);
  if (row.lane === 'urgent' || kept.length === 0) return found;
  const seen = new Set(await token.broadcasts.shown(row, subscriber.ordinal, kept));
  return found.filter((opening) => !seen.has(opening.id));
}

/**
 * What of one push is new and fits. New for everybody is what was published after the last digest they were told:
 * so whoever changes from one message a day to messages at once, or back, hears nothing twice.
 */
async function openingsOf(
  ports: SenderPorts,
  token: Token,
  run: Run,
  subscriber: Subscriber,
  today: Day,
): Promise<readonly Opening[]> {
  const { row, later } = run.push;
  if (row.kind === 'digest') return untold(ports, token, run, subscriber, today);
  if (run.single !== false) {
    const opening = await (ports.announced ?? ports.openings.byId)(row.announcementId);
    run.single = opening !== null;
    if (opening !== null) {
      // Where its last day is over depends on where the person is.
      if (!isOpen(opening, opening.expiresOn)) run.closed = true;
      return shown(subscriber, [opening], today, ports.law());
    }
  }
  // Only who had to wait can have got a digest meanwhile.
  const digest = has(later, subscriber.ordinal)
    ? await token.ledger.lastDigest(row.channel, subscriber.ordinal)
    : null;
  const scope = {
    bulletinId: row.announcementId,
    ...(digest === null ? {} : { publishedAfter: digest }),
  };
  const found = await ports.openings.candidates(subscriber.preferences, today, scope);
  return shown(subscriber, found, today, ports.law());
}

/** A digest: what was published since the person's last one and not pushed to them. */
async function untold(
  ports: SenderPorts,
  token: Token,
  { push: { row } }: Run,
  subscriber: Subscriber,
  today: Day,
): Promise<readonly Opening[]> {
  const { channel } = row;
  const { ordinal, preferences } = subscriber;
  const last = await token.ledger.lastDigest(channel, ordinal);
  const publishedAfter = last ?? new Date((row.since ?? ports.clock()).getTime() - TWO_DAYS_MS / 2);
  const found = await ports.openings.candidates(preferences, today, { publishedAfter });
  const fresh = shown(subscriber, found, today, ports.law());
  const ids = new Set(fresh.flatMap(({ id, bulletinId }) => [id, bulletinId ?? id]));
  if (ids.size === 0) return [];
  const told = new Set(await token.ledger.toldOf(channel, ordinal, [...ids]));
  return fresh.filter(({ id, bulletinId }) => !told.has(id) && !told.has(bulletinId ?? id));
}
