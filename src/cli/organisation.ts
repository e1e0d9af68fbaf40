import type { Organisation } from '../domain/coordinator.ts';
import { publicNameIn, slugIn } from '../domain/desk-words.ts';
import { HOST, writeAudit } from '../store/audit.ts';
import { createOrganisation, organisations } from '../store/organisations.ts';
import { type Command, type CommandInput, JSON_OPTION, Refusal } from './command.ts';
import { withDatabase } from './with-database.ts';

const HOW = [
  'organisation list',
  'organisation create <short name> --title "Public name" [--locale ru]',
].join('\n  ');

function lineOf({ slug, titles, regions, urgentBudget, stopped }: Organisation): string {
  const where = regions === 'any' ? 'all regions' : regions.join(',');
  const names = Object.entries(titles).map(([locale, title]) => `${locale}: ${title}`);
  return [slug, ...names, where, `${urgentBudget} urgent a week`, ...(stopped ? ['STOPPED'] : [])].join('  ');
}

async function list({ config, options, print }: CommandInput): Promise<number> {
  const all = await withDatabase(config, organisations);
  if (options['json'] === true) print(JSON.stringify(all.map(({ id: _, ...rest }) => rest)));
  else if (all.length === 0) print(`There is no organisation yet:\n  ${HOW}`);
  else for (const one of all) print(lineOf(one));
  return 0;
}

async function create({ config, options, print, positionals }: CommandInput): Promise<number> {
  const slug = slugIn(positionals[1] ?? '');
  const title = publicNameIn(String(options['title'] ?? ''));
  if (slug === null || title === null)
    throw new Refusal(
      `A short name has 2 to 20 Latin letters, digits and hyphens, a title 2 to 60 characters:\n  ${HOW}`,
    );
  const now = new Date();
  const titles = { [String(options['locale'] ?? 'en')]: title };
  const made = await withDatabase(config, (_, database) =>
    database.transaction(async (client) => {
      const one = await createOrganisation(client, { slug, titles }, now);
      if (one === null) throw new Refusal(`There is an organisation ${slug} already.`);
      const by = { alias: HOST, role: HOST, action: 'organisation.create' } as const;
      await writeAudit(client, { ...by, at: now, organisationId: one.id, subject: slug, detail: {} });
      return one;
    }),
  );
  if (options['json'] === true) print(JSON.stringify({ slug: made.slug, titles: made.titles }));
  else print(`Made. Its first admin: coordinator invite --role admin --organisation ${slug}`);
  return 0;
}

/** Organisations, as whoever has the server makes them; operators do it in the chat. */
export const organisation: Command = {
  name: 'organisation',
  takes: '<list|create> [short name]',
  summary: 'Lists organisations, or makes one.',
  options: {
    title: { type: 'string', help: 'its public name' },
    locale: { type: 'string', help: 'the language of the name, en when not said' },
    json: JSON_OPTION,
  },
  more: async () => `  ${HOW}`,
  async run(input) {
    const [what] = input.positionals;
    if (what === 'list') return list(input);
    if (what === 'create') return create(input);
    throw new Refusal(`Say what:\n  ${HOW}`);
  },
};
