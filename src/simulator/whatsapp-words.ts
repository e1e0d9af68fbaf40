/** Reads what the control API is told to do on WhatsApp; anything else is null. */
import { field, readNetworkFault, readNumber, readText } from './control-words.ts';
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
  const text = readText(body, 'text');
  const data = readText(body, 'data');
  switch (readText(body, 'act')) {
    case 'say':
      return text === null || text.trim() === '' ? null : (phone) => phone.say(text);
    case 'tap':
      return data === null
        ? null
        : (phone) => phone.tapData(data, readNumber(body, 'messageId') ?? undefined);
    case 'send': {
      const kind = WHATSAPP_ATTACHMENTS.find((each) => each === readText(body, 'attachment'));
      return kind === undefined ? null : (phone) => phone.sends(kind);
    }
    case 'stop-marketing':
      return (phone) => phone.stopsMarketing();
    case 'resume-marketing':
      return (phone) => phone.resumesMarketing();
    case 'change-number':
      return (phone) => phone.changesNumber();
    case 'lose-network':
      return (phone) => phone.losesNetwork();
    case 'return':
      return (phone) => phone.returns();
    case 'language':
      return text === null ? null : (phone, whatsapp) => whatsapp.setLanguage(phone.id, text);
    default:
      return null;
  }
}

/** `{mode}`. */
export const readWhatsAppLimits = (body: unknown): WhatsAppLimitMode | null =>
  (['off', 'whatsapp'] as const).find((mode) => mode === readText(body, 'mode')) ?? null;

/** A fault of the Graph API. */
export function readWhatsAppFault(value: unknown): WhatsAppFault | null {
  const code = readNumber(value, 'code');
  switch (readText(value, 'kind')) {
    case 'throttle':
      return { kind: 'throttle', retryAfterSeconds: readNumber(value, 'retryAfterSeconds') ?? 3 };
    case 'error':
      return {
        kind: 'error',
        status: readNumber(value, 'status') ?? 500,
        done: field(value, 'done') === true,
      };
    case 'unauthorized':
      return { kind: 'unauthorized' };
    case 'code':
      return code === null ? null : { kind: 'code', code };
    case 'failed-later':
      return code === null ? null : { kind: 'failed-later', code };
    default:
      return readNetworkFault(value);
  }
}
