import { pushMessage } from '../domain/card.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { Compose } from '../domain/delivery.ts';
import { knockFor } from '../domain/knock.ts';
import { isSilent } from '../domain/silence.ts';
import { withStillWanted } from '../domain/still-wanted.ts';
import type { Texts } from '../domain/texts.ts';
import { importFolder } from '../folder.ts';
import { loadTexts } from '../i18n.ts';
import type { Log } from '../log.ts';

const isConversation = (exported: unknown): exported is Conversation =>
  typeof exported === 'object' && exported !== null && 'resumes' in exported;

/** What we can say, and the conversations that say it. */
export interface Speech {
  readonly texts: Texts;
  readonly conversations: readonly Conversation[];
}

/** Reads `locales/` and `conversations/`. Throws when one of them is broken. */
export async function loadSpeech(log: Log): Promise<Speech> {
  const texts = await loadTexts(undefined, ({ locale, used }) =>
    log.warn('text.missing', { locale, ...(used === null ? {} : { reason: used }) }),
  );
  const conversations = await importFolder(new URL('../conversations/', import.meta.url), isConversation);
  return { texts, conversations };
}

/** Makes the message of a push; who has been silent for months is also asked whether to go on. */
export const composeWith =
  (texts: Texts): Compose =>
  ({ subscriber, openings, more, today, outside }) => {
    const { locale, answeredIn } = subscriber;
    const message = pushMessage(openings, more, subscriber, today);
    const asks = isSilent(answeredIn, today);
    const rendered = texts.render(locale, asks ? withStillWanted(message) : message);
    if (!outside) return rendered;
    return { ...rendered, knocks: texts.renderKnock(locale, knockFor(openings, more, asks)) };
  };
