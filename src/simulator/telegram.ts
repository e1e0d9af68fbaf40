/**
 * The Telegram stand-in in one call: a strict Bot API with people behind it, in memory or over HTTP.
 *
 *     const telegram = createTelegramStandIn();
 *     const { apiRoot, close } = await telegram.listen();
 *     // new Bot(telegram.token, { client: { apiRoot } }) …
 *     const phone = telegram.person({ language: 'tg' });
 *     phone.start();
 *     await phone.waitForMessage('Забон');
 *     await phone.after(() => phone.tap('Тоҷикӣ'));
 */
import { type CrowdMember, createCrowd } from './crowd.ts';
import { createFaults } from './faults.ts';
import { createFiles } from './files.ts';
import { listenOn, requestOf } from './serve.ts';
import { createAbout } from './telegram/about.ts';
import { type BotUser, createActs } from './telegram/acts.ts';
import { createBotApi } from './telegram/bot-api.ts';
import { createLimits } from './telegram/limits.ts';
import { createPhone } from './telegram/phone.ts';
import type { Fault, Phone, StandInOptions, TelegramStandIn } from './telegram/terms.ts';
import { createUpdates } from './telegram/updates.ts';
import { viewOf } from './telegram/view.ts';
import { createWorld } from './telegram/world.ts';
import type { Call } from './terms.ts';

/** Clearly nobody's token: the stand-in's own. */
const STAND_IN_TOKEN = '110201543:stand-in-for-Telegram-on-this-machine';
const KEPT_CALLS = 1000;
/** Raised when what is saved changes its shape; older files are then ignored. */
const SAVED_VERSION = 1;
const FIRST_CROWD_ID = 8_000_000_001;

const part = (saved: unknown, name: string): unknown =>
  typeof saved === 'object' && saved !== null ? Reflect.get(saved, name) : undefined;

const botOf = (token: string): BotUser => ({
  id: Number(token.split(':')[0]),
  is_bot: true,
  first_name: 'Stand-in',
  username: 'stand_in_bot',
});

function arrivedInCrowds(crowds: readonly CrowdMember[], id: number): number {
  const crowd = crowds.find((each) => each.has(id));
  return crowd?.arrivals[id - crowd.firstId] ?? 0;
}

/** Makes a stand-in. Nothing runs until it is called or listens; `stop` ends it. */
export function createTelegramStandIn(options: StandInOptions = {}): TelegramStandIn {
  const token = options.token ?? STAND_IN_TOKEN;
  const now = options.now ?? (() => new Date());
  const ticks = options.ticks ?? (() => performance.now());
  const saved = part(options.saved, 'version') === SAVED_VERSION ? options.saved : undefined;
  const bot = botOf(token);
  const world = createWorld({ keep: options.keep ?? 200, saved: part(saved, 'world') });
  const updates = createUpdates(ticks, part(saved, 'updates'));
  const limits = createLimits(ticks, options.limits ?? 'off');
  const faults = createFaults<Fault>();
  const files = createFiles(now, (number) => `made-up-document-${number}`);
  const acts = createActs({ world, updates, limits, bot, files, now, ticks });
  const crowds: CrowdMember[] = [];
  const knows = (id: number): boolean => world.people.has(id) || crowds.some((crowd) => crowd.has(id));
  const about = createAbout({
    knows,
    botName: bot.first_name,
    changed: () => world.allChanged(),
    saved: part(saved, 'about'),
  });
  const calls: Call[] = [];
  const over = new AbortController();
  const phones = new Map<number, Phone>();

  function record(call: Call): void {
    calls.push(call);
    if (calls.length > KEPT_CALLS * 2) calls.splice(0, KEPT_CALLS);
  }

  const room = { world, crowds, acts, bot, files, now, ticks };
  const api = createBotApi({ token, room, updates, about, limits, faults, over: over.signal, record });

  function find(id: number): Phone | null {
    const person = world.people.get(id);
    if (person === undefined) return null;
    const phone = phones.get(id) ?? createPhone(person, world, acts);
    phones.set(id, phone);
    return phone;
  }

  const listPeople = (): readonly Phone[] => [...world.people.keys()].flatMap((id) => find(id) ?? []);

  return {
    token,
    username: bot.username,
    fetch: (input, init) => api.handle(requestOf(input, init)),
    listen: (port) => listenOn(api, port),
    person(given = {}) {
      const person = world.add(given);
      const phone = createPhone(person, world, acts);
      phones.set(person.id, phone);
      return phone;
    },
    people: listPeople,
    find,
    remove(id) {
      world.remove(id);
      phones.delete(id);
    },
    crowd({ count, firstId = FIRST_CROWD_ID + crowds.reduce((all, each) => all + each.count, 0) }) {
      const crowd = createCrowd(firstId, count, ticks);
      crowds.push(crowd);
      return crowd;
    },
    faults,
    limits: (mode) => limits.mode(mode),
    loseFiles: () => files.clear(),
    arrivals: (chatId) => world.people.get(chatId)?.arrived ?? arrivedInCrowds(crowds, chatId),
    calls: () => calls.slice(-KEPT_CALLS),
    about: (language, chatId = 0) => about.seenBy(language, chatId),
    view(id) {
      const person = world.people.get(id);
      return person === undefined ? null : viewOf(person, about.seenBy(person.language, id), ticks());
    },
    setLanguage(id, language) {
      const person = world.people.get(id);
      if (person === undefined) return;
      person.language = language;
      world.changed(person);
    },
    onChange: (listener) => world.onChange(listener),
    save: () => ({
      version: SAVED_VERSION,
      world: world.save(),
      updates: updates.save(),
      about: about.save(),
    }),
    stop() {
      over.abort();
      updates.stop();
    },
  };
}
