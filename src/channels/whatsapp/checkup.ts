/** What a doctor asks Meta: are we known, how many may we write to, are our templates approved? Changes nothing. */
import type { KnockText } from '../../domain/knock.ts';
import { type ClientOptions, createGraph } from './client.ts';
import { toSendError } from './errors.ts';
import { compare } from './templates.ts';

/** How it stands with a number. */
export type WhatsAppCheckup =
  | {
      readonly kind: 'known';
      /** Our own public number. */
      readonly digits: string;
      readonly quality: string;
      /** `null` when Meta does not say. */
      readonly cap: number | null;
      readonly approved: number;
      /** Templates in languages that WhatsApp has. */
      readonly wanted: number;
    }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' };

/** Asks once, at most 15 seconds a question. */
export async function checkWhatsApp(
  options: ClientOptions,
  texts: readonly KnockText[],
): Promise<WhatsAppCheckup> {
  const graph = createGraph(options);
  try {
    const { digits, quality, cap } = await graph.phoneNumber();
    const findings = compare(texts, await graph.templates()).filter(({ state }) => state !== 'no-language');
    const approved = findings.filter(({ state }) => state === 'approved' || state === 'text').length;
    return { kind: 'known', digits, quality, cap, approved, wanted: findings.length };
  } catch (thrown) {
    const error = toSendError(thrown);
    if (error === thrown) throw thrown;
    return { kind: isUnreachable(error) ? 'unreachable' : 'refused' };
  }
}

const isUnreachable = (error: unknown): boolean =>
  error instanceof Error &&
  ['unavailable', 'throttled'].includes(String(Reflect.get(Object(Reflect.get(error, 'reason')), 'kind')));
