/** What a send says, within the published limits. Lengths count code points. */
import type { Image, Media } from './media.ts';
import { badValue, missing, unknownParameter } from './refusal.ts';
import type { Choice, List, WhatsAppMessage } from './terms.ts';

/** The visible part of a message. */
export type Content = Pick<
  WhatsAppMessage,
  'kind' | 'picture' | 'text' | 'header' | 'footer' | 'buttons' | 'list' | 'link'
>;

const MAX_TEXT = 4096;
const MAX_INTERACTIVE_TEXT = 1024;
const MAX_EDGE = 60;
const MAX_BUTTONS = 3;
const MAX_LABEL = 20;
const MAX_BUTTON_ID = 256;
const MAX_SECTIONS = 10;
const MAX_ROWS = 10;
const MAX_ROW_TITLE = 24;
const MAX_ROW_DESCRIPTION = 72;
const MAX_ROW_ID = 200;

// The shapes below were checked field by field by `body.ts`; this only gives them their names back.
export interface FreeForm {
  readonly type?: string;
  readonly text?: { readonly body?: string };
  readonly image?: Image;
  readonly interactive?: Interactive;
}
interface Interactive {
  readonly type?: string;
  readonly header?: { readonly type?: string; readonly text?: string };
  readonly body?: { readonly text?: string };
  readonly footer?: { readonly text?: string };
  readonly action?: Action;
}
interface Action {
  readonly button?: string;
  readonly sections?: readonly { readonly title?: string; readonly rows?: readonly Partial<Choice>[] }[];
  readonly buttons?: readonly { readonly type?: string; readonly reply?: Partial<Choice> }[];
  readonly name?: string;
  readonly parameters?: { readonly display_text?: string; readonly url?: string };
}

/** A text with nothing around it. */
export const plain = (text: string): Content => ({
  kind: 'text',
  text,
  header: null,
  footer: null,
  buttons: [],
  list: null,
  link: null,
});

const lengthOf = (text: string): number => [...text].length;

/** The text, if it has between one and so many code points. Throws a `GraphRefusal`. */
export function within(path: string, text: string | undefined, most: number): string {
  if (text === undefined) throw missing(path);
  const length = lengthOf(text.trim() === '' ? '' : text);
  if (length < 1 || length > most) throw badValue(`${path} must have 1 to ${most} characters, not ${length}`);
  return text;
}

function distinct(path: string, values: readonly string[]): void {
  const twice = values.find((value, place) => values.indexOf(value) !== place);
  if (twice !== undefined) throw badValue(`${path} must differ, and ${JSON.stringify(twice)} is there twice`);
}

function idWithin(path: string, id: string | undefined, most: number): string {
  const checked = within(path, id, most);
  if (checked !== checked.trim()) throw badValue(`${path} must not begin or end with a space`);
  return checked;
}

function readButtons({ buttons, ...others }: Action): readonly Choice[] {
  const path = 'interactive.action.buttons';
  if (buttons === undefined) throw missing(path);
  onlyFor('button', others);
  if (buttons.length < 1 || buttons.length > MAX_BUTTONS)
    throw badValue(`${path} must be 1 to ${MAX_BUTTONS}, not ${buttons.length}`);
  const choices = buttons.map(({ type, reply }) => {
    if (type !== 'reply') throw badValue(`${path} can only be of type reply`);
    const title = within(`${path}.reply.title`, reply?.title, MAX_LABEL);
    return { id: idWithin(`${path}.reply.id`, reply?.id, MAX_BUTTON_ID), title, description: '' };
  });
  distinct(
    'titles of buttons',
    choices.map(({ title }) => title),
  );
  distinct(
    'ids of buttons',
    choices.map(({ id }) => id),
  );
  return choices;
}

function readList({ button, sections, ...others }: Action): List {
  const path = 'interactive.action.sections';
  if (sections === undefined) throw missing(path);
  onlyFor('list', others);
  if (sections.length < 1 || sections.length > MAX_SECTIONS)
    throw badValue(`${path} must be 1 to ${MAX_SECTIONS}, not ${sections.length}`);
  const read = sections.map(({ title, rows }) => {
    if (title === undefined && sections.length > 1) throw missing(`${path}.title`);
    return {
      title: title === undefined ? '' : within(`${path}.title`, title, MAX_ROW_TITLE),
      rows: (rows ?? []).map((row) => readRow(`${path}.rows`, row)),
    };
  });
  const rows = read.flatMap((section) => section.rows);
  if (read.some((section) => section.rows.length === 0) || rows.length > MAX_ROWS)
    throw badValue(`${path} must have 1 to ${MAX_ROWS} rows in all and none empty, not ${rows.length}`);
  distinct(
    'titles of rows',
    rows.map(({ title }) => title),
  );
  distinct(
    'ids of rows',
    rows.map(({ id }) => id),
  );
  return { button: within('interactive.action.button', button, MAX_LABEL), sections: read };
}

function readRow(path: string, { id, title, description }: Partial<Choice>): Choice {
  return {
    id: idWithin(`${path}.id`, id, MAX_ROW_ID),
    title: within(`${path}.title`, title, MAX_ROW_TITLE),
    description:
      description === undefined ? '' : within(`${path}.description`, description, MAX_ROW_DESCRIPTION),
  };
}

function readLink({ name, parameters, ...others }: Action): NonNullable<Content['link']> {
  if (name !== 'cta_url') throw badValue('interactive.action.name must be cta_url');
  if (parameters === undefined) throw missing('interactive.action.parameters');
  onlyFor('cta_url', others);
  const { display_text: label, url = '' } = parameters;
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw badValue('interactive.action.parameters.url is no URL');
  return { text: within('interactive.action.parameters.display_text', label, MAX_LABEL), url };
}

/** What an action has beside what its kind takes. */
function onlyFor(kind: string, others: Readonly<Record<string, unknown>>): void {
  const [other] = Object.keys(others);
  if (other !== undefined) throw unknownParameter(`interactive.action.${other} means nothing for ${kind}`);
}

function readInteractive({ type, header, body, footer, action = {} }: Interactive): Content {
  if (header !== undefined && header.type !== 'text')
    throw badValue('interactive.header.type can only be text here');
  const content = {
    ...plain(within('interactive.body.text', body?.text, MAX_INTERACTIVE_TEXT)),
    header: header === undefined ? null : within('interactive.header.text', header.text, MAX_EDGE),
    footer: footer === undefined ? null : within('interactive.footer.text', footer.text, MAX_EDGE),
  };
  switch (type) {
    case 'button':
      return { ...content, kind: 'buttons', buttons: readButtons(action) };
    case 'list':
      return { ...content, kind: 'list', list: readList(action) };
    case 'cta_url':
      return { ...content, kind: 'link', link: readLink(action) };
    default:
      throw badValue(`interactive.type ${type} is not played`);
  }
}

/** The content of a free-form message. Throws a `GraphRefusal`. */
export function readContent({ type = '', text, image, interactive }: FreeForm, media: Media): Content {
  if (type === 'image') {
    const { picture, caption } = media.image(image);
    return { ...plain(caption), kind: 'image', picture };
  }
  if (type === 'text' && text !== undefined) return plain(within('text.body', text.body, MAX_TEXT));
  if (type === 'interactive' && interactive !== undefined) return readInteractive(interactive);
  throw missing(type);
}
