import { describe, expect, it } from 'vitest';
import { createWhatsAppStandIn } from '../../../src/simulator/whatsapp.ts';
import { handClocks, standIn, talking, template, text } from './support.ts';

const buttons = (...labels: readonly string[]): Readonly<Record<string, unknown>> => ({
  type: 'interactive',
  interactive: {
    type: 'button',
    body: { text: 'Which work?' },
    action: { buttons: labels.map((title) => ({ type: 'reply', reply: { id: `v1.${title}`, title } })) },
  },
});

describe('a phone', () => {
  it('shows what came, its buttons and its rows', async () => {
    const { whatsapp, send } = standIn();
    const phone = talking(whatsapp);
    const rows = [
      { id: 'uz', title: 'O‘zbekcha' },
      { id: 'tg', title: 'Тоҷикӣ' },
    ];
    const action = { button: 'Languages', sections: [{ rows }] };
    await send(phone, {
      type: 'interactive',
      interactive: { type: 'list', body: { text: 'Which?' }, action },
    });
    await send(phone, buttons('Apples', 'Grapes'));
    await send(phone, text('*bold*'));
    expect(phone.messages().map(({ kind }) => kind)).toEqual(['text', 'list', 'buttons', 'text']);
    expect([phone.screen()?.text, phone.buttons(), phone.rows()]).toEqual([
      '*bold*',
      ['Apples', 'Grapes'],
      ['O‘zbekcha', 'Тоҷикӣ'],
    ]);
  });

  it('taps the whole label before a part of one, the newest message first', async () => {
    const { whatsapp, send } = standIn();
    const phone = talking(whatsapp);
    await send(phone, buttons('Apples'));
    await send(phone, buttons('Apples and pears', 'Grapes'));
    phone.tap('Apples');
    phone.tap('pears');
    phone.tapData('v1.Apples');
    const tapped = phone.messages().filter(({ from }) => from === 'person');
    expect(tapped.map(({ text: said }) => said)).toEqual(['hello', 'Apples', 'Apples and pears', 'Apples']);
    expect(() => phone.tap('Plums')).toThrow(
      'nothing called Plums to tap on the phone; it shows:\nWhich work?\n[Apples',
    );
    expect(() => phone.tapData('v1.Grapes', phone.messages()[1]?.id)).toThrow('nothing with v1.Grapes');
  });

  it('waits for the next message', async () => {
    const { whatsapp, send } = standIn();
    const phone = talking(whatsapp);
    await send(phone, text('old'));
    const next = phone.after(() => setTimeout(() => void send(phone, text('new')), 5));
    expect((await next).text).toBe('new');
    expect((await phone.waitForMessage(/^ol/)).text).toBe('old');
    await expect(phone.waitForMessage('never', 10)).rejects.toThrow(
      'nothing came within 10 ms; the phone shows:\nnew',
    );
  });

  it('keeps what was done without network, and does it when the network is back', async () => {
    const { whatsapp, send } = standIn();
    const phone = talking(whatsapp);
    phone.losesNetwork();
    phone.say('are you there?');
    phone.stopsMarketing();
    await send(phone, text('news'));
    expect(phone.screen()).toBeNull();
    expect(whatsapp.view(phone.id)).toMatchObject({
      online: false,
      waiting: 2,
      marketing: true,
      messages: [{ text: 'hello' }, { id: -1, text: 'are you there?' }],
    });
    phone.returns();
    expect(phone.messages().map(({ text: said }) => said)).toEqual(['hello', 'news', 'are you there?']);
    expect(whatsapp.view(phone.id)).toMatchObject({ online: true, waiting: 0, marketing: false });
  });

  it('gets nothing whose time to live ran out meanwhile', async () => {
    const clocks = handClocks();
    const { whatsapp, send } = standIn(clocks);
    whatsapp.templates.add({ name: 'short', language: 'en', body: 'Come now', ttlSeconds: 3600 });
    whatsapp.templates.add({ name: 'long', language: 'en', body: 'Come some day' });
    const phone = whatsapp.person();
    phone.losesNetwork();
    await send(phone, template('short'));
    await send(phone, template('long'));
    clocks.pass(3_600_000);
    phone.returns();
    expect(phone.messages().map(({ text: said }) => said)).toEqual(['Come some day']);
    expect(whatsapp.arrivals(phone.id)).toBe(1);
  });

  it('has false names, numbers and ids, and no two the same', () => {
    const { whatsapp } = standIn();
    const people = Array.from({ length: 30 }, () => whatsapp.person());
    for (const each of ['id', 'phone', 'userId'] as const)
      expect(new Set(people.map((phone) => phone[each])).size).toBe(30);
    const [first] = people;
    expect([first?.id, first?.name, first?.phone, first?.userId]).toEqual([
      9_000_000_001,
      expect.stringContaining('Madeup'),
      expect.stringMatching(/^999/),
      expect.stringMatching(/^XX\.StandIn/),
    ]);
    expect(() => whatsapp.person({ hidesPhone: true, userId: null })).toThrow('cannot hide');
  });
});

