import { createConsole } from '../../src/channels/console.ts';
import { createLog } from '../../src/log.ts';
import { type ChannelHarness, channelContract } from '../contracts/channel.ts';

async function harness(): Promise<ChannelHarness> {
  const logged: string[] = [];
  const written: string[] = [];
  let types: (line: string) => void = () => undefined;
  const make = () =>
    createConsole({
      terminal: {
        onLine: (listener) => {
          types = listener;
        },
        write: (text) => void written.push(text),
      },
      localeHint: 'tg',
      log: createLog({ level: 'debug', write: (line) => logged.push(line) }),
    });
  /** A screen is its text, then a line a row of buttons in brackets. */
  const partsOf = (screen: string) => {
    const lines = screen.trim().split('\n');
    const buttons = lines.flatMap((line) => [...line.matchAll(/\[(?:([^\s\]]+) )?([^\]]*)\]/g)]);
    const text = lines.filter((line) => !line.startsWith('[')).join('\n');
    return { text, buttons: buttons.map(([, key = '', label = '']) => ({ key, label })) };
  };
  const screens = () => written.map(partsOf);
  return {
    channel: make(),
    restarted: make,
    logged,
    secrets: [],
    person: () => ({
      address: 'whoever-types',
      locale: 'tg',
      begins: (payload) => types(payload === undefined ? '/start' : `/start ${payload}`),
      says: (text) => types(text),
      presses: (label) =>
        types(
          screens()
            .at(-1)
            ?.buttons.find((one) => one.label === label)?.key ?? '',
        ),
      shows: () => types('/other'),
      attaches: () => undefined,
      leaves: () => undefined,
      returns: () => undefined,
      optsOut: () => undefined,
      optsIn: () => undefined,
      texts: () => screens().map(({ text }) => text),
      pictures: () => [],
      labels: () =>
        screens()
          .at(-1)
          ?.buttons.map(({ label }) => label) ?? [],
      pageData: () => null,
    }),
    failNext: () => undefined,
    loseFiles: () => undefined,
    fetched: () => 0,
    close: async () => undefined,
  };
}

channelContract(
  'console',
  {
    tellsLeaving: false,
    replaces: false,
    keeps: false,
    fails: false,
    speaksLater: false,
    tellsOptOut: false,
    captions: true,
    screens: false,
    attachments: false,
    pictures: false,
    files: false,
  },
  harness,
);
