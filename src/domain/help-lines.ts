/** Whom people may ask in public. Nothing is relayed: they ring or write themselves. */
import { type HelpLine, isSettled } from './country.ts';
import { type Phrase, phrase, raw } from './message.ts';
import type { Opening, RegionCode } from './opening.ts';

/** A contact as it is written down: the name of an organisation with its telephone, else its page. */
const contact = (name: string, way: string | null): Phrase =>
  phrase('common:as-is', { text: raw(way === null ? name : `${name} ${way}`) });

/** Those who help in a region, or in all where none is given, and can be reached; unions first, none that is not settled. */
export function helpIn(region: RegionCode | null, lines: readonly HelpLine[]): readonly Phrase[] {
  const here = lines.filter(
    (line) =>
      isSettled(line) &&
      (line.phone ?? line.url) !== null &&
      (line.regions === '*' || (region !== null && line.regions.includes(region))),
  );
  const unionsFirst = here.toSorted((a, b) => Number(b.kind === 'union') - Number(a.kind === 'union'));
  return unionsFirst.map(({ name, phone, url }) => contact(name, phone ?? url));
}

/** Who vouches for an opening, with a line of theirs; a telephone of somebody else stands beside the employer, or alone. */
export function voucherOf({ vouchedBy, employer, contact: { phone, own } }: Opening): readonly Phrase[] {
  if (vouchedBy === null) return [];
  if (phone === null || own === true) return [contact(vouchedBy, phone)];
  return [employer === null ? phrase('common:as-is', { text: raw(phone) }) : contact(employer, phone)];
}
