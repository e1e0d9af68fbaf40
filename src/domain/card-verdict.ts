/** What a card says of the right to work: the verdict, what must be said beside it, and whom to ask. */
import { helpIn, voucherOf } from './help-lines.ts';
import { isStale } from './law.ts';
import { type Phrase, type PhraseValue, phrase } from './message.ts';
import type { Day, Opening, Payer } from './opening.ts';
import { verdictOn, workPlaceOf } from './permit.ts';
import { joined, listed } from './phrases.ts';
import { permitName, type RightToWork } from './right-to-work.ts';
import type { Rule } from './rules.ts';
import type { Flag, PermitFee, Verdict, VerdictKind } from './verdict-terms.ts';

/** The verdict for a reader; `null` for help, and where nothing is known of rights to work. */
export const verdictFor = (opening: Opening, right: RightToWork | null, today: Day): Verdict | null =>
  right === null ? null : verdictOn(right.permit, opening, today, right.law);

/** Whether one answer of the person would tell more. */
export const isNotSaid = (verdict: Verdict | null): boolean => verdict?.flags.includes('not-said') === true;

/** Whether something speaks against simply taking it: a card then begins with the verdict. */
export const standsFirst = (verdict: Verdict | null): boolean =>
  verdict !== null &&
  ['BARRED', 'NOT_TAKEN', 'NEEDS_NEW_PERMIT', 'NEEDS_EMPLOYER_QUOTA'].includes(verdict.kind);

/** What a line of a list has room for; a yes needs no word. */
const MARKS: Readonly<Partial<Record<VerdictKind, string>>> = {
  UNKNOWN: 'permit:short-ask',
  NEEDS_NEW_PERMIT: 'permit:short-new',
  NEEDS_EMPLOYER_QUOTA: 'permit:short-quota',
  NOT_TAKEN: 'permit:short-not-taken',
  BARRED: 'permit:short-barred',
};

/** A line of a list, with the sign of whatever keeps the reader from simply going there. */
export function marked(line: Phrase, opening: Opening, right: RightToWork | null, today: Day): Phrase {
  const verdict = verdictFor(opening, right, today);
  const mark = verdict === null ? undefined : MARKS[verdict.kind];
  return mark === undefined ? line : phrase('permit:short', { line, mark: phrase(mark) });
}

/** One line with the verdict, and where people must ask, one with whom. */
export function verdictLines(opening: Opening, right: RightToWork | null, today: Day): readonly Phrase[] {
  const verdict = verdictFor(opening, right, today);
  if (verdict === null || right === null) return [];
  const since = verdict.on === workPlaceOf(opening, today).from ? [] : [sinceLine(verdict.on)];
  return [...verdictLine(verdict, right, today, since), ...askLine(verdict, opening, right)];
}

/** A verdict and what must be said beside it, in one line. */
export function verdictLine(
  verdict: Verdict,
  right: RightToWork,
  today: Day,
  since: readonly Phrase[] = [],
): readonly Phrase[] {
  const line = joined('permit:and', [...said(verdict, right, today), ...since, ...besides(verdict)]);
  return line === undefined ? [] : [line];
}

const sinceLine = (day: Day): Phrase => phrase('permit:since', { day: { day } });

function said(verdict: Verdict, right: RightToWork, today: Day): readonly Phrase[] {
  switch (verdict.kind) {
    // A card may be forwarded: it names whose yes it is.
    case 'OK':
      return [phrase('permit:may', mine(right))];
    case 'OK_LINKED':
      return [phrase('permit:may-linked', mine(right))];
    case 'NEEDS_NEW_PERMIT':
      return [...costLines(verdict), ...doubts(verdict, today)];
    case 'NEEDS_EMPLOYER_QUOTA':
      return [phrase(verdict.flags.includes('quota-stated') ? 'permit:quota-stated' : 'permit:quota')];
    case 'NOT_TAKEN':
      return [phrase('permit:not-taken', mine(right))];
    case 'BARRED':
      return [barredLine(verdict.rule, right)];
    case 'UNKNOWN':
      return [phrase('permit:ask-first'), ...whyUnknown(verdict.flags)];
  }
}

const mine = ({ permit }: RightToWork): NonNullable<Phrase['values']> =>
  permit === null ? {} : { permit: permitName(permit) };

const payer = (who: Payer | null): Phrase => phrase(`permit:payer-${who ?? 'unknown'}`);
const sum = (amount: number, { currency }: PermitFee): PhraseValue => ({ amount, currency });

