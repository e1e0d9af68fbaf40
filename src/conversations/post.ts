import { askStep } from '../domain/ask-draft.ts';
import { permitted } from '../domain/ask-permission.ts';
import type { Conversation, Dialogue, KeptAnswer, Next } from '../domain/conversation.ts';
import type { Desk } from '../domain/desk.ts';
import { copyOf, type KeptDraft, nextStep, type Said, STEPS, type Step, stepsOf } from '../domain/draft.ts';
import { type Message, type Phrase, phrase, raw, say } from '../domain/message.ts';
import { KINDS, type OpeningContent } from '../domain/opening.ts';
import { kindLabel, listed } from '../domain/phrases.ts';
import { prefill } from '../domain/prefill.ts';
import { stepFor } from '../domain/review.ts';
import {
  cardIn,
  draftLine,
  examineHere,
  FROM_TABLE,
  leavingMessage,
  verdictOn,
} from '../domain/show-draft.ts';

async function gone(dialogue: Dialogue): Promise<Next> {
  await dialogue.say(say(phrase('post:gone')), { apart: true });
  return { to: 'desk' };
}

/** What one begins with: a kind, words of a post, a table, the last opening again, or a draft that is there. */
async function begin(dialogue: Dialogue): Promise<string | null> {
  const newest = (await dialogue.desk.drafts())[0];
  const hasDraft = await dialogue.remember('draft', () => newest?.id ?? null);
  const hasLast = await dialogue.remember('last', async () => (await dialogue.desk.lastPosted()) !== null);
  return dialogue.askText<string>({
    id: 'begin',
    text: [
      phrase('post:begin'),
      phrase('post:begin-paste'),
      ...(newest === undefined ? [] : [phrase('post:begin-draft', { what: draftLine(newest) })]),
      ...(newest?.refused === true ? [phrase('post:refused')] : []),
    ],
    options: [
      ...KINDS.map((value) => ({ value, label: kindLabel(value) })),
      ...(hasDraft === null ? [] : [{ value: 'draft', label: phrase('post:go-on') }]),
      ...(hasLast ? [{ value: 'copy', label: phrase('post:copy') }] : []),
      { value: 'table', label: phrase('post:table') },
    ],
    read: async (text, desk): Promise<KeptAnswer> => {
      const { regionNamed, currency } = dialogue.exchange.posting;
      const { today, locale } = dialogue;
      const id = await desk.saveDraft(null, () => prefill(text, { today, currency, locale, regionNamed }));
      return id === null
        ? { kind: 'unclear', hint: phrase('desk:refused-late') }
        : { kind: 'kept', value: id };
    },
  });
}

/** The id of the draft that was begun, or found; `null`: there is none. */
async function draftFor(dialogue: Dialogue, begun: string): Promise<string | null> {
  if (begun === 'draft')
    return dialogue.remember('found', async () => (await dialogue.desk.drafts())[0]?.id ?? null);
  if (begun === 'copy') return dialogue.act('copy', (desk) => copyLast(dialogue, desk));
  const kind = KINDS.find((each) => each === begun);
  if (kind === undefined) return begun;
  const { locale } = dialogue;
  const said: Said = { content: { kind, locale }, asked: ['kind'] };
  return dialogue.act('begin', (desk) => desk.saveDraft(null, () => said));
}

async function copyLast({ coordinator }: Dialogue, desk: Desk): Promise<string | null> {
  const last = await desk.lastPosted();
  const organisation = coordinator?.organisation ?? null;
  return last === null || organisation === null
    ? null
    : desk.saveDraft(null, () => copyOf(last, organisation));
}

/** Questions in one log: what is kept of a dialogue is bounded, and a draft has more of them than fit. */
const MOST_ASKED = 8;

/** Goes on with a draft in a log of its own; the draft has kept everything. */
const again = (id: string, locale: string): Next => ({ to: 'post', argument: `${markOf(id)}~${locale}` });

const markOf = (id: string): string => id.slice(-12);

/** Asks for what was not asked yet, then shows the whole. */
async function goOn(dialogue: Dialogue, argument: string): Promise<Next | undefined> {
  const [mark, locale = dialogue.locale] = argument.split('~');
  const id = await dialogue.remember(
    'id',
    async () => (await dialogue.desk.drafts()).find((draft) => markOf(draft.id) === mark)?.id ?? null,
  );
  for (let asked = 0; id !== null && asked < MOST_ASKED; asked += 1) {
    const next = await dialogue.remember('next', async () => {
      const draft = await dialogue.desk.draft(id);
      return draft === null ? 'gone' : nextStep(draft.said, draft.organisation);
    });
    if (next === null) return asked === 0 ? finish(dialogue, id, locale) : again(id, locale);
    const step = STEPS.find((each) => each === next);
    if (step === undefined || !(await askStep(dialogue, id, step))) return gone(dialogue);
  }
  return id === null ? gone(dialogue) : again(id, locale);
}

