import { describe, expect, it } from 'vitest';
import { handClocks, standIn, talking, template, text } from './support.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('an answer to a send', () => {
  it('says the business-scoped id to who used it, and the phone number to who used that', async () => {
    const { whatsapp, post, send } = standIn();
    const phone = talking(whatsapp);
    expect((await send(phone)).body).toEqual({
      messaging_product: 'whatsapp',
      contacts: [{ input: phone.userId, user_id: phone.userId }],
      messages: [{ id: expect.stringMatching(/^wamid\./) }],
    });
    const byPhone = { messaging_product: 'whatsapp', recipient_type: 'individual', to: `+${phone.phone}` };
    expect((await post({ ...byPhone, ...text('x') })).body['contacts']).toEqual([
      { input: `+${phone.phone}`, wa_id: phone.phone },
    ]);
  });

  it('names the message by an id with the phone number in it', async () => {
    const { whatsapp, send } = standIn();
    const phone = talking(whatsapp);
    const { body } = await send(phone);
    const [{ id }] = body['messages'] as [{ id: string }];
    expect(Buffer.from(id.slice('wamid.'.length), 'base64').toString('latin1')).toContain(phone.phone);
  });
});

describe('the window of 24 hours', () => {
  it('is closed to strangers, opens with each message and closes a day after the last', async () => {
    const clocks = handClocks();
    const { whatsapp, send } = standIn(clocks);
    const phone = whatsapp.person();
    expect((await send(phone)).code).toBe(131047);
    phone.say('hello');
    expect(phone.windowOpenUntil).toEqual(new Date(clocks.now().getTime() + DAY_MS));
    clocks.pass(DAY_MS - 1);
    expect((await send(phone)).code).toBeNull();
    phone.sends('voice');
    clocks.pass(DAY_MS - 1);
    expect((await send(phone)).code).toBeNull();
    clocks.pass(1);
    expect((await send(phone)).code).toBe(131047);
    expect(phone.windowOpenUntil).toBeNull();
  });

  it('is opened by a tap as by a word, and not by a reaction, a preference or a new number', async () => {
    const clocks = handClocks();
    const { whatsapp, send } = standIn(clocks);
    const phone = talking(whatsapp);
    whatsapp.templates.add({ name: 'news', language: 'en', body: 'News', buttons: ['Read'] });
    clocks.pass(2 * DAY_MS);
    await send(phone, template('news'));
    phone.sends('reaction');
    phone.stopsMarketing();
    phone.changesNumber();
    expect((await send(phone)).code).toBe(131047);
    phone.tap('Read');
    expect((await send(phone)).code).toBeNull();
  });

  it('keeps templates out of nothing', async () => {
    const { whatsapp, send } = standIn();
    whatsapp.templates.add({ name: 'news', language: 'en', body: 'News' });
    const phone = whatsapp.person();
    expect((await send(phone, template('news'))).code).toBeNull();
    expect(phone.screen()).toMatchObject({ kind: 'template', template: 'news', text: 'News' });
  });
});

describe('whom a message reaches', () => {
  it('is nobody when the address is nobody’s', async () => {
    const { send } = standIn();
    expect((await send('XX.Nobody1')).code).toBe(131026);
  });

  it('is nobody at an address that was left', async () => {
    const { whatsapp, send } = standIn();
    const phone = talking(whatsapp);
    const before = phone.userId ?? '';
    phone.changesNumber();
    expect((await send(before)).code).toBe(131026);
    expect((await send(phone)).code).toBeNull();
  });

  it('is a person from before the ids, by phone alone', async () => {
    const { whatsapp, send } = standIn();
    const phone = whatsapp.person({ userId: null });
    phone.say('hello');
    expect((await send(phone)).code).toBeNull();
    expect(phone.screen()?.text).toBe('Hello');
  });
});

