import { pushMessage } from '../domain/card.ts';
import { readerOf } from '../domain/card-lines.ts';
import type { Content, OpeningsContent } from '../domain/content.ts';
import type { Conversation } from '../domain/conversation.ts';
import { correctionMessage, outcomeMessage } from '../domain/correction-card.ts';
import type { Compose } from '../domain/delivery.ts';
import { type Knock, knockFor, knockOfCorrection, knockOfOutcome, knockOfSeason } from '../domain/knock.ts';
import type { Message } from '../domain/message.ts';
import type { Day } from '../domain/opening.ts';
import type { Guide } from '../domain/right-to-work.ts';
import { seasonsMessage } from '../domain/season-note.ts';
import { isSilent } from '../domain/silence.ts';
import { withStillWanted } from '../domain/still-wanted.ts';
import type { Subscriber } from '../domain/subscriber.ts';
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

/** Makes the message of a push, by what is on file at that moment. */
export const composeWith =
  (texts: Texts, guide: Guide): Compose =>
  ({ subscriber, content, today, outside }) => {
    const { message, knock } = spoken(content, subscriber, guide, today);
    const rendered = texts.render(subscriber.locale, message);
    return outside ? { ...rendered, knocks: texts.renderKnock(subscriber.locale, knock) } : rendered;
  };

/** What is said, and what goes out in its place where no message may. */
interface Spoken {
  readonly message: Message;
  readonly knock: Knock;
}

function spoken(content: Content, subscriber: Subscriber, guide: Guide, today: Day): Spoken {
  switch (content.kind) {
    case 'openings':
      return spokenOfOpenings(content, subscriber, guide, today);
    case 'corrections': {
      const [first] = content.corrections;
      if (first === undefined) throw new Error('a correction speaks of at least one opening');
      return {
        message: correctionMessage(content, readerOf(subscriber, guide), today),
        knock: knockOfCorrection(first),
      };
    }
    case 'outcomes': {
      const [first] = content.outcomes;
      if (first === undefined) throw new Error('an outcome speaks of at least one report');
      return { message: outcomeMessage(content), knock: knockOfOutcome(first) };
    }
    case 'seasons':
      return { message: seasonsMessage(content.notes, content.next), knock: knockOfSeason(content) };
  }
}

/** Who has been silent for months is also asked whether to go on. */
function spokenOfOpenings(
  { openings, more, urgent }: OpeningsContent,
  subscriber: Subscriber,
  guide: Guide,
  today: Day,
): Spoken {
  const message = pushMessage(openings, more, readerOf(subscriber, guide), today, urgent ?? null);
  const asks = isSilent(subscriber.answeredIn, today);
  return {
    message: asks ? withStillWanted(message) : message,
    knock: knockFor(openings, more, asks),
  };
}
