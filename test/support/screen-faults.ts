/** What may be wrong with a screen as a channel gets it: the limits of messengers, and signs of missing values. */
import type { Button, RenderedMessage } from '../../src/domain/message.ts';
import { plainText } from '../../src/domain/texts.ts';
import { markupFault, namespacesOf, SOURCE_LOCALE } from './locales.ts';

/** Telegram: characters of a text after entities, in UTF-16 units. */
const TEXT_UNITS = 4096;
/** Telegram: bytes of a button's data. */
const DATA_BYTES = 64;
/** Telegram: characters of a text to copy. */
const COPY_UNITS = 256;
/** What small phones show whole, beside another button and alone; a tick and its space come on top. */
const BESIDE = 20;
const ALONE = 32;
const TICK = 2;
/** WhatsApp: characters of a row of a list, tick included. */
const ROW = 24;

/** Keys, missing markers and what JavaScript says when there is nothing. Two braces close the JSON of /mydata, too. */
const UNFINISHED = new RegExp(
  String.raw`undefined|null\b(?!,|\}|&quot;)|NaN|\[object|\{\{|\$t\(|(?:^|\s)…(?:\s|$)|\b(?:${namespacesOf(SOURCE_LOCALE).join('|')}):[a-z]`,
);

/** Two spaces, an icon or a colon with nothing behind it, brackets and dots around nothing. */
const GAP = / {2}|^(?:📍|🏢|☎️|💰|📅)\s*$|:\s*$(?![\s\S])|\(\)|· *·|\. \.|, \./mu;
const EMPTY_MARK = /<([bi])>\s*<\/\1>/;

const INVISIBLE = /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\u00AD\uFEFF]/;

function textFaults(text: string, quoted: readonly string[]): readonly string[] {
  const plain = plainText(text);
  const ours = withoutQuotes(plain, quoted);
  return [
    ...(plain.trim() === '' ? ['no text'] : []),
    ...(plain.length > TEXT_UNITS ? [`${plain.length} units of text`] : []),
    ...(UNFINISHED.test(ours) ? [`unfinished: ${UNFINISHED.exec(ours)?.[0]}`] : []),
    ...(INVISIBLE.test(plain) ? ['invisible characters'] : []),
    ...(GAP.test(ours) || EMPTY_MARK.test(text) ? [`a gap: ${ours}`] : []),
    ...(/\n{3}|^\n|\n$/.test(ours) ? ['an empty line'] : []),
  ];
}

/** What was written by strangers is theirs to look at; the rest is ours. */
const withoutQuotes = (text: string, quoted: readonly string[]): string =>
  quoted.reduce((rest, words) => rest.replaceAll(words, 'X'), text);

function pressFaults({ press, label }: Button<string>, quoted: readonly string[]): readonly string[] {
  if (press.kind === 'data') {
    const bytes = Buffer.byteLength(press.data);
    return bytes >= 1 && bytes <= DATA_BYTES ? [] : [`${bytes} bytes behind ${label}`];
  }
  if (press.kind !== 'copy') return [];
  const { text } = press;
  const ours = withoutQuotes(text, quoted);
  const fits = text.length >= 1 && text.length <= COPY_UNITS;
  return [
    ...(fits ? [] : [`${text.length} units to copy`]),
    ...(GAP.test(ours) || /<|&[a-z#0-9]+;|…/.test(ours) ? [`copies badly: ${text}`] : []),
  ];
}

function labelFaults(row: readonly Button<string>[]): readonly string[] {
  return row.flatMap(({ label, ticked }) => {
    const most = (row.length > 1 ? BESIDE : ALONE) + (ticked === true ? TICK : 0);
    return [
      ...([...label].length > most ? [`${[...label].length} characters on a button: ${label}`] : []),
      ...(label.trim() === '' || UNFINISHED.test(label) ? [`a bad label: ${label}`] : []),
    ];
  });
}

/** WhatsApp shows what brings data back as rows of a list, whose labels must be told apart. */
function shortFaults(message: RenderedMessage): readonly string[] {
  const shorts = message.buttons.flat().flatMap(({ press, short }) => (press.kind === 'data' ? [short] : []));
  return [
    ...shorts.flatMap((short) => {
      const length = [...short].length;
      const bad = short.trim() === '' || UNFINISHED.test(short);
      return [
        ...(length > ROW ? [`${length} characters in a row of a list: ${short}`] : []),
        ...(bad ? [`a bad short label: ${short}`] : []),
      ];
    }),
    ...shorts
      .filter((short, at) => shorts.indexOf(short) < at)
      .map((short) => `two rows that read: ${short}`),
  ];
}

/**
 * What is wrong with a message, in words; empty when nothing is. `quoted` are texts of strangers that stand in it and
 * may look as they like, as they are shown.
 */
export function screenFaults(message: RenderedMessage, quoted: readonly string[] = []): readonly string[] {
  const markup = markupFault(message.text);
  const data = message.buttons.flat().flatMap(({ press }) => (press.kind === 'data' ? [press.data] : []));
  return [
    ...textFaults(message.text, quoted),
    ...(markup === null ? [] : [markup]),
    ...message.buttons.flat().flatMap((button) => pressFaults(button, quoted)),
    ...message.buttons.flatMap(labelFaults),
    ...shortFaults(message),
    ...(new Set(data).size === data.length ? [] : ['two buttons that do the same']),
    ...(data.length > 100 ? [`${data.length} buttons`] : []),
  ];
}