const approved = ({ coordinator }: Dialogue): number => coordinator?.approvedOpenings ?? 0;

type Standing = 'gone' | 'blocked' | 'review' | 'free';

function standingOf(dialogue: Dialogue, draft: KeptDraft | null): Standing {
  if (draft === null || draft.submitted) return 'gone';
  const { blocked, review } = examineHere(dialogue, draft, approved(dialogue));
  return blocked ? 'blocked' : review.length > 0 ? 'review' : 'free';
}

const WAYS = ['publish', 'submit', 'edit', 'language', 'later', 'drop'] as const;

/** What can be done with a draft that stands so. */
const waysFor = (standing: Standing): readonly (typeof WAYS)[number][] =>
  WAYS.filter(
    (way) => (way !== 'publish' || standing === 'free') && (way !== 'submit' || standing === 'review'),
  );

/** Shows the card in a language, and what was found; resolves to what shall be done. */
async function look(dialogue: Dialogue, id: string, locale: string): Promise<(typeof WAYS)[number] | 'gone'> {
  const draft = await dialogue.desk.draft(id);
  const standing = await dialogue.remember('standing', () => standingOf(dialogue, draft));
  const examined = draft === null ? null : examineHere(dialogue, draft, approved(dialogue));
  if (standing === 'gone') return 'gone';
  const card = draft === null || examined === null ? [] : cardIn(dialogue, draft, examined, locale);
  await dialogue.say({ lines: card, buttons: [] }, { apart: true });
  const way = await dialogue.askOne({
    id: 'look',
    text: examined === null ? [phrase('post:gone')] : verdictOn(examined),
    columns: 1,
    options: waysFor(standing).map((value) => ({
      value,
      label: phrase(`post:way-${value}`),
      ...(value === 'publish' || value === 'submit' ? { emphasis: 'good' as const } : {}),
      ...(value === 'drop' ? { emphasis: 'danger' as const } : {}),
    })),
  });
  return way ?? 'later';
}

/** What is asked together with another: a sum means nothing without its unit. */
const TOGETHER: Readonly<Partial<Record<Step, readonly Step[]>>> = { pay: ['unit', 'pay'], norm: ['norm'] };

async function edit(dialogue: Dialogue, id: string): Promise<boolean> {
  const draft = await dialogue.desk.draft(id);
  const steps = draft === null ? [] : stepsOf(draft.said, draft.organisation);
  // Whom people ask may be changed, though it goes without saying where the organisation has a line.
  const all = STEPS.filter((step) => step !== 'unit' && (steps.includes(step) || step === 'contact'));
  const field = await dialogue.askOne({
    id: 'field',
    text: [phrase('post:edit-ask')],
    skippable: true,
    options: all.map((value) => ({ value, label: phrase(`post:field-${value}`) })),
  });
  if (field === null) return true;
  for (const step of TOGETHER[field] ?? [field]) if (!(await askStep(dialogue, id, step))) return false;
  return true;
}

const askLanguage = (dialogue: Dialogue): Promise<string | null> =>
  dialogue.askOne({
    id: 'language',
    text: [phrase('post:language-ask')],
    options: dialogue.exchange
      .languages(dialogue.locale)
      .map(({ code, name }) => ({ value: code, label: phrase('common:as-is', { text: raw(name) }) })),
  });

/** What publishing a draft is done to, as the desk will judge it, too. */
async function subjectFor({ desk, coordinator }: Dialogue, id: string) {
  const region = (await desk.draft(id))?.said.content.region;
  return {
    organisationId: coordinator?.organisation?.id ?? null,
    by: coordinator?.id ?? null,
    people: await desk.mostReached(),
    ...(region === undefined ? {} : { region }),
  };
}

