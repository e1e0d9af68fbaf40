import type { Organisation } from '../domain/coordinator.ts';
import type { Queryable } from '../store/database.ts';
import { organisation } from '../store/organisations.ts';
import { type CommandInput, Refusal } from './command.ts';

/** The organisation of `--organisation`, or `null` without it. Throws a `Refusal` when there is none of that name. */
export async function organisationNamed(
  database: Queryable,
  { options }: Pick<CommandInput, 'options'>,
): Promise<Organisation | null> {
  const slug = options['organisation'];
  if (slug === undefined) return null;
  const found = await organisation(database, { slug: String(slug) });
  if (found === null)
    throw new Refusal(`There is no organisation ${String(slug)}; organisation list shows them.`);
  return found;
}

/** For every command that is about one organisation, or about everything. */
export const ORGANISATION_OPTION = { type: 'string', help: 'the short name of an organisation' } as const;
