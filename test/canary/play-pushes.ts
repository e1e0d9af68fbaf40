/** Openings that come in while people wait, and every way in which a push may fail on WhatsApp. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Phone, TelegramStandIn } from '../../src/simulator/telegram/terms.ts';
import type { WhatsAppPhone } from '../../src/simulator/whatsapp/terms.ts';
import { atOnce, befall, type Cast, later, type Stage } from './play-whatsapp.ts';
import { until } from './until.ts';

/** A day and an hour: every reply window is closed then. */
const LATER_MS = 90_000_000;
/** A push whose content is refused too often is stopped: the rest of the people get the next one. */
const MOST_PUSHES = 6;
const ONE_PUSH_MS = 10_000;

/** A feed of one opening, another each time. */
export function feed(home: string, at: number): string {
  const path = join(home, 'feed.csv');
  const today = new Date().toISOString().slice(0, 10);
  writeFileSync(
    path,
    `title,region,pay_amount,pay_unit,currency,employer_name,external_id,contact_public,valid_until\nСборщик ягод,RU-LIP,${60_000 + at},month,RUB,Пример,${today}-${at},https://example.org/${at},\n`,
  );
  return path;
}

interface Room {
  readonly stage: Stage;
  readonly telegram: TelegramStandIn;
  readonly stays: Phone;
  readonly cast: Cast;
  /** Imports one opening. */
  readonly bring: (at: number) => Promise<void>;
  /** Moves WhatsApp's clock, and nobody else's. */
  readonly shift: (ms: number) => void;
}

/** Pushes: a template where the window is closed, a message where it is open, refusals of every kind at both. */
export async function playPushes(room: Room): Promise<void> {
  const { stage, cast, shift } = room;
  const { service, short } = stage;
  const bring = bringing(room);
  const unharmed = (): boolean => service.faults.list().length === 0;
  const well = [cast.open, cast.hidden, cast.old];
  const meets = atOnce(short);
  const told = cast.patients.slice(meets.length);

  // Ours believes the windows open, learns by 131047 that they are closed, and knocks.
  shift(LATER_MS);
  const knocked = arrivals(stage, [...well, ...told]);
  const onTelegram = room.telegram.arrivals(room.stays.id);
  befall(service, cast.patients, meets, 1);
  await bring(() => knocked() && unharmed());
  await until(() => room.telegram.arrivals(room.stays.id) > onTelegram);
  for (const phone of well) expectKind(phone, true);
  shift(0);
  await Promise.all([...well, ...told].map((phone) => phone.after(() => phone.tap(/./))));

  // What is said later comes when all are on their way, shuffled and doubled.
  const written = arrivals(stage, well);
  const release = stage.relay.hold();
  befall(service, told, later(short));
  await bring(() => written() && unharmed()).finally(release);
  await stage.settled();
  for (const phone of well) expectKind(phone, false);
  await stage.query('delete from channel_pause');

  // What holds all pushes back, said at once: token and spam.
  for (const code of [190, 131_048]) {
    service.faults.add({ fault: { kind: 'code', code }, methods: ['messages'], calls: 1 });
    await bring(unharmed);
    await until(async () => Number(await stage.query(PAUSES)) === 1);
    await stage.query('delete from channel_pause');
  }
}

const PAUSES = `select count(*) from channel_pause where channel = 'whatsapp'`;

/** Brings openings until it holds. */
function bringing({ bring }: Room): (holds: () => boolean) => Promise<void> {
  let brought = 0;
  return async (holds) => {
    for (let left = MOST_PUSHES; left > 0; left -= 1) {
      brought += 1;
      await bring(brought);
      const came = await until(holds, ONE_PUSH_MS).then(
        () => true,
        () => false,
      );
      if (came) return;
    }
    throw new Error(`not after ${MOST_PUSHES} pushes: ${holds}`);
  };
}

/** Whether all of these got something since now. */
function arrivals({ service }: Stage, phones: readonly WhatsAppPhone[]): () => boolean {
  const before = phones.map(({ id }) => service.arrivals(id));
  return () => phones.every(({ id }, at) => service.arrivals(id) > (before[at] ?? 0));
}

function expectKind(phone: WhatsAppPhone, template: boolean): void {
  if ((phone.screen()?.kind === 'template') !== template)
    throw new Error(`${template ? 'no' : 'a'} template: ${phone.screen()?.text}`);
}
