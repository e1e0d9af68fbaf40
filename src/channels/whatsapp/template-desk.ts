/** Our templates at Meta, for an operator: how they stand, and having the missing ones approved. */
import type { KnockText } from '../../domain/knock.ts';
import { type ClientOptions, createGraph } from './client.ts';
import { compare, submissionOf, type TemplateFinding } from './templates.ts';

/** How every text of ours stands. Throws `GraphError` or `NetworkError`. */
export const checkTemplates = async (
  options: ClientOptions,
  texts: readonly KnockText[],
): Promise<readonly TemplateFinding[]> => compare(texts, await createGraph(options).templates());

/** Submits what Meta does not have yet; what was refused or paused is left to a person. How many were submitted. */
export async function submitTemplates(options: ClientOptions, texts: readonly KnockText[]): Promise<number> {
  const graph = createGraph(options);
  const missing = compare(texts, await graph.templates()).filter(({ state }) => state === 'missing');
  for (const { purpose, locale } of missing) {
    const text = texts.find((each) => each.purpose === purpose && each.locale === locale);
    const submission = text === undefined ? null : submissionOf(text);
    if (submission !== null) await graph.createTemplate(submission);
  }
  return missing.length;
}
