/**
 * A thief has a copy of a coordinator's session: the same chat, with everything that stands in it, and every button that
 * its owner ever pressed. They have no code. Then somebody of the union stops everything of it, in the middle of a push.
 */

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainText, type Texts } from '../../src/domain/texts.ts';
import { loadTexts } from '../../src/i18n.ts';
import type { InlineButton, Phone } from '../../src/simulator/telegram/terms.ts';
import { openDatabase } from '../../src/store/database.ts';
import { codeOf } from '../support/codes.ts';
import { freshDatabase } from '../support/database.ts';
import { type Installation, makeInstallation } from '../support/installation.ts';
import { insertOpenings } from '../support/openings.ts';
import { findRedis, type TestRedis } from '../support/redis.ts';
import { type CrowdedTelegram, crowdedTelegram } from './crowd.ts';

const PEOPLE = 3_000;
const RATE = 50;
const STEP_MS = 30_000;
/** A chat is heard so often; what comes faster is dropped unread. */
const AT_OUR_PACE_MS = 200;

let texts: Texts;
let redis: TestRedis | null;
beforeAll(async () => {
  [texts, redis] = await Promise.all([loadTexts(), findRedis()]);
});
afterAll(() => redis?.stop());

/** What the exchange says under a key, up to its first value. */
const words = (key: string): string => plainText(texts.text('en', { key })).split(/[:{]/)[0] ?? '';

interface Pressed {
  readonly data: string;
  readonly messageId: number;
}

/** Somebody's chat, whoever holds it, and what was pressed there. */
class Hand {
  readonly phone: Phone;
  readonly pressed: Pressed[] = [];
  /** Of the code app, which stays with its owner. */
  secret = '';
  /** The one that they gave, which may have been looked at. */
  code = '';

  constructor(phone: Phone) {
    this.phone = phone;
  }

  /** The newest message when something was written last: what is asked then stands below it. */
  #above = 0;

  #find(wanted: RegExp | string): (Pressed & InlineButton) | null {
    const known = new Set(this.pressed.map(({ data }) => data));
    for (const { id, buttons } of this.phone
      .messages()
      .toReversed()
      .filter(({ id }) => id > this.#above))
      for (const button of buttons.flat()) {
        const data = button.callback_data ?? '';
        const fits = typeof wanted === 'string' ? button.text.includes(wanted) : wanted.test(data);
        if (fits && !known.has(data)) return { ...button, data, messageId: id };
      }
    return null;
  }

  writes(text: string): void {
    this.#above = this.phone.messages().at(-1)?.id ?? 0;
    this.phone.say(text);
  }

  /** Presses the newest button with such data or words that was not pressed yet: most of ours work once. */
  async press(wanted: RegExp | string): Promise<void> {
    const found = await this.phone.waitFor(() => this.#find(wanted), PATIENT);
    this.pressed.push({ data: found.data, messageId: found.messageId });
    await this.tap(found);
  }

  /** Presses anything, as a copied session can; it may be that nobody answers. */
  async tap({ data, messageId }: Pressed): Promise<void> {
    await Promise.race([this.phone.tapData(data, messageId), sleep(2_000)]);
  }

  /** Says something; resolves when these words were heard after it. */
  async say(text: string, key: string): Promise<void> {
    const heard = (): number =>
      this.phone.messages().filter(({ from, text: said }) => from === 'bot' && said.includes(words(key)))
        .length;
    const before = heard();
    this.writes(text);
    await this.phone.waitFor(() => heard() > before, PATIENT);
  }

  hears = (key: string): Promise<unknown> => this.phone.waitForMessage(words(key), PATIENT);
}

const PATIENT = 30_000;

interface House {
  readonly installation: Installation;
  readonly telegram: CrowdedTelegram;
  hand(): Hand;
  /** Joins by a link of the host, and sets up codes by the one of the step before. */
  joins(alias: string, roles: string): Promise<Hand>;
}

async function within(redisUrl: string | null, test: (house: House) => Promise<void>): Promise<void> {
  const { url, drop } = await freshDatabase();
  const installation = await makeInstallation({
    DATABASE_URL: url,
    ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
  });
  const telegram = await crowdedTelegram(PEOPLE, { url, keys: join(installation.folder, 'keys.json') });
  const run = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await installation.run([...args, '--json']);
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  };
  const hand = (): Hand => new Hand(telegram.person('en'));
  try {
    await run('organisation', 'create', 'union', '--title', 'Union', '--locale', 'en');
    await installation.query(`update organisation set urgent_budget = 100000, url = 'https://example.org/u'`);
    const database = openDatabase({ url });
    await insertOpenings(database, [{ expiresOn: '2099-12-31' }], new Date());
    await database.close();
    await installation.query('update opening set organisation_id = (select id from organisation)');
    await installation.start({ ...telegram.settings, TELEGRAM_RATE: `${RATE}` });
    await test({
      installation,
      telegram,
      hand,
      async joins(alias, roles) {
        const { word } = await run('coordinator', 'invite', '--role', roles, '--organisation', 'union');
        const one = hand();
        one.phone.start(word);
        await one.press(/:language:=en$/);
        await one.press(/:rules:=yes$/);
        await one.hears('people:alias-ask');
        one.writes(alias);
        const { text } = await one.phone.waitForMessage(/(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/, PATIENT);
        one.secret = /(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/.exec(text)?.[0].replaceAll(' ', '') ?? '';
        await one.press(/:saved:=yes$/);
        await one.hears('codes:type');
        one.code = codeOf(one.secret, new Date(Date.now() - STEP_MS));
        await one.say(one.code, 'codes:done');
        return one;
      },
    });
  } finally {
    await installation.remove();
    await telegram.close();
    await drop();
  }
}

/** Everything that somebody without a code may not change. */
const standing = async ({ query }: Installation): Promise<unknown> => ({
  people: await query('select alias, roles, trusted_from, stepped_up_until from coordinator order by alias'),
  openings: await query('select code, status, revision from opening order by code'),
  broadcasts: await query('select code, state, approved_by from broadcast order by code'),
  pushes: await query('select announcement_id, state from push order by id'),
  links: await query('select count(*) from invitation'),
  seasons: await query('select count(*) from season_shift'),
});

/** From /broadcast to the last question. */
async function broadcasts(one: Hand, urgency: 'normal' | 'urgent'): Promise<void> {
  one.writes('/broadcast');
  await one.press(/:what:=[A-Z0-9]{5}$/);
  await one.press(new RegExp(`:urgency:=${urgency}$`));
  await one.press(/:named:!any$/);
  await one.press(/:locales:!any$/);
  await one.press(urgency === 'urgent' ? /:send:=ask$/ : /:send:=send$/);
}

/** An opening of help, up to its preview. */
async function writesOpening(one: Hand): Promise<void> {
  one.writes('/post');
  await one.press(/:begin:=support$/);
  await one.press(/:aid:=legal$/);
  await one.press(/:region:@central$/);
  await one.press(/:region:=RU-LIP$/);
  await one.hears('post:ask-place');
  one.writes('Lipetsk');
  await one.press(/:employer:=none$/);
  await one.press(/:pledge:!any$/);
  await one.press(/:note:!skip$/);
}

/** A day of work: everything that an admin does who posts and broadcasts, too. The code of an urgent one that waits. */
async function works(owner: Hand, { query }: Installation): Promise<string> {
  await broadcasts(owner, 'normal');
  await owner.press(/:broadcast:undo-/);
  await owner.hears('broadcast:state.undone');
  await writesOpening(owner);
  await owner.press(/:look:=later$/);
  owner.writes('/people');
  await owner.press('Pear');
  await owner.press(/:what:=roles$/);
  await owner.press(/:roles:\+moderator$/);
  await owner.press(/:roles:!done$/);
  await owner.hears('people:done-change-roles');
  owner.writes('/invite');
  await owner.press(/:roles:\+broadcaster$/);
  await owner.press(/:roles:!done$/);
  await owner.hears('people:link-for');
  await broadcasts(owner, 'urgent');
  await owner.press(/:broadcast:see-/);
  const [asked] = await query<{ code: string }>(`select code from broadcast where state = 'asked'`);
  return asked?.code ?? '';
}

/** Everything that needs a code, begun anew, with codes that are old or guessed. */
async function triesEverything(thief: Hand, old: string, urgent: string): Promise<void> {
  const guesses = [old, '000000', '123456', old, '111111', '222222'];
  const guessing = async (): Promise<void> => {
    await thief.say(guesses.shift() ?? old, 'desk:code-wrong');
    await thief.press(/:code:=never$/);
  };
  await broadcasts(thief, 'normal');
  await guessing();
  await broadcasts(thief, 'urgent');
  await guessing();
  thief.writes('/people');
  await thief.press('Pear');
  await thief.press(/:what:=confirm$/);
  await guessing();
  thief.writes('/invite');
  await thief.press(/:roles:\+admin$/);
  await thief.press(/:roles:!done$/);
  await guessing();
  thief.writes('/post');
  await thief.press(/:begin:=draft$/);
  await thief.press(/:look:=publish$/);
  // The fifth wrong code in a row: from now on not even a right one counts.
  await thief.say('333333', 'desk:code-locked');
  const last = thief.phone.screen()?.id ?? 0;
  for (const way of ['agree', 'now'])
    await thief.tap({ data: `v1:c:broadcast:${way}-${urgent}`, messageId: last });
}

describe.concurrent('a copied session without the code', { timeout: 400_000 }, () => {
  it.for(['PostgreSQL', 'Redis'] as const)(
    'sends, publishes and changes nothing; two taps of a colleague stop a push under way within two seconds (queues in %s)',
    async (engine, { skip }) => {
      if (engine === 'Redis' && redis === null) return skip();
      await within(engine === 'Redis' ? (redis?.url ?? null) : null, async (house) => {
        const { installation, telegram } = house;
        const { crowd } = telegram;
        const owner = await house.joins('Quince', 'admin,poster,broadcaster');
        const second = await house.joins('Gate', 'admin,moderator');
        await house.joins('Pear', 'poster');
        await installation.query(`update coordinator set approved_openings = 3`);
        const urgent = await works(owner, installation);
        // Ten minutes pass.
        await installation.query(`update coordinator set stepped_up_until = now() - interval '1 second'`);
        const before = await standing(installation);

        const thief = owner;
        const shown = thief.phone
          .messages()
          .flatMap(({ id, buttons }) =>
            buttons.flat().map(({ callback_data: data = '' }) => ({ data, messageId: id })),
          );
        // To stop and to take back is open to whoever holds the chat: it reaches nobody.
        const known = new Map([...shown, ...owner.pressed].map((one) => [one.data, one]));
        const recorded = [...known.values()].filter(({ data }) => !/:(?:undo|stop|pause)-/.test(data));
        for (const one of recorded) await Promise.all([thief.tap(one), sleep(AT_OUR_PACE_MS)]);
        await triesEverything(thief, owner.code, urgent);
        expect(await standing(installation)).toEqual(before);
        expect(crowd.arrived).toBe(0);

        second.writes('/broadcast');
        await second.press(new RegExp(`:what:=see-${urgent}$`));
        await second.press(new RegExp(`:broadcast:now-${urgent}$`));
        await second.hears('desk:code-ask');
        second.writes(codeOf(second.secret, new Date()));
        await expect.poll(() => crowd.arrived, { timeout: PATIENT, interval: 20 }).toBeGreaterThan(20);

        second.writes('/halt');
        await second.hears('desk:halt-ask');
        await second.press(/:what:=halt-union$/);
        // The stop is there when it is said; how long a tap is on its way depends on the machine.
        await second.hears('desk:halted');
        const stopped = performance.now();
        await sleep(2_000);
        const { arrived } = crowd;
        expect(arrived).toBeLessThan(PEOPLE);
        thief.writes('/halt');
        await thief.press(/:what:=on-union$/);
        await thief.say('000000', 'desk:code-locked');
        await sleep(1_000);
        expect(crowd.arrived).toBe(arrived);
        expect((crowd.lastAt ?? 0) - stopped).toBeLessThan(2_000);
        expect(await installation.query('select state from push where sent > 0')).toEqual([
          { state: 'running' },
        ]);
      });
    },
  );
});
