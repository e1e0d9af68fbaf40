/** Reads what the control API is told; anything else is null. */
import type { FaultRule, NetworkFault, SentFile, ServiceFault } from './terms.ts';

/** What stands under a name in a body. */
export const field = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;

/** A text under a name. */
export const readText = (body: unknown, name: string): string | null => {
  const value = field(body, name);
  return typeof value === 'string' ? value : null;
};

/** A finite number under a name. */
export const readNumber = (body: unknown, name: string): number | null => {
  const value = field(body, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
};

/** What is done on the phones of every messenger. */
interface AnyPhone<Attachment> {
  readonly id: number;
  say(text: string): void;
  sends(attachment: Attachment): void;
  attaches(file: SentFile): void;
  losesNetwork(): void;
  returns(): void;
}

/** `{act, …}` as something to do on a phone, whatever its messenger; it can send what `attachments` names. */
export function readAct<Attachment extends string>(
  body: unknown,
  attachments: readonly Attachment[],
): ((phone: AnyPhone<Attachment>, standIn: LanguageSetter) => void) | null {
  const text = readText(body, 'text');
  switch (readText(body, 'act')) {
    case 'say':
      return text === null || text.trim() === '' ? null : (phone) => phone.say(text);
    case 'send': {
      const kind = attachments.find((each) => each === readText(body, 'attachment'));
      return kind === undefined ? null : (phone) => phone.sends(kind);
    }
    case 'attach': {
      const file = readFile(body);
      return file === null ? null : (phone) => phone.attaches(file);
    }
    case 'lose-network':
      return (phone) => phone.losesNetwork();
    case 'return':
      return (phone) => phone.returns();
    case 'language':
      return text === null ? null : (phone, standIn) => standIn.setLanguage(phone.id, text);
    default:
      return null;
  }
}

/** `{name, mediaType, base64}` as a file. */
function readFile(body: unknown): SentFile | null {
  const [name, mediaType, base64] = ['name', 'mediaType', 'base64'].map((each) => readText(body, each));
  if (name == null || mediaType == null || base64 == null) return null;
  return { name, mediaType, bytes: new Uint8Array(Buffer.from(base64, 'base64')) };
}

interface LanguageSetter {
  setLanguage(id: number, language: string): void;
}

/** What any service may answer instead of serving. */
export function readServiceFault(value: unknown): ServiceFault | null {
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
    default:
      return readNetworkFault(value);
  }
}

/** A fault on the way to any service. */
function readNetworkFault(value: unknown): NetworkFault | null {
  const done = field(value, 'done') === true;
  switch (readText(value, 'kind')) {
    case 'slow':
      return { kind: 'slow', ms: readNumber(value, 'ms') ?? 5000 };
    case 'hang':
      return { kind: 'hang', done };
    case 'cut':
      return { kind: 'cut', done };
    case 'reset':
      return { kind: 'reset' };
    default:
      return null;
  }
}

/** A rule as `FaultRule` describes it, with the faults of a service. */
export function readFaultRule<Fault>(
  body: unknown,
  readFault: (value: unknown) => Fault | null,
): FaultRule<Fault> | null {
  const fault = readFault(field(body, 'fault'));
  if (fault === null) return null;
  const list = (name: string): readonly unknown[] | null => {
    const value = field(body, name);
    return Array.isArray(value) ? value : null;
  };
  const numbers = (['skip', 'calls', 'share'] as const).flatMap((name) => {
    const value = readNumber(body, name);
    return value === null ? [] : [[name, value]];
  });
  const methods = list('methods')?.filter((method) => typeof method === 'string');
  const chats = list('chats')?.filter((chat) => typeof chat === 'number');
  return {
    fault,
    ...Object.fromEntries(numbers),
    ...(methods === undefined ? {} : { methods }),
    ...(chats === undefined ? {} : { chats }),
  };
}