describe('the page’s view of a phone', () => {
  it('says until when the window is open', () => {
    const clocks = handClocks();
    const { whatsapp } = standIn(clocks);
    const phone = whatsapp.person({ language: 'ky' });
    expect(whatsapp.view(phone.id)).toMatchObject({
      service: 'whatsapp',
      language: 'ky',
      windowOpenUntil: null,
    });
    phone.say('салам');
    expect(whatsapp.view(phone.id)?.windowOpenUntil).toBe('2026-09-22T14:13:20.000Z');
    clocks.pass(86_400_000);
    expect(whatsapp.view(phone.id)?.windowOpenUntil).toBeNull();
    expect(whatsapp.view(1)).toBeNull();
  });

  it('is told of each change', async () => {
    const { whatsapp, send } = standIn();
    const phone = whatsapp.person();
    let changes = 0;
    const stop = whatsapp.onChange((id) => {
      changes += id === phone.id ? 1 : 0;
    });
    phone.say('x');
    await send(phone);
    whatsapp.setLanguage(phone.id, 'tg');
    whatsapp.remove(phone.id);
    stop();
    whatsapp.person();
    expect([changes, whatsapp.find(phone.id)]).toEqual([4, null]);
  });
});

describe('a crowd', () => {
  it('takes templates by the thousand, and some are not reached', async () => {
    const { whatsapp, send } = standIn({ tier: Number.POSITIVE_INFINITY, statuses: 'off' });
    whatsapp.templates.add({ name: 'news', language: 'en', body: 'News' });
    const crowd = whatsapp.crowd({ count: 1000 });
    crowd.blocks(0.02);
    for (let place = 0; place < 1000; place += 1)
      expect((await send(crowd.userIdOf(place), template('news'))).status).toBe(200);
    expect([crowd.arrived, Math.max(...crowd.arrivals)]).toEqual([980, 1]);
    expect(whatsapp.pending()).toBe(0);
  });

  it('hears free words only while it talks', async () => {
    const { whatsapp, send } = standIn();
    const silent = whatsapp.crowd({ count: 10 });
    const talkingCrowd = whatsapp.crowd({ count: 10, firstId: 9_600_000_001, talking: true });
    expect((await send(silent.userIdOf(3))).code).toBe(131047);
    expect((await send(talkingCrowd.userIdOf(3))).code).toBeNull();
    expect(whatsapp.arrivals(talkingCrowd.firstId + 3)).toBe(1);
  });
});

it('a stand-in goes on where the one before it was saved', async () => {
  const clocks = handClocks();
  const { whatsapp, send } = standIn({ ...clocks, tier: 1 });
  whatsapp.templates.add({ name: 'news', language: 'en', body: 'News' });
  const [phone, stranger] = [talking(whatsapp), whatsapp.person()];
  await send(phone);
  await send(stranger, template('news'));
  const saved: unknown = JSON.parse(JSON.stringify(whatsapp.save()));
  const next = standIn({ ...clocks, tier: 1, saved });
  const again = next.whatsapp.find(phone.id);
  expect(again?.messages().map(({ text: said }) => said)).toEqual(['hello', 'Hello']);
  expect(again?.windowOpenUntil).not.toBeNull();
  expect((await next.send(next.whatsapp.person(), template('news'))).code).toBe(131048);
  expect(next.whatsapp.person().id).not.toBe(phone.id);
  expect(createWhatsAppStandIn({ saved: { version: 0 } }).people()).toEqual([]);
});
