import { createInterface } from 'node:readline';
import type { Terminal } from '../channels/console.ts';
import { createLog } from '../log.ts';
import { startExchange } from '../main.ts';
import type { Command } from './command.ts';

/** The exchange in this terminal: lines in, screens out. Ends with Ctrl-D or Ctrl-C. */
export const chat: Command = {
  name: 'chat',
  takes: '',
  summary: 'Talks to the exchange in this terminal: type what you would tap. Ctrl-D ends it.',
  options: {},
  async run({ config, tell }) {
    const lines = createInterface({ input: process.stdin });
    const ended = Promise.withResolvers<void>();
    lines.on('close', ended.resolve);
    process.on('SIGINT', ended.resolve);
    process.on('SIGTERM', ended.resolve);
    const terminal: Terminal = {
      onLine: (listener) => void lines.on('line', listener),
      write: (text) => void process.stdout.write(text),
    };
    const log = createLog({ level: 'error', write: (line) => void process.stderr.write(line) });
    const exchange = await startExchange(config, { log, terminal });
    tell('Say anything to begin. Type the number of a button, a command such as /menu, or Ctrl-D to end.');
    await ended.promise;
    lines.close();
    await exchange.stop();
    return 0;
  },
};
