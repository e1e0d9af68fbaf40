/** Templates as they are submitted for approval. */
import type { Answer, Played } from './support.ts';

/** Some JSON. */
export type Fields = Readonly<Record<string, unknown>>;

/** A body with two variables, and values for them. */
export const BODY = 'Work near you: {{1}} in {{2}}. Reply if you can come.';
export const EXAMPLES = ['apples', 'Sughd'];
export const bodyOf = (text: string, examples: readonly string[] = []): Fields => ({
  type: 'BODY',
  text,
  ...(examples.length === 0 ? {} : { example: { body_text: [examples] } }),
});
export const quickReplies = (...labels: readonly string[]): Fields => ({
  type: 'BUTTONS',
  buttons: labels.map((text) => ({ type: 'QUICK_REPLY', text })),
});
export const submission = (more: Fields = {}, ...components: readonly Fields[]): Fields => ({
  name: 'new_opening',
  language: 'ru',
  category: 'UTILITY',
  components: components.length === 0 ? [bodyOf(BODY, EXAMPLES)] : components,
  ...more,
});

/** Submits it. */
export const submit = (played: Played, body: Fields): Promise<Answer> =>
  played.call('POST', `${played.whatsapp.accountId}/message_templates`, body);
