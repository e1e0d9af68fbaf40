import { permitted, sayDone } from '../domain/ask-permission.ts';
import type { Conversation, Dialogue, Next } from '../domain/conversation.ts';
import type { Desk } from '../domain/desk.ts';
import { BACK_REASONS, type BackReason, type KeptDraft } from '../domain/draft.ts';
import { type Phrase, phrase, say } from '../domain/message.ts';
import {
  cardIn,
  contactOf,
  draftLine,
  examineHere,
  leavingMessage,
  notesOf,
  verdictOn,
} from '../domain/show-draft.ts';

/** What stands for a draft on a button, as it is now: whoever looked at a card approves that one and no later one. */
const markOf = ({ id, updatedAt }: KeptDraft): string =>
  `${id.slice(-12)}-${updatedAt.getTime().toString(36)}`;

const NOBODY = '0';

/** Of a poster whom another person looks at anyway. */
const KNOWN = 1;

async function askWhich(dialogue: Dialogue): Promise<string | null> {
  const waiting = await dialogue.desk.waiting();
  const none = await dialogue.remember('none', () => waiting.length === 0);
  if (none) {
    await dialogue.say(say(phrase('post:waiting-none')), { apart: true });
    return null;
  }
  const mark = await dialogue.askOne({
    id: 'which',
    text: [phrase('post:waiting', { count: waiting.length }), ...waiting.map(lineOf)],
    columns: 1,
    options: [
      ...waiting.map((draft, at) => ({
        value: markOf(draft),
        label: phrase('post:waiting-button', { number: at + 1 }),
      })),
      { value: NOBODY, label: phrase('post:decide-nothing') },
    ],
  });
  return mark === NOBODY ? null : mark;
}

const lineOf = (draft: KeptDraft, at: number): Phrase =>
  phrase('post:waiting-line', { number: at + 1, what: draftLine(draft) });

async function find(dialogue: Dialogue, mark: string): Promise<KeptDraft | null> {
  return (await dialogue.desk.waiting()).find((draft) => markOf(draft) === mark) ?? null;
}

const subjectOf = ({ organisation, by, said }: KeptDraft, people: number) => ({
  organisationId: organisation.id,
  by,
  people,
  ...(said.content.region === undefined ? {} : { region: said.content.region }),
});

/** Shows the card and what was found. */
async function decide(
  dialogue: Dialogue,
  draft: KeptDraft | null,
): Promise<'approve' | 'refuse' | 'nothing'> {
  const examined = draft === null ? null : await examineHere(dialogue, draft, KNOWN);
  const there = await dialogue.remember('there', () => examined !== null);
  const may = await dialogue.remember('may-be', () => examined?.blocked === false);
  const card =
    draft === null || examined === null
      ? [phrase('post:gone')]
      : [...cardIn(dialogue, draft, examined, dialogue.locale), ...contactOf(examined), ...notesOf(examined)];
  // In place of the list, so that the buttons stand below the card.
  await dialogue.say({ lines: card, buttons: [] });
  if (!there) return 'nothing';
  const verdict =
    draft === null || examined === null
      ? []
      : verdictOn({ ...examined, review: [...examined.review, ...draft.review] }, 'decider');
  const way = await dialogue.askOne({
    id: 'decide',
    text: [phrase('post:decide'), ...verdict],
    columns: 1,
    options: (['approve', 'refuse', 'nothing'] as const)
      .filter((value) => value !== 'approve' || may)
      .map((value) => ({ value, label: phrase(`post:decide-${value}`) })),
  });
  return way ?? 'nothing';
}

/** The code of the opening that it became; `null`: it did not. */
async function approveIt(dialogue: Dialogue, desk: Desk, mark: string): Promise<string | null> {
  const draft = await find(dialogue, mark);
  if (draft === null) return null;
  const { content, blocked } = await examineHere(dialogue, draft, KNOWN);
  if (content === null || blocked) return null;
  const done = await desk.approveDraft(draft.id, content);
  return done.kind === 'done' ? done.value : null;
}

async function refuseIt(
  dialogue: Dialogue,
  desk: Desk,
  mark: string,
  reason: BackReason,
): Promise<'done' | 'refused'> {
  const draft = await find(dialogue, mark);
  return draft === null ? 'refused' : (await desk.refuseDraft(draft.id, reason)).kind;
}

/** What its poster will read; without it they would send the same again. */
const askReason = (dialogue: Dialogue): Promise<BackReason | null> =>
  dialogue.askOne<BackReason>({
    id: 'reason',
    text: [phrase('post:reason-ask')],
    options: BACK_REASONS.map((value) => ({ value, label: phrase(`post:reason-${value}`) })),
  });

/** Openings of others that wait for somebody to look at them: with the card as people will see it. */
export const approve: Conversation = {
  name: 'approve',
  listed: false,
  open: false,
  needs: ['moderator', 'operator'],
  resumes: false,
  async run(dialogue): Promise<Next | undefined> {
    const mark = await askWhich(dialogue);
    if (mark === null) return { to: 'desk' };
    const draft = await find(dialogue, mark);
    const way = await decide(dialogue, draft);
    if (way === 'nothing') return { to: 'desk' };
    const subject =
      draft === null ? { organisationId: null } : subjectOf(draft, await dialogue.desk.mostReached());
    if ((await permitted(dialogue, `opening.${way}`, subject)) === 'no') return { to: 'desk' };
    if (way === 'refuse') {
      const reason = (await askReason(dialogue)) ?? 'not-ours';
      const kind = await dialogue.act('refuse', (desk) => refuseIt(dialogue, desk, mark, reason));
      await sayDone(dialogue, kind, 'post:sent-back');
    } else {
      const code = await dialogue.act('approve', (desk) => approveIt(dialogue, desk, mark));
      const halted = await dialogue.desk.everythingStopped();
      const said =
        code === null ? say(phrase('desk:refused-late')) : leavingMessage('approved', code, { halted });
      await dialogue.say(said, { apart: true });
    }
    return { to: 'desk' };
  },
};
