/** What a template must be like to be submitted. Lengths count code points. */
import { within } from './content.ts';
import { GraphRefusal, missing, unknownParameter } from './refusal.ts';
import type { Template, TemplateCategory } from './template.ts';

/** A template before it has an id and a status. */
export type Draft = Omit<Template, 'id' | 'status'>;

/** Meta's list as of 21 May 2026. No Tajik, Armenian, Turkmen, Nepali, Mongolian, Karakalpak. */
const LANGUAGES: ReadonlySet<string> = new Set(
  `af sq ar ar_EG ar_AE ar_LB ar_MA ar_QA az be_BY bn bn_IN bg ca zh_CN zh_HK zh_TW hr cs da prs_AF nl nl_BE en en_GB
   en_US en_AE en_AU en_CA en_GH en_IE en_IN en_JM en_MY en_NZ en_QA en_SG en_UG en_ZA et fil fi fr fr_BE fr_CA fr_CH
   fr_CI fr_MA ka de de_AT de_CH el gu ha he hi hu id ga it ja kn kk rw_RW ko ky_KG lo lv lt mk ms ml mr nb ps_AF fa pl
   pt_BR pt_PT pa ro ru sr si_LK sk sl es es_AR es_CL es_CO es_CR es_DO es_EC es_HN es_MX es_PA es_PE es_ES es_UY sw sv
   ta te th tr uk ur uz vi zu`.split(/\s+/),
);
const CATEGORIES: readonly TemplateCategory[] = ['MARKETING', 'UTILITY'];
const MAX_BODY = 1024;
const MAX_EDGE = 60;
const MAX_LABEL = 25;
const MAX_BUTTONS = 10;
const VARIABLE = /\{\{\s*([^{}]*?)\s*\}\}/g;
/** Shortest and longest time to live, in seconds. */
const TTL = { MARKETING: [43_200, 2_592_000], UTILITY: [30, 43_200], AUTHENTICATION: [30, 900] } as const;

// The shape below was checked field by field by `body.ts`; this only gives it its names back.
export interface Submission {
  readonly name?: string;
  readonly language?: string;
  readonly category?: string;
  readonly components?: readonly Component[];
  readonly message_send_ttl_seconds?: number;
  readonly parameter_format?: string;
}
interface Component {
  readonly type?: string;
  readonly format?: string;
  readonly text?: string;
  readonly example?: { readonly body_text?: readonly (readonly string[])[] };
  readonly buttons?: readonly { readonly type?: string; readonly text?: string }[];
}

/** Numbers of the variables of a text, in the order in which they stand. */
export const variablesOf = (text: string): readonly number[] =>
  [...text.matchAll(VARIABLE)].map(([, name]) => Number(name));

const refuse = (details: string): GraphRefusal => new GraphRefusal(100, details);

function checkBodyText(text: string, examples: readonly string[]): void {
  const variables = variablesOf(text);
  if (variables.some((number, place) => number !== place + 1))
    throw refuse('variables of the body must be {{1}}, {{2}} … in this order');
  const around = text.trim().split(VARIABLE);
  if (variables.length === 0) return;
  if (around[0] === '' || /^[\p{P}\s]*$/u.test(around.at(-1) ?? ''))
    throw refuse('the body must not begin or end with a variable, punctuation not counted');
  if (around.some((between, place) => place > 0 && place % 2 === 0 && /^\s*$/.test(between)))
    throw refuse('two variables must have a word between them');
  const words = text.replace(VARIABLE, ' ').trim().split(/\s+/).length;
  if (words < 2 * variables.length + 1)
    throw refuse(
      `${variables.length} variables need ${2 * variables.length + 1} words around them, not ${words}`,
    );
  if (examples.length !== variables.length || examples.some((example) => example.trim() === ''))
    throw refuse(`the body needs an example for each of its ${variables.length} variables`);
}

function readButtons(buttons: Component['buttons'] = []): readonly string[] {
  if (buttons.length < 1 || buttons.length > MAX_BUTTONS)
    throw refuse(`a template has 1 to ${MAX_BUTTONS} buttons, not ${buttons.length}`);
  const labels = buttons.map(({ type, text }) => {
    if (type !== 'QUICK_REPLY') throw refuse(`the stand-in does not play buttons of type ${type}`);
    return within('buttons.text', text, MAX_LABEL);
  });
  if (new Set(labels).size < labels.length) throw refuse('labels of buttons must differ');
  return labels;
}

function edgeOf(component: Component | undefined): string | null {
  if (component === undefined) return null;
  if (component.type === 'HEADER' && component.format !== 'TEXT')
    throw refuse('a header can only be a text here');
  if (variablesOf(component.text ?? '').length > 0) throw refuse('only the body can have variables here');
  return within(`${component.type?.toLowerCase()}.text`, component.text, MAX_EDGE);
}

/** One of each kind at most. */
function componentsByType(components: readonly Component[]): ReadonlyMap<string, Component> {
  const byType = new Map<string, Component>();
  for (const { type = '', ...component } of components) {
    const kind = type.toUpperCase();
    if (!['HEADER', 'BODY', 'FOOTER', 'BUTTONS'].includes(kind)) throw unknownParameter(`component ${type}`);
    if (byType.has(kind)) throw refuse(`there is more than one ${kind}`);
    byType.set(kind, { type: kind, ...component });
  }
  return byType;
}

/** A submission as a template. Throws a `GraphRefusal`. */
export function readSubmission(given: Submission): Draft {
  const { name = '', language = '', message_send_ttl_seconds: ttlSeconds = null } = given;
  if (!/^[a-z0-9_]{1,512}$/.test(name)) throw refuse('a name is 1 to 512 of a-z, 0-9 and _');
  if (!LANGUAGES.has(language)) throw refuse(`templates cannot be in ${JSON.stringify(language)}`);
  const category = CATEGORIES.find((each) => each === given.category);
  if (category === undefined) throw refuse(`category ${given.category} is not played`);
  if ((given.parameter_format ?? 'positional').toLowerCase() !== 'positional')
    throw refuse('only numbered variables are played');
  const [shortest, longest] = TTL[category];
  if (ttlSeconds !== null && (ttlSeconds < shortest || ttlSeconds > longest))
    throw refuse(`${category} lives ${shortest} to ${longest} seconds`);
  const parts = componentsByType(given.components ?? []);
  const main = parts.get('BODY');
  if (main === undefined) throw missing('a component of type BODY');
  const body = within('body.text', main.text, MAX_BODY);
  const examples = main.example?.body_text?.[0] ?? [];
  checkBodyText(body, examples);
  const buttons = parts.get('BUTTONS');
  return {
    name,
    language,
    category,
    header: edgeOf(parts.get('HEADER')),
    body,
    examples,
    footer: edgeOf(parts.get('FOOTER')),
    buttons: buttons === undefined ? [] : readButtons(buttons.buttons),
    ttlSeconds,
  };
}
