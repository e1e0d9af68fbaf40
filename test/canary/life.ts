/** One life of an exchange, from its first start to the last erasure, with marked people on both messengers. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { submitTemplates } from '../../src/channels/whatsapp/template-desk.ts';
import { loadTexts } from '../../src/i18n.ts';
import { knockTexts } from '../../src/knock-texts.ts';
import type { Phone, TelegramStandIn } from '../../src/simulator/telegram/terms.ts';
import { createTelegramStandIn } from '../../src/simulator/telegram.ts';
import type { WhatsAppPhone } from '../../src/simulator/whatsapp/terms.ts';
import { createWhatsAppStandIn } from '../../src/simulator/whatsapp.ts';
import { runCommand, startProcess } from '../support/process.ts';
import { telegramHand, whatsappHand } from './hand.ts';
import type { Marks } from './marks.ts';
import { forget, moveThereAndBack, playTelegram, playTelegramFaults } from './play.ts';
import {
  atOnce,
  befall,
  type Cast,
  castOf,
  changeNumbers,
  failDatabase,
  failReplies,
  falls,
  knockAtTheHook,
  later,
  liveOn,
  optOutAndIn,
  postStrangeThings,
  type Stage,
} from './play-whatsapp.ts';
import { openRelay, type Relay } from './relay.ts';
import { until } from './until.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

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
    const { code, stdout, stderr } = await runCommand(['import', ...args, '--json'], settings);
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
      await push({
        stage,
        telegram,
        stays: people.stays,
        cast,
        bring: (n) => bring('csv', feed(home, n)),
        shift: (ms) => {
          ahead = ms;
        },
      });
      await leave(stage, people, cast);
    },
    stop,
    async end() {
      await stop();
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

/** One opening, another each time. */
function feed(home: string, at: number): string {
  const path = join(home, 'feed.csv');
  const today = new Date().toISOString().slice(0, 10);
  writeFileSync(
    path,
    `title,region,pay_amount,pay_unit,currency,employer_name,external_id,contact_public,valid_until\nСборщик ягод,RU-LIP,${60_000 + at},month,RUB,Пример,${today}-${at},https://example.org/${at},\n`,
  );
  return path;
}

/** Pushes: a template where the window is closed, a message where it is open, and every way in which one may fail. */
async function push(room: {
  readonly stage: Stage;
  readonly telegram: TelegramStandIn;
  readonly stays: Phone;
  readonly cast: Cast;
  readonly bring: (at: number) => Promise<void>;
  readonly shift: (ms: number) => void;
}): Promise<void> {
  const { stage, telegram, stays, cast, bring, shift } = room;
  const { service, short, relay, query, settled } = stage;
  const well = [cast.open, cast.hidden, cast.old];
  const [meets, hears] = [atOnce(short), later(short)];
  const told = cast.patients.slice(meets.length);
  const arrivedAt = (phones: readonly WhatsAppPhone[]) => phones.map(({ id }) => service.arrivals(id));
  const allGot = (phones: readonly WhatsAppPhone[], before: readonly number[]) =>
    until(() => arrivedAt(phones).every((now, at) => now > (before[at] ?? 0)));

  // A day later on WhatsApp's side alone: ours learns by 131047 that the windows are closed, and knocks.
  shift(DAY_MS + HOUR_MS);
  const [before, onTelegram] = [arrivedAt([...well, ...told]), telegram.arrivals(stays.id)];
  befall(service, cast.patients, meets, 1);
  await bring(1);
  await allGot([...well, ...told], before);
  await until(() => telegram.arrivals(stays.id) > onTelegram);
  await until(() => service.faults.list().length === 0);
  for (const phone of well)
    if (phone.screen()?.kind !== 'template')
      throw new Error(`no template outside the window: ${phone.screen()?.text}`);
  shift(0);
  await Promise.all([...well, ...told].map((phone) => phone.after(() => phone.tap(/./))));

  // Inside: what is said later comes when all are on their way, shuffled and doubled.
  const inside = arrivedAt(well);
  const release = relay.hold();
  befall(service, told, hears);
  await bring(2);
  await until(() => service.faults.list().length === 0);
  await allGot(well, inside);
  release();
  await settled();
  for (const phone of well)
    if (phone.screen()?.kind === 'template') throw new Error('a template inside the window');
  await query('delete from channel_pause');

  // What holds all pushes back, said at once.
  for (const [at, code] of [190, 131_048].entries()) {
    service.faults.add({ fault: { kind: 'code', code }, methods: ['messages'], calls: 1 });
    await bring(3 + at);
    await until(() => service.faults.list().length === 0);
    await until(
      async () => Number(await query(`select count(*) from channel_pause where channel = 'whatsapp'`)) === 1,
    );
    await query('delete from channel_pause');
  }
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
