import { openPostgres } from '../foundation.ts';
import { migrate } from '../store/migrate.ts';
import { type Command, JSON_OPTION } from './command.ts';

/** Brings the database to this version; any number of times. */
export const migrateCommand: Command = {
  name: 'migrate',
  takes: '',
  summary: 'Brings the database to this version (start does it too).',
  options: { json: JSON_OPTION },
  async run({ config, options, print }) {
    const { url, own } = await openPostgres(config);
    try {
      const { applied } = await migrate(url);
      if (options['json'] === true) print(JSON.stringify({ applied }));
      else
        print(
          applied.length === 0
            ? 'Nothing to do: the database is of this version.'
            : `Applied: ${applied.join(', ')}`,
        );
      return 0;
    } finally {
      await own?.stop();
    }
  },
};
