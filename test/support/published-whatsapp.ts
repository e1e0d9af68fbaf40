/**
 * What Meta publishes of the Cloud API (version 23.0 of its OpenAPI file), to hold against it what we send. The file
 * lies outside the project, in the folder that `MEHNAT_SAMPLES` names; without it nothing is held against anything.
 */
import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';

const FOLDER = process.env['MEHNAT_SAMPLES'];
const FILE = `${FOLDER}/whatsapp-cloud-api-openapi.yaml`;

/** Whether the file is here. */
export const isPublishedHere: boolean = FOLDER !== undefined && existsSync(FILE);
if (!isPublishedHere)
  console.warn('MEHNAT_SAMPLES is not set: what goes to WhatsApp is not held against the published schema');

type Schema = Record<string, unknown>;

/** A fault of the published file: it refuses what its own examples, or the pages beside it, show. */
export interface Mending {
  /** Below `components.schemas`. */
  readonly at: string;
  readonly why: string;
  readonly mend: (schema: Schema) => void;
}

/** What an object may hold is said of the whole and no longer of its half, which forbade what the other half requires. */
function closeTheWhole(schema: Schema): void {
  const [, own] = schema['allOf'] as [Schema, Schema];
  delete own['additionalProperties'];
  schema['unevaluatedProperties'] = false;
}

function anyDigit(schema: Schema): void {
  schema['pattern'] = '^[0-9]$';
}

const FORBIDS =
  '`additionalProperties: false` in one half of `allOf` forbids everything that the other half requires';
const NO_INDEX =
  'the pattern of the position, `^[2-6, 11-14]$`, refuses "0", its own example; the text says 0 to 9';

export const MENDINGS: readonly Mending[] = [
  { at: 'TextMessage', why: FORBIDS, mend: closeTheWhole },
  { at: 'InteractiveMessage', why: FORBIDS, mend: closeTheWhole },
  { at: 'ImageMessage', why: FORBIDS, mend: closeTheWhole },
  { at: 'TemplateComponent/properties/index', why: NO_INDEX, mend: anyDigit },
  { at: 'ButtonComponent/allOf/1/properties/index', why: NO_INDEX, mend: anyDigit },
  {
    at: 'BaseMessageProperties',
    why: 'it is older than business-scoped ids: a person is named by `to` or by `recipient`',
    mend(schema) {
      const required = schema['required'] as string[];
      schema['required'] = required.filter((field) => field !== 'to');
      schema['oneOf'] = [{ required: ['to'] }, { required: ['recipient'] }];
      propertiesOf(schema)['recipient'] = {
        type: 'string',
        pattern: '^[A-Z]{2}\\.(ENT\\.)?[A-Za-z0-9]{1,128}$',
      };
    },
  },
  {
    at: 'BaseMessageProperties',
    why: '`biz_opaque_callback_data` stands at calls only, though the statuses of messages bring it back',
    mend(schema) {
      propertiesOf(schema)['biz_opaque_callback_data'] = {
        $ref: '#/components/schemas/CallRequestPayload/properties/biz_opaque_callback_data',
      };
    },
  },
];

const propertiesOf = (schema: Schema): Schema => schema['properties'] as Schema;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const step = (value: unknown, name: string): unknown => Reflect.get(Object(value), name);
const lookUp = (root: unknown, path: string): Schema => path.split('/').reduce<unknown>(step, root) as Schema;

/**
 * JSON Schema knows no discriminators, so that a part would be held against what all kinds of it share and no more:
 * where items are of a kind that has some, they are said aloud.
 */
function sayDiscriminators(published: Schema, part: unknown): void {
  if (Array.isArray(part)) for (const each of part) sayDiscriminators(published, each);
  if (!isSchema(part)) return;
  for (const each of Object.values(part)) sayDiscriminators(published, each);
  const items = part['items'];
  if (!isSchema(items) || typeof items['$ref'] !== 'string') return;
  const named = lookUp(published, items['$ref'].slice('#/'.length));
  const mapping = step(named['discriminator'], 'mapping');
  if (!isSchema(mapping) || named['oneOf'] !== undefined) return;
  items['allOf'] = Object.entries(mapping).map(([kind, $ref]) => ({
    if: { properties: { type: { const: kind } } },
    // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
    then: { $ref },
  }));
}

let text: string | null = null;

function readPublished(): Schema {
  text ??= JSON.stringify(parse(readFileSync(FILE, 'utf8')));
  return JSON.parse(text);
}

let untouched: Schema | null = null;

/** All schemas of the file by name, as they are. */
export function publishedSchemas(): Schema {
  untouched ??= lookUp(readPublished(), 'components/schemas');
  return untouched;
}

/** What is published of a call, such as `post` of `/{Version}/{Media-ID}`. */
export const publishedCall = (path: string, method: string): Schema =>
  step(step(readPublished()['paths'], path), method) as Schema;

/** Names of the fields of an object somewhere in a published part; of one that may be of several kinds, all of them. */
export function fieldNames(part: unknown, ...path: readonly string[]): readonly string[] {
  const schema = path.reduce<unknown>(step, part);
  const ways = [schema, ...((step(schema, 'oneOf') as unknown[] | undefined) ?? [])];
  return [...new Set(ways.flatMap((way) => Object.keys(Object(step(way, 'properties')))))];
}

/** Says what is wrong with a message, by the published file with these mendings. */
export function checkWith(mendings: readonly Mending[]): (body: unknown) => readonly string[] {
  const published = readPublished();
  const schemas = lookUp(published, 'components/schemas');
  for (const { at, mend } of mendings) mend(lookUp(schemas, at));
  sayDiscriminators(published, schemas);
  // Its vocabulary is OpenAPI's: what JSON Schema does not know there is left alone.
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema({ ...published, $id: 'published' });
  const kinds = lookUp(schemas, 'Message/discriminator/mapping') as Record<string, string>;
  const compiled = new Map<string, ValidateFunction>();
  return (body) => {
    const kind = String(step(body, 'type'));
    const ref = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
    if (ref === undefined) return [`the type ${kind} is not published`];
    const validate = compiled.get(kind) ?? ajv.compile({ $ref: `published${ref}` });
    compiled.set(kind, validate);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) =>
      [instancePath || 'the body', message, JSON.stringify(params)].join(' '),
    );
  };
}

let check: ((body: unknown) => readonly string[]) | null = null;

/** What is wrong with the body of a message, by what Meta publishes; empty when nothing is, or the file is not here. */
export function faultsOf(body: unknown): readonly string[] {
  if (!isPublishedHere) return [];
  check ??= checkWith(MENDINGS);
  return check(body);
}
