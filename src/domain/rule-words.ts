/** Rules in words, for those who keep them. */
import { type Phrase, type PhraseValue, phrase, raw } from './message.ts';
import { WORKS } from './opening.ts';
import { blank, listed, regionName, workLabel } from './phrases.ts';
import type { Proposal } from './rule-change.ts';
import { boundOf, differing, fieldsOf, type ListedRule, type RuleField, saidIn } from './rule-desk.ts';
import type { Rule } from './rules.ts';

const titleOfBasis = (basis: string): Phrase => phrase(`permit:name-${basis}`);

/** Activities named in one line of a list. */
const FEW = 2;

/** A finer activity, or a work of ours. */
export const activityName = (id: string): Phrase =>
  WORKS.some((work) => work === id) ? workLabel(id) : phrase(`activities:${id}`);

/** What a rule says, in one line; `most` activities by name. */
function ruleName(rule: Rule, most?: number): Phrase {
  switch (rule.kind) {
    case 'basis':
      return phrase(`rules:about-basis-${boundOf(rule)}`, { basis: titleOfBasis(rule.basis) });
    case 'link': {
      const [one, other] = rule.regions;
      const regions = { one: regionName(one), other: regionName(other) };
      return phrase('rules:about-link', { basis: titleOfBasis(rule.basis), ...regions });
    }
    case 'bar':
      return phrase('rules:about-bar', {
        basis: titleOfBasis(rule.basis),
        region: regionName(rule.region),
        list: barred(rule.activities, most),
      });
    case 'fee':
      return phrase('rules:about-fee', {
        basis: titleOfBasis(rule.basis),
        region: regionName(rule.region),
        amount: { amount: rule.monthly, currency: rule.currency },
      });
    case 'share':
      return phrase('rules:about-share', {
        region: rule.region === '*' ? phrase('rules:everywhere') : regionName(rule.region),
        what: activityName(rule.activity),
        percent: rule.percent,
      });
  }
}

const barred = (activities: '*' | readonly string[], most?: number): Phrase =>
  activities === '*'
    ? phrase('rules:everything')
    : (listed(activities.map(activityName), most) ?? phrase('rules:nothing-barred'));

const nameInYear = (rule: Rule): Phrase =>
  rule.to === null
    ? ruleName(rule, FEW)
    : phrase('rules:of-year', { what: ruleName(rule, FEW), year: raw(rule.to.slice(0, 4)) });

/** One line of the list: what it says, and why it stands there. */
export function listedLine({ rule, standing, proposals }: ListedRule, number: number): Phrase {
  const shown = rule ?? proposals[0]?.row ?? null;
  return phrase('rules:line', {
    number,
    what: shown === null ? phrase('rules:gone') : nameInYear(shown),
    why: phrase(`rules:standing-${standing}`),
  });
}

const sourceOf = ({ source, sourceIn }: Rule): PhraseValue =>
  sourceIn === undefined ? raw(source) : { raw: source, names: sourceIn };

/** Everything a row says. */
function rowLines(rule: Rule): readonly Phrase[] {
  const { from, to, checkedAt, confidence } = rule;
  const also = fieldsOf(rule).filter((field) => field === 'complete' || field === 'except');
  return [
    ruleName(rule),
    ...also
      .filter((field) => field !== 'except' || (rule.kind === 'bar' && rule.except.length > 0))
      .map((field) => phrase('rules:says', { what: fieldName(field), value: valueWords(rule, field) })),
    to === null
      ? phrase('rules:from', { from: { day: from } })
      : phrase('rules:from-to', { from: { day: from }, to: { day: to } }),
    phrase('rules:checked', { day: { day: checkedAt }, sure: phrase(`rules:sure-${confidence}`) }),
    phrase('rules:source', { source: sourceOf(rule) }),
  ];
}

/** A field's name, short enough for a button. */
export const fieldName = (field: RuleField): Phrase => phrase(`rules:field-${field}`);

/** What a row says in a field. */
function valueWords(rule: Rule, field: RuleField): Phrase {
  const value = saidIn(rule, field);
  if (value === null) return phrase(field === 'to' ? 'rules:no-end' : 'rules:not-said');
  switch (field) {
    case 'monthly':
      return phrase('rules:sum', {
        amount: { amount: Number(value), currency: rule.kind === 'fee' ? rule.currency : '' },
      });
    case 'percent':
      return phrase('rules:percent', { number: Number(value) });
    case 'activities':
      return barred(value as '*' | readonly string[]);
    case 'except':
      return allowed(rule);
    case 'complete':
      return phrase(`terms:words.${value === true ? 'yes' : 'no'}`);
    case 'bound':
      return phrase(`rules:bound-${String(value)}`);
    case 'elsewhere':
    case 'confidence':
      return phrase(`rules:sure-${String(value)}`);
    case 'from':
    case 'to':
      return phrase('rules:day', { day: { day: String(value) } });
  }
}

function allowed(rule: Rule): Phrase {
  const except = rule.kind === 'bar' ? rule.except : [];
  const each = except.map(({ activity, to }) =>
    phrase('rules:allowed', { what: activityName(activity), to: { day: to } }),
  );
  return listed(each) ?? phrase('rules:not-said');
}

/** What a row shall say instead, field by field: old and new side by side. */
const changeLines = (before: Rule, after: Rule): readonly Phrase[] =>
  differing(before, after).map((field) =>
    phrase('rules:change', {
      what: fieldName(field),
      before: valueWords(before, field),
      after: valueWords(after, field),
    }),
  );

/** What a keeper said, beside what holds now. */
function proposalLines(
  { by, on, row, source }: Proposal,
  number: number,
  rule: Rule | null,
): readonly Phrase[] {
  const said = { number, by: raw(by), day: { day: on } };
  const where = source ?? row?.source ?? null;
  const read =
    where === null || where === rule?.source
      ? phrase('rules:source-same-read')
      : phrase('rules:source', { source: raw(where) });
  if (row === null) return [phrase('rules:said-still', said), read];
  if (rule === null) return [phrase('rules:said-new', said), ...rowLines(row)];
  return [phrase('rules:said-change', said), ...changeLines(rule, row), read];
}

/** Proposals on one screen: with more, the first are decided first. */
export const MOST_PROPOSALS = 2;

/** A rule with all that is said of it. */
export function ruleLines({ rule, standing, why, proposals }: ListedRule): readonly Phrase[] {
  const reason = why ?? (standing === 'open' ? 'open' : null);
  return [
    ...(rule === null ? [] : rowLines(rule)),
    ...(reason === null ? [] : [phrase(`rules:standing-${reason}`)]),
    ...proposals
      .slice(0, MOST_PROPOSALS)
      .flatMap((one, at) => [
        ...(rule === null && at === 0 ? [] : [blank]),
        ...proposalLines(one, at + 1, rule),
      ]),
  ];
}

/** A row that is about to be said, as it would be. */
export const draftLines = (before: Rule | null, after: Rule): readonly Phrase[] =>
  before === null ? rowLines(after) : [ruleName(before), ...changeLines(before, after)];
