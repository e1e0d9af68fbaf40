/** Commands as people type them: by name, or by a word of their own language. */
import { foldWords } from './spelling.ts';

/** The words of one language. */
export interface CommandWords {
  /** What a person types to opt out. */
  readonly stopWords: readonly string[];
  /** What a person types instead of a command, by the name of the conversation it begins. */
  readonly words: Readonly<Record<string, readonly string[]>>;
}

/** Longer texts are no command; this keeps a hostile one from costing anything. */
const LONGEST = 60;

/** Makes the function of `Texts.commandFor` from the words of all languages. */
export function typedCommands(languages: readonly CommandWords[]): (text: string) => string | null {
  const commands = new Map<string, string>();
  for (const { words } of languages)
    for (const [name, typed] of Object.entries(words))
      for (const each of [name, ...typed]) commands.set(foldWords(each), name);
  // Last, because opting out is heard whatever else a word may mean.
  for (const word of ['stop', ...languages.flatMap(({ stopWords }) => stopWords)])
    commands.set(foldWords(word), 'stop');
  return (text) => (text.length <= LONGEST ? (commands.get(foldWords(text)) ?? null) : null);
}
