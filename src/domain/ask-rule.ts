/** The questions with which a keeper corrects a rule: closed values where it has them, else a number or a day. */
import type { Dialogue, KeptAnswer, Option } from './conversation.ts';
import { type Phrase, phrase, raw } from './message.ts';
import type { Day } from './opening.ts';
import { WORKS } from './opening.ts';
import { workLabel } from './phrases.ts';
import { dayIn } from './prefill.ts';
import { BOUNDS, type FieldValue, type RuleField, saidIn } from './rule-desk.ts';
import { activityName, fieldName } from './rule-words.ts';
import { CONFIDENCES, type Rule } from './rules.ts';
import { typedText } from './typed-text.ts';

/** More a month than any permit costs. */
const MOST_MONTHLY = 9_999_999;
/** Works that none of ours stands for. */
const OTHER = 'other';

const asIs = (text: string): Phrase => phrase('common:as-is', { text: raw(text) });
const option = <Value extends string>(value: Value, label: Phrase): Option<Value> => ({ value, label });

const asking = (field: RuleField, how: string) => ({
  id: field,
  text: [phrase('rules:ask', { what: fieldName(field) }), phrase(`rules:how-${how}`)],
});

/** Asks what a field should be. */
export async function askField(dialogue: Dialogue, rule: Rule, field: RuleField): Promise<FieldValue> {
  switch (field) {
    case 'monthly':
    case 'percent':
      return askSum(dialogue, rule, field);
    case 'from':
    case 'to':
      return askDay(dialogue, field);
    case 'activities':
    case 'except':
      return askActivities(dialogue, rule, field);
    case 'complete':
      return dialogue.askOne({
        ...asking(field, 'complete'),
        options: (['yes', 'no'] as const).map((value) => option(value, phrase(`terms:words.${value}`))),
      });
    case 'bound':
      return dialogue.askOne({
        ...asking(field, 'tap'),
        columns: 1,
        options: BOUNDS.map((value) => option(value, phrase(`rules:bound-${value}`))),
      });
    case 'elsewhere':
    case 'confidence':
      return dialogue.askOne({
        ...asking(field, 'tap'),
        columns: 1,
        options: CONFIDENCES.map((value) => option(value, phrase(`rules:sure-${value}`))),
      });
  }
}

const askSum = (dialogue: Dialogue, rule: Rule, field: 'monthly' | 'percent'): Promise<number | null> => {
  const value = Number(saidIn(rule, field));
  return dialogue.askNumber({
    ...asking(field, 'number'),
    suggestions: [{ value, label: asIs(String(value)) }],
    ...(field === 'monthly' ? { min: 1, max: MOST_MONTHLY } : { min: 0, max: 100 }),
  });
};

/** The years in which rules begin and end: most do so with one. */
function daysFor(field: 'from' | 'to', today: Day): readonly Day[] {
  const year = Number(today.slice(0, 4));
  return [year, year + 1].map((each) => (field === 'from' ? `${each}-01-01` : `${each}-12-31`));
}

const unclear = { kind: 'unclear', hint: phrase('post:unclear') } as const;

const askDay = (dialogue: Dialogue, field: 'from' | 'to'): Promise<string | null> =>
  dialogue.askText<string>({
    ...asking(field, 'day'),
    options: [
      ...daysFor(field, dialogue.today).map((day) => option(day, phrase('rules:day', { day: { day } }))),
      ...(field === 'to' ? [option('none', phrase('rules:no-end'))] : []),
    ],
    read: async (text): Promise<KeptAnswer> => {
      const typed = dayIn(text, dialogue.today);
      return typed === null ? unclear : { kind: 'kept', value: typed };
    },
  });

/** Our works whole, or what the law names of them; the work opens what it holds. */
function askActivities(dialogue: Dialogue, rule: Rule, field: 'activities' | 'except'): Promise<FieldValue> {
  const { activities } = dialogue.exchange.rules;
  const chosen = rule.kind !== 'bar' ? [] : field === 'except' ? exceptions(rule) : named(rule);
  const finer = activities.map(({ id, work }) => ({ ...option(id, activityName(id)), group: work ?? OTHER }));
  const groups = [
    ...WORKS.map((work) => option<string>(work, workLabel(work))),
    option(OTHER, phrase('rules:other')),
  ];
  return dialogue.askMany({
    ...asking(field, 'many'),
    ...(field === 'activities' ? { any: phrase('rules:everything') } : {}),
    chosen,
    groups,
    options: [
      ...WORKS.map((work) => ({
        ...option<string>(work, phrase('rules:whole', { what: workLabel(work) })),
        group: work,
      })),
      ...finer,
    ],
    columns: 1,
  });
}

const exceptions = (rule: Extract<Rule, { kind: 'bar' }>): readonly string[] =>
  rule.except.map(({ activity }) => activity);
const named = ({ activities }: Extract<Rule, { kind: 'bar' }>): readonly string[] =>
  activities === '*' ? [] : activities;

const SHORTEST = 5;
const LONGEST = 200;

/** What looks like a telephone or a handle: a source is shown on cards, and names nobody to call. */
const CONTACT = /@\w|(?:t|wa)\.me\/|\+?\d[\d\s()-]{9,}\d/iu;
const DATE = /\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}/gu;

/** Where a rule was read, as it was typed; `null`: it names nothing, or somebody to call. */
export function sourceIn(text: string): string | null {
  const source = typedText(text, LONGEST).replace(/\s+/gu, ' ');
  const isSource = [...source].length >= SHORTEST && /\p{L}/u.test(source);
  return isSource && !CONTACT.test(source.replaceAll(DATE, '')) ? source : null;
}
