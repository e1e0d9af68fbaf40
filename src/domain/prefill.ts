/** What a pasted or forwarded post says, read by rules: whatever is not clear is asked. Pure. */
import { classify } from './classify.ts';
import { type Said, STEPS, type Step, withAnswer, withTerms } from './draft.ts';
import { day } from './feed-values.ts';
import type { Draft } from './musts.ts';
import type { Day, PayUnit, Provision, RegionCode } from './opening.ts';
import { keptText, withoutContacts } from './plain-text.ts';
import { typedText } from './typed-text.ts';

/** What a text is read with. */
export interface Reading {
  readonly today: Day;
  readonly currency: string;
  readonly locale: string;
  readonly regionNamed: (words: string) => RegionCode | null;
}

/** Longer posts say nothing more of an opening. */
const LONGEST = 4_000;

type Found = readonly (readonly [Step, Draft])[];

/**
 * A draft of what a text says: its words as the note, and everything that could be read. A telephone of a post is
 * somebody's: only who types it as the contact says that it is a public one.
 */
export function prefill(typed: string, reading: Reading): Said {
  const text = typedText(typed, LONGEST);
  const low = text.toLowerCase().replaceAll('ё', 'е');
  const note = keptText(withoutContacts(text), 600);
  const found: Found = [
    ...workIn(text),
    ...regionIn(text, reading),
    ...datesIn(low, reading.today),
    ...payIn(low, reading.currency),
    ...countsIn(low),
    ...provisionsIn(low),
    ...contractIn(low),
    ['note', { note }],
  ];
  const said = found.reduce<Said>((sum, [step, change]) => withAnswer(sum, step, change), {
    content: { locale: reading.locale },
    asked: [],
  });
  const days = daysAWeek(low);
  const whole = days === null ? said : withAnswer(said, 'days', withTerms(said, { daysPerWeek: days }));
  return { ...whole, asked: STEPS.filter((step) => whole.asked.includes(step)) };
}

function workIn(text: string): Found {
  const [first = ''] = text.split('\n');
  const { kind, work, crop } = classify({ title: text.slice(0, 400), texts: [first, text] });
  if (work === null) return [];
  const named: Found = [
    ['kind', { kind }],
    ['work', { work }],
  ];
  return crop === null ? named : [...named, ['crop', { crop }]];
}

