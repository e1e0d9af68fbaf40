/** A table of openings that somebody sends: each row becomes a draft that waits for another person. */
import type { Dialogue, KeptAnswer } from './conversation.ts';
import type { Desk } from './desk.ts';
import { STEPS } from './draft.ts';
import { daysAfter } from './feed-values.ts';
import { approved } from './hand-draft.ts';
import { type Phrase, phrase, raw, say } from './message.ts';
import type { DraftField } from './musts.ts';
import type { OpeningContent } from './opening.ts';
import { listed } from './phrases.ts';
import { whatIs } from './review.ts';
import { examineHere, FROM_TABLE } from './show-draft.ts';

/** Faults that are named; whoever mends them sends the table again and sees the rest. */
const MOST_NAMED = 10;

/** What a field of an opening is called in a table, where that is not its own name. */
const COLUMN_OF: Readonly<Partial<Record<DraftField, string>>> = {
  startsOn: 'start',
  endsOn: 'end',
  validUntil: 'valid_until',
  pay: 'pay_amount',
  hoursPerDay: 'hours_day',
  daysPerWeek: 'days_week',
  transport: 'transport_to',
  harvest: 'transport_home',
  permitPayer: 'patent_paid_by',
  accepts: 'rights_accepted',
  employer: 'employer_name',
  vouchedBy: 'employer_name',
  contact: 'contact_public',
};

/** A table with one row that can be sent as it is, so that nobody has to guess the columns. */
function exampleOf({ exchange, today }: Dialogue): readonly Phrase[] {
  const row = {
    kind: 'harvest',
    work: 'berries',
    crop: 'strawberry',
    title: 'Strawberries',
    region: exchange.places.regions[0]?.code ?? '',
    place: 'Rassvet',
    start: daysAfter(today, 14),
    end: daysAfter(today, 44),
    pay_amount: '50',
    pay_unit: 'kg',
    units_per_day_min: '40',
    hours_day: '10',
    days_week: '6',
    housing: 'free',
    food: 'free',
    transport_to: 'free',
    transport_home: 'employer',
    patent_paid_by: 'employer',
    rights_accepted: 'any',
    contract: 'labour',
    places: '20',
    pledge: 'all',
  };
  return [Object.keys(row), Object.values(row)].map((cells) =>
    phrase('common:as-is', { text: raw(cells.join(';')) }),
  );
}

/** Beginnings of the files of spreadsheets, which are no tables until they are saved as such. */
const SPREADSHEETS = ['504b0304', 'd0cf11e0'];
const isSpreadsheet = (bytes: Uint8Array): boolean =>
  SPREADSHEETS.includes(Array.from(bytes.slice(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(''));

interface Row {
  readonly line: number;
  readonly content: OpeningContent;
}

const wrongRow = (line: number, column: string, what: Phrase): Phrase =>
  phrase('post:table-row', { line, column: raw(column), what });

/** Why a row cannot be taken; nothing where it can. */
async function wrongIn(dialogue: Dialogue, desk: Desk, { line, content }: Row): Promise<readonly Phrase[]> {
  const organisation = dialogue.coordinator?.organisation ?? null;
  const notTheirs = [wrongRow(line, 'region', phrase('post:table-region'))];
  if (organisation === null) return notTheirs;
  const { content: whole, findings } = await examineHere(
    dialogue,
    { said: { content, asked: [] }, organisation },
    1,
  );
  const blocks = findings.filter(({ severity }) => severity === 'block');
  if (whole === null || blocks.length > 0)
    return blocks.map((one) => wrongRow(line, COLUMN_OF[one.field] ?? one.field, whatIs(one)));
  const subject = { organisationId: organisation.id, region: content.region };
  return desk.may('opening.submit', subject).kind === 'yes' ? [] : notTheirs;
}

/** Takes a table whole, or not at all: whoever mends it sends it again, and nothing comes twice. */
async function takeTable(dialogue: Dialogue, bytes: Uint8Array, desk: Desk): Promise<KeptAnswer> {
  if (isSpreadsheet(bytes)) return { kind: 'unclear', hint: phrase('post:table-excel') };
  const rows = await dialogue.exchange.posting.readTable(bytes, dialogue.today);
  if (rows === null || rows.length === 0) return { kind: 'unclear', hint: phrase('post:table-none') };
  const wrong: Phrase[] = [];
  for (const row of rows) {
    const found =
      'wrong' in row
        ? row.wrong.map((column) => wrongRow(row.line, column, phrase('post:table-unread')))
        : await wrongIn(dialogue, desk, row);
    wrong.push(...found);
  }
  const list = listed(wrong, MOST_NAMED);
  if (list !== undefined) return { kind: 'unclear', hint: phrase('post:table-wrong', { list }) };
  let taken = 0;
  for (const row of rows) if ('content' in row && (await takeRow(dialogue, desk, row.content))) taken += 1;
  return { kind: 'kept', value: String(taken) };
}

async function takeRow(dialogue: Dialogue, desk: Desk, content: OpeningContent): Promise<boolean> {
  const id = await desk.saveDraft(null, () => ({ content, asked: STEPS }));
  const draft = id === null ? null : await desk.draft(id);
  if (id === null || draft === null) return false;
  const { review } = await examineHere(dialogue, draft, approved(dialogue));
  return (await desk.submitDraft(id, [...review, FROM_TABLE])).kind === 'done';
}

/** Asks for the file, and says how many were taken. */
export async function askTable(dialogue: Dialogue): Promise<void> {
  const taken = await dialogue.askDocument({
    id: 'table',
    text: [
      phrase('post:table-ask'),
      phrase('post:table-how'),
      phrase('post:table-example'),
      ...exampleOf(dialogue),
    ],
    skippable: true,
    take: (bytes, _, desk) => takeTable(dialogue, bytes, desk),
  });
  if (taken !== null)
    await dialogue.say(say(phrase('post:table-taken', { count: Number(taken) })), { apart: true });
}
