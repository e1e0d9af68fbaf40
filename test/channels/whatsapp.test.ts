import { expect } from 'vitest';
import type { WhatsAppFault, WhatsAppPhone } from '../../src/simulator/whatsapp/terms.ts';
import { type ChannelHarness, type ContractPerson, channelContract } from '../contracts/channel.ts';
import { bytesOf } from '../support/png.ts';
import { faultsOf } from '../support/published-whatsapp.ts';
import { whatsappStage } from '../support/whatsapp.ts';

const FAULTS: Readonly<Record<Parameters<ChannelHarness['failNext']>[0], WhatsAppFault>> = {
  throttled: { kind: 'throttle', retryAfterSeconds: 7 },
  refused: { kind: 'unauthorized' },
  cut: { kind: 'cut' },
  'server-error': { kind: 'error', status: 502 },
};

const METHODS = { send: ['messages'], fetch: ['download'] };
const PHONE = '992900111222';

async function harness(hidesPhone: boolean): Promise<ChannelHarness> {
  const { service, channel, restarted, logged, close } = await whatsappStage();
  return {
    channel,
    restarted,
    logged,
    secrets: ['Zarina', PHONE, service.token, service.appSecret],
    person: () =>
      person(service.person({ name: 'Zarina', phone: PHONE, userId: 'TJ.1A2B3C4D5E', hidesPhone })),
    failNext: (how, what = 'send') =>
      void service.faults.add({ fault: FAULTS[how], methods: METHODS[what], calls: 1 }),
    loseFiles: () => service.loseFiles(),
    fetched: () => service.calls().filter(({ method }) => method === 'media' || method === 'download').length,
    async close() {
      await close();
      expect(service.bodies().flatMap(({ body }) => faultsOf(body))).toEqual([]);
    },
  };
}

const person = (phone: WhatsAppPhone): ContractPerson => ({
  address: phone.userId ?? phone.phone,
  locale: null,
  begins: (payload) => phone.say(payload === undefined ? '/start' : payload),
  says: (text) => phone.say(text),
  presses: (label) => phone.tap(label),
  shows: () => phone.sends('contact'),
  attaches: (file) => phone.attaches(file),
  leaves: () => undefined,
  returns: () => undefined,
  optsOut: () => phone.stopsMarketing(),
  optsIn: () => {
    phone.stopsMarketing();
    phone.resumesMarketing();
  },
  texts: () =>
    phone
      .messages()
      .filter(({ from }) => from === 'business')
      .map(({ text }) => text.replace(/[*_]/g, '')),
  pictures: () =>
    phone.messages().flatMap(({ picture }) => (picture === undefined ? [] : [bytesOf(picture)])),
  labels: () => {
    const { kind = 'text' } = phone.screen() ?? {};
    return kind === 'list' ? phone.rows().filter((title) => title !== 'More') : phone.buttons();
  },
  pageData: () =>
    phone
      .screen()
      ?.list?.sections.flatMap(({ rows }) => rows)
      .find(({ title }) => title === 'More')?.id ?? null,
});

const ABILITIES = {
  tellsLeaving: false,
  replaces: false,
  keeps: true,
  fails: true,
  speaksLater: true,
  tellsOptOut: true,
  captions: false,
  screens: true,
  attachments: true,
  pictures: true,
  files: true,
};

channelContract('whatsapp', ABILITIES, () => harness(false));
channelContract('whatsapp, of somebody whose number nobody sees,', ABILITIES, () => harness(true));
