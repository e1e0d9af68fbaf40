/** Reads what the control API is told to do on WhatsApp; anything else is null. */
import { readAct, readNumber, readServiceFault, readText } from './control-words.ts';
import {
  WHATSAPP_ATTACHMENTS,
  type WhatsAppFault,
  type WhatsAppLimitMode,
  type WhatsAppPhone,
  type WhatsAppStandIn,
} from './whatsapp/terms.ts';

/** Something to do on a phone. Throws with words for people when it cannot be done now. */
type Act = (phone: WhatsAppPhone, whatsapp: WhatsAppStandIn) => void;

/** `{act, …}` as something to do. */
export function readWhatsAppAct(body: unknown): Act | null {
  const data = readText(body, 'data');
  switch (readText(body, 'act')) {
    case 'tap':
      return data === null
        ? null
        : (phone) => phone.tapData(data, readNumber(body, 'messageId') ?? undefined);
    case 'stop-marketing':
      return (phone) => phone.stopsMarketing();
    case 'resume-marketing':
      return (phone) => phone.resumesMarketing();
    case 'change-number':
      return (phone) => phone.changesNumber();
    default:
      return readAct(body, WHATSAPP_ATTACHMENTS);
  }
}

/** `{mode}`. */
export const readWhatsAppLimits = (body: unknown): WhatsAppLimitMode | null =>
  (['off', 'whatsapp'] as const).find((mode) => mode === readText(body, 'mode')) ?? null;

/** A fault of the Graph API. */
export function readWhatsAppFault(value: unknown): WhatsAppFault | null {
  const code = readNumber(value, 'code');
  const kind = readText(value, 'kind');
  if (kind !== 'code' && kind !== 'failed-later') return readServiceFault(value);
  return code === null ? null : { kind, code };
}
