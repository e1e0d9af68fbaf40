/** Templates as `message_templates` lists them, page by page. */
import { queryOf } from './query.ts';
import { badValue } from './refusal.ts';
import type { Template } from './template.ts';

const DEFAULT_PAGE = 25;
const MAX_PAGE = 1000;

/** A template as `message_templates` lists it. */
function wireTemplate(template: Template): Readonly<Record<string, unknown>> {
  const { id, name, language, status, category, header, body, examples, footer, buttons, ttlSeconds } =
    template;
  const example = examples.length === 0 ? {} : { example: { body_text: [examples] } };
  const replies = buttons.map((text) => ({ type: 'QUICK_REPLY', text }));
  return {
    name,
    parameter_format: 'POSITIONAL',
    components: [
      ...(header === null ? [] : [{ type: 'HEADER', format: 'TEXT', text: header }]),
      { type: 'BODY', text: body, ...example },
      ...(footer === null ? [] : [{ type: 'FOOTER', text: footer }]),
      ...(replies.length === 0 ? [] : [{ type: 'BUTTONS', buttons: replies }]),
    ],
    language,
    status,
    category,
    ...(ttlSeconds === null ? {} : { message_send_ttl_seconds: ttlSeconds }),
    id,
  };
}

const cursorAt = (place: number): string => Buffer.from(String(place)).toString('base64url');

/** Where a page begins. */
function placeOf(cursor: string | null): number {
  const place = cursor === null ? '0' : Buffer.from(cursor, 'base64url').toString();
  if (!/^\d+$/.test(place)) throw badValue('after is no cursor');
  return Number(place);
}

/** The page that a query asks for: `limit`, `after`, `name`, `fields`. Throws a `GraphRefusal`. */
export function pageOfTemplates(templates: readonly Template[], url: URL): unknown {
  const query = queryOf(url, ['limit', 'after', 'name', 'fields']);
  const limit = Number(query.get('limit') ?? DEFAULT_PAGE);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE)
    throw badValue(`limit must be 1 to ${MAX_PAGE}`);
  const fields = query.get('fields')?.split(',') ?? null;
  const isAsked = ([field]: [string, unknown]): boolean =>
    fields === null || field === 'id' || fields.includes(field);
  const all = templates.filter(({ name }) => (query.get('name') ?? name) === name);
  const from = placeOf(query.get('after'));
  const end = Math.min(all.length, from + limit);
  const data = all
    .slice(from, end)
    .map((template) => Object.fromEntries(Object.entries(wireTemplate(template)).filter(isAsked)));
  if (data.length === 0) return { data };
  const cursors = { before: cursorAt(from), after: cursorAt(end) };
  const next = new URL(url);
  next.searchParams.set('after', cursorAt(end));
  return { data, paging: { cursors, ...(end < all.length ? { next: next.href } : {}) } };
}