/** What a new permit costs, who bears it, and how often it is paid for this work; never a sum that is not on file. */
function costLines({ fee, whoPays }: Pick<Verdict, 'fee' | 'whoPays'>): readonly Phrase[] {
  const who = payer(whoPays);
  if (fee === null || fee.monthly === null)
    return [phrase('permit:new-unpriced', { payer: who }), ...paymentLines(fee)];
  return [phrase('permit:new', { amount: sum(fee.monthly, fee), payer: who }), ...paymentLines(fee)];
}

/** How often is known as soon as the days are, also where a price of next year is not on file. */
function paymentLines(fee: PermitFee | null): readonly Phrase[] {
  if (fee === null || fee.payments === null) return [];
  const { payments: count, total } = fee;
  return total === null
    ? [phrase('permit:payments-unpriced', { count })]
    : [phrase('permit:payments', { count, amount: sum(total, fee) })];
}

/** Characters of a source that a card has room for. */
const SOURCE_ON_CARD = 60;

/** The whole source, else the first of several, cut between words. */
function shortSource(source: string): string {
  const [first = ''] = source.length <= SOURCE_ON_CARD ? [source] : source.split('; ');
  return first.length <= SOURCE_ON_CARD
    ? first
    : first.slice(0, SOURCE_ON_CARD).replace(/[\s,.:(]+\S*$/u, '');
}

/** Where a rule was read, as short as a card needs it. */
const sourceOf = (rule: Rule | null): PhraseValue => ({
  raw: shortSource(rule?.source ?? ''),
  ...(rule?.sourceIn === undefined
    ? {}
    : {
        names: Object.fromEntries(
          Object.entries(rule.sourceIn).map(([reader, name]) => [reader, shortSource(name)]),
        ),
      }),
});

/** A ban names its rule; a permit that counts in its own region only is no ban of the region. */
function barredLine(rule: Rule | null, { permit }: RightToWork): Phrase {
  const source = sourceOf(rule);
  const day = { day: rule?.checkedAt ?? '' };
  if (permit === null || rule?.kind !== 'bar') return phrase('permit:elsewhere', { source, day });
  return phrase('permit:barred', { basis: permitName({ ...permit, region: null }), source, day });
}

/** Reasons why nobody can say yes or no, the first that holds before the others. */
const WHY: readonly Flag[] = ['not-said', 'ban-list-lapsed', 'may-be-barred', 'may-be-linked', 'rule-stale'];

/** Why nobody can say yes or no. */
export const whyUnknown = (flags: readonly Flag[]): readonly Phrase[] =>
  WHY.filter((flag) => flags.includes(flag))
    .slice(0, 1)
    .map((flag) => phrase(`permit:why-${flag}`));

/** What must be said beside an answer: a yes is never silent about what it does not know. */
const BESIDE: readonly Flag[] = ['ban-list-unverified', 'ban-list-incomplete', 'share-limited', 'counsel'];
/** Beside a no only that it may be none; who must ask anyway need not hear why else. */
const BESIDE_OF: Readonly<Partial<Record<Verdict['kind'], readonly Flag[]>>> = {
  BARRED: ['counsel'],
  NOT_TAKEN: [],
  UNKNOWN: [],
};

/** What must be said beside a verdict. */
export function besides({ kind, flags }: Verdict): readonly Phrase[] {
  const said = BESIDE_OF[kind] ?? BESIDE;
  return said.filter((flag) => flags.includes(flag)).map((flag) => phrase(`permit:${flag}`));
}

/** Of a new permit: that its price is old, and what is not known of another day of the work. */
function doubts({ rules, flags }: Verdict, today: Day): readonly Phrase[] {
  const old = rules.find((rule) => rule.kind === 'fee' && isStale(rule, today));
  const others = flags.filter((flag) => flag !== 'rule-stale');
  return [
    ...(old === undefined ? [] : [phrase('permit:old-price', { day: { day: old.checkedAt } })]),
    ...whyUnknown(others),
  ];
}

/** What is not on file of a region, beside which people are told to ask. */
const TO_ASK: readonly Flag[] = ['ban-list-unverified', 'ban-list-incomplete'];

/** Contacts that a card has room for: fewer beside an answer than instead of one. */
const contactsFor = ({ kind, flags }: Verdict): number => {
  if (kind === 'UNKNOWN') return 2;
  const isClosed = kind === 'BARRED' || kind === 'NOT_TAKEN';
  return !isClosed && TO_ASK.some((flag) => flags.includes(flag)) ? 1 : 0;
};

/** Whom to ask where nobody here can say; only public contacts. */
function askLine(verdict: Verdict, opening: Opening, { helpLines }: RightToWork): readonly Phrase[] {
  const contacts = [...voucherOf(opening), ...helpIn(opening.region, helpLines)];
  const list = listed(contacts.slice(0, contactsFor(verdict)));
  return list === undefined ? [] : [phrase('permit:ask-whom', { list })];
}
