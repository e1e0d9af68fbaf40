import { createTelegram } from '../../src/channels/telegram.ts';
import type { Channel } from '../../src/domain/terms.ts';
import { createLog } from '../../src/log.ts';
import type { Fault, Phone } from '../../src/simulator/telegram/terms.ts';
import { createTelegramStandIn } from '../../src/simulator/telegram.ts';
import { type ChannelHarness, type ContractPerson, channelContract } from '../contracts/channel.ts';
import { bytesOf } from '../support/png.ts';

const FAULTS: Readonly<Record<Parameters<ChannelHarness['failNext']>[0], Fault>> = {
  throttled: { kind: 'throttle', retryAfterSeconds: 7 },
  refused: { kind: 'unauthorized' },
  cut: { kind: 'cut' },
  'server-error': { kind: 'error', status: 502 },
};

const METHODS = { send: ['sendMessage', 'sendPhoto'], fetch: ['file'] };

async function harness(): Promise<ChannelHarness> {
  const service = createTelegramStandIn();
  const { apiRoot, close } = await service.listen();
  const logged: string[] = [];
  const log = createLog({ level: 'debug', write: (line) => logged.push(line) });
  const make = (): Channel => createTelegram({ token: service.token, apiRoot, log });
  return {
    channel: make(),
    restarted: make,
    logged,
    secrets: ['Zarina', 'Testova', 'zarina_test', '992900', service.token],
    person: () =>
      person(
        service.person({
          language: 'tg',
          firstName: 'Zarina',
          lastName: 'Testova',
          username: 'zarina_test',
          phone: '+992900111222',
        }),
      ),
    failNext: (how, what = 'send') =>
      void service.faults.add({ fault: FAULTS[how], methods: METHODS[what], calls: 1 }),
    loseFiles: () => service.loseFiles(),
    fetched: () => service.calls().filter(({ method }) => ['getFile', 'file'].includes(method)).length,
    close: async () => {
      service.stop();
      await close();
    },
  };
}

const person = (phone: Phone): ContractPerson => ({
  address: String(phone.id),
  locale: phone.language,
  begins: (payload) => phone.start(payload),
  says: (text) => phone.say(text),
  presses: (label) => void phone.tap(label).catch(() => undefined),
  shows: () => phone.sends('contact'),
  attaches: (file) => phone.attaches(file),
  leaves: () => phone.blocks(),
  returns: () => phone.unblocks(),
  optsOut: () => undefined,
  optsIn: () => undefined,
  texts: () =>
    phone
      .messages()
      .filter(({ from }) => from === 'bot')
      .map(({ text }) => text),
  pictures: () =>
    phone.messages().flatMap(({ picture }) => (picture === undefined ? [] : [bytesOf(picture)])),
  labels: () => phone.buttons().flat(),
  pageData: () => null,
});

channelContract(
  'telegram',
  {
    tellsLeaving: true,
    replaces: true,
    keeps: true,
    fails: true,
    speaksLater: false,
    tellsOptOut: false,
    captions: true,
    screens: true,
    attachments: true,
    pictures: true,
    files: true,
  },
  harness,
);
