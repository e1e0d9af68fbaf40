/** Whether somebody may take work, by the rules on file: never a silent yes. Not legal advice. */

import { judgedOn } from './judged-day.ts';
import type { Law } from './law.ts';
import type { Day } from './opening.ts';
import { costOf } from './permit-fee.ts';
import type { ShareRule } from './rules.ts';
import type { Permit } from './subscriber.ts';
import { unique } from './unique.ts';
import { VERDICTS, type Verdict, type WorkPlace } from './verdict-terms.ts';

/** Whether work with this verdict is pushed to somebody who would (or would not) get a new permit for it. */
export function isPushed(
  { kind, flags }: Pick<Verdict, 'kind' | 'flags'>,
  newPermit: boolean | null,
): boolean {
  switch (kind) {
    case 'OK':
    case 'OK_LINKED':
    case 'UNKNOWN':
      return true;
    case 'NEEDS_NEW_PERMIT':
      return newPermit === true;
    case 'NEEDS_EMPLOYER_QUOTA':
      return flags.includes('quota-stated');
    case 'NOT_TAKEN':
    case 'BARRED':
      return false;
  }
}

/** How a permit is written where one line has to do: `patent:RU-MOW`, `open`; nothing for "not said". */
const permitKey = (permit: Permit | null): string =>
  permit === null ? '' : permit.region === null ? permit.basis : `${permit.basis}:${permit.region}`;

const MOST_REMEMBERED = 20_000;

/**
 * Whether somebody with this right to work may take this work, judged on every day of it on which a rule changes, its
 * first and its last; the worst is told. `now` says how old what was read is.
 */
export function verdict(permit: Permit | null, place: WorkPlace, law: Law, now: Day): Verdict {
  const { region, activity, from, to, permitPayer, quota, accepts } = place;
  const key = [permitKey(permit), region, activity, from, to, permitPayer, quota, accepts, now].join('|');
  const known = law.memo.get(key);
  if (known !== undefined) return known as Verdict;
  const found = freshVerdict(permit, place, law, now);
  if (law.memo.size >= MOST_REMEMBERED) law.memo.clear();
  law.memo.set(key, found);
  return found;
}

/** The same, neither looked up nor remembered: for whoever remembers what they make of many verdicts. */
export function freshVerdict(permit: Permit | null, place: WorkPlace, law: Law, now: Day): Verdict {
  const days = judgedDays(permit, place, law);
  const all = days.map((day) => ({
    day,
    ...judgedOn(permit, place, law, now, day),
  }));
  const worst = all.reduce((a, b) => (VERDICTS.indexOf(b.kind) > VERDICTS.indexOf(a.kind) ? b : a));
  const cost =
    worst.kind === 'NEEDS_NEW_PERMIT' && permit !== null ? costOf(permit.basis, place, law, now) : null;
  const shares = sharesOn(place, law, worst.day);
  return {
    kind: worst.kind,
    on: worst.day,
    rule: worst.rule,
    rules: unique([...all.flatMap(({ rules }) => rules), ...(cost?.rules ?? []), ...shares]),
    fee: cost?.fee ?? null,
    whoPays: place.permitPayer,
    flags: unique([
      ...all.flatMap(({ flags }) => flags),
      ...(cost?.flags ?? []),
      ...(shares.length > 0 ? (['share-limited'] as const) : []),
    ]),
  };
}

const judgedDays = (permit: Permit | null, { region, from, to }: WorkPlace, law: Law): readonly Day[] => {
  if (to === null || to <= from) return [from];
  return unique([from, ...(permit === null ? [] : law.turns(permit.basis, region, from, to)), to].sort());
};

/** Shares of foreign staff that the activity falls under. */
const sharesOn = ({ region, activity }: WorkPlace, law: Law, day: Day): readonly ShareRule[] =>
  activity === null
    ? []
    : law
        .shares(region, day)
        .filter((row) => row.activity === activity || row.activity === law.workOf(activity));
