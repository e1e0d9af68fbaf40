import type { Conversation } from './domain/conversation.ts';
import { phrase } from './domain/message.ts';
import type { Introduction } from './domain/terms.ts';
import { plainText, type Texts } from './domain/texts.ts';

/** What a channel shows of us before the chat, in every language: name, description, commands. */
export const introductions = (
  texts: Texts,
  conversations: readonly Conversation[],
): readonly Introduction[] =>
  texts.locales.map(({ code }) => {
    const say = (key: string): string => plainText(texts.text(code, phrase(`bot:${key}`)));
    return {
      locale: code,
      name: say('name'),
      description: say('description'),
      shortDescription: say('short'),
      commands: conversations
        .filter(({ listed }) => listed)
        .map(({ name }) => ({ name, description: say(`commands.${name}`) })),
    };
  });
