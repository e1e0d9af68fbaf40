import { checkTelegram } from '../channels/telegram/checkup.ts';
import { type Coordinator, ROLES, type Role, rolesFit } from '../domain/coordinator.ts';
import type { Foundation } from '../foundation.ts';
import { HOST, writeAudit } from '../store/audit.ts';
import { coordinators, eraseCoordinator } from '../store/coordinators.ts';
import { createInvitation, dropInvitationsBy } from '../store/invitations.ts';
import { type Command, type CommandInput, JSON_OPTION, Refusal } from './command.ts';
import { ORGANISATION_OPTION, organisationNamed } from './organisation-named.ts';
import { withDatabase } from './with-database.ts';
import { withFoundation } from './with-foundation.ts';

const HOW = [
  'coordinator invite --role operator',
  'coordinator invite --role admin,poster --organisation <short name>',
  'coordinator list',
  'coordinator remove <name of the role> [--organisation <short name>]',
].join('\n  ');

function rolesIn({ options }: CommandInput, organisationId: string | null): readonly Role[] {
  const named = String(options['role'] ?? '').split(',');
  const roles = ROLES.filter((role) => named.includes(role));
  if (roles.length !== named.length)
    throw new Refusal(`Say which roles with --role, one or several of: ${ROLES.join(',')}`);
  if (!rolesFit(roles, organisationId))
    throw new Refusal('Operators belong to the exchange itself, all other roles to an --organisation.');
  return roles;
}

/** Where the link opens: only the service knows what our bot is called there. */
async function doorFor({ config }: CommandInput, word: string): Promise<string | null> {
  if (config.telegram === null) return null;
  const found = await checkTelegram(config.telegram).catch(() => null);
  return found !== null && 'username' in found ? `https://t.me/${found.username}?start=${word}` : null;
}

async function invite(input: CommandInput): Promise<number> {
  const word = await withFoundation(input.config, ({ database, vault }) =>
    database.transaction(async (client) => {
      const organisation = await organisationNamed(client, input);
      const roles = rolesIn(input, organisation?.id ?? null);
      const now = new Date();
      const ports = { database: client, vault, clock: () => now };
      const organisationId = organisation?.id ?? null;
      const token = await createInvitation(ports, { organisationId, roles, by: HOST });
      await writeAudit(client, byHost(now, organisationId, 'coordinator.invite', null, { roles }));
      return `c_${token}`;
    }),
  );
  const url = await doorFor(input, word);
  if (input.options['json'] === true) input.print(JSON.stringify({ word, url }));
  else {
    input.print(
      'This works once, within 24 hours, and is not shown again. Whoever writes it becomes a coordinator:',
    );
    input.print(`  /start ${word}`);
    if (url !== null) input.print(`  ${url}`);
  }
  return 0;
}

const byHost = (
  at: Date,
  organisationId: string | null,
  action: 'coordinator.invite' | 'coordinator.remove',
  subject: string | null,
  detail: Readonly<Record<string, readonly string[]>> = {},
) => ({ at, organisationId, alias: HOST, role: HOST, action, subject, detail }) as const;

function lineOf({ alias, organisation, roles, hasCodes, trustedFrom, channel }: Coordinator): string {
  const standing = [
    ...(hasCodes ? [] : ['no codes yet']),
    ...(trustedFrom > new Date() ? [`only reads until ${trustedFrom.toISOString().slice(0, 16)}Z`] : []),
  ];
  return [alias, organisation?.slug ?? '–', roles.join(', '), channel, ...standing].join('  ');
}

async function list({ config, options, print }: CommandInput): Promise<number> {
  const all = await withDatabase(config, (pool) => coordinators(pool, 'everybody'));
  if (options['json'] === true)
    print(
      JSON.stringify(
        all.map(({ alias, organisation, roles, channel, hasCodes, trustedFrom }) => ({
          alias,
          organisation: organisation?.slug ?? null,
          roles,
          channel,
          hasCodes,
          trustedFrom,
        })),
      ),
    );
  else if (all.length === 0) print(`There is no coordinator yet:\n  ${HOW}`);
  else for (const one of all) print(lineOf(one));
  return 0;
}

async function remove(input: CommandInput, { database, vault }: Foundation, alias: string): Promise<void> {
  await database.transaction(async (client) => {
    const organisation = await organisationNamed(client, input);
    const organisationId = organisation?.id ?? null;
    const one = (await coordinators(client, { organisationId })).find((each) => each.alias === alias);
    if (one === undefined) throw new Refusal(`Nobody there is called ${alias}; coordinator list shows them.`);
    await eraseCoordinator({ database: client, vault }, one.id);
    await dropInvitationsBy(client, organisation, alias);
    await writeAudit(client, byHost(new Date(), organisationId, 'coordinator.remove', alias));
  });
}

/** Coordinators, as whoever has the server sees them: the first operator comes from here, all others from the chat. */
export const coordinator: Command = {
  name: 'coordinator',
  takes: '<invite|list|remove> [name]',
  summary: 'Invites the first operator, lists coordinators, removes one at once.',
  options: {
    role: { type: 'string', help: `one or several, with commas: ${ROLES.join(',')}` },
    organisation: ORGANISATION_OPTION,
    json: JSON_OPTION,
  },
  more: async () => `  ${HOW}`,
  async run(input) {
    const [what, alias] = input.positionals;
    if (what === 'invite') return invite(input);
    if (what === 'list') return list(input);
    if (what !== 'remove' || alias === undefined) throw new Refusal(`Say what:\n  ${HOW}`);
    await withFoundation(input.config, (foundation) => remove(input, foundation, alias));
    if (input.options['json'] === true) input.print(JSON.stringify({ removed: alias }));
    else input.print(`${alias} is no coordinator any more.`);
    return 0;
  },
};
