/** A table of openings that somebody sends: each row becomes a draft that waits for another person. */
import type { Dialogue, KeptAnswer } from './conversation.ts';
import type { Desk } from './desk.ts';
import { STEPS } from './draft.ts';
import { approved } from './hand-draft.ts';
import { type Phrase, phrase, raw, say } from './message.ts';
import type { OpeningContent } from './opening.ts';
import { listed } from './phrases.ts';
import { stepFor } from './review.ts';
import { examineHere, FROM_TABLE } from './show-draft.ts';

/** Rows that are named; whoever mends them sends the table again and sees the rest. */
const MOST_ROWS_NAMED = 10;

interface Row {
  readonly line: number;
  readonly content: OpeningContent;
}

const wrongRow = (line: number, field: Phrase): Phrase => phrase('post:table-row', { line, field });

/** Why a row cannot be taken; `null` where it can. */
async function wrongIn(dialogue: Dialogue, desk: Desk, { line, content }: Row): Promise<Phrase | null> {
  const organisation = dialogue.coordinator?.organisation ?? null;
  if (organisation === null) return wrongRow(line, phrase('post:field-region'));
  const { content: whole, findings } = await examineHere(
    dialogue,
    { said: { content, asked: [] }, organisation },
    1,
  );
  const block = findings.find(({ severity }) => severity === 'block');
  if (whole === null || block !== undefined)
    return wrongRow(line, phrase(`post:field-${block === undefined ? 'region' : stepFor(block.field)}`));
  const subject = { organisationId: organisation.id, region: content.region };
  return desk.may('opening.submit', subject).kind === 'yes'
    ? null
    : wrongRow(line, phrase('post:field-region'));
}

/** Takes a table whole, or not at all: whoever mends it sends it again, and nothing comes twice. */
async function takeTable(dialogue: Dialogue, bytes: Uint8Array, desk: Desk): Promise<KeptAnswer> {
  const rows = await dialogue.exchange.posting.readTable(bytes, dialogue.today);
  if (rows === null || rows.length === 0) return { kind: 'unclear', hint: phrase('post:table-none') };
  const wrong: Phrase[] = [];
  for (const row of rows) {
    const found =
      'wrong' in row
        ? wrongRow(row.line, phrase('common:as-is', { text: raw(row.wrong) }))
        : await wrongIn(dialogue, desk, row);
    if (found !== null) wrong.push(found);
  }
  const list = listed(wrong, MOST_ROWS_NAMED);
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
    text: [phrase('post:table-ask'), phrase('post:table-how')],
    skippable: true,
    take: (bytes, _, desk) => takeTable(dialogue, bytes, desk),
  });
  if (taken !== null)
    await dialogue.say(say(phrase('post:table-taken', { count: Number(taken) })), { apart: true });
}
