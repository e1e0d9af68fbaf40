import { join } from 'node:path';
import { createTelegram, type Telegram } from '../channels/telegram.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { createSimulator, type Simulator } from '../simulator/simulator.ts';
import type { MovableClock } from './clock.ts';

/** Stands in for Telegram where no token is set. */
export const createSimulatorFor = (config: Config, clock: MovableClock): Simulator | null =>
  config.telegram === null
    ? createSimulator({ clock, stateFile: join(config.data, 'simulator.json') })
    : null;

/** Where this machine reaches a server that listens on `host`. */
const reachable = (host: string): string => {
  if (['0.0.0.0', '::'].includes(host)) return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
};

/** The real Telegram, or the same channel talking to the simulator. */
export function createTelegramFor(config: Config, simulator: Simulator | null, log: Log): Telegram {
  const { telegram } = config;
  if (telegram !== null) return createTelegram({ ...telegram, log });
  return createTelegram({
    token: simulator?.token ?? '',
    apiRoot: `http://${reachable(config.host)}:${config.port}${simulator?.apiRoot ?? ''}`,
    log,
  });
}
