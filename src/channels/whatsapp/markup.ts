/** Our markup in WhatsApp's: `*bold*`, `_italic_`; what strangers wrote must not turn into either. */
import { plainText } from '../../domain/texts.ts';

/** Look like them and mean nothing. WhatsApp knows no escape. */
const HARMLESS: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

/**
 * Links stay as they are, and the words of invitations where no link leads: WhatsApp reads no markup in the former, what
 * is copied keeps its signs, and another letter would lead elsewhere.
 */
const LINK = /https?:\/\/\S+|(?<!\S)c_[\w-]{22}(?!\S)/g;

/** What begins a quote, whose sign WhatsApp does not show. */
const QUOTE = /^>(?= )/gm;

/** Plain text in which nothing is markup. */
export function harmless(text: string): string {
  let at = 0;
  let made = '';
  for (const link of text.matchAll(LINK)) {
    made += text.slice(at, link.index).replace(/[*_~`]/g, (sign) => HARMLESS[sign] ?? sign) + link[0];
    at = link.index + link[0].length;
  }
  made += text.slice(at).replace(/[*_~`]/g, (sign) => HARMLESS[sign] ?? sign);
  return made.replace(QUOTE, '›');
}

interface Run {
  readonly text: string;
  readonly marks: string;
}

/** A text of `RenderedMessage` as WhatsApp shows it. Marks end with their line: WhatsApp's reach no further. */
export const toWhatsApp = (markup: string): string =>
  markup
    .split('\n')
    .map(lineReader())
    .map((runs) => runs.reduce((before, run, at) => before + marked(run, before, runs[at + 1]), ''))
    .join('\n');

/** Cuts lines into runs of one look; tags may open in one line and close in another. */
function lineReader(): (line: string) => readonly Run[] {
  let bold = false;
  let italic = false;
  return (line) =>
    line.split(/(<\/?[bi]>)/).flatMap((piece): readonly Run[] => {
      const [, slash, tag] = /^<(\/?)([bi])>$/.exec(piece) ?? [];
      if (tag === 'b') bold = slash === '';
      if (tag === 'i') italic = slash === '';
      if (tag !== undefined || piece === '') return [];
      return [{ text: harmless(plainText(piece)), marks: `${bold ? '*' : ''}${italic ? '_' : ''}` }];
    });
}

const BEGINS_IN_WORD = /^[\p{L}\p{N}]/u;
const ENDS_IN_WORD = /[\p{L}\p{N}]$/u;

/** Marks hold only around words, and only where they touch no other word: elsewhere the text stays plain. */
function marked({ text, marks }: Run, before: string, after: Run | undefined): string {
  const [, head = '', core = '', tail = ''] = /^(\s*)(.*?)(\s*)$/su.exec(text) ?? [];
  const touches =
    (head === '' && ENDS_IN_WORD.test(before)) || (tail === '' && BEGINS_IN_WORD.test(after?.text ?? ''));
  if (marks === '' || core === '' || touches) return text;
  return `${head}${marks}${core}${[...marks].reverse().join('')}${tail}`;
}
