import { HOST, writeAudit } from '../store/audit.ts';
import { goOn, halt } from '../store/standstill.ts';
import { type Command, type CommandInput, JSON_OPTION } from './command.ts';
import { ORGANISATION_OPTION, organisationNamed } from './organisation-named.ts';
import { withDatabase } from './with-database.ts';

/** Stops or lets go on, and says of what. */
async function stand(input: CommandInput, what: 'stop' | 'go-on'): Promise<string> {
  const now = new Date();
  return withDatabase(input.config, (_, database) =>
    database.transaction(async (client) => {
      const organisation = await organisationNamed(client, input);
      const id = organisation?.id ?? null;
      if (what === 'stop') await halt(client, id, HOST, now);
      else await goOn(client, id);
      await writeAudit(client, {
        at: now,
        organisationId: id,
        alias: HOST,
        role: HOST,
        action: id === null ? `everything.${what}` : `organisation.${what}`,
        subject: organisation?.slug ?? null,
        detail: {},
      });
      return organisation?.slug ?? 'everything';
    }),
  );
}

const options = { organisation: ORGANISATION_OPTION, json: JSON_OPTION };

/** The emergency stop, from the server: while it stands, no push reserves anybody. */
export const haltCommand: Command = {
  name: 'halt',
  takes: '',
  summary: 'Stops all sending at once, or that of one organisation; replies to people who talk go on.',
  options,
  async run(input) {
    const stopped = await stand(input, 'stop');
    if (input.options['json'] === true) input.print(JSON.stringify({ stopped }));
    else input.print(`Stopped: ${stopped}. Within two seconds nothing more leaves. It goes on with: go-on`);
    return 0;
  },
};

/** The end of an emergency stop. */
export const goOnCommand: Command = {
  name: 'go-on',
  takes: '',
  summary: 'Ends an emergency stop: of everything, or of one organisation.',
  options,
  async run(input) {
    const goesOn = await stand(input, 'go-on');
    if (input.options['json'] === true) input.print(JSON.stringify({ goesOn }));
    else input.print(`It goes on: ${goesOn}. What was waiting is sent now.`);
    return 0;
  },
};
