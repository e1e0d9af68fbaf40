/** What the questions about a draft share: how one is put, and what an answer changes. */
import type { KeptAnswer } from './conversation.ts';
import type { Desk } from './desk.ts';
import { COUNTED, type KeptDraft, type Said, type Step, stepsOf, withAnswer } from './draft.ts';
import { type Phrase, phrase, raw } from './message.ts';
import type { Draft } from './musts.ts';

/** What an answer changes, given what was said before. */
export type Change = (said: Said) => Draft;
/** The same, where it also settles other questions. */
export interface Settles {
  readonly whole: (said: Said) => Said;
}

/** What of a question is the same for all. */
interface Asking {
  readonly id: string;
  readonly text: readonly Phrase[];
  readonly step?: { readonly now: number; readonly of: number };
}

/** Words that are the same in every language. */
export const words = (text: string): Phrase => phrase('common:as-is', { text: raw(text) });

/** Where the name of a field alone does not say what is meant. */
function questionFor(step: Step, draft: KeptDraft | null): Phrase {
  const { kind, pay } = draft?.said.content ?? {};
  if (step === 'place') return phrase(kind === 'harvest' ? 'post:ask-place-harvest' : 'post:ask-place');
  if (step === 'norm' && pay != null && COUNTED.includes(pay.unit))
    return phrase(`post:ask-norm-${pay.unit}`);
  return phrase(step === 'guarantee' ? 'post:ask-guarantee' : `post:field-${step}`);
}

/** How a question is put: what it asks, how to answer it, and where in the whole it stands. */
export function asking(step: Step, draft: KeptDraft | null, ...how: readonly string[]): Asking {
  const steps = draft === null ? [] : stepsOf(draft.said, draft.organisation);
  return {
    id: step,
    text: [
      phrase('post:ask', { what: questionFor(step, draft) }),
      ...how.map((key) => phrase(`post:${key}`)),
    ],
    ...(steps.includes(step) ? { step: { now: steps.indexOf(step) + 1, of: steps.length } } : {}),
  };
}

/** Keeps an answer in the draft; `null`: it is gone. */
export const keep = (desk: Desk, id: string, step: Step, change: Change): Promise<string | null> =>
  desk.saveDraft(id, (said) => withAnswer(said, step, change(said)));

/** Typed words that are no answer. */
export const unclear = {
  kind: 'unclear',
  hint: phrase('post:unclear'),
} as const satisfies KeptAnswer;
