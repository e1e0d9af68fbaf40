import { createLog } from '../log.ts';
import { type RunningExchange, startExchange } from '../main.ts';
import type { Command, CommandInput } from './command.ts';

const STEPS = {
  making: 'Making the database (once) …',
  starting: 'Starting the database …',
  adopting: 'Using the database that already runs …',
} as const;

/** After a second signal, or when stopping takes longer than this, the process ends anyway. */
const PATIENCE_MS = 25_000;

const banner = ({ config }: CommandInput, exchange: RunningExchange): string => {
  const { foundation, engine, simulated, port } = exchange;
  const own = foundation.postgres === 'own';
  return [
    '',
    `Mehnat runs: ${own ? 'its own PostgreSQL' : 'your PostgreSQL'}, queue in ${engine === 'redis' ? 'Redis' : 'PostgreSQL'}, ${exchange.openings} open openings.`,
    simulated
      ? `Phones to try it:  http://127.0.0.1:${port}/`
      : `Telegram answers.  Health: http://127.0.0.1:${port}/ready`,
    'More openings:     npm run mehnat -- import demo     (in a second terminal)',
    ...(simulated ? ['To go live:        set TELEGRAM_BOT_TOKEN to the token from @BotFather'] : []),
    `Key file:          ${config.keys}     (keep a copy apart from the data)`,
    'Stop:              Ctrl-C',
    '',
  ].join('\n');
};

/** Resolves when the process was told to stop and everything is closed. */
function untilStopped(exchange: RunningExchange, tell: (line: string) => void): Promise<number> {
  return new Promise((resolve) => {
    let asked = false;
    const ask = (): void => {
      if (asked) process.exit(1);
      asked = true;
      tell('Stopping: what is on its way is finished first. Again to stop at once.');
      setTimeout(() => process.exit(1), PATIENCE_MS).unref();
      void exchange.stop().then(() => resolve(0));
    };
    process.on('SIGINT', ask);
    process.on('SIGTERM', ask);
  });
}

/** Runs the exchange until Ctrl-C or SIGTERM. */
export const start: Command = {
  name: 'start',
  takes: '',
  summary: 'Runs the exchange: web, simulator or Telegram, queues.',
  options: {},
  async run(input) {
    const log = createLog({
      level: input.config.logLevel,
      write: (line) => {
        process.stdout.write(line);
      },
    });
    const exchange = await startExchange(input.config, { log, onStep: (step) => input.tell(STEPS[step]) });
    input.tell(banner(input, exchange));
    return untilStopped(exchange, input.tell);
  },
};
