/** A template with its values in: what arrives on the phone. */
import { type Content, plain } from './content.ts';
import { badValue, GraphRefusal, missing } from './refusal.ts';
import type { Template } from './template.ts';
import { variablesOf } from './template-rules.ts';
import type { Choice } from './terms.ts';

const MAX_FILLED = 1024;
/** Reported by vendors, not published. */
const MAX_PAYLOAD = 128;

// The shape below was checked field by field by `body.ts`; this only gives it its names back.
export interface TemplateSend {
  readonly name?: string;
  readonly language?: { readonly code?: string; readonly policy?: string };
  readonly components?: readonly SendComponent[];
}
interface SendComponent {
  readonly type?: string;
  readonly sub_type?: string;
  readonly index?: string | number;
  readonly parameters?: readonly {
    readonly type?: string;
    readonly text?: string;
    readonly payload?: string;
  }[];
}

function valuesOf({ parameters = [] }: SendComponent): readonly string[] {
  return parameters.map(({ type, text }) => {
    if (type !== 'text') throw badValue(`parameters of type ${type} are not played`);
    if (text === undefined || text === '') throw missing('template.components.parameters.text');
    if (/[\n\r\t]| {5}/.test(text))
      throw new GraphRefusal(
        132018,
        'a value must not have line ends, tabs or more than four spaces together',
      );
    return text;
  });
}

/** Fills the variables, or refuses: too many values, too few, too long a text. */
function fillBody(template: Template, values: readonly string[]): string {
  const wanted = variablesOf(template.body).length;
  if (values.length !== wanted)
    throw new GraphRefusal(
      132000,
      `body: ${values.length} values came where the template has ${wanted} variables`,
    );
  const text = template.body.replace(
    /\{\{\s*(\d+)\s*\}\}/g,
    (_, number: string) => values[Number(number) - 1] ?? '',
  );
  if ([...text].length > MAX_FILLED)
    throw new GraphRefusal(132005, `the filled text has more than ${MAX_FILLED} characters`);
  return text;
}

function payloadOf(
  { sub_type: kind, index, parameters = [] }: SendComponent,
  template: Template,
): [number, string] {
  if (kind === undefined) throw missing('template.components.sub_type');
  if (index === undefined) throw missing('template.components.index');
  if (kind !== 'quick_reply') throw badValue(`buttons of type ${kind} are not played`);
  if (Number(index) >= template.buttons.length)
    throw badValue(`the template has ${template.buttons.length} buttons, none at index ${index}`);
  const [given] = parameters;
  if (
    parameters.length !== 1 ||
    given?.type !== 'payload' ||
    given.payload === undefined ||
    given.payload === ''
  )
    throw missing('template.components.parameters.payload');
  if ([...given.payload].length > MAX_PAYLOAD)
    throw badValue(`a payload has ${MAX_PAYLOAD} characters at most`);
  return [Number(index), given.payload];
}

/** The filled template. A quick reply without a payload gives its label back. Throws a `GraphRefusal`. */
export function fillTemplate(template: Template, { components = [] }: TemplateSend): Content {
  const bodies = components.filter(({ type }) => type === 'body');
  const buttons = components.filter(({ type }) => type === 'button');
  if (bodies.length > 1 || bodies.length + buttons.length < components.length)
    throw badValue('template.components are one body and buttons here');
  const payloads = new Map(buttons.map((component) => payloadOf(component, template)));
  if (payloads.size < buttons.length) throw badValue('two components are for the same button');
  return {
    ...plain(fillBody(template, bodies.flatMap(valuesOf))),
    kind: 'template',
    header: template.header,
    footer: template.footer,
    buttons: template.buttons.map(
      (title, place): Choice => ({ id: payloads.get(place) ?? title, title, description: '' }),
    ),
  };
}
