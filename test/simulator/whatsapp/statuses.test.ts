import { afterEach, expect, it } from 'vitest';
import type { StatusMode } from '../../../src/simulator/whatsapp/terms.ts';
import { listen, type Played, standIn, talking, text } from './support.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Names of the statuses the business hears, one list for each message, in the order of their coming. */
async function heard(mode: StatusMode, happening: (played: Played) => unknown): Promise<readonly string[][]> {
  const played = standIn({ statuses: mode });
  const business = await listen();
  closing.push(
    () => played.whatsapp.stop(),
    () => business.close(),
  );
  await happening(played);
  played.whatsapp.hook(business.url);
  await expect.poll(() => played.whatsapp.pending(), { interval: 5 }).toBe(0);
  const statuses = business.changes().flatMap(({ value }) => value.statuses ?? []);
  return [...Map.groupBy(statuses, ({ id }) => id).values()].map((each) => each.map(({ status }) => status));
}

/** Twenty messages that somebody gets and reads. */
async function read({ whatsapp, send }: Played): Promise<void> {
  const phone = talking(whatsapp);
  for (let count = 0; count < 20; count += 1) await send(phone, text(`${count}`));
  phone.say('thanks');
}

it('a message is sent, delivered, and read when the person next writes', async () => {
  expect(await heard('in-order', read)).toEqual(Array(20).fill(['sent', 'delivered', 'read']));
});

it('each status comes twice and in any order', async () => {
  const messages = await heard('shuffled-and-doubled', read);
  expect(messages).toHaveLength(20);
  for (const names of messages)
    expect(
      Object.entries(Object.groupBy(names, (name) => name))
        .map(([name, all]) => [name, all?.length])
        .toSorted(),
    ).toEqual([
      ['delivered', 4],
      ['read', 2],
      ['sent', 2],
    ]);
  expect(messages.some(([first]) => first === 'delivered')).toBe(true);
  expect(messages.some((names) => names.lastIndexOf('delivered') > names.indexOf('read'))).toBe(true);
});

it('no status comes when they are off', async () => {
  expect(await heard('off', read)).toEqual([]);
});

it('nothing is delivered to a phone without network until it is back', async () => {
  const lost = async ({ whatsapp, send }: Played): Promise<void> => {
    const phone = talking(whatsapp);
    phone.losesNetwork();
    await send(phone);
  };
  expect(await heard('in-order', lost)).toEqual([['sent']]);
  const found = async (played: Played): Promise<void> => {
    await lost(played);
    played.whatsapp.people()[0]?.returns();
  };
  expect(await heard('in-order', found)).toEqual([['sent', 'delivered']]);
});

it.each([
  [{ tier: 0 }, 131048],
  [{ tier: 0, tierCode: 131049 }, 131049],
])(
  'what is beyond the tier %j fails with %i after it was taken, if that is wished',
  async (options, code) => {
    const { whatsapp, send } = standIn({ ...options, tierRefusal: 'later' });
    const business = await listen();
    closing.push(
      () => whatsapp.stop(),
      () => business.close(),
    );
    whatsapp.hook(business.url);
    whatsapp.templates.add({ name: 'news', language: 'en', body: 'News' });
    const news = { type: 'template', template: { name: 'news', language: { code: 'en' } } };
    const phone = whatsapp.person();
    expect((await send(phone, news)).status).toBe(200);
    await expect
      .poll(() => business.changes().flatMap(({ value }) => value.statuses ?? []))
      .toMatchObject([{ status: 'failed', errors: [{ code }] }]);
    expect(phone.screen()).toBeNull();
  },
);
