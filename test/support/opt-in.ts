/** Somebody who opted in by taps, with the first list on the screen. */
import type { Opening } from '../../src/domain/opening.ts';
import { anOpening } from './builders.ts';
import { type VirtualChat, virtualChat } from './virtual-chat.ts';

export const berries: Opening = anOpening({
  code: 'K7Q2M',
  kind: 'harvest',
  work: 'berries',
  crop: 'strawberry',
  region: 'RU-LIP',
});

/** Language, yes, everything, one work, done, district, region, done. */
export async function optIn(openings: readonly Opening[] = [berries]): Promise<VirtualChat> {
  const chat = await virtualChat({ openings });
  await chat.commands('start');
  for (const label of [
    'English',
    'Yes, I agree',
    'Everything',
    'Berries',
    'Done',
    'Centre',
    'Lipetsk',
    'Done',
  ])
    await chat.taps(label);
  return chat;
}
