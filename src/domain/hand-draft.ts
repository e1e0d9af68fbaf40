/** A draft is published, or handed to another person, as far as may be done now. */
import { permitted } from './ask-permission.ts';
import type { Dialogue } from './conversation.ts';
import type { Desk } from './desk.ts';
import type { KeptDraft } from './draft.ts';
import { type Message, phrase, say } from './message.ts';
import { examineHere, leavingMessage } from './show-draft.ts';

/** How many openings of theirs somebody approved. */
export const approved = ({ coordinator }: Dialogue): number => coordinator?.approvedOpenings ?? 0;

/** Whether a draft can be published, must be looked at by somebody, or is not there any more. */
export type Standing = 'gone' | 'blocked' | 'review' | 'free';

/** How a draft stands. */
export async function standingOf(dialogue: Dialogue, draft: KeptDraft | null): Promise<Standing> {
  if (draft === null || draft.submitted) return 'gone';
  const { blocked, review } = await examineHere(dialogue, draft, approved(dialogue));
  return blocked ? 'blocked' : review.length > 0 ? 'review' : 'free';
}

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
  const standing = await standingOf(dialogue, draft);
  if (draft === null || standing === 'gone' || standing === 'blocked') return 'refused';
  const { content, review } = await examineHere(dialogue, draft, approved(dialogue));
  if (way === 'submit') return (await desk.submitDraft(id, review)).kind;
  if (content === null || standing !== 'free') return 'refused';
  const done = await desk.publishDraft(id, content);
  return done.kind === 'done' ? done.value : 'refused';
}

/** `false`: nothing was done. */
export async function handDraft(dialogue: Dialogue, id: string, way: 'publish' | 'submit'): Promise<boolean> {
  const action = way === 'submit' ? 'opening.submit' : 'opening.publish';
  if ((await permitted(dialogue, action, await subjectFor(dialogue, id))) === 'no') return false;
  const ended = await dialogue.act('hand', (desk) => hand(dialogue, desk, id, way));
  const halted = await dialogue.desk.everythingStopped();
  const said = (): Message => {
    if (ended === 'refused') return say(phrase('desk:refused-late'));
    return ended === 'done' ? say(phrase('post:submitted')) : leavingMessage('published', ended, { halted });
  };
  await dialogue.say(said(), { apart: true });
  return ended !== 'refused';
}
