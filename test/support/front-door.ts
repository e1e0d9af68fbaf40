/** The front door over a real database: the inbox, the real dialogue, and people who talk. */

import { rulesPort } from '../../src/country/read-rule.ts';
import { createDialogue } from '../../src/dialogue.ts';
import type { Chats } from '../../src/domain/chat.ts';
import type { RenderedMessage } from '../../src/domain/message.ts';
import type { Opening } from '../../src/domain/opening.ts';
import { readNumber } from '../../src/domain/search.ts';
import type { Subscriber } from '../../src/domain/subscriber.ts';
import {
  Address,
  type InboundEvent,
  type InboundMessage,
  SendError,
  type SendOptions,
} from '../../src/domain/terms.ts';
import { plainText, type Texts } from '../../src/domain/texts.ts';
import type { Converse } from '../../src/domain/turn.ts';
import { createExchange } from '../../src/exchange.ts';
import { createInbox, type InboxParts, type SayBack } from '../../src/inbox.ts';
import { createLog } from '../../src/log.ts';
import { createSights } from '../../src/main/sights.ts';
import { oneTimeCodes } from '../../src/one-time-code.ts';
import { createChats } from '../../src/store/chats.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createSubscribers } from '../../src/store/subscribers.ts';
import type { Vault } from '../../src/store/vault.ts';
import { clocksOf } from '../../src/time-zones.ts';
import { TODAY } from './builders.ts';
import { ru } from './countries.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';
import { NO_RULES } from './law.ts';
import { A_SHEET } from './png.ts';
import { seasonsPort } from './seasons.ts';
import { ourSpeech } from './speech.ts';
import { freshVault } from './vault.ts';

export interface Said {
  readonly text: string;
  readonly labels: readonly string[];
  /** What its buttons bring back. */
  readonly data: readonly string[];
  readonly options: SendOptions;
}

/** What differs of a person, or of the house they talk to. */
export interface Given {
  readonly converse?: Converse;
  readonly chats?: Chats;
  readonly now?: () => Date;
  readonly channel?: string;
  /** Absent on a channel without reply windows. */
  readonly windowHours?: number;
  /** Called before something is said to them. */
  readonly saying?: () => unknown;
  /** Brings the files that they send. */
  readonly fetches?: InboxParts['fetchDocument'];
}

/** What differs of one message. */
export type Differing = Partial<Pick<InboundMessage, 'updateId' | 'at' | 'formerly' | 'address'>> & {
  readonly committed?: () => void;
};

/** Somebody who talks, and everything said to them. */
export interface Talker {
  readonly said: Said[];
  /** Ordinals of those whose window opened, in order. */
  readonly opened: number[];
  readonly address: Address;
  losesNetwork(): void;
  happens(event: InboundEvent, differing?: Differing): Promise<void>;
  taps(data: string, updateId?: string): Promise<void>;
  command(name: string): Promise<void>;
  types(text: string, differing?: Differing): Promise<void>;
  row(): Promise<Subscriber | null>;
  optsIn(): Promise<void>;
}

export interface FrontDoor {
  readonly database: Database;
  readonly vault: Vault;
  readonly converse: Converse;
  readonly texts: Texts;
  readonly logged: readonly string[];
  /** Somebody new; `again`: whoever came last, at a house that was started anew. */
  somebody(given?: Given, again?: boolean): Talker;
  close(): Promise<void>;
}

/** Opens it over an empty database; these openings can be looked up by their codes. */
export async function openFrontDoor(openings: readonly Opening[] = []): Promise<FrontDoor> {
  const fresh: FreshDatabase = await freshDatabase();
  const database = openDatabase({ url: fresh.url });
  const vault = freshVault();
  const logged: string[] = [];
  const log = createLog({ level: 'debug', write: (line) => logged.push(line) });
  const { texts, conversations, search, posting } = await ourSpeech();
  const converse = createDialogue({
    conversations,
    exchange: createExchange({
      openings: {
        candidates: async () => [],
        byId: async () => null,
        byCode: async (code) => openings.find((opening) => opening.code === code) ?? null,
        openCounts: async () => new Map(),
        report: async () => true,
        reportsOf: async () => 0,
        showed: async (opening) => opening,
      },
      country: ru,
      law: () => NO_RULES,
      seasons: seasonsPort(),
      rules: rulesPort(ru),
      posting,
      sights: createSights([], { texts, today: () => TODAY }),
      texts,
      search,
      today: () => TODAY,
      clock: () => new Date(`${TODAY}T09:00:00Z`),
      clockIn: clocksOf(ru),
      hourOf: (at) => ({ day: at.toISOString().slice(0, 10), hour: at.getUTCHours() }),
      sheet: async () => A_SHEET,
      doors: (word) => [
        { channel: 'telegram', url: `https://t.me/mehnat?start=${word}` },
        { channel: 'whatsapp', url: `https://wa.me/99900?text=${word}` },
      ],
    }),
    first: 'start',
    home: 'menu',
    byCode: 'check',
    desk: 'desk',
    byDigits: 'move',
    readNumber,
  });
  let people = 0;
  let updates = 0;

  const somebody = (given: Given = {}, again = false): Talker => {
    if (!again) people += 1;
    const { channel = 'telegram', now = () => new Date() } = given;
    const address = new Address(String(700_000_000 + people));
    const said: Said[] = [];
    const lost: SendError[] = [];
    const opened: number[] = [];
    const sayBack: SayBack = async (_, __, message: RenderedMessage, options) => {
      for (const error of lost) throw error;
      await given.saying?.();
      said.push({
        text: plainText(message.text),
        labels: message.buttons.flat().map(({ label }) => label),
        data: message.buttons.flat().flatMap(({ press }) => (press.kind === 'data' ? [press.data] : [])),
        options,
      });
    };
    const subscribers = createSubscribers({ database: database.pool, vault, clock: now });
    const inbox = createInbox({
      chats:
        given.chats ??
        createChats({ database, vault, clock: now, codes: oneTimeCodes, repeatHours: () => 48 }),
      converse: given.converse ?? converse,
      texts,
      sayBack,
      fetchDocument:
        given.fetches ??
        (() => {
          throw new Error('nobody asked for a file');
        }),
      blocked: async () => undefined,
      windowHours: () => given.windowHours ?? null,
      opened: ({ ordinal }) => void opened.push(ordinal),
      keyOf: (message) => `${message.channel} ${message.address.reveal()}`,
      today: () => TODAY,
      now,
      log,
    });
    const happens = async (event: InboundEvent, differing: Differing = {}): Promise<void> => {
      updates += 1;
      const { committed, ...rest } = differing;
      const message = { channel, address, updateId: String(updates), localeHint: 'en', event, ...rest };
      await inbox.receive(message, committed);
    };
    const taps = (data: string, updateId = String(updates + 1)): Promise<void> =>
      happens({ kind: 'button', data, screen: '7' }, { updateId });
    return {
      said,
      opened,
      address,
      losesNetwork: () => lost.push(new SendError({ kind: 'unavailable', reached: 'no' })),
      happens,
      taps,
      command: (name) => happens({ kind: 'command', name, argument: null }),
      types: (text, differing) => happens({ kind: 'text', text }, differing),
      row: () => subscribers.find(channel, address),
      async optsIn() {
        await happens({ kind: 'command', name: 'start', argument: null });
        await taps('v1:q:start:language:=en');
        await taps('v1:q:start:consent:=yes');
      },
    };
  };

  return {
    database,
    vault,
    converse,
    texts,
    logged,
    somebody,
    async close() {
      await database.close();
      await fresh.drop();
    },
  };
}
