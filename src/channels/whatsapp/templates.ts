/** Our knocks as WhatsApp's templates: their names and languages, how they are submitted, and how they stand at Meta. */
import type { KnockPurpose, KnockText } from '../../domain/knock.ts';
import type { Template } from './client.ts';

/**
 * The language under which a locale's templates are submitted. Meta has none for Tajik, Armenian and Turkmen: there
 * the person's second language knocks. Two scripts of one language are two templates. Source: Meta's list of template
 * languages, as of 21 May 2026.
 */
const LANGUAGES: Readonly<Record<string, { readonly language: string; readonly mark?: string }>> = {
  uz: { language: 'uz' },
  'uz-Cyrl': { language: 'uz', mark: '_cyrl' },
  ky: { language: 'ky_KG' },
  ru: { language: 'ru' },
  en: { language: 'en' },
  kk: { language: 'kk' },
  az: { language: 'az' },
  uk: { language: 'uk' },
  ro: { language: 'ro' },
  ka: { language: 'ka' },
  tr: { language: 'tr' },
  vi: { language: 'vi' },
  'zh-Hans': { language: 'zh_CN' },
  hi: { language: 'hi' },
  bn: { language: 'bn' },
  fa: { language: 'fa' },
  ar: { language: 'ar' },
  ur: { language: 'ur' },
};

/** Job alerts are marketing unless they follow a person's own act; what changed concerns who was told of it, or asked. */
const CATEGORIES: Readonly<Record<KnockPurpose, 'MARKETING' | 'UTILITY'>> = {
  opening: 'MARKETING',
  many: 'MARKETING',
  filled: 'UTILITY',
  changed: 'UTILITY',
  outcome: 'UTILITY',
  season: 'MARKETING',
  still: 'MARKETING',
};

/** Meta goes on trying for 30 days by default: a harvest call would arrive when the field is empty. */
const TIME_TO_LIVE_SECONDS = 43_200;

const PREFIX = 'mehnat_';

/** Where a knock is found at Meta. */
export interface TemplateName {
  readonly name: string;
  readonly language: string;
}

/** The template of a purpose in a locale; `null` where WhatsApp has no such language. */
export function templateFor(purpose: string, locale: string): TemplateName | null {
  const found = LANGUAGES[locale];
  return found === undefined
    ? null
    : { name: `${PREFIX}${purpose}${found.mark ?? ''}`, language: found.language };
}

/** Whether a template is one of ours: an account may hold others'. */
export const isOurs = (name: string): boolean => name.startsWith(PREFIX);

/** What is posted to have a template approved; `null` where WhatsApp has no such language. */
export function submissionOf({ purpose, locale, body, button, examples }: KnockText): object | null {
  const template = templateFor(purpose, locale);
  if (template === null) return null;
  return {
    ...template,
    category: CATEGORIES[purpose],
    message_send_ttl_seconds: TIME_TO_LIVE_SECONDS,
    components: [
      {
        type: 'BODY',
        text: body,
        ...(examples.length === 0 ? {} : { example: { body_text: [examples] } }),
      },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: button }] },
    ],
  };
}

/** How one of our knocks stands at Meta. */
export interface TemplateFinding {
  readonly purpose: KnockPurpose;
  readonly locale: string;
  readonly template: TemplateName | null;
  readonly variables: number;
  /**
   * `approved`, or why it does not go out as it should: `no-language` (the second language knocks), `missing`,
   * `variables` (their number differs), `text` (another wording is approved), `category`, or what Meta says.
   */
  readonly state: string;
}

/** Holds our texts against what Meta has. */
export const compare = (
  texts: readonly KnockText[],
  known: readonly Template[],
): readonly TemplateFinding[] =>
  texts.map((text) => {
    const template = templateFor(text.purpose, text.locale);
    const variables = variablesIn(text.body);
    const found = { purpose: text.purpose, locale: text.locale, template, variables };
    if (template === null) return { ...found, state: 'no-language' };
    const there = known.find(
      ({ name, language }) => name === template.name && language === template.language,
    );
    return { ...found, state: there === undefined ? 'missing' : stateOf(text, there) };
  });

function stateOf({ purpose, body, button }: KnockText, there: Template): string {
  if (there.status !== 'APPROVED') return there.status.toLowerCase();
  if (variablesIn(there.body) !== variablesIn(body)) return 'variables';
  if (there.category !== '' && there.category !== CATEGORIES[purpose]) return 'category';
  return there.body === body && there.buttons[0] === button ? 'approved' : 'text';
}

/** How many different variables a text has. */
export const variablesIn = (body: string): number => new Set(body.match(/\{\{\d+\}\}/g)).size;
