/** Objects of WhatsApp held field by field against what Meta publishes: ours beside theirs, and what Meta sends to us. */
import { publishedSchemas } from './published-whatsapp.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly discriminator?: {
    readonly propertyName: string;
    readonly mapping: Readonly<Record<string, string>>;
  };
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
}

// The file's shape is described where it lies.
const schemas = (): Readonly<Record<string, Schema>> => publishedSchemas() as Record<string, Schema>;

/** Other names for schemas: the file was joined from several, and some of its references lead astray. */
type Renamed = Readonly<Record<string, string>>;

function named(reference: string, renamed: Renamed): Schema {
  const name = reference.split('/').at(-1) ?? '';
  return schemas()[renamed[name] ?? name] ?? {};
}

/** A schema without references and parts: one object with all its fields. */
function whole(schema: Schema, renamed: Renamed): Schema {
  if (schema.$ref !== undefined) return whole(named(schema.$ref, renamed), renamed);
  if (schema.allOf === undefined) return schema;
  const parts = schema.allOf.map((part) => whole(part, renamed));
  return {
    ...schema,
    type: 'object',
    properties: Object.assign({}, ...parts.map(({ properties }) => properties ?? {})),
    required: parts.flatMap(({ required }) => required ?? []),
  };
}

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  array: (value) => Array.isArray(value),
  object: (value) => typeof value === 'object' && value !== null,
};

function faultsIn(given: Schema, value: unknown, path: string, renamed: Renamed): readonly string[] {
  const schema = whole(given, renamed);
  const below = (inner: Schema, part: unknown, name: string): readonly string[] =>
    faultsIn(inner, part, `${path}${name}`, renamed);
  const field = (name: string): unknown => Reflect.get(Object(value), name);
  const chosen = schema.discriminator?.mapping[String(field(schema.discriminator.propertyName))];
  if (chosen !== undefined) return below(named(chosen, renamed), value, '');
  if (schema.oneOf !== undefined) {
    const ways = schema.oneOf.map((way) => below(way, value, ''));
    return ways.toSorted((one, other) => one.length - other.length)[0] ?? [];
  }
  if (schema.type !== undefined && TYPES[schema.type]?.(value) === false)
    return [`${path} is no ${schema.type}`];
  if (schema.enum !== undefined && !schema.enum.includes(value)) return [`${path} may not be ${value}`];
  if (typeof value === 'string' && [...value].length > (schema.maxLength ?? Number.POSITIVE_INFINITY))
    return [`${path} is longer than ${schema.maxLength}`];
  if (Array.isArray(value)) {
    const { items = {}, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
    if (value.length < minItems || value.length > maxItems) return [`${path} has ${value.length} items`];
    return value.flatMap((item) => below(items, item, '[]'));
  }
  if (schema.properties === undefined) return [];
  const { properties, required = [] } = schema;
  return [
    ...required.filter((name) => field(name) === undefined).map((name) => `${path}.${name} is missing`),
    ...Object.entries(Object(value)).flatMap(([name, inner]) => {
      const known = properties[name];
      return known === undefined ? [`${path}.${name} is unknown`] : below(known, inner, `.${name}`);
    }),
  ];
}

/** Where a value differs from a published schema, such as `Message`; empty where it does not. */
export const publishedFaults = (schema: string, value: unknown, renamed: Renamed = {}): readonly string[] =>
  faultsIn({ $ref: schema }, value, schema, renamed);

/** Names of all fields of a published object, and of those that must be there. */
export function publishedFields(schema: string): {
  readonly names: readonly string[];
  readonly required: readonly string[];
} {
  const { properties = {}, required = [] } = whole({ $ref: schema }, {});
  return { names: Object.keys(properties), required };
}