/** Names have one to three words; the longest that is clear wins. */
function regionIn(text: string, { regionNamed }: Reading): Found {
  const words = text
    .split(/[^\p{L}\p{M}’ʻ'-]+/u)
    .filter((word) => word.length > 2)
    .slice(0, 300);
  const names = [3, 2, 1].flatMap((length) =>
    words.flatMap((first, at) =>
      // A name begins with a capital: small words ("край", "область") name nothing alone.
      /^\p{Lu}/u.test(first) && at + length <= words.length ? [words.slice(at, at + length).join(' ')] : [],
    ),
  );
  for (const name of new Set(names)) {
    const region = regionNamed(name);
    if (region !== null) return [['region', { region }]];
  }
  return [];
}

/** Beginnings of the names of months, Latin and Cyrillic. */
const MONTHS: readonly RegExp[] = [
  /^(?:янв|jan|yan)/,
  /^(?:фев|feb|fev)/,
  /^(?:мар|mar)/,
  /^(?:апр|apr)/,
  /^(?:ма[йя]|may)/,
  /^(?:июн|jun|iyun)/,
  /^(?:июл|jul|iyul)/,
  /^(?:авг|aug|avg)/,
  /^(?:сен|sep|sen)/,
  /^(?:окт|oct|okt)/,
  /^(?:ноя|nov|noy)/,
  /^(?:дек|dec|dek)/,
];

const WRITTEN =
  /(?<![\d.])(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?(?![\d.]*\d)|(?<!\d)(\d{1,2})[\s-]{1,2}(янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|jan|feb|apr|may|jun|jul|aug|sep|oct|nov|dec|yan|fev|iyun|iyul|avg|sen|okt|noy|dek)/gu;

/** A day without a year is the next one, or one that was just now. */
const JUST_NOW_DAYS = 30;

/** A day as it is typed: `1.7`, `01.07.2026`, `1 июля`; `null` where it is none. */
export function dayIn(typed: string, today: Day): Day | null {
  return daysIn(typed.toLowerCase(), today)[0] ?? null;
}

function daysIn(low: string, today: Day): readonly Day[] {
  return [...low.slice(0, LONGEST).matchAll(WRITTEN)].flatMap(([, d, m, y, named, month]) => {
    const number = m === undefined ? MONTHS.findIndex((each) => each.test(month ?? '')) + 1 : Number(m);
    const found = dayOf(Number(d ?? named), number, y, today);
    return found === null ? [] : [found];
  });
}

function dayOf(date: number, month: number, written: string | undefined, today: Day): Day | null {
  const year = written === undefined ? Number(today.slice(0, 4)) : Number(written.slice(-2)) + 2000;
  const inYear = (each: number): Day | null => day(`${date}.${month}.${each}`);
  const found = inYear(year);
  if (found === null || written !== undefined) return found;
  const oldest = new Date(Date.parse(`${today}T00:00:00Z`) - JUST_NOW_DAYS * 86_400_000)
    .toISOString()
    .slice(0, 10);
  return found < oldest ? inYear(year + 1) : found;
}

/** The last day is read against the first. A first day that is over is nobody's: it is asked. */
function datesIn(low: string, today: Day): Found {
  const [first] = daysIn(low, today);
  if (first === undefined || first < today) return [];
  const starts: Found = [['starts', { startsOn: first }]];
  const [, second] = daysIn(low, first);
  return second === undefined || second < first ? starts : [...starts, ['ends', { endsOn: second }]];
}

const UNITS: readonly (readonly [PayUnit, string])[] = [
  ['hour', 'час|hour|soat|соат|саат'],
  ['day', 'день|смен|сутк|day|shift|kun|кун|рӯз|күн'],
  ['week', 'недел|week|hafta|ҳафта|апта'],
  ['month', 'месяц|мес|month|oy(?!\\p{L})|ой(?!\\p{L})|моҳ|ай(?!\\p{L})'],
  ['kg', 'кг|килограмм|kg|kilo'],
  ['box', 'ящик|короб|box|quti|қуттӣ|куту'],
  ['piece', 'штук|шт(?!\\p{L})|piece|dona|дона|даана'],
];

const MONEY = String.raw`(?:руб\p{L}*|р(?!\p{L})\.?|₽|rub\p{L}*|soʻm|сум|сом)`;
const SUM = String.raw`(\d{1,3}(?:[ \u00a0]\d{3}){1,3}|\d{1,7})`;
const THOUSANDS = String.raw`(?:\s?(тыс\p{L}*\.?|т\.\s?р\.?|k(?!\p{L})|ming|минг|ҳазор|миң))?`;

const amountOf = (written: string | undefined, thousands: string | undefined): number | null =>
  written === undefined ? null : Number(written.replace(/\D/g, '')) * (thousands === undefined ? 1 : 1_000);

/** The first sum that says by what it is counted; money must be named, or the unit. */
function payIn(low: string, currency: string): Found {
  for (const [unit, words] of UNITS) {
    const pattern = new RegExp(
      `${SUM}(?:\\s?[-–—]\\s?${SUM})?${THOUSANDS}\\s?(${MONEY})?\\.?\\s?(?:/|за|в|an?|per|бир)?\\s?(?:1\\s?)?(?:${words})`,
      'u',
    );
    const [, low_, high, thousands, money] = pattern.exec(low) ?? [];
    const min = amountOf(low_, thousands);
    const max = amountOf(high, thousands);
    // "10 часов" are hours, "10 рублей в час" is pay.
    if (min === null || (money === undefined && !isPay(low, pattern))) continue;
    return [
      ['unit', {}],
      ['pay', { pay: { min, max: max !== null && max > min ? max : min, unit, currency } }],
    ];
  }
  return [];
}

/** Without a word for money only "250/час" and "250 за кг" are pay. */
const isPay = (low: string, pattern: RegExp): boolean =>
  /\d\s?(?:\/|за|per)\s?/u.test(pattern.exec(low)?.[0] ?? '');

const NUMBERS = {
  hours: /(?:по\s)?(\d{1,2})[\s-]?(?:час(?:ов|а)?|hours?|soat|соат|саат)(?:ов\p{L}*)?(?!\p{L})/u,
  places:
    /(?<![\d.:])(\d{1,3})\s?(?:человек|чел(?!\p{L})|мест(?:а)?(?!\p{L})|рабочих|работник\p{L}*|people|workers|places|kishi|киши|нафар)/u,
} as const;

function countsIn(low: string): Found {
  const hours = Number(NUMBERS.hours.exec(low)?.[1] ?? 0);
  const places = Number(NUMBERS.places.exec(low)?.[1] ?? 0);
  return [
    ...(hours >= 1 && hours <= 16 ? [['hours', { hoursPerDay: hours }] as const] : []),
    ...(places > 0 ? [['places', { places }] as const] : []),
  ];
}

/** `6/1`, `5/2`: days of work and of rest. */
function daysAWeek(low: string): number | null {
  const [, work, rest] = /(?<![\d/.])([5-7])\/([0-2])(?![\d/]|\.\d)/.exec(low) ?? [];
  return work !== undefined && Number(work) + Number(rest) === 7 ? Number(work) : null;
}

const GIVEN: readonly (readonly ['housing' | 'food' | 'transport', string])[] = [
  ['housing', 'жиль|прожив|общежит|housing|accommodation|turar joy|турар|ҷойи зист|турак'],
  ['food', 'питани|еда(?!\\p{L})|обед|food|meals|ovqat|овқат|хӯрок|тамак'],
  ['transport', 'проезд|доставк|транспорт|transport|нақлиёт'],
];
const FREE = 'бесплатн|предоставл|за счет|free|provided|bepul|бепул|ройгон|бекер';

function provisionsIn(low: string): Found {
  return GIVEN.flatMap(([step, words]) => {
    const value = provisionIn(low, words);
    return value === null ? [] : [[step, { [step]: value }] as const];
  });
}

function provisionIn(low: string, words: string): Provision | null {
  if (new RegExp(`без\\s(?:${words})|no\\s(?:${words})`, 'u').test(low)) return 'none';
  const beside = new RegExp(
    `(?:${words})[^.;\\n]{0,30}(?:${FREE})|(?:${FREE})[^.;\\n]{0,12}(?:${words})`,
    'u',
  );
  return beside.test(low) ? 'free' : null;
}

const ON_PAPER = /трудов\p{L}* договор|по тк(?: рф)?(?!\p{L})|labou?r contract|employment contract/u;
const FOR_SERVICES = /гпх|гражданско-правов|contract for services/u;

function contractIn(low: string): Found {
  if (FOR_SERVICES.test(low)) return [['contract', { contract: 'civil' }]];
  return ON_PAPER.test(low) ? [['contract', { contract: 'labour' }]] : [];
}
