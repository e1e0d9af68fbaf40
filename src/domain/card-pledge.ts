/** What is said of those who stand behind an opening: who vouches for it, and which of the five points they promised. */
import { exchangeOf } from './federation.ts';
import { type Phrase, phrase, raw } from './message.ts';
import { type Opening, PLEDGES, type Pledge } from './opening.ts';
import { joined, listed } from './phrases.ts';

/**
 * Whether somebody stands behind work who could have promised something. A partner's list is somebody's word; of big
 * feeds the line about their origin says already that nobody checked.
 */
const isVouched = ({ kind, vouchedBy, source }: Opening): boolean =>
  kind !== 'support' && (vouchedBy !== null || source === 'csv');

const signOf = (given: boolean, point: Pledge): Phrase =>
  phrase(given ? 'pledge:given' : 'pledge:missing', { sign: phrase(`pledge:sign.${point}`) });

/** Five signs, each given or not, and in words what is missing. */
function promised({ pledge }: Opening): readonly Phrase[] {
  const signs = joined(
    'pledge:row',
    PLEDGES.map((point) => signOf(pledge.includes(point), point)),
  );
  const points = listed(
    PLEDGES.filter((point) => !pledge.includes(point)).map((point) => phrase(`pledge:short.${point}`)),
  );
  return [
    ...(signs === undefined ? [] : [phrase('pledge:signs', { signs })]),
    ...(points === undefined ? [] : [phrase('pledge:not', { points })]),
  ];
}

/**
 * Who vouches for an opening and what was promised; nothing where nobody stands behind it. Who vouches at another
 * exchange is said in the line of its origin: we do not know them.
 */
export function pledgeLines(opening: Opening): readonly Phrase[] {
  const { vouchedBy, pledge } = opening;
  return [
    ...(vouchedBy === null || exchangeOf(opening) !== null
      ? []
      : [phrase('pledge:vouched', { name: raw(vouchedBy) })]),
    ...(pledge.length > 0 ? promised(opening) : isVouched(opening) ? [phrase('pledge:none')] : []),
  ];
}
