/** What WhatsApp would refuse or show wrongly in a body, by the limits of its own pages; each counted in code points. */
import type { Body } from '../../src/channels/whatsapp/rendering.ts';

const TEXT = 4_096;
const BODY = 1_024;
const MOST = {
  button: { choices: 3, title: 20, id: 256 },
  list: { choices: 10, title: 24, id: 200 },
} as const;
const OPENER = 20;
const DESCRIPTION = 72;

interface Choice {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
}

const length = (text: string): number => [...text].length;
const repeated = (values: readonly string[]): readonly string[] =>
  values.filter((value, at) => values.indexOf(value) < at);

/** Faults of a text; `quoted` are texts of strangers in it, which may look as they like. */
function textFaults(text: string, most: number, quoted: readonly string[]): readonly string[] {
  const ours = quoted.reduce((rest, words) => rest.replaceAll(words, 'X'), text);
  return [
    ...(length(text) > most ? [`${length(text)} characters of text`] : []),
    ...(text.trim() === '' ? ['no text'] : []),
    ...(/<\/?[a-z]>|&(?:lt|gt|amp|quot|#39);/.test(ours) ? [`markup that is not WhatsApp’s: ${ours}`] : []),
    ...ours
      .split('\n')
      .flatMap((line) => (/[*_~`]/.test(unread(line)) ? [`marks without a pair: ${line}`] : [])),
    ...(text.isWellFormed() ? [] : ['half a character']),
  ];
}

function choiceFaults(kind: keyof typeof MOST, choices: readonly Choice[]): readonly string[] {
  const most = MOST[kind];
  return [
    ...(choices.length < 1 || choices.length > most.choices ? [`${choices.length} choices`] : []),
    ...choices.flatMap(({ id, title, description }) => [
      ...(length(title) > most.title ? [`a title of ${length(title)}: ${title}`] : []),
      ...(title.trim() === '' || title !== title.trim() ? [`a bad title: ${JSON.stringify(title)}`] : []),
      ...(/<\/?[bi]>|&[a-z]+;/.test(title) ? [`markup in a title: ${title}`] : []),
      ...(length(id) > most.id || id === '' || id !== id.trim() ? [`a bad id: ${id}`] : []),
      ...(description !== undefined && (length(description) > DESCRIPTION || description.trim() === '')
        ? [`a bad description: ${description}`]
        : []),
    ]),
    ...repeated(choices.map(({ title }) => title)).map((title) => `two that read ${title}`),
    ...repeated(choices.map(({ id }) => id)).map((id) => `two that bring ${id}`),
  ];
}

/** What is wrong with a body, in words; empty when nothing is. */
export function bodyFaults(body: Body, quoted: readonly string[] = []): readonly string[] {
  if (body.type === 'text') return textFaults(body.text.body, TEXT, quoted);
  const { interactive } = body;
  const faults = textFaults(interactive.body.text, BODY, quoted);
  if (interactive.type === 'button')
    return [
      ...faults,
      ...choiceFaults(
        'button',
        interactive.action.buttons.map(({ reply }) => reply),
      ),
    ];
  const { button, sections } = interactive.action;
  return [
    ...faults,
    ...(length(button) > OPENER || button.trim() === '' ? [`a bad opener: ${button}`] : []),
    ...choiceFaults(
      'list',
      sections.flatMap(({ rows }) => rows),
    ),
  ];
}

/** A line as WhatsApp reads it: what is left when every mark that it understands is taken away. */
export const unread = (line: string): string =>
  line
    .replace(LINK, '')
    .replace(
      /(?<![\p{L}\p{N}])(?:\*_(?=\S)([^*_]+?)(?<=\S)_\*|_\*(?=\S)([^*_]+?)(?<=\S)\*_|\*(?=\S)([^*_]+?)(?<=\S)\*|_(?=\S)([^*_]+?)(?<=\S)_)(?![\p{L}\p{N}])/gu,
      (_all, ...inner: readonly (string | undefined)[]) =>
        inner.slice(0, 4).find((one) => one !== undefined) ?? '',
    );

/** WhatsApp reads no marks in them. */
const LINK = /https?:\/\/\S+/g;
