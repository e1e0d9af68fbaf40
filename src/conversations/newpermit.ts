import { askNewPermit } from '../domain/ask-permit.ts';
import type { Conversation, Dialogue } from '../domain/conversation.ts';
import { type Phrase, phrase, say } from '../domain/message.ts';
import { CODE } from '../domain/opening-code.ts';
import { verdictOn } from '../domain/permit.ts';
import { regionName } from '../domain/phrases.ts';

/** What it would cost for the opening that made us ask, where that is on file. */
async function priceLine({ argument, exchange, subscriber, today }: Dialogue): Promise<readonly Phrase[]> {
  const opening = argument === null ? null : await exchange.openingByCode(argument);
  if (opening === null || subscriber === null) return [];
  const fee = verdictOn(subscriber.preferences.permit, opening, today, exchange.law())?.fee ?? null;
  if (fee === null || fee.monthly === null) return [];
  const amount = { amount: fee.monthly, currency: fee.currency };
  return [phrase('permit:new-price', { region: regionName(opening.region), amount })];
}

/** "I would get a new patent for good work": asked when an opening first needs one. */
export const newpermit: Conversation = {
  name: 'newpermit',
  listed: false,
  open: false,
  resumes: false,
  takes: CODE,
  async run(dialogue) {
    const preferences = await askNewPermit(dialogue, ...(await priceLine(dialogue)));
    if (preferences.newPermit === undefined) {
      await dialogue.say(say(phrase('permit:kept')));
      return undefined;
    }
    await dialogue.save({ preferences });
    await dialogue.say(say(phrase(preferences.newPermit ? 'permit:new-told' : 'permit:new-not')));
    return undefined;
  },
};
