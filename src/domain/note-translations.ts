/** Translations of an opening's note. Each says of which words it is one, so that none outlives a change of them. Pure. */
import type { Said } from './draft.ts';
import type { NoteTranslation, OpeningContent } from './opening.ts';

type Noted = Pick<OpeningContent, 'note' | 'locale' | 'notes'>;

/** Stands for a text: 32 bits (FNV-1a) tell the words of one note from those it had before. */
function markOfText(text: string): string {
  let hash = 0x81_1c_9d_c5;
  for (const unit of new TextEncoder().encode(text)) hash = Math.imul(hash ^ unit, 0x01_00_01_93);
  return (hash >>> 0).toString(36);
}

/** A translation of a note as it is now. */
export const translationOf = (note: string, text: string): NoteTranslation => ({
  text,
  of: markOfText(note),
});

/** Languages whose translation is of the note as it is now, or was of another one. */
export const localesOf = ({ note, notes }: Pick<Noted, 'note' | 'notes'>, how: 'current' | 'stale') =>
  Object.entries(notes)
    .filter(([, { of }]) => note !== null && (of === markOfText(note)) === (how === 'current'))
    .map(([locale]) => locale)
    .sort();

/** The note as somebody reads it: in their language where it is there, else as it was written. */
export function noteFor(
  { note, locale, notes }: Noted,
  reader: string,
): { readonly text: string; readonly locale: string } | null {
  if (note === null) return null;
  const translated = locale === reader ? undefined : notes[reader];
  return translated?.of === markOfText(note)
    ? { text: translated.text, locale: reader }
    : { text: note, locale };
}

/** Everything that readers may see of a note. */
export const textsOfNote = ({
  notes = {},
}: Partial<Noted>): readonly (readonly [locale: string, text: string])[] =>
  Object.entries(notes).map(([locale, { text }]) => [locale, text] as const);

/** A draft with a translation; `null` takes it away. */
export function withTranslation({ content, asked }: Said, locale: string, text: string | null): Said {
  const { [locale]: _, ...others } = content.notes ?? {};
  const notes = text === null ? others : { ...others, [locale]: translationOf(content.note ?? '', text) };
  return { content: { ...content, notes }, asked };
}

/** The same, where somebody says that a translation is right of the new words, too. */
export const withConfirmed = (said: Said, locale: string): Said =>
  withTranslation(said, locale, said.content.notes?.[locale]?.text ?? null);
