/** A coordinator writes the note of a draft in another language. The words go to the draft while they are read. */
import type { Dialogue, KeptAnswer, Option } from './conversation.ts';
import type { KeptDraft, Said } from './draft.ts';
import { phrase, raw } from './message.ts';
import { localesOf, withConfirmed, withTranslation } from './note-translations.ts';
import { typedText } from './typed-text.ts';

const LONGEST = 600;

const STATES = ['none', 'stale', 'current'] as const;
type State = (typeof STATES)[number];

function stateOf(draft: KeptDraft | null, locale: string): State {
  const { note = null, notes = {} } = draft?.said.content ?? {};
  return STATES.find((how) => how !== 'none' && localesOf({ note, notes }, how).includes(locale)) ?? 'none';
}

/** The languages of the exchange but the note's own, with how each stands. */
function askInto(dialogue: Dialogue, draft: KeptDraft | null): Promise<string | null> {
  const own = draft?.said.content.locale;
  return dialogue.askOne({
    id: 'into',
    text: [phrase('post:translate-ask')],
    skippable: true,
    options: dialogue.exchange
      .languages(dialogue.locale)
      .filter(({ code }) => code !== own)
      .map(({ code, name }) => ({
        value: code,
        label: phrase(`post:translated-${stateOf(draft, code)}`, { language: raw(name) }),
      })),
  });
}

/** What may be tapped in place of words. */
const insteadOf = (state: State): readonly Option[] => [
  ...(state === 'stale' ? [{ value: 'confirm', label: phrase('post:translate-confirm') }] : []),
  ...(state === 'none' ? [] : [{ value: 'remove', label: phrase('post:translate-remove') }]),
];

/** Asks for one translation of the note. `false`: the draft is gone. */
export async function askTranslation(dialogue: Dialogue, id: string): Promise<boolean> {
  const draft = await dialogue.desk.draft(id);
  const into = await askInto(dialogue, draft);
  if (into === null) return true;
  const state = await dialogue.remember('state', () => stateOf(draft, into));
  const { note = null, notes = {} } = draft?.said.content ?? {};
  const sofar = notes[into]?.text;
  const said = await dialogue.askText<string>({
    id: 'words',
    text: [
      phrase('post:translate-how'),
      ...(note === null ? [] : [phrase('post:translate-note', { note: raw(note) })]),
      ...(sofar === undefined ? [] : [phrase('post:translate-sofar', { note: raw(sofar) })]),
    ],
    options: insteadOf(state),
    columns: 1,
    skippable: true,
    read: (text, desk) =>
      take(text, (words) => desk.saveDraft(id, (all) => withTranslation(all, into, words))),
  });
  const change = CHANGES[said ?? ''];
  if (change === undefined) return said !== 'gone';
  return dialogue.act(
    'translate',
    async (desk) => (await desk.saveDraft(id, (all) => change(all, into))) !== null,
  );
}

const CHANGES: Readonly<Record<string, (said: Said, locale: string) => Said>> = {
  confirm: withConfirmed,
  remove: (said, locale) => withTranslation(said, locale, null),
};

async function take(text: string, save: (words: string) => Promise<string | null>): Promise<KeptAnswer> {
  const words = typedText(text, LONGEST);
  if (!/[\p{L}\p{N}]/u.test(words)) return { kind: 'unclear', hint: phrase('post:unclear') };
  return { kind: 'kept', value: (await save(words)) === null ? 'gone' : 'kept' };
}
