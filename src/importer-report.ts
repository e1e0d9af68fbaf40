/** An account of an import, for people at a terminal. */
import type { Account } from './domain/account.ts';

/** What each reason means and, where something can be done, what. */
const REASONS: Readonly<Record<keyof Account['byReason'], string>> = {
  incomplete: 'lack something an opening cannot do without',
  unreadable: 'could not be read',
  'unknown-region': 'name a region we do not know',
  foreign: 'are outside the regions we serve',
  'not-our-work': 'are not work this exchange is for',
  barred: 'are of a sort that is never shown (guards, army)',
  withdrawn: 'were taken back at their origin',
  expired: 'are over',
  'too-old': 'were posted too long ago',
  repeated: 'came twice in the feed',
  duplicate: 'are the same opening under another id',
  unchanged: 'are known and unchanged',
};

/** Refusals shown; `--json` has more. */
const SHOWN = 10;

/** Lines without a line end. */
export function reportOf(account: Account): readonly string[] {
  const { read, imported, updated, skipped, refused, closed } = account;
  return [
    `${account.source}, as of ${account.asOf}${account.dryRun ? ', dry run: nothing was written' : ''}`,
    `read ${read}: imported ${imported}, updated ${updated}, skipped ${skipped}, refused ${refused}; closed ${closed}`,
    ...usedUp(account),
    ...(account.dryRun ? stepsOf(account) : []),
    ...reasonsOf(account),
    ...refusalsOf(account),
    ...account.warnings.map(({ kind, detail }) => `  warning: ${kind} (${detail})`),
    ...(account.complete ? [] : ['the feed broke off: nothing was announced or closed; import it again']),
  ];
}

/** The demo is always the same: whoever imports it again to see pushes would wait for nothing. */
const usedUp = ({ source, dryRun, read, imported, refused }: Account): readonly string[] =>
  source === 'demo' && !dryRun && imported + refused === 0
    ? [`the demo is used up: all ${read} are known already; they were announced when they first came`]
    : [];

const stepsOf = ({ mapping, admission }: Account): readonly string[] => [
  `  mapping: ${mapping.mapped} read as openings, ${mapping.refused} refused, ${mapping.skipped} skipped`,
  `  admission: ${admission.admitted} belong here, ${admission.refused} refused, ${admission.skipped} skipped`,
];

const reasonsOf = ({ byReason }: Account): readonly string[] =>
  Object.entries(REASONS).flatMap(([reason, meaning]) => {
    const count = Object.entries(byReason).find(([name]) => name === reason)?.[1];
    return count === undefined ? [] : [`  ${count} ${meaning}`];
  });

function refusalsOf({ refusals, refused }: Account): readonly string[] {
  const shown = refusals
    .slice(0, SHOWN)
    .map(({ row, reason, field }) => `  row ${row}: ${reason} (${field})`);
  return refused > shown.length ? [...shown, `  and ${refused - shown.length} more refused rows`] : shown;
}
