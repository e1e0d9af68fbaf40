import { checkQueue } from '../doctor/queue.ts';
import { createLog } from '../log.ts';
import { type RunningExchange, startExchange } from '../main.ts';
import type { Command, CommandInput } from './command.ts';
import { takeFolder } from './take-folder.ts';

const STEPS = {
  making: 'Making the database (once) …',
  starting: 'Starting the database …',
  adopting: 'Using the database that already runs …',
} as const;

/** After a second signal, or when stopping takes longer than this, the process ends anyway. */
const PATIENCE_MS = 25_000;
const ORPHAN_CHECK_MS = 500;

const banner = ({ config }: CommandInput, exchange: RunningExchange): string => {
  const { foundation, engine, simulated, port, channels } = exchange;
  const own = foundation.postgres === 'own';
  return [
    '',
    `Mehnat runs: ${own ? 'its own PostgreSQL' : 'your PostgreSQL'}, queue in ${engine === 'redis' ? 'Redis' : 'PostgreSQL'}, ${exchange.openings} open openings.`,
    simulated
      ? `Phones to try it:  http://127.0.0.1:${port}/`
      : `Channels:          ${channels.join(', ')}     (health: http://127.0.0.1:${port}/ready)`,
    'More openings:     npm run mehnat -- import demo     (in a second terminal)',
    ...(simulated
      ? ['To go live:        set TELEGRAM_BOT_TOKEN or WHATSAPP_TOKEN; the README says how']
      : []),
    `Key file:          ${config.keys}     (keep a copy apart from the data)`,
    'Stop:              Ctrl-C',
    '',
  ].join('\n');
};

/**
 * Resolves when the process is told to stop: Ctrl-C, SIGTERM, a terminal that was closed, and `withNpm` an npm that was
 * told (it ends its shell and leaves us behind). Asked a second time at the keyboard, the process ends at once.
 */
function stopAsked(withNpm: boolean, tell: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const ask = (): void => {
      if (asked) return;
      asked = true;
      tell('Stopping: what is on its way is finished first. Again to stop at once.');
      setTimeout(() => process.exit(1), PATIENCE_MS).unref();
      resolve();
    };
    const insist = (): void => {
      if (asked) process.exit(1);
      ask();
    };
    process.on('SIGINT', insist);
    process.on('SIGTERM', insist);
    process.on('SIGHUP', ask);
    if (withNpm) whenOrphaned(ask);
  });
}

function whenOrphaned(then: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) then();
  }, ORPHAN_CHECK_MS).unref();
}

/** A start waits for a Redis that is away, as long as it takes: whoever looks on is told for what. */
async function warnOfQueue({ config, tell }: CommandInput): Promise<void> {
  const { state, says, fix } = await checkQueue(config);
  if (state === 'fail') tell(`Take care: ${says}: ${fix ?? ''}`);
}

/** Runs the exchange until it is told to stop; told while it still starts, it stops when it has. */
export const start: Command = {
  name: 'start',
  takes: '',
  summary: 'Runs the exchange: web, simulator or the real channels, queues.',
  options: { 'with-npm': { type: 'boolean', help: 'stop when the npm that started it ends' } },
  async run(input) {
    const asked = stopAsked(input.options['with-npm'] === true, input.tell);
    const log = createLog({
      level: input.config.logLevel,
      write: (line) => {
        process.stdout.write(line);
      },
    });
    const { data, port, telegram, whatsapp } = input.config;
    const leaveFolder =
      telegram === null && whatsapp === null ? await takeFolder(data, port) : async () => undefined;
    try {
      await warnOfQueue(input);
      const exchange = await startExchange(input.config, { log, onStep: (step) => input.tell(STEPS[step]) });
      input.tell(banner(input, exchange));
      await asked;
      await exchange.stop();
      return 0;
    } finally {
      await leaveFolder();
    }
  },
};