describe('the reach of a portfolio outside the windows', () => {
  it('is so many people in a moving day, each counted once, and none of those who talk', async () => {
    const clocks = handClocks();
    const { whatsapp, send } = standIn({ ...clocks, tier: 2 });
    whatsapp.templates.add({ name: 'news', language: 'en', body: 'News' });
    const [first, second, third] = [whatsapp.person(), whatsapp.person(), whatsapp.person()];
    const news = template('news');
    expect((await send(first, news)).code).toBeNull();
    clocks.pass(DAY_MS / 2);
    expect((await send(second, news)).code).toBeNull();
    expect((await send(first, news)).code).toBeNull();
    expect((await send(third, news)).code).toBe(131048);
    expect((await send(talking(whatsapp), news)).code).toBeNull();
    clocks.pass(DAY_MS / 2);
    expect((await send(third, news)).code).toBe(131048);
    clocks.pass(DAY_MS / 2);
    expect((await send(third, news)).code).toBeNull();
  });

  it('forgets whoever was written to a day ago, in whatever order they were written to again', async () => {
    const clocks = handClocks();
    const { whatsapp, send } = standIn({ ...clocks, tier: 2 });
    whatsapp.templates.add({ name: 'news', language: 'en', body: 'News' });
    const [first, second, third] = [whatsapp.person(), whatsapp.person(), whatsapp.person()];
    for (const phone of [first, second, first]) {
      expect((await send(phone, template('news'))).code).toBeNull();
      clocks.pass(HOUR_MS);
    }
    clocks.pass(DAY_MS - 2 * HOUR_MS);
    expect((await send(third, template('news'))).code).toBeNull();
    expect((await send(second, template('news'))).code).toBe(131048);
  });

  it('is 250 until the tier changes, and its end can be said with another code, later', async () => {
    const { whatsapp, send } = standIn({ tierCode: 131049, tierRefusal: 'later' });
    whatsapp.templates.add({ name: 'news', language: 'en', body: 'News' });
    const crowd = whatsapp.crowd({ count: 300 });
    const reached = async (from: number, to: number): Promise<void> => {
      for (let place = from; place < to; place += 1)
        expect((await send(crowd.userIdOf(place), template('news'))).status).toBe(200);
    };
    await reached(0, 251);
    expect(crowd.arrived).toBe(250);
    whatsapp.tier(2000);
    await reached(251, 300);
    expect(crowd.arrived).toBe(299);
  });
});

describe('offers that a person stopped', () => {
  it.each([
    ['MARKETING', 131050],
    ['UTILITY', null],
  ] as const)('%s gets %s', async (category, code) => {
    const { whatsapp, send } = standIn();
    whatsapp.templates.add({ name: 'news', language: 'en', body: 'News', category });
    const phone = whatsapp.person();
    phone.stopsMarketing();
    expect((await send(phone, template('news'))).code).toBe(code);
    phone.resumesMarketing();
    expect((await send(phone, template('news'))).code).toBeNull();
  });

  it('may be refused later instead, and do not arrive either', async () => {
    const { whatsapp, send } = standIn({ optOutRefusal: 'later' });
    whatsapp.templates.add({ name: 'news', language: 'en', body: 'News', category: 'MARKETING' });
    const phone = whatsapp.person();
    phone.stopsMarketing();
    expect((await send(phone, template('news'))).status).toBe(200);
    expect(phone.messages()).toEqual([]);
  });
});

describe('the limits of rate', () => {
  it('let 45 come at once to one person, then one every six seconds', async () => {
    const clocks = handClocks();
    const { whatsapp, send } = standIn({ ...clocks, limits: 'whatsapp' });
    const phone = talking(whatsapp);
    for (let sent = 0; sent < 45; sent += 1) expect((await send(phone)).code).toBeNull();
    expect((await send(phone)).code).toBe(131056);
    clocks.pass(5999);
    expect((await send(phone)).code).toBe(131056);
    clocks.pass(2);
    expect((await send(phone)).code).toBeNull();
  });

  it('let 80 a second go in all', async () => {
    const clocks = handClocks();
    const { whatsapp, send } = standIn({ ...clocks, limits: 'whatsapp' });
    const crowd = whatsapp.crowd({ count: 82, talking: true });
    for (let place = 0; place < 80; place += 1) expect((await send(crowd.userIdOf(place))).code).toBeNull();
    expect(await send(crowd.userIdOf(80))).toMatchObject({ status: 400, code: 130429 });
    clocks.pass(1000);
    expect((await send(crowd.userIdOf(80))).code).toBeNull();
  });

  it('are off unless they are asked for', async () => {
    const clocks = handClocks();
    const { whatsapp, send } = standIn(clocks);
    const phone = talking(whatsapp);
    for (let sent = 0; sent < 200; sent += 1) expect((await send(phone)).code).toBeNull();
  });
});
