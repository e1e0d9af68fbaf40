/** Reads the parameters of a call and holds them against what is published. */
import { type FieldTable, METHODS, OBJECTS, UNPLAYED } from './published.ts';
import { badRequest, Refusal } from './refusal.ts';

/** Parameters that were checked: of published names and types. */
export type Parameters = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checkRecord(name: string, value: unknown, table: FieldTable): void {
  if (!isRecord(value)) throw badRequest(`can't parse ${name}: object expected`);
  for (const [field, inner] of Object.entries(value)) {
    const type = table[field];
    if (type === undefined) throw badRequest(`unknown field "${field}" in ${name}`);
    if (UNPLAYED.has(field)) throw badRequest(`the stand-in does not play "${field}"`);
    checkValue(`${name}.${field}`, inner, type.replace('!', ''));
  }
  for (const [field, type] of Object.entries(table))
    if (type.endsWith('!') && value[field] === undefined)
      throw badRequest(`can't parse ${name}: field "${field}" is missing`);
}

function checkMarkup(name: string, value: unknown): void {
  const kinds = { inline_keyboard: 'InlineKeyboardMarkup', keyboard: 'ReplyKeyboardMarkup' };
  const others = { remove_keyboard: 'ReplyKeyboardRemove', force_reply: 'ForceReply' };
  const kind = Object.entries({ ...kinds, ...others }).find(([field]) => isRecord(value) && field in value);
  if (kind === undefined) throw badRequest('object expected as reply markup');
  checkValue(name, value, kind[1]);
}

/** Whether a value is of a plain type; null when the type is not plain. */
function fitsPlainly(value: unknown, type: string): boolean | null {
  switch (type) {
    case 'integer':
      return Number.isSafeInteger(value);
    case 'chat':
      return Number.isSafeInteger(value) || typeof value === 'string';
    case 'string':
    case 'boolean':
      return typeof value === type;
    // An upload, or the name of a file that is there already.
    case 'InputFile':
      return value instanceof Uint8Array || typeof value === 'string';
    default:
      return null;
  }
}

function checkValue(name: string, value: unknown, type: string): void {
  if (type.endsWith('[]')) {
    if (!Array.isArray(value)) throw badRequest(`can't parse ${name}: array expected`);
    for (const item of value) checkValue(name, item, type.slice(0, -2));
    return;
  }
  const fits = fitsPlainly(value, type);
  if (fits === true) return;
  if (fits === false) throw badRequest(`field "${name}" must be of type ${type}`);
  if (type === 'unplayed') throw badRequest(`the stand-in does not play "${name}"`);
  if (type === 'KeyboardButton' && typeof value === 'string') return;
  if (type === 'Markup') checkMarkup(name, value);
  else checkRecord(name, value, OBJECTS[type] ?? {});
}

/** Texts of a form or query as the values they stand for, where the published type is not a text. */
function fromText(text: string, type: string): unknown {
  if (type === 'string' || type === 'InputFile') return text;
  if (type === 'chat') return /^-?\d+$/.test(text) ? Number(text) : text;
  try {
    return JSON.parse(text.toLowerCase() === 'true' ? 'true' : text);
  } catch {
    return text;
  }
}

function fromForm(form: URLSearchParams, table: FieldTable): Record<string, unknown> {
  const pairs = [...form].map(([name, text]) => [
    name,
    fromText(text, (table[name] ?? 'string').replace('!', '')),
  ]);
  return Object.fromEntries(pairs);
}

/** The fields of a form with files: one says `attach://` with the name of its part, or is the part. */
async function fromParts(request: Request, table: FieldTable): Promise<Record<string, unknown>> {
  const form = await request.formData().catch(() => {
    throw badRequest("can't parse the form");
  });
  const texts = new URLSearchParams();
  const files = new Map<string, unknown>();
  for (const [name, part] of form) {
    if (typeof part === 'string') texts.append(name, part);
    else files.set(name, new Uint8Array(await part.arrayBuffer()));
  }
  const fields = fromForm(texts, table);
  for (const [name, value] of Object.entries(fields)) {
    const part = /^attach:\/\/(.+)$/.exec(String(value))?.[1] ?? '';
    if (files.has(part)) fields[name] = files.get(part);
    files.delete(part);
  }
  return { ...fields, ...Object.fromEntries(files) };
}

/** The parameters of a call, from its query and its body (JSON or form), checked. Throws a `Refusal`. */
export async function readParameters(method: string, request: Request): Promise<Parameters> {
  const table = METHODS[method];
  if (table === undefined) throw new Refusal(404, 'Not Found');
  const given = {
    ...fromForm(new URL(request.url).searchParams, table),
    ...(await readBody(request, table)),
  };
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  for (const name of Object.keys(present))
    if (table[name] === undefined) throw badRequest(`unknown parameter "${name}"`);
  if (table['chat_id'] === 'chat!' && present['chat_id'] === undefined) throw badRequest('chat_id is empty');
  if (table['text'] === 'string!' && present['text'] === undefined) throw badRequest('message text is empty');
  checkRecord(method, present, table);
  return present;
}

async function readBody(request: Request, table: FieldTable): Promise<Record<string, unknown>> {
  const type = request.headers.get('content-type') ?? '';
  if (type.startsWith('multipart/form-data')) return fromParts(request, table);
  const body = request.method === 'GET' ? '' : await request.text();
  if (body === '') return {};
  if (type.startsWith('application/x-www-form-urlencoded')) return fromForm(new URLSearchParams(body), table);
  if (!type.startsWith('application/json')) throw badRequest('unsupported content type');
  try {
    const parsed: unknown = JSON.parse(body);
    if (isRecord(parsed)) return parsed;
  } catch {
    // Answered below, like every body that is not an object.
  }
  throw badRequest("can't parse JSON object");
}

/** Readers of checked parameters: `undefined` when absent. */
export const textOf = (parameters: Parameters, name: string): string | undefined => {
  const value = parameters[name];
  return typeof value === 'string' ? value : undefined;
};
export const integerOf = (parameters: Parameters, name: string): number | undefined => {
  const value = parameters[name];
  return typeof value === 'number' ? value : undefined;
};
export const flagOf = (parameters: Parameters, name: string): boolean => parameters[name] === true;
export const listOf = (parameters: Parameters, name: string): readonly unknown[] | undefined => {
  const value = parameters[name];
  return Array.isArray(value) ? value : undefined;
};
