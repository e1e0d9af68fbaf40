import type { AuditLine } from '../domain/desk.ts';
import { auditLines } from '../store/audit.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { ORGANISATION_OPTION, organisationNamed } from './organisation-named.ts';
import { withDatabase } from './with-database.ts';

/** More lines than a year brings. */
const ALL = 1_000_000;
const NEWEST = 50;

const lineOf = ({ at, alias, role, action, subject }: AuditLine): string =>
  [`${at.toISOString().slice(0, 16)}Z`, `${alias} (${role})`, action, subject ?? ''].join('  ').trimEnd();

/** What coordinators did: as lines for people, or everything as JSON. */
export const audit: Command = {
  name: 'audit',
  takes: '',
  summary: 'Who in which role did what to what: the newest, or with --json everything of the last year.',
  options: { organisation: ORGANISATION_OPTION, json: JSON_OPTION },
  async run({ config, options, print }) {
    const all = options['json'] === true;
    const lines = await withDatabase(config, async (pool) => {
      const organisation = await organisationNamed(pool, { options });
      const of = organisation === null ? 'everybody' : { organisationId: organisation.id };
      return auditLines(pool, of, { before: null, limit: all ? ALL : NEWEST });
    });
    if (all) print(JSON.stringify(lines));
    else if (lines.length === 0) print('Nothing is written down here yet.');
    else for (const line of lines) print(lineOf(line));
    return 0;
  },
};
