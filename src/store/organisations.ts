import { randomUUID } from 'node:crypto';
import type { Organisation } from '../domain/coordinator.ts';
import type { OrganisationChange } from '../domain/desk.ts';
import type { RegionCode } from '../domain/opening.ts';
import type { Queryable } from './database.ts';

/** An organisation as JSON, of the table called `o`. */
export const ORGANISATION_JSON = `jsonb_build_object('id', o.id, 'slug', o.slug, 'titles', o.titles,
  'line', o.line, 'url', o.url, 'regions', o.regions, 'urgentBudget', o.urgent_budget,
  'stopped', o.stopped_at is not null)`;

/** What `ORGANISATION_JSON` gives. */
export type OrganisationJson = Omit<Organisation, 'regions'> & { readonly regions: readonly RegionCode[] };

export const organisationOf = (json: OrganisationJson): Organisation => ({
  ...json,
  regions: json.regions.includes('any') ? 'any' : json.regions,
});

const regionsColumn = (regions: 'any' | readonly RegionCode[]): readonly string[] =>
  regions === 'any' ? ['any'] : regions;

/** All of them, by slug. */
export async function organisations(database: Queryable): Promise<readonly Organisation[]> {
  const { rows } = await database.query<{ o: OrganisationJson }>(
    `select ${ORGANISATION_JSON} as o from organisation o order by o.slug`,
  );
  return rows.map(({ o }) => organisationOf(o));
}

/** One, by its id or its slug. */
export async function organisation(
  database: Queryable,
  by: { readonly id: string } | { readonly slug: string },
): Promise<Organisation | null> {
  const [column, value] = 'id' in by ? ['id', by.id] : ['slug', by.slug];
  const { rows } = await database.query<{ o: OrganisationJson }>(
    `select ${ORGANISATION_JSON} as o from organisation o where o.${column} = $1`,
    [value],
  );
  return rows[0] === undefined ? null : organisationOf(rows[0].o);
}

/** Makes one that speaks for all regions and has no urgent budget; `null` when the slug is taken. */
export async function createOrganisation(
  database: Queryable,
  { slug, titles }: Pick<Organisation, 'slug' | 'titles'>,
  now: Date,
): Promise<Organisation | null> {
  const { rows } = await database.query<{ o: OrganisationJson }>(
    `insert into organisation as o (id, slug, titles, regions, created_on) values ($1, $2, $3, '{any}', $4)
     on conflict (slug) do nothing returning ${ORGANISATION_JSON} as o`,
    [randomUUID(), slug, JSON.stringify(titles), now.toISOString().slice(0, 10)],
  );
  return rows[0] === undefined ? null : organisationOf(rows[0].o);
}

/** Changes what is given; names are added to those in other languages. */
export async function changeOrganisation(
  database: Queryable,
  id: string,
  { titles, line, url, regions, urgentBudget }: OrganisationChange,
): Promise<void> {
  const columns: (readonly [set: string, value: unknown])[] = [];
  if (titles !== undefined) columns.push(['titles = titles ||', JSON.stringify(titles)]);
  if (line !== undefined) columns.push(['line =', line]);
  if (url !== undefined) columns.push(['url =', url]);
  if (regions !== undefined) columns.push(['regions =', regionsColumn(regions)]);
  if (urgentBudget !== undefined) columns.push(['urgent_budget =', urgentBudget]);
  if (columns.length === 0) return;
  const settings = columns.map(([set], index) => `${set} $${index + 2}`);
  await database.query(`update organisation set ${settings.join(', ')} where id = $1`, [
    id,
    ...columns.map(([, value]) => value),
  ]);
}
