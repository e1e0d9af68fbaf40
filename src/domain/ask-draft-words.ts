/** The questions about a draft that take words. They go to the draft while they are read, and nowhere else. */
import type { Dialogue, KeptAnswer, Option } from './conversation.ts';
import type { Organisation } from './coordinator.ts';
import { lineIn, pageIn } from './desk-words.ts';
import type { KeptDraft } from './draft.ts';
import { asking, type Change, keep, unclear } from './draft-question.ts';
import { phrase } from './message.ts';
import type { Draft } from './musts.ts';
import { typedText } from './typed-text.ts';

/** What is said in words. */
export type Worded = 'place' | 'employer' | 'contact' | 'note';

const LONGEST: Readonly<Record<Exclude<Worded, 'contact'>, number>> = {
  place: 120,
  employer: 120,
  note: 600,
};

/** Nobody sends a longer one. */
const MOST_TYPED = 4_000;

/** What typed words change, or `null` where they are no answer. */
function wordsIn(step: Worded, text: string): Draft | null {
  if (step === 'contact') {
    const [url, phone] = [pageIn(text), lineIn(text)];
    return url === null && phone === null ? null : { contact: { url, phone: url === null ? phone : null } };
  }
  const typed = typedText(step === 'note' ? text : text.replace(/\s+/g, ' '), LONGEST[step]);
  return /[\p{L}\p{N}]/u.test(typed) ? { [step]: typed } : null;
}

/** What may be tapped in place of words. */
function instead(step: Worded, organisation: Organisation | undefined): readonly Option[] {
  if (step === 'employer') return [{ value: 'none', label: phrase('post:employer-vouched') }];
  if (step !== 'contact' || organisation === undefined) return [];
  const { line, url } = organisation;
  return line === null && url === null ? [] : [{ value: 'none', label: phrase('post:contact-own') }];
}

/** Asks for them. */
export async function askWords(
  dialogue: Dialogue,
  id: string,
  step: Worded,
  draft: KeptDraft | null,
): Promise<Change | 'kept' | 'gone'> {
  const options = instead(step, draft?.organisation);
  const answer = await dialogue.askText<string>({
    ...asking(step, draft, step === 'place' ? 'type' : `type-${step}`),
    ...(options.length === 0 ? {} : { options, columns: 1 }),
    skippable: step === 'note',
    read: async (text, desk): Promise<KeptAnswer> => {
      if (step !== 'contact' && typedText(text, MOST_TYPED) !== typedText(text, LONGEST[step]))
        return { kind: 'unclear', hint: phrase('post:too-long', { max: LONGEST[step] }) };
      const change = wordsIn(step, text);
      if (change === null) return unclear;
      const kept = await keep(desk, id, step, () => change);
      return { kind: 'kept', value: kept === null ? 'gone' : 'kept' };
    },
  });
  if (answer === 'kept' || answer === 'gone') return answer;
  return () => (step === 'contact' ? { contact: { url: null, phone: null } } : { [step]: null });
}
