/** What the inbox is measured against: the same number of updates through grammY, bare and with the stock plugin. */
import {
  type Conversation,
  type ConversationFlavor,
  conversations,
  createConversation,
} from '@grammyjs/conversations';
import { Bot, type Context, type MiddlewareFn, type Transformer } from 'grammy';
import type pg from 'pg';

/** A person is led through the beginning: /start and six taps; nothing is typed. */
export const STEPS: number = 7;
export interface Rival {
  readonly name: string;
  /** One person's whole talk, after which the state of an open dialogue is left; each update's time is noted. */
  talk(person: number, note: (ms: number) => void): Promise<void>;
}

/** Notes how long the work took, in milliseconds. */
export const timed = async (work: () => Promise<unknown>, note: (ms: number) => void): Promise<void> => {
  const from = performance.now();
  await work();
  note(performance.now() - from);
};

const BOT_INFO = {
  id: 1,
  is_bot: true,
  first_name: 'bench',
  username: 'bench_bot',
  can_join_groups: false,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  can_manage_bots: false,
  supports_guest_queries: false,
} as const;

/** Answers every call as if it had been made. */
const answered: Transformer = async (_, __, payload) => {
  const chat = { id: Number(Reflect.get(payload, 'chat_id')), type: 'private' };
  return { ok: true, result: { message_id: 1, date: 0, chat, text: '' } as never };
};

function stubbed<C extends Context>(): Bot<C> {
  const bot = new Bot<C>('1:bench', { botInfo: BOT_INFO as never });
  bot.api.config.use(answered);
  return bot;
}

let updates = 0;

const updateOf = (person: number, step: number) => {
  updates += 1;
  const who = { id: person, is_bot: false, first_name: 'Somebody', language_code: 'ru' };
  const chat = { id: person, type: 'private' as const, first_name: 'Somebody' };
  return {
    update_id: updates,
    message: {
      message_id: step,
      date: 0,
      chat,
      from: who,
      text: step === 0 ? '/start' : `answer ${step}`,
      ...(step === 0 ? { entities: [{ type: 'bot_command' as const, offset: 0, length: 6 }] } : {}),
    },
  };
};

/** grammY with one answer to every update. */
export function bare(): Rival {
  const bot = stubbed<Context>();
  bot.on('message', (context) => context.reply('one'));
  return talkingTo('grammY + reply', bot);
}

const talkingTo = <C extends Context>(called: string, bot: Bot<C>): Rival => ({
  name: called,
  async talk(person, note) {
    for (let step = 0; step < STEPS; step += 1)
      await timed(() => bot.handleUpdate(updateOf(person, step) as never), note);
  },
});

type Talk = ConversationFlavor<Context>;

/** The stock plugin, seven questions long; its versioned state one row a chat. */
export async function stock(pool: pg.Pool): Promise<Rival> {
  await pool.query('create unlogged table stock (key text primary key, state jsonb not null)');
  const bot = stubbed<Talk>();
  bot.use(
    conversations({
      storage: {
        type: 'key',
        getStorageKey: (context) => String(context.chatId),
        adapter: {
          read: async (key) => {
            const sql = { name: 'read', text: 'select state from stock where key = $1', values: [key] };
            return (await pool.query(sql)).rows[0]?.state;
          },
          write: async (key, state) => {
            const text =
              'insert into stock values ($1, $2) on conflict (key) do update set state = excluded.state';
            await pool.query({ name: 'write', text, values: [key, JSON.stringify(state)] });
          },
          delete: async (key) => {
            await pool.query({ name: 'drop', text: 'delete from stock where key = $1', values: [key] });
          },
        },
      },
    }),
  );
  async function asking(conversation: Conversation<Talk>, context: Context): Promise<void> {
    for (let step = 0; step < STEPS + 1; step += 1) {
      await context.reply('one');
      await conversation.waitFor('message:text');
    }
  }
  // Inside a conversation the plugin makes an API of its own.
  const plugin: MiddlewareFn<Context> = (context, next) => {
    context.api.config.use(answered);
    return next();
  };
  bot.use(createConversation(asking, { plugins: [plugin] }));
  bot.command('start', (context) => context.conversation.enter('asking'));
  return talkingTo('conversations on PostgreSQL', bot);
}
