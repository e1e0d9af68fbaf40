/** The preview of a draft: its card as people will see it, what was found, and what can be done with it. */
import { askStep } from './ask-draft.ts';
import type { Dialogue } from './conversation.ts';
import { openingFrom, STEPS, type Step, stepsOf } from './draft.ts';
import { approved, type Standing, standingOf } from './hand-draft.ts';
import { phrase, raw } from './message.ts';
import { cardIn, contactOf, examineHere, verdictOn } from './show-draft.ts';
import { otherChannels, type SightWay, showSight, sightOption } from './sights.ts';

const WAYS = ['publish', 'submit', 'edit', 'translate', 'language', 'later', 'drop'] as const;
export type PreviewWay = (typeof WAYS)[number];

/** What can be done with a draft that stands so. */
const waysFor = (standing: Standing, isNoted: boolean): readonly PreviewWay[] =>
  WAYS.filter(
    (way) =>
      (way !== 'publish' || standing === 'free') &&
      (way !== 'submit' || standing === 'review') &&
      (way !== 'translate' || isNoted),
  );

/** Shows the card in a language, and what was found; resolves to what shall be done. */
export async function lookAt(
  dialogue: Dialogue,
  id: string,
  locale: string,
): Promise<PreviewWay | SightWay | 'gone'> {
  const draft = await dialogue.desk.draft(id);
  const standing = await dialogue.remember('standing', () => standingOf(dialogue, draft));
  const isNoted = await dialogue.remember('noted', () => (draft?.said.content.note ?? null) !== null);
  const others = await dialogue.remember('others', () => otherChannels(dialogue));
  const examined = draft === null ? null : await examineHere(dialogue, draft, approved(dialogue));
  if (standing === 'gone') return 'gone';
  const card =
    draft === null || examined === null
      ? []
      : [...cardIn(dialogue, draft, examined, locale), ...contactOf(examined)];
  // In place of the last question, so that the buttons stand below the card.
  await dialogue.say({ lines: card, buttons: [] });
  const way = await dialogue.askOne<PreviewWay | SightWay>({
    id: 'look',
    text: examined === null ? [phrase('post:gone')] : verdictOn(examined),
    columns: 1,
    options: waysFor(standing, isNoted).flatMap((value) => [
      // Where it is seen in another way comes before what ends the looking.
      ...(value === 'later' ? others.map(sightOption) : []),
      {
        value,
        label: phrase(`post:way-${value}`),
        ...(value === 'publish' || value === 'submit' ? { emphasis: 'good' as const } : {}),
        ...(value === 'drop' ? { emphasis: 'danger' as const } : {}),
      },
    ]),
  });
  return way ?? 'later';
}

/** Shows it as another channel will. */
export async function showOn(dialogue: Dialogue, id: string, channel: string, locale: string): Promise<void> {
  const draft = await dialogue.desk.draft(id);
  const content = draft === null ? null : (await examineHere(dialogue, draft, approved(dialogue))).content;
  await showSight(dialogue, channel, content === null ? null : openingFrom(content, id), locale);
}

/** What is asked together with another: a sum means nothing without its unit. */
const TOGETHER: Readonly<Partial<Record<Step, readonly Step[]>>> = { pay: ['unit', 'pay'], norm: ['norm'] };

/** Asks one of its questions again. `false`: the draft is gone. */
export async function editDraft(dialogue: Dialogue, id: string): Promise<boolean> {
  const draft = await dialogue.desk.draft(id);
  const steps = draft === null ? [] : stepsOf(draft.said, draft.organisation);
  // Whom people ask may be changed, though it goes without saying where the organisation has a line.
  const all = STEPS.filter((step) => step !== 'unit' && (steps.includes(step) || step === 'contact'));
  const field = await dialogue.askOne({
    id: 'field',
    text: [phrase('post:edit-ask')],
    options: [
      ...all.map((value) => ({ value, label: phrase(`post:field-${value}`) })),
      { value: 'nothing' as const, label: phrase('post:edit-nothing') },
    ],
  });
  if (field === null || field === 'nothing') return true;
  for (const step of TOGETHER[field] ?? [field]) if (!(await askStep(dialogue, id, step))) return false;
  return true;
}

/** In which language the card shall be shown. */
export const askLanguage = (dialogue: Dialogue): Promise<string | null> =>
  dialogue.askOne({
    id: 'language',
    text: [phrase('post:language-ask')],
    options: dialogue.exchange
      .languages(dialogue.locale)
      .map(({ code, name }) => ({ value: code, label: phrase('common:as-is', { text: raw(name) }) })),
  });
