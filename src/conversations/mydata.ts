import { beginData } from '../domain/button-data.ts';
import type { Conversation } from '../domain/conversation.ts';
import { phrase, raw } from '../domain/message.ts';
import { summaryLines } from '../domain/summary.ts';

/** Everything stored about a person: in plain words, and as it lies in the database. */
export const mydata: Conversation = {
  name: 'mydata',
  listed: true,
  open: true,
  resumes: true,
  async run(dialogue) {
    const { subscriber } = dialogue;
    if (subscriber === null) {
      await dialogue.say({ lines: [phrase('mydata:nothing')], buttons: [] }, { apart: true });
      return undefined;
    }
    await dialogue.say(
      {
        lines: [
          phrase('mydata:title'),
          phrase('mydata:address'),
          phrase('mydata:consent', { day: { day: subscriber.consentOn } }),
          phrase('mydata:hidden', { count: subscriber.hidden.length }),
          phrase('mydata:told'),
          phrase('mydata:wishes'),
          ...summaryLines(subscriber.preferences, dialogue.today),
          phrase('blank'),
          phrase('mydata:json', { json: raw(JSON.stringify(dialogue.exchange.dataOf(subscriber))) }),
        ],
        buttons: [
          [
            {
              label: phrase('stop:forget'),
              press: { kind: 'data', data: beginData('forget') },
              emphasis: 'danger',
            },
          ],
        ],
      },
      { apart: true },
    );
    return undefined;
  },
};
