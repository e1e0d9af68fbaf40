/** One life of an exchange, from its first start to the last erasure, with marked people on both messengers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { submitTemplates } from '../../src/channels/whatsapp/template-desk.ts';
import { loadTexts } from '../../src/i18n.ts';
import { knockTexts } from '../../src/knock-texts.ts';
import type { Phone, TelegramStandIn } from '../../src/simulator/telegram/terms.ts';
import { createTelegramStandIn } from '../../src/simulator/telegram.ts';
import { createWhatsAppStandIn } from '../../src/simulator/whatsapp.ts';
import { runProcess, startProcess } from '../support/process.ts';
import { telegramHand, whatsappHand } from './hand.ts';
import type { Marks } from './marks.ts';
import { forget, moveThereAndBack, playTelegram, playTelegramFaults } from './play.ts';
import { feed, playPushes } from './play-pushes.ts';
import {
  type Cast,
  castOf,
  changeNumbers,
  failDatabase,
  failReplies,
  falls,
  knockAtTheHook,
  liveOn,
  optOutAndIn,
  postStrangeThings,
  type Stage,
} from './play-whatsapp.ts';
import { openRelay, type Relay } from './relay.ts';
import { until } from './until.ts';

export interface Life {
  readonly databaseUrl: string;
  /** Where PostgreSQL keeps its files. */
  readonly dataDirectory: string;
  readonly data: string;
  /** Message ids of WhatsApp that came by. */
  readonly wamids: ReadonlySet<string>;
  /** Everything the exchange and its commands wrote so far. */
  output(): string;
  /** Everything it shows to whoever asks. */
  pages(): Promise<string>;
  play(): Promise<void>;
  /** Stops the exchange, and PostgreSQL with it. */
  stop(): Promise<void>;
  /** Stops everything else, too. */
  end(): Promise<void>;
}

/** Starts everything; `home` is an empty folder. */
export async function beginLife(options: {
  readonly home: string;
  readonly marks: Marks;
  readonly redisUrl: string | null;
  readonly short: boolean;
}): Promise<Life> {
  const { home, marks, redisUrl, short } = options;
  const { botToken, accessToken, appSecret, verifyToken } = marks.secrets;
  const telegram = createTelegramStandIn({ token: botToken.value });
  const botApi = await telegram.listen();
  let ahead = 0;
  const service = createWhatsAppStandIn({
    token: accessToken.value,
    appSecret: appSecret.value,
    verifyToken: verifyToken.value,
    statuses: 'shuffled-and-doubled',
    keep: 1_000,
    now: () => new Date(Date.now() + ahead),
  });
  const graphApi = await service.listen();
  const settings = {
    MEHNAT_DATA: join(home, 'data'),
    MEHNAT_KEYS: join(home, 'keys.json'),
    TELEGRAM_BOT_TOKEN: botToken.value,
    TELEGRAM_API_ROOT: botApi.apiRoot,
    WHATSAPP_TOKEN: accessToken.value,
    WHATSAPP_PHONE_NUMBER_ID: service.phoneNumberId,
    WHATSAPP_BUSINESS_ACCOUNT_ID: service.accountId,
    WHATSAPP_APP_SECRET: appSecret.value,
    WHATSAPP_VERIFY_TOKEN: verifyToken.value,
    WHATSAPP_GRAPH_ROOT: graphApi.apiRoot,
    LOG_LEVEL: 'debug',
    ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
  };
  await submitTemplates(
    {
      token: accessToken.value,
      phoneNumberId: service.phoneNumberId,
      businessAccountId: service.accountId,
      graphVersion: 'v25.0',
      graphRoot: graphApi.apiRoot,
    },
    knockTexts(await loadTexts()),
  );
  const exchange = await startProcess(settings);
  const hook = `${exchange.url}/hook/whatsapp`;
  const relay = await openRelay(hook, appSecret.value);
  service.hook(relay.url);
  const { url } = JSON.parse(readFileSync(join(settings.MEHNAT_DATA, 'connection.json'), 'utf8'));
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  const { rows } = await pool.query('show data_directory');
  const commands: string[] = [];

  const bring = async (...args: readonly string[]): Promise<void> => {
    const { code, stdout, stderr } = await runProcess(['import', ...args, '--json'], settings);
    commands.push(stdout, stderr);
    if (code !== 0) throw new Error(`the import failed:\n${stdout}${stderr}`);
  };
  const stage: Stage = {
    service,
    relay,
    marks,
    short,
    until,
    settled: () => until(() => service.pending() === 0),
    query: async (text) => Object.values((await pool.query(text)).rows[0] ?? {})[0],
  };

  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopped ??= pool
      .end()
      .then(() => exchange.end())
      .then((code) => {
        if (code !== 0) throw new Error(`the exchange ended with ${code}`);
      });
    return stopped;
  };

  return {
    databaseUrl: url,
    dataDirectory: rows[0].data_directory,
    data: settings.MEHNAT_DATA,
    wamids: relay.wamids,
    output: () => exchange.output() + commands.join(''),
    async pages() {
      const all = ['metrics', 'ready', 'health'].map(async (path) =>
        (await fetch(`${exchange.url}/${path}`)).text(),
      );
      return (await Promise.all(all)).join('\n');
    },
    async play() {
      await bring('demo');
      const people = peopleOf(telegram, marks);
      const cast = castOf(service, marks);
      await knockAtTheHook(stage, hook);
      await talk(stage, telegram, people, cast);
      await playPushes({
        stage,
        telegram,
        stays: people.stays,
        cast,
        bring: (at) => bring('csv', feed(home, at)),
        shift: (ms) => {
          ahead = ms;
        },
      });
      await leave(stage, people, cast);
    },
    stop,
    async end() {
      await stop().catch(() => undefined);
      telegram.stop();
      service.stop();
      for (const { close } of [relay, botApi, graphApi] as readonly Pick<Relay, 'close'>[]) await close();
    },
  };
}

