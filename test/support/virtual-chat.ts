/** A chat without a channel: the real conversations in a real language, a person and an exchange held in memory. */

import { showOnTelegram } from '../../src/channels/telegram/showing.ts';
import { showOnWhatsApp } from '../../src/channels/whatsapp/showing.ts';
import { rulesPort } from '../../src/country/read-rule.ts';
import { createDialogue } from '../../src/dialogue.ts';
import { readButton } from '../../src/domain/button-data.ts';
import { changed } from '../../src/domain/changed.ts';
import type { Exchange, SeasonsPort } from '../../src/domain/conversation.ts';
import type { Coordinator } from '../../src/domain/coordinator.ts';
import type { ChecklistStep, HelpLine } from '../../src/domain/country.ts';
import type { Law } from '../../src/domain/law.ts';
import { browsable, fitting } from '../../src/domain/matching.ts';
import type { RenderedMessage } from '../../src/domain/message.ts';
import { isOpen, type Opening } from '../../src/domain/opening.ts';
import type { ReportReason } from '../../src/domain/people-and-openings.ts';
import { readNumber } from '../../src/domain/search.ts';
import { type Preferences, type Subscriber, UNANSWERED } from '../../src/domain/subscriber.ts';
import { plainText } from '../../src/domain/texts.ts';
import type { DialogueState, Person, TurnEvent } from '../../src/domain/turn.ts';
import { wordsIn } from '../../src/main/channels.ts';
import { createSights } from '../../src/main/sights.ts';
import { clocksOf } from '../../src/time-zones.ts';
import { aMessage, aSubscriber, countDay, TODAY } from './builders.ts';
import { ru } from './countries.ts';
import { NO_RULES, PAIRS } from './law.ts';
import { A_SHEET } from './png.ts';
import { seasonsPort } from './seasons.ts';
import { ourSpeech } from './speech.ts';
import { type VirtualHouse, virtualDesk, virtualHouse } from './virtual-desk.ts';

export interface VirtualChat {
  /** Presses the button of the newest screen whose label contains these words. */
  taps(label: string): Promise<void>;
  /** Presses a button by its data, as an old screen would. */
  presses(data: string): Promise<void>;
  types(text: string): Promise<void>;
  commands(name: string, argument?: string): Promise<void>;
  sendsAPhoto(): Promise<void>;
  sendsAFile(text: string): Promise<void>;
  /** Preferences change without this dialogue, as another process or a faster tap does. */
  changes(preferences: Partial<Preferences>): void;
  /** The saved state becomes another, as one that an older version wrote. */
  alters(change: (state: DialogueState) => DialogueState): void;
  /** The dialogue expires, as after half an hour or a restart that lost it. */
  expires(): void;
  /** A push arrives below what was said last. */
  isOvertaken(): void;
  readonly screen: string;
  readonly labels: readonly string[];
  /** What the buttons of the newest screen bring back. */
  readonly data: readonly string[];
  /** The question whose buttons stand on the newest screen. */
  readonly asks: string | null;
  /** Everything said since the last action. */
  readonly said: readonly string[];
  /** The same as a channel gets it. */
  readonly messages: readonly RenderedMessage[];
  /** Whether each of them took the place of the pressed screen, where a channel edits. */
  readonly places: readonly ('edited' | 'sent')[];
  readonly subscriber: Subscriber | null;
  readonly coordinator: Coordinator | null;
  readonly house: VirtualHouse;
  readonly state: DialogueState | null;
  readonly taken: number;
  readonly reports: readonly ReportReason[];
  /** Codes of openings written down as shown, in order. */
  readonly shown: readonly string[];
  readonly reported: readonly { readonly code: string; readonly reason: ReportReason }[];
}

interface Setting {
  readonly locale?: string;
  readonly openings?: readonly Opening[];
  readonly law?: Law;
  readonly helpLines?: readonly HelpLine[];
  readonly checklist?: readonly ChecklistStep[];
  /** By default the seasons of tests, with nothing said of them. */
  readonly seasons?: Partial<SeasonsPort>;
  readonly subscriber?: Subscriber | null;
  readonly today?: string;
  /** Codes of openings that several others reported. */
  readonly reportedByOthers?: readonly string[];
  /** What openings have become between the look at them and their card, by code. */
  readonly changes?: Readonly<Record<string, Opening>>;
  /** Whom codes bring here; absent where too many wrong ones were typed. */
  readonly coordinator?: Coordinator | null;
  /** Behind the desk; absent where nobody else is there. */
  readonly house?: VirtualHouse;
  readonly moves?: Readonly<Record<string, Subscriber>>;
}

