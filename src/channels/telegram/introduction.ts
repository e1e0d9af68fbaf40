/** What Telegram shows of the bot before and beside the chat. Written only where it differs: these calls are scarce. */
import type { Api } from 'grammy';
import type { Introduction } from '../../domain/terms.ts';
import { describeError, type Log } from '../../log.ts';

const SCOPE = { type: 'all_private_chats' } as const;

/** The language of a call: nothing is the default, for everybody whose language has no texts of its own. */
type Language = { readonly language_code?: LanguageCode };
type LanguageCode = NonNullable<NonNullable<Parameters<Api['getMyCommands']>[0]>['language_code']>;

/**
 * Brings every locale that Telegram can name (two letters: no second script of a language) and the default, which is
 * the first. Never rejects: without it the bot works all the same.
 */
export async function introduceUs(options: {
  readonly channel: string;
  readonly api: Api;
  readonly introductions: readonly Introduction[];
  readonly log: Log;
}): Promise<void> {
  const { api, introductions, log, channel } = options;
  let updated = 0;
  try {
    for (const [language, introduction] of languages(introductions))
      updated += await introduceIn(api, language, introduction);
    if (updated > 0) log.info('channel.introduced', { channel, updated });
  } catch (thrown) {
    log.warn('introduction.failed', { channel, updated, ...describeError(thrown) });
  }
}

function languages(introductions: readonly Introduction[]): readonly (readonly [Language, Introduction])[] {
  const named = introductions.flatMap((one) =>
    isLanguageCode(one.locale) ? [[{ language_code: one.locale }, one] as const] : [],
  );
  const [first] = introductions;
  return first === undefined ? [] : [[{}, first], ...named];
}

// Telegram knows every two-letter code; the type lists them.
const isLanguageCode = (locale: string): locale is LanguageCode => /^[a-z]{2}$/.test(locale);

/** How many of the four had to be written. */
async function introduceIn(api: Api, language: Language, wanted: Introduction): Promise<number> {
  const commands = wanted.commands.map(({ name, description }) => ({ command: name, description }));
  const [name, description, short, known] = [
    await api.getMyName(language),
    await api.getMyDescription(language),
    await api.getMyShortDescription(language),
    await api.getMyCommands({ scope: SCOPE, ...language }),
  ];
  const writes = [
    name.name === wanted.name ? null : () => api.setMyName(wanted.name, language),
    description.description === wanted.description
      ? null
      : () => api.setMyDescription(wanted.description, language),
    short.short_description === wanted.shortDescription
      ? null
      : () => api.setMyShortDescription(wanted.shortDescription, language),
    sameCommands(known, commands) ? null : () => api.setMyCommands(commands, { scope: SCOPE, ...language }),
  ].filter((write) => write !== null);
  for (const write of writes) await write();
  return writes.length;
}

interface Command {
  readonly command: string;
  readonly description: string;
}

const sameCommands = (a: readonly Command[], b: readonly Command[]): boolean =>
  a.length === b.length &&
  a.every((one, i) => one.command === b[i]?.command && one.description === b[i]?.description);
