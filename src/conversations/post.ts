import { askStep } from '../domain/ask-draft.ts';
import { permitted } from '../domain/ask-permission.ts';
import { askTranslation } from '../domain/ask-translation.ts';
import type { Conversation, Dialogue, KeptAnswer, Next } from '../domain/conversation.ts';
import type { Desk } from '../domain/desk.ts';
import { backReasonOf, copyOf, type KeptDraft, nextStep, type Said, STEPS } from '../domain/draft.ts';
import { handDraft } from '../domain/hand-draft.ts';
import { type Phrase, phrase, say } from '../domain/message.ts';
import { KINDS } from '../domain/opening.ts';
import { kindLabel, listed } from '../domain/phrases.ts';
import { prefill } from '../domain/prefill.ts';
import { askLanguage, editDraft, lookAt, showOn } from '../domain/preview-draft.ts';
import { draftLine, whyBack } from '../domain/show-draft.ts';
import { channelIn } from '../domain/sights.ts';
import { askTable } from '../domain/take-table.ts';

async function gone(dialogue: Dialogue): Promise<Next> {
  await dialogue.say(say(phrase('post:gone')), { apart: true });
  return { to: 'desk' };
}

/** What one begins with: a kind, words of a post, a table, the last opening again, or a draft that is there. */
async function begin(dialogue: Dialogue): Promise<string | null> {
  const drafts = (await dialogue.desk.drafts()).slice(0, MOST_LISTED);
  const [newest] = drafts;
  const back = drafts.find(({ refused }) => refused);
  const found = await dialogue.remember('drafts', () => drafts.length);
  const hasLast = await dialogue.remember('last', async () => (await dialogue.desk.lastPosted()) !== null);
  return dialogue.askText<string>({
    id: 'begin',
    text: [
      phrase('post:begin'),
      phrase('post:begin-paste'),
      ...(newest === undefined ? [] : [phrase('post:begin-draft', { what: draftLine(newest) })]),
      ...(back === undefined ? [] : [phrase('post:refused'), ...whyBack(backReasonOf(back))]),
    ],
    options: [
      ...KINDS.map((value) => ({ value, label: kindLabel(value) })),
      ...(found === 1 ? [{ value: 'draft', label: phrase('post:go-on') }] : []),
      ...(found > 1 ? [{ value: 'draft', label: phrase('post:go-on-many', { number: found }) }] : []),
      ...(hasLast ? [{ value: 'copy', label: phrase('post:copy') }] : []),
      { value: 'table', label: phrase('post:table') },
    ],
    read: async (text, desk): Promise<KeptAnswer> => {
      const { regionNamed, currency } = dialogue.exchange.posting;
      const { today, locale } = dialogue;
      const said = prefill(text, { today, currency, locale, regionNamed });
      if (said.asked.every((step) => step === 'note'))
        return { kind: 'unclear', hint: phrase('post:nothing-read') };
      const id = await desk.saveDraft(null, () => said);
      return id === null
        ? { kind: 'unclear', hint: phrase('desk:refused-late') }
        : { kind: 'kept', value: id };
    },
  });
}

/** Drafts that are listed. */
const MOST_LISTED = 8;

/** Which of several drafts; the only one is not asked for. */
async function askWhich(dialogue: Dialogue): Promise<string | null> {
  const drafts = (await dialogue.desk.drafts()).slice(0, MOST_LISTED);
  const only = await dialogue.remember('only', () => (drafts.length > 1 ? null : (drafts[0]?.id ?? '')));
  if (only !== null) return only === '' ? null : only;
  const mark = await dialogue.askOne({
    id: 'which',
    text: [phrase('post:which'), ...drafts.map(listLine)],
    options: drafts.map(({ id }, at) => ({
      value: markOf(id),
      label: phrase('post:which-one', { number: at + 1 }),
    })),
  });
  return dialogue.remember(
    'found',
    async () => (await dialogue.desk.drafts()).find(({ id }) => markOf(id) === mark)?.id ?? null,
  );
}

const listLine = (draft: KeptDraft, at: number): Phrase =>
  phrase(draft.refused ? 'post:which-back' : 'post:waiting-line', { number: at + 1, what: draftLine(draft) });

/** What was read out of a text, or taken over: whoever sent it sees what was understood. */
async function sayUnderstood(dialogue: Dialogue, id: string): Promise<void> {
  const asked = (await dialogue.desk.draft(id))?.said.asked ?? [];
  const list = listed(
    asked.filter((step) => step !== 'unit').map((step) => phrase(`post:field-${step}`)),
    MOST_NAMED,
  );
  if (list !== undefined) await dialogue.say(say(phrase('post:understood', { list })), { apart: true });
}

/** Fields that are named; more is nearly all of them. */
const MOST_NAMED = 12;

/** The id of the draft that was begun, or found; `null`: there is none. */
async function draftFor(dialogue: Dialogue, begun: string): Promise<string | null> {
  if (begun === 'draft') return askWhich(dialogue);
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

/** One tap among others must not lose a draft. */
async function isSureToDrop(dialogue: Dialogue): Promise<boolean> {
  const sure = await dialogue.askOne({
    id: 'drop',
    text: [phrase('post:drop-ask')],
    columns: 1,
    options: [
      { value: 'gone', label: phrase('post:way-drop'), emphasis: 'danger' },
      { value: 'stays', label: phrase('people:way-nothing') },
    ],
  });
  return sure === 'gone';
}

/** The preview, and what is done with it: until it is published, put aside or deleted it comes again. */
async function finish(dialogue: Dialogue, id: string, locale: string): Promise<Next> {
  const way = await lookAt(dialogue, id, locale);
  switch (way) {
    case 'gone':
      return gone(dialogue);
    case 'language':
      return again(id, (await askLanguage(dialogue)) ?? locale);
    case 'edit':
      return (await editDraft(dialogue, id)) ? again(id, locale) : gone(dialogue);
    case 'translate':
      return (await askTranslation(dialogue, id)) ? again(id, locale) : gone(dialogue);
    case 'publish':
    case 'submit':
      return (await handDraft(dialogue, id, way)) ? { to: 'desk' } : again(id, locale);
    case 'later':
      await dialogue.say(say(phrase('post:kept')), { apart: true });
      return { to: 'desk' };
    case 'drop':
      if (!(await isSureToDrop(dialogue))) return again(id, locale);
      await dialogue.act('drop', async (desk) => {
        await desk.dropDraft(id);
        return null;
      });
      await dialogue.say(say(phrase('post:dropped')), { apart: true });
      return { to: 'desk' };
    default:
      await showOn(dialogue, id, channelIn(way) ?? '', locale);
      return again(id, locale);
  }
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
    if (id === null) return gone(dialogue);
    // A text was kept as its draft; a copy says more than whoever taps it remembers.
    if (begun === id || begun === 'copy') await sayUnderstood(dialogue, id);
    return again(id, dialogue.locale);
  },
};
