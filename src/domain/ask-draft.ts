/** One question about a draft, whichever it is. What is answered is in the draft at once. */
import { askCount, askDay, askNorm } from './ask-draft-numbers.ts';
import { askPay } from './ask-draft-pay.ts';
import { askRights, askTerm } from './ask-draft-terms.ts';
import { askWhat } from './ask-draft-what.ts';
import { askWords } from './ask-draft-words.ts';
import type { Dialogue } from './conversation.ts';
import type { KeptDraft, Step } from './draft.ts';
import { type Change, keep, type Settles } from './draft-question.ts';

/** Asks one question about a draft and keeps the answer. `false`: the draft is gone. */
export async function askStep(dialogue: Dialogue, id: string, step: Step): Promise<boolean> {
  const draft = await dialogue.desk.draft(id);
  const change = await answerTo(dialogue, id, step, draft);
  if (change === 'kept') return true;
  if (change === 'gone') return false;
  return dialogue.act('save', async (desk) => {
    const kept =
      typeof change === 'function' ? keep(desk, id, step, change) : desk.saveDraft(id, change.whole);
    return (await kept) !== null;
  });
}

async function answerTo(
  dialogue: Dialogue,
  id: string,
  step: Step,
  draft: KeptDraft | null,
): Promise<Change | Settles | 'kept' | 'gone'> {
  switch (step) {
    case 'kind':
    case 'work':
    case 'aid':
    case 'crop':
    case 'region':
      return askWhat(dialogue, step, draft);
    case 'starts':
    case 'ends':
      return askDay(dialogue, step, draft);
    case 'norm':
      return askNorm(dialogue, draft);
    case 'rights':
      return askRights(dialogue, draft);
    case 'pay':
      return askPay(dialogue, draft);
    case 'guarantee':
    case 'hours':
    case 'days':
    case 'places':
      return askCount(dialogue, step, draft);
    case 'place':
    case 'employer':
    case 'contact':
    case 'note':
      return askWords(dialogue, id, step, draft);
    default:
      return askTerm(dialogue, step, draft);
  }
}
