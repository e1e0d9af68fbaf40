import { beginData } from '../domain/button-data.ts';
import type { Conversation, Dialogue, Next } from '../domain/conversation.ts';
import { phrase } from '../domain/message.ts';
import { movingLines } from '../domain/moving-lines.ts';
import type { Opening, RegionCode } from '../domain/opening.ts';
import { CODE } from '../domain/opening-code.ts';
import { pairOf, regionQuestion, sideQuestion } from '../domain/permit-questions.ts';

/** From where: the region of the right to work, else asked, and kept nowhere. */
async function askFrom(dialogue: Dialogue): Promise<RegionCode | null> {
  const own = await dialogue.remember('from', () => dialogue.subscriber?.preferences.permit?.region ?? null);
  return own ?? askRegion(dialogue, 'from');
}

/** A region, told apart from the city in it. */
async function askRegion(dialogue: Dialogue, which: 'from' | 'to'): Promise<RegionCode | null> {
  const { places } = dialogue.exchange;
  const region = await dialogue.askOne(regionQuestion(which, [phrase(`moving:ask-${which}`)], places));
  const pair = region === null ? undefined : pairOf(region, places);
  if (pair === undefined) return region;
  return dialogue.askOne({ ...sideQuestion(pair), id: `side-${which}` });
}

async function openingOf({ argument, exchange }: Dialogue): Promise<Opening | null> {
  return argument === null ? null : exchange.openingByCode(argument);
}

/** What to do before one goes to work in another region: a list to read, of which nothing is followed up. */
export const moving: Conversation = {
  name: 'moving',
  listed: false,
  open: false,
  resumes: false,
  takes: CODE,
  async run(dialogue): Promise<Next | undefined> {
    const { exchange, today } = dialogue;
    if (!(await dialogue.remember('steps', () => exchange.checklist.length > 0))) return { to: 'menu' };
    const opening = await openingOf(dialogue);
    const from = await askFrom(dialogue);
    const to = opening?.region ?? (await askRegion(dialogue, 'to'));
    const permit = dialogue.subscriber?.preferences.permit ?? null;
    const right = { permit, law: exchange.law(), helpLines: exchange.helpLines };
    const way = { from, to, basis: permit?.basis ?? null };
    await dialogue.say({
      lines: movingLines(way, opening, exchange.checklist, right, today),
      buttons: [[{ label: phrase('moving:where'), press: { kind: 'data', data: beginData('where') } }]],
    });
    return undefined;
  },
};
