import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPictures } from '../../../src/channels/whatsapp/pictures.ts';
import { aPng } from '../../support/png.ts';
import { graphAt, PHONE, TOKEN } from '../../support/whatsapp-graph.ts';
import { play, reasonOf } from '../../support/whatsapp-play.ts';

const PNG = aPng();
const picture = { png: PNG, alt: 'A code' };
const pictured = (text: string) => ({ locale: 'en', text, buttons: [], picture });

afterEach(() => void vi.useRealTimers());

describe('a picture on WhatsApp', () => {
  it.each([
    ['1,024 letters', 'ң'.repeat(1_024), ['image']],
    ['1,024 emoji', '🍎'.repeat(1_024), ['image']],
    ['1,025 letters', 'ң'.repeat(1_025), ['image', 'text']],
  ])('with a text of %s is as many messages as that takes', (_label, text, kinds) =>
    play(async ({ somebody, send, bodies }) => {
      const ann = somebody();
      ann.say('hello');
      await send(ann, pictured(text));
      expect(bodies().map(({ type }) => type)).toEqual(kinds);
    }),
  );

  it('has its text as a caption, in WhatsApp’s markup', () =>
    play(async ({ somebody, send, bodies }) => {
      const ann = somebody();
      ann.say('hello');
      await send(ann, pictured('<b>Scan</b> &lt;this&gt;'), { receipt: 'sealed' });
      expect(bodies()).toMatchObject([
        { image: { caption: '*Scan* <this>' }, biz_opaque_callback_data: 'sealed' },
      ]);
      expect(ann.screen()).toMatchObject({ kind: 'image', text: '*Scan* <this>' });
    }));

  it('whose text does not follow has gone out, so that nobody sends it again without a thought', () =>
    play(async ({ service, somebody, send }) => {
      const ann = somebody();
      ann.say('hello');
      service.faults.add({
        fault: { kind: 'code', code: 130_429 },
        methods: ['messages'],
        skip: 1,
        calls: 1,
      });
      expect(await reasonOf(send(ann, pictured('word '.repeat(300))))).toEqual({
        kind: 'unavailable',
        reached: 'maybe',
      });
    }));

  it('that Meta does not take is said as for a text, and nothing goes out', () =>
    play(async ({ service, somebody, send, bodies }) => {
      const ann = somebody();
      ann.say('hello');
      service.faults.add({
        fault: { kind: 'throttle', retryAfterSeconds: 7 },
        methods: ['upload'],
        calls: 1,
      });
      expect(await reasonOf(send(ann, pictured('x')))).toMatchObject({
        kind: 'throttled',
        retryAfterSeconds: 7,
      });
      expect(bodies()).toEqual([]);
    }));

  it('does not go out with a knock', () =>
    play(async ({ service, somebody, send }) => {
      await reasonOf(send(somebody(), { ...pictured('x'), knocks: [] }, { outside: true }));
      expect(service.calls().filter(({ method }) => method === 'upload')).toEqual([]);
    }));

  it('is taken back from Meta at the end, at the latest', () =>
    play(async ({ service, channel, somebody, send }) => {
      const ann = somebody();
      ann.say('hello');
      await send(ann, pictured('x'));
      expect(service.files()).toBe(1);
      await channel.stop();
      expect(service.files()).toBe(0);
    }));

  it.each([
    ['more than five megabytes', aPng({ atLeast: 5_000_000 })],
    ['no picture', new Uint8Array(100)],
  ])('of %s is not even tried', async (_label, png) => {
    const upload = vi.fn(async () => '1');
    const lending = createPictures({ upload, deleteMedia: async () => undefined }).lend(png);
    await expect(lending).rejects.toMatchObject({ reason: { kind: 'rejected' } });
    expect(upload).not.toHaveBeenCalled();
  });
});

describe('what was uploaded', () => {
  it('rests for a minute, until Meta has made the message, and is deleted once', async () => {
    vi.useFakeTimers();
    const deleted: string[] = [];
    const pictures = createPictures({
      upload: async () => '1',
      deleteMedia: async (id) => void deleted.push(id),
    });
    await pictures.lend(PNG);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(deleted).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    await pictures.takeBack();
    expect(deleted).toEqual(['1']);
  });

  it('that Meta does not delete hurts nobody', async () => {
    const pictures = createPictures({
      upload: async () => '1',
      deleteMedia: () => Promise.reject(new Error('not now')),
    });
    await pictures.lend(PNG);
    await expect(pictures.takeBack()).resolves.toBeUndefined();
  });
});

it('an upload says what it is, and to whom it belongs, and nothing of the person', async () => {
  const asked: { url: string; init: RequestInit }[] = [];
  const graph = graphAt('https://graph.test', async (input, init = {}) => {
    asked.push({ url: String(input), init });
    return Response.json({ id: '4490709327384033' });
  });
  expect(await graph.upload(PNG)).toBe('4490709327384033');
  const [{ url, init } = { url: '', init: {} as RequestInit }] = asked;
  const form = init.body as FormData;
  expect(url).toBe('https://graph.test/v25.0/100000000000001/media');
  expect(init.headers).toEqual({ authorization: `Bearer ${TOKEN}` });
  expect([...form.keys()].toSorted()).toEqual(['file', 'messaging_product', 'type']);
  expect(form.get('file')).toMatchObject({ name: 'picture.png', type: 'image/png', size: PNG.length });
  expect(JSON.stringify([...form])).not.toContain(PHONE);
});
