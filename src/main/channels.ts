/** Which channels there are: the real ones that are configured, or the simulator's. A new channel is wired here. */
import { join } from 'node:path';
import { createTelegram } from '../channels/telegram.ts';
import { submitTemplates } from '../channels/whatsapp/template-desk.ts';
import { createWhatsApp } from '../channels/whatsapp.ts';
import type { Config } from '../config.ts';
import { phrase } from '../domain/message.ts';
import { type Channel, type Hear, type Receive, SendError } from '../domain/terms.ts';
import { plainText, type Texts } from '../domain/texts.ts';
import { knockTexts } from '../knock-texts.ts';
import { describeError, type Log } from '../log.ts';
import { createSimulator, type Simulator } from '../simulator/simulator.ts';
import type { MovableClock } from './clock.ts';

/** Stands in for the services where none is configured. */
export const createSimulatorFor = (config: Config, clock: MovableClock): Simulator | null =>
  config.telegram === null && config.whatsapp === null
    ? createSimulator({ clock, stateFile: join(config.data, 'simulator.json') })
    : null;

/** Where this machine reaches a server that listens on `host`. */
const reachable = (host: string): string => {
  if (['0.0.0.0', '::'].includes(host)) return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
};

/** How the stand-in's Graph API is called on this server. */
const simulatedClient = ({ whatsapp, whatsappRoot }: Simulator, root: string) => ({
  token: whatsapp.token,
  phoneNumberId: whatsapp.phoneNumberId,
  businessAccountId: whatsapp.accountId,
  graphVersion: 'v25.0',
  graphRoot: `${root}${whatsappRoot}`,
});

/** What an operator does by hand at Meta: gives the address of our hook, and has the templates approved. */
export async function openSimulatedWhatsApp(
  simulator: Simulator,
  { host, port }: Pick<Config, 'host' | 'port'>,
  texts: Texts,
): Promise<void> {
  const root = `http://${reachable(host)}:${port}`;
  await submitTemplates(simulatedClient(simulator, root), knockTexts(texts));
  simulator.whatsapp.hook(`${root}/hook/whatsapp`);
}

/** What WhatsApp's own parts of a message say. */
export const wordsIn =
  (texts: Texts) =>
  (locale: string): { readonly choose: string; readonly more: string } => {
    const say = (key: string): string => plainText(texts.text(locale, phrase(`common:${key}`)));
    return { choose: say('choose'), more: say('more-rows') };
  };

/** The channels, none of them started. Links to them lead to the real services only. */
export function createChannels(
  config: Config,
  simulator: Simulator | null,
  texts: Texts,
  log: Log,
): readonly Channel[] {
  const { telegram, whatsapp } = config;
  const wordsFor = wordsIn(texts);
  if (simulator !== null) {
    const root = `http://${reachable(config.host)}:${config.port}`;
    const { appSecret, verifyToken } = simulator.whatsapp;
    return [
      createTelegram({ token: simulator.token, apiRoot: `${root}${simulator.apiRoot}`, log }),
      createWhatsApp({ ...simulatedClient(simulator, root), appSecret, verifyToken, wordsFor, log }),
    ];
  }
  return [
    ...(telegram === null ? [] : [createTelegram({ ...telegram, publicRoot: 'https://t.me', log })]),
    ...(whatsapp === null
      ? []
      : [createWhatsApp({ ...whatsapp, publicRoot: 'https://wa.me', wordsFor, log })]),
  ];
}

/**
 * Starts every channel. One that its service refuses is said aloud, and the others go on without it; throws only when
 * none is left.
 */
export async function startChannels(
  channels: readonly Channel[],
  receive: Receive,
  hear: (channel: string) => Hear,
  log: Log,
): Promise<void> {
  const refused: SendError[] = [];
  for (const channel of channels) {
    try {
      await channel.start(receive, hear(channel.name));
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      refused.push(error);
      log.error('channel.misconfigured', { channel: channel.name, ...describeError(error) });
    }
  }
  const [first] = refused;
  if (first !== undefined && refused.length === channels.length) throw first;
}
