/** What the bot says about itself: name, descriptions, commands and the menu button, by language and scope. */
import { listOf, type Parameters, textOf } from './parameters.ts';
import { badRequest } from './refusal.ts';
import type { About } from './terms.ts';

interface BotCommand {
  readonly command: string;
  readonly description: string;
}

export interface AboutBook {
  /** Methods by name. */
  readonly methods: Readonly<Record<string, (parameters: Parameters) => unknown>>;
  /** What a person sees, the way Telegram chooses: the chat's commands first, their language before the default. */
  seenBy(language: string, chatId: number): About;
  save(): unknown;
}

const MAX_COMMANDS = 100;
const LIMITS = { name: 64, description: 512, short_description: 120 } as const;
type TextKind = keyof typeof LIMITS;
/** Scopes a private chat looks through, the narrowest first. */
const PRIVATE_SCOPES = ['all_private_chats', 'default'] as const;
const SCOPES: ReadonlySet<string> = new Set([
  'default',
  'all_private_chats',
  'all_group_chats',
  'all_chat_administrators',
]);

const isBotCommand = (value: unknown): value is BotCommand =>
  typeof value === 'object' && value !== null && 'command' in value && 'description' in value;

const isPairs = (value: unknown): value is [string, never][] => Array.isArray(value);
const restore = (saved: unknown, name: string): [string, never][] => {
  const pairs = typeof saved === 'object' && saved !== null ? Reflect.get(saved, name) : [];
  return isPairs(pairs) ? pairs : [];
};

function languageOf(parameters: Parameters): string {
  const language = textOf(parameters, 'language_code') ?? '';
  if (language !== '' && !/^[a-z]{2}$/.test(language)) throw badRequest('invalid language code specified');
  return language;
}

/** A scope as one word: `default`, `all_private_chats`, `chat:17` … */
function scopeOf(parameters: Parameters): string {
  const scope: unknown = parameters['scope'] ?? { type: 'default' };
  const type = typeof scope === 'object' && scope !== null ? Reflect.get(scope, 'type') : '';
  if (type === 'chat') {
    const chat: unknown = Reflect.get(Object(scope), 'chat_id');
    if (typeof chat !== 'number') throw badRequest('chat not found');
    return `chat:${chat}`;
  }
  if (typeof type !== 'string' || !SCOPES.has(type)) throw badRequest("can't parse BotCommandScope");
  return type;
}

function readCommands(parameters: Parameters): readonly BotCommand[] {
  const commands = (listOf(parameters, 'commands') ?? []).filter(isBotCommand);
  if (commands.length > MAX_COMMANDS) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  for (const { command, description } of commands) {
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
    if (description.trim() === '' || description.length > 256)
      throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  }
  return commands;
}

/** An empty book, or as saved. `knows` says whether a chat exists; `changed` is called when phones may look different. */
export function createAbout(options: {
  readonly knows: (chatId: number) => boolean;
  readonly botName: string;
  readonly changed: () => void;
  readonly saved?: unknown;
}): AboutBook {
  const { knows, botName, changed, saved } = options;
  const texts = new Map<string, string>(restore(saved, 'texts'));
  const commands = new Map<string, readonly BotCommand[]>(restore(saved, 'commands'));

  const set = (kind: TextKind) => (parameters: Parameters) => {
    const text = textOf(parameters, kind) ?? '';
    if (text.length > LIMITS[kind]) throw badRequest(`bot ${kind.replace('_', ' ')} is too long`);
    const key = `${kind}:${languageOf(parameters)}`;
    if (text === '') texts.delete(key);
    else texts.set(key, text);
    changed();
    return true;
  };
  const textFor = (kind: TextKind, language: string): string =>
    texts.get(`${kind}:${language}`) ?? texts.get(`${kind}:`) ?? (kind === 'name' ? botName : '');
  const get = (kind: TextKind) => (parameters: Parameters) => ({
    [kind]: textFor(kind, languageOf(parameters)),
  });
  const commandKey = (parameters: Parameters): string => {
    const scope = scopeOf(parameters);
    if (scope.startsWith('chat:') && !knows(Number(scope.slice(5)))) throw badRequest('chat not found');
    return `${scope}/${languageOf(parameters)}`;
  };

  function commandsFor(language: string, chatId: number): readonly BotCommand[] {
    const keys = [`chat:${chatId}`, ...PRIVATE_SCOPES].flatMap((scope) => [
      `${scope}/${language}`,
      `${scope}/`,
    ]);
    return keys.map((key) => commands.get(key)).find((found) => found !== undefined) ?? [];
  }

  return {
    methods: {
      setMyName: set('name'),
      getMyName: get('name'),
      setMyDescription: set('description'),
      getMyDescription: get('description'),
      setMyShortDescription: set('short_description'),
      getMyShortDescription: get('short_description'),
      setMyCommands(parameters) {
        const list = readCommands(parameters);
        const key = commandKey(parameters);
        if (list.length === 0) commands.delete(key);
        else commands.set(key, list);
        changed();
        return true;
      },
      getMyCommands: (parameters) => commands.get(commandKey(parameters)) ?? [],
      deleteMyCommands(parameters) {
        commands.delete(commandKey(parameters));
        changed();
        return true;
      },
      setChatMenuButton: () => true,
      getChatMenuButton: () => ({ type: 'commands' }),
    },
    seenBy(tag, chatId) {
      const language = tag.slice(0, 2).toLowerCase();
      return {
        name: textFor('name', language),
        description: textFor('description', language),
        shortDescription: textFor('short_description', language),
        commands: commandsFor(language, chatId),
      };
    },
    save: () => ({ texts: [...texts], commands: [...commands] }),
  };
}
