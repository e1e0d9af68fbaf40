/** Holds the body of a call against what is published: names, types, what must be there. */
import { PUBLISHED } from './published.ts';
import { badValue, GraphRefusal, missing, unknownParameter } from './refusal.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value is of a plain type; null when the type is not plain. */
function fitsPlainly(value: unknown, type: string): boolean | null {
  switch (type) {
    case 'integer':
      return Number.isSafeInteger(value);
    case 'string':
    case 'boolean':
      return typeof value === type;
    case 'file':
      return value instanceof Blob;
    // Published as a text; the published examples write a number.
    case 'index':
      return typeof value === 'string' ? /^\d+$/.test(value) : Number.isSafeInteger(value);
    default:
      return null;
  }
}

function checkValue(path: string, value: unknown, type: string): void {
  if (type === 'unplayed') throw new GraphRefusal(131051, `the stand-in does not play ${path}`);
  if (type.endsWith('[]')) {
    if (!Array.isArray(value)) throw badValue(`${path} must be a list`);
    for (const [place, item] of value.entries()) checkValue(`${path}[${place}]`, item, type.slice(0, -2));
    return;
  }
  const fits = fitsPlainly(value, type);
  if (fits === false) throw badValue(`${path} must be of type ${type}`);
  if (typeof value === 'string' && !value.isWellFormed()) throw badValue(`${path} is not UTF-8`);
  if (fits === null) checkBody(type, value, path);
}

/**
 * Checks a body against an object of the tables; throws a `GraphRefusal` at the first mistake. What it gives back may
 * be read as an interface of optional fields, which gives the checked fields their names.
 */
export function checkBody(object: string, value: unknown, path = ''): object {
  if (!isRecord(value)) throw badValue(`${path || 'the body'} must be an object`);
  const table = PUBLISHED[object] ?? {};
  const below = (field: string): string => (path === '' ? field : `${path}.${field}`);
  const stranger = Object.keys(value).find((field) => table[field] === undefined);
  if (stranger !== undefined) throw unknownParameter(`${below(stranger)} is not a parameter`);
  for (const [field, type] of Object.entries(table)) {
    const inner = value[field];
    if (inner !== undefined) checkValue(below(field), inner, type.replace('!', ''));
    else if (type.endsWith('!')) throw missing(below(field));
  }
  return value;
}
