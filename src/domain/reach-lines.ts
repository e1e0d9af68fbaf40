/** "Where does my permit let me work?" in lines. */
import { besides, whyUnknown } from './card-verdict.ts';
import { type Phrase, phrase } from './message.ts';
import type { RegionCode } from './opening.ts';
import { type Reach, worthAPermit } from './permit-reach.ts';
import { joined, listed, regionName } from './phrases.ts';
import { permitName } from './right-to-work.ts';
import type { AnyOf, Permit } from './subscriber.ts';

const openIn = (open: number): Phrase => phrase('permit:where-open', { count: open });

/** What must be said beside a region. */
const notesOn = ({ partly, verdict }: Reach): readonly Phrase[] => [
  ...(partly ? [phrase('permit:where-partly')] : []),
  ...besides(verdict),
];

/** A region where they may work, or where somebody must be asked. */
function regionLine(reach: Reach): readonly Phrase[] {
  const head = phrase(`permit:where-${reach.kind}`, {
    region: regionName(reach.region),
    open: openIn(reach.open),
  });
  const why = reach.kind === 'check' ? whyUnknown(reach.verdict.flags) : [];
  const line = joined('permit:and', [head, ...why, ...notesOn(reach)]);
  return line === undefined ? [] : [line];
}

/** A region where a new permit would be needed, with its price; a price that is not on file is never 0. */
function pricedLine(reach: Reach): readonly Phrase[] {
  const { fee } = reach.verdict;
  const values = { region: regionName(reach.region), open: openIn(reach.open) };
  const head =
    fee === null || fee.monthly === null
      ? phrase('permit:where-unpriced', values)
      : phrase('permit:where-priced', {
          ...values,
          amount: { amount: fee.monthly, currency: fee.currency },
        });
  const line = joined('permit:and', [head, ...notesOn(reach)]);
  return line === undefined ? [] : [line];
}

/** Regions named in one line; the rest are counted. */
const MOST_NAMED = 5;

const closedLine = (reaches: readonly Reach[]): readonly Phrase[] => {
  const closed = reaches.filter(({ kind, verdict }) => kind === 'barred' && verdict.rule?.kind === 'bar');
  const list = listed(
    closed.map(({ region }) => regionName(region)),
    MOST_NAMED,
  );
  return list === undefined ? [] : [phrase('permit:where-closed', { list })];
};

/** A permit that counts in its own region only. */
function nowhereLine(reaches: readonly Reach[]): readonly Phrase[] {
  const bound = reaches.find(({ kind, verdict }) => kind === 'barred' && verdict.rule?.kind === 'basis');
  if (bound === undefined) return [];
  const line = joined('permit:and', [phrase('permit:where-nowhere'), ...besides(bound.verdict)]);
  return line === undefined ? [] : [line];
}

/** Regions that nobody can speak for are named where they are the person's own or linked; others are only counted. */
const checked = (reaches: readonly Reach[], permit: Permit): readonly Reach[] =>
  reaches.filter(
    ({ kind, region, verdict }) =>
      kind === 'check' && (region === permit.region || verdict.flags.includes('may-be-linked')),
  );

const is =
  (...kinds: readonly Reach['kind'][]) =>
  ({ kind }: Reach): boolean =>
    kinds.includes(kind);

/** What a right to work reaches, for somebody who chose these regions. */
export function reachLines(
  permit: Permit,
  reaches: readonly Reach[],
  chosen: AnyOf<RegionCode>,
): readonly Phrase[] {
  const head = phrase('permit:where-title', { permit: permitName(permit) });
  if (reaches.every(is('own'))) {
    const open = reaches.reduce((sum, reach) => sum + reach.open, 0);
    return [head, phrase('permit:where-everywhere', { open: openIn(open) })];
  }
  if (reaches.every(({ kind, verdict }) => kind === 'check' && verdict.rule?.kind !== 'bar'))
    return [head, phrase('permit:ask-first'), phrase('permit:why-rule-stale')];
  if (reaches.some(is('employer'))) return [head, phrase('permit:quota')];
  const priced = worthAPermit(reaches, chosen);
  return [
    head,
    ...reaches.filter(is('own')).flatMap(regionLine),
    ...reaches.filter(is('linked')).flatMap(regionLine),
    ...checked(reaches, permit).flatMap(regionLine),
    ...(priced.length === 0 ? [] : [phrase('permit:where-new'), ...priced.flatMap(pricedLine)]),
    ...closedLine(reaches),
    ...nowhereLine(reaches),
  ];
}
