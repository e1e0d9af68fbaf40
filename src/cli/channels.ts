import { resumeChannel } from '../store/pauses.ts';
import { channelPauses } from '../store/push-accounts.ts';
import { type Command, JSON_OPTION, Refusal } from './command.ts';
import { withDatabase } from './with-database.ts';

/** Shows which channels rest and why, and lets one go on: an operator's word, after what made it rest was looked at. */
export const channels: Command = {
  name: 'channels',
  takes: '[resume] [channel]',
  summary: 'Shows which channels hold their pushes back and why; `resume <channel>` lets one go on.',
  options: { json: JSON_OPTION },
  async run({ config, positionals: [verb, channel], options, print }) {
    if (verb !== undefined && (verb !== 'resume' || channel === undefined))
      throw new Refusal('Say which one: channels resume whatsapp');
    return withDatabase(config, async (pool) => {
      const now = new Date();
      if (channel !== undefined) {
        const rests = (await channelPauses(pool, now)).some((pause) => pause.channel === channel);
        if (!rests) throw new Refusal(`${channel} does not rest; channels shows which do.`);
        await resumeChannel(pool, channel);
      }
      const pauses = await channelPauses(pool, now);
      if (options['json'] === true) print(JSON.stringify(pauses));
      else if (pauses.length === 0) print('No channel rests.');
      else
        for (const { channel: name, until, reason } of pauses)
          print(`${name} rests until ${until.toISOString().slice(0, 16)}Z: ${reason}. Replies go on.`);
      return 0;
    });
  },
};