interface TelegramPeople {
  readonly stays: Phone;
  readonly leaves: Phone;
  /** Comes from WhatsApp and goes back. */
  readonly newcomer: Phone;
}

function peopleOf(telegram: TelegramStandIn, { telegram: marks }: Marks): TelegramPeople {
  const { firstName, lastName, username, phone } = marks;
  const person = ({ value }: { readonly value: string }): Phone =>
    telegram.person({
      firstName: firstName.value,
      lastName: lastName.value,
      username: username.value,
      phone: phone.value,
      language: 'tg',
      id: Number(value),
    });
  return {
    stays: person(marks.chatId),
    leaves: person(marks.otherChatId),
    newcomer: person(marks.newcomerChatId),
  };
}

/** Everything people say and do, on both messengers at once, and every way in which an answer may fail. */
async function talk(
  stage: Stage,
  telegram: TelegramStandIn,
  { stays, leaves }: TelegramPeople,
  cast: Cast,
): Promise<void> {
  const { marks } = stage;
  await Promise.all([
    playTelegram(stays, marks),
    playTelegram(leaves, marks),
    ...[cast.open, cast.hidden, cast.old].map((phone) => liveOn(stage, phone)),
    ...cast.patients.map((phone) => falls(phone, marks)),
  ]);
  await Promise.all([playTelegramFaults(telegram, stays, marks), failReplies(stage, cast)]);
  await postStrangeThings(stage, cast);
  for (const phone of [cast.open, cast.old]) await optOutAndIn(stage, phone);
  await failDatabase(stage, cast.hidden);
}

/** Moves to other numbers and to the other messenger and back, and goes: by the command, by a word, by blocking. */
async function leave(stage: Stage, { leaves, newcomer }: TelegramPeople, cast: Cast): Promise<void> {
  const named = await changeNumbers(stage, cast);
  await moveThereAndBack(whatsappHand(cast.open), telegramHand(newcomer));
  await forget(telegramHand(leaves));
  leaves.blocks();
  await forget(whatsappHand(cast.open));
  await forget(whatsappHand(cast.hidden), 'ҳамаро нест кун');
  // The third stays, under the id that took the place of the number.
  await whatsappHand(named).says('/menu');
  await stage.settled();
}