/** A new chat of somebody whose app speaks `locale`; with a subscriber, of somebody who opted in before. */
export async function virtualChat(setting: Setting = {}): Promise<VirtualChat> {
  const { texts, conversations, search, posting } = await ourSpeech();
  const { locale = 'en', openings = [], today = TODAY, law = NO_RULES } = setting;
  const { helpLines = [], checklist = [] } = setting;
  let subscriber = setting.subscriber ?? null;
  let state: DialogueState | null = null;
  let said: readonly RenderedMessage[] = [];
  let places: readonly ('edited' | 'sent')[] = [];
  let newest: RenderedMessage = aMessage('');
  let taken = 0;
  let overtaken = false;
  let wrongCodes = 0;
  const shown: string[] = [];
  const reported: { code: string; reason: ReportReason }[] = [];

  const exchange: Exchange = {
    places: { districts: ru.districts, regions: ru.regions, pairs: PAIRS, search },
    helpLines,
    checklist,
    openingByCode: async (code) => openings.find((opening) => opening.code === code) ?? null,
    sheetOf: async () => A_SHEET,
    law: () => law,
    openCounts: async () => {
      const open = openings.filter((each) => isOpen(each, today) && each.kind !== 'support');
      return new Map(
        [...Map.groupBy(open, ({ region }) => region)].map(([region, all]) => [region, all.length]),
      );
    },
    rules: rulesPort(ru),
    posting,
    sights: createSights(
      [
        { name: 'telegram', shows: showOnTelegram },
        {
          name: 'whatsapp',
          shows: (message) => showOnWhatsApp(message, wordsIn(texts)(message.locale)),
        },
      ],
      { texts, today: () => today },
    ),
    seasons: seasonsPort({ openings: async () => openings, ...setting.seasons }),
    fitting: async (who) =>
      fitting(who.preferences, openings, today, law).filter(({ id }) => !who.hidden.includes(id)),
    browsable: async (who) =>
      browsable(who.preferences, openings, today, law).filter(({ id }) => !who.hidden.includes(id)),
    showed: async (opening) => {
      shown.push(opening.code);
      return setting.changes?.[opening.code] ?? opening;
    },
    report: async ({ code }, _, reason) => {
      reported.push({ code, reason });
      return true;
    },
    isReported: async ({ code }) => setting.reportedByOthers?.includes(code) === true,
    dataOf: ({ id, ordinal, ...rest }) => ({ number: ordinal, ...rest }),
    doors: (word) => [
      { channel: 'telegram', url: `https://t.me/mehnat?start=${word}` },
      { channel: 'whatsapp', url: `https://wa.me/99900?text=${word}` },
    ],
    countDay,
    clockIn: clocksOf(ru),
    hourOf: (at) => ({ day: at.toISOString().slice(0, 10), hour: at.getUTCHours() }),
    languages: (hint) => {
      const first = texts.closest(hint);
      return [...texts.locales].sort((a, b) => Number(b.code === first) - Number(a.code === first));
    },
  };
  const converse = createDialogue({
    conversations,
    exchange,
    first: 'start',
    home: 'menu',
    byCode: 'check',
    desk: 'desk',
    byDigits: 'move',
    readNumber,
  });
  const { coordinator = null } = setting;
  const house = setting.house ?? virtualHouse(coordinator === null ? [] : [coordinator]);
  const desk = virtualDesk(house, coordinator);
  const person: Person = {
    get coordinator() {
      return desk.coordinator;
    },
    desk,
    get subscriber() {
      return subscriber;
    },
    async optIn(chosen) {
      if (subscriber === null || subscriber.standing === 'blocked')
        subscriber = aSubscriber({ locale: chosen, preferences: UNANSWERED });
    },
    async change(change) {
      if (subscriber !== null) subscriber = changed(subscriber, change);
    },
    async forget() {
      subscriber = null;
    },
    guesses: {
      tooMany: async () => wrongCodes >= 5,
      count: async () => {
        wrongCodes += 1;
      },
    },
    moveCode: async () => '123456',
    async moveHere(code) {
      if (setting.moves?.[code] === undefined) return setting.moves === undefined ? 'tries' : 'unknown';
      subscriber = setting.moves[code];
      return 'moved';
    },
  };

  async function happens(event: TurnEvent): Promise<void> {
    const turn = await converse({ state, overtaken, person, locale, today, event });
    overtaken = false;
    state = turn.state === null ? null : JSON.parse(JSON.stringify(turn.state));
    said = turn.replies.map((reply) => texts.render(turn.locale, reply.message));
    places = turn.replies.map(({ inPlace }) => (inPlace ? 'edited' : 'sent'));
    newest = said.at(-1) ?? newest;
  }

  const buttons = () => newest.buttons.flat();
  return {
    async taps(label) {
      const button = buttons().find((each) => each.label.includes(label));
      if (button === undefined)
        throw new Error(
          `no button "${label}" among: ${buttons()
            .map((each) => each.label)
            .join(' | ')}`,
        );
      if (button.press.kind !== 'data') throw new Error(`"${label}" brings nothing back`);
      taken += 1;
      await happens({ kind: 'button', data: button.press.data, screen: 'screen' });
    },
    presses: (data) => happens({ kind: 'button', data, screen: 'screen' }),
    types: (text) => happens({ kind: 'text', text }),
    commands: (name, argument) => happens({ kind: 'command', name, argument: argument ?? null }),
    sendsAPhoto: () => happens({ kind: 'other' }),
    sendsAFile: (text) =>
      happens({
        kind: 'document',
        document: { bytes: text.length, mediaType: 'text/csv', fetch: async () => Buffer.from(text) },
      }),
    changes(preferences) {
      if (subscriber !== null)
        subscriber = { ...subscriber, preferences: { ...subscriber.preferences, ...preferences } };
    },
    alters(change) {
      state = state === null ? null : change(state);
    },
    expires() {
      state = null;
    },
    isOvertaken() {
      overtaken = true;
      state = state === null ? null : { ...state, keys: [] };
    },
    get screen() {
      return plainText(newest.text);
    },
    get labels() {
      return buttons().map(({ label }) => label);
    },
    get data() {
      return buttons().flatMap(({ press }) => (press.kind === 'data' ? [press.data] : []));
    },
    get asks() {
      const pressed = buttons().flatMap(({ press }) =>
        press.kind === 'data' ? [readButton(press.data)] : [],
      );
      for (const each of pressed) if (each?.kind === 'answer') return each.question;
      return null;
    },
    get said() {
      return said.map(({ text }) => plainText(text));
    },
    get places() {
      return places;
    },
    get messages() {
      return said;
    },
    get subscriber() {
      return subscriber;
    },
    get coordinator() {
      return desk.coordinator;
    },
    house,
    get state() {
      return state;
    },
    get taken() {
      return taken;
    },
    reported,
    shown,
    get reports() {
      return reported.map(({ reason }) => reason);
    },
  };
}