/** Examines it once more and does what may be done now. The code of the opening, or how else it ended. */
async function hand(dialogue: Dialogue, desk: Desk, id: string, way: 'publish' | 'submit'): Promise<string> {
  const draft = await desk.draft(id);
  const standing = standingOf(dialogue, draft);
  if (draft === null || standing === 'gone' || standing === 'blocked') return 'refused';
  const { content, review } = examineHere(dialogue, draft, approved(dialogue));
  if (way === 'submit') return (await desk.submitDraft(id, review)).kind;
  if (content === null || standing !== 'free') return 'refused';
  const done = await desk.publishDraft(id, content);
  return done.kind === 'done' ? done.value : 'refused';
}

async function publish(dialogue: Dialogue, id: string, way: 'publish' | 'submit'): Promise<boolean> {
  const action = way === 'submit' ? 'opening.submit' : 'opening.publish';
  if ((await permitted(dialogue, action, await subjectFor(dialogue, id))) === 'no') return false;
  const ended = await dialogue.act('hand', (desk) => hand(dialogue, desk, id, way));
  const said = (): Message => {
    if (ended === 'refused') return say(phrase('desk:refused-late'));
    return ended === 'done' ? say(phrase('post:submitted')) : leavingMessage('published', ended);
  };
  await dialogue.say(said(), { apart: true });
  return ended !== 'refused';
}

/** The preview, and what is done with it: until it is published, put aside or deleted it comes again. */
async function finish(dialogue: Dialogue, id: string, locale: string): Promise<Next> {
  const way = await look(dialogue, id, locale);
  switch (way) {
    case 'gone':
      return gone(dialogue);
    case 'language':
      return again(id, (await askLanguage(dialogue)) ?? locale);
    case 'edit':
      return (await edit(dialogue, id)) ? again(id, locale) : gone(dialogue);
    case 'publish':
    case 'submit':
      return (await publish(dialogue, id, way)) ? { to: 'desk' } : again(id, locale);
    case 'later':
      await dialogue.say(say(phrase('post:kept')), { apart: true });
      return { to: 'desk' };
    case 'drop':
      await dialogue.act('drop', async (desk) => {
        await desk.dropDraft(id);
        return null;
      });
      await dialogue.say(say(phrase('post:dropped')), { apart: true });
      return { to: 'desk' };
  }
}

/** Rows that are named; whoever mends them sends the table again and sees the rest. */
const MOST_ROWS_NAMED = 10;

interface Row {
  readonly line: number;
  readonly content: OpeningContent;
}

const wrongRow = (line: number, field: Phrase): Phrase => phrase('post:table-row', { line, field });

/** Why a row cannot be taken; `null` where it can. */
function wrongIn(dialogue: Dialogue, desk: Desk, { line, content }: Row): Phrase | null {
  const organisation = dialogue.coordinator?.organisation ?? null;
  if (organisation === null) return wrongRow(line, phrase('post:field-region'));
  const { content: whole, findings } = examineHere(
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
  const wrong = rows.flatMap((row) =>
    'wrong' in row
      ? [wrongRow(row.line, phrase('common:as-is', { text: raw(row.wrong) }))]
      : (wrongIn(dialogue, desk, row) ?? []),
  );
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
  const { review } = examineHere(dialogue, draft, approved(dialogue));
  return (await desk.submitDraft(id, [...review, FROM_TABLE])).kind === 'done';
}

async function askTable(dialogue: Dialogue): Promise<void> {
  const taken = await dialogue.askDocument({
    id: 'table',
    text: [phrase('post:table-ask'), phrase('post:table-how')],
    skippable: true,
    take: (bytes, _, desk) => takeTable(dialogue, bytes, desk),
  });
  if (taken !== null)
    await dialogue.say(say(phrase('post:table-taken', { count: Number(taken) })), { apart: true });
}

/** An opening, by taps: a question at a time, kept at once, then its card as people will see it. */
export const post: Conversation = {
  name: 'post',
  listed: false,
  open: false,
  needs: ['poster'],
  resumes: false,
  takes: /^[0-9a-f]{12}~[\w-]{2,8}$/,
  async run(dialogue): Promise<Next | undefined> {
    const organisationId = dialogue.coordinator?.organisation?.id ?? null;
    if ((await permitted(dialogue, 'draft.edit', { organisationId })) === 'no') return { to: 'desk' };
    if (dialogue.argument !== null) return goOn(dialogue, dialogue.argument);
    const begun = await begin(dialogue);
    if (begun === 'table') {
      await askTable(dialogue);
      return { to: 'desk' };
    }
    const id = begun === null ? null : await draftFor(dialogue, begun);
    return id === null ? gone(dialogue) : again(id, dialogue.locale);
  },
};
