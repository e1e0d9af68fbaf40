import { describe, expect, it } from 'vitest';
import { aPng, bytesOf } from '../../support/png.ts';
import { hear } from './hearing.ts';
import { type Answer, formOf, handClocks, standIn, talking } from './support.ts';

const PNG = aPng();
const TABLE = { name: 'table.csv', mediaType: 'text/csv', bytes: new TextEncoder().encode('a;b') };

describe('an upload is taken or refused as published', () => {
  const uploading = (form: FormData): Promise<Answer> => {
    const { whatsapp, form: post } = standIn();
    return post(`${whatsapp.phoneNumberId}/media`, form);
  };
  it.each([
    ['a picture', {}, 200],
    ['one that says its type in its part only', { type: null }, 200],
    ['no product', { messaging_product: null }, 131008],
    ['another product', { messaging_product: 'sms' }, 131009],
    ['two types', { type: 'image/jpeg' }, 100],
    ['a field nobody knows', { caption: 'x' }, 100],
    ['a type that is not played', { mediaType: 'image/webp', type: 'image/webp' }, 100],
  ])('%s', async (_label, fields, expected) => {
    const { status, code } = await uploading(formOf(PNG, fields));
    expect(code ?? status).toBe(expected);
  });

  it('no picture', async () => {
    expect((await uploading(formOf(new Uint8Array(50)))).code).toBe(131053);
  });

  it('more than five megabytes', async () => {
    expect((await uploading(formOf(aPng({ atLeast: 5 * 1024 * 1024 })))).code).toBe(100);
  });

  it('no file, and no form', async () => {
    const { whatsapp, call } = standIn();
    const form = formOf(PNG);
    form.delete('file');
    expect((await uploading(form)).code).toBe(131008);
    expect((await call('POST', `${whatsapp.phoneNumberId}/media`, { file: '@x' })).code).toBe(131008);
  });
});

describe('an image', () => {
  async function stage() {
    const at = standIn();
    const phone = talking(at.whatsapp);
    const { body } = await at.form(`${at.whatsapp.phoneNumberId}/media`, formOf(PNG));
    const id = String(body['id']);
    const send = (image: Readonly<Record<string, unknown>>) => at.send(phone, { type: 'image', image });
    return { ...at, phone, id, send };
  }

  it('arrives with its picture and caption', async () => {
    const { phone, id, send } = await stage();
    await send({ id, caption: '*Scan*' });
    expect(phone.screen()).toMatchObject({ kind: 'image', text: '*Scan*' });
    expect(bytesOf(phone.screen()?.picture ?? '')).toEqual(PNG);
  });

  it.each([
    ['a caption of 1024', { caption: '🍎'.repeat(1024) }, 200],
    ['a caption of 1025', { caption: 'x'.repeat(1025) }, 131009],
    ['an id of nothing', { id: '42' }, 131009],
    ['no id', { id: undefined }, 131008],
    ['a name', { filename: 'x.png' }, 100],
    ['an address', { id: undefined, link: 'https://a.example/x.png' }, 131051],
  ])('with %s', async (_label, fields, expected) => {
    const { id, send } = await stage();
    const { status, code } = await send({ id, ...fields });
    expect(code ?? status).toBe(expected);
  });

  it('stays on the phone when its upload is deleted, which can be done once', async () => {
    const { whatsapp, call, phone, id, send } = await stage();
    await send({ id });
    const path = `${id}?phone_number_id=${whatsapp.phoneNumberId}`;
    expect(await call('DELETE', path)).toMatchObject({ status: 200, body: { success: true } });
    expect([phone.screen()?.picture, whatsapp.files()]).toEqual([
      expect.stringContaining('data:image/png'),
      0,
    ]);
    expect((await call('DELETE', path)).code).toBe(100);
    expect((await send({ id })).code).toBe(131009);
  });

  it('of another number is not ours to delete', async () => {
    const { call, id } = await stage();
    expect((await call('DELETE', `${id}?phone_number_id=7`)).code).toBe(131009);
  });
});

describe('a file that a person sends', () => {
  it('is told of by its name and id, and says no phone number of who hides it', async () => {
    const { changes, raw } = await hear((phone) => phone.attaches(TABLE), { person: { hidesPhone: true } });
    expect(changes[0]?.value.messages).toMatchObject([
      {
        type: 'document',
        document: {
          filename: 'table.csv',
          mime_type: 'text/csv',
          id: expect.stringMatching(/^\d+$/),
          sha256: expect.stringMatching(/=$/),
        },
      },
    ]);
    expect(raw).not.toContain('999001112233');
  });

  it('is fetched with the token, for five minutes', async () => {
    const clocks = handClocks();
    const { whatsapp, call } = standIn(clocks);
    const phone = talking(whatsapp);
    phone.attaches(TABLE);
    const id = phone.messages().at(-1)?.file?.id ?? '';
    const { body } = await call('GET', id);
    expect(body).toMatchObject({ file_size: '3', mime_type: 'text/csv', messaging_product: 'whatsapp' });
    const at = String(body['url']);
    const authorization = `Bearer ${whatsapp.token}`;
    expect((await whatsapp.fetch(at)).status).toBe(401);
    const answer = await whatsapp.fetch(at, { headers: { authorization } });
    expect(await answer.text()).toBe('a;b');
    clocks.pass(300_001);
    expect((await whatsapp.fetch(at, { headers: { authorization } })).status).toBe(404);
    whatsapp.loseFiles();
    expect((await call('GET', id)).code).toBe(100);
  });

  it('waits for the network like a text', () => {
    const { whatsapp } = standIn();
    const phone = talking(whatsapp);
    phone.losesNetwork();
    phone.attaches(TABLE);
    expect(whatsapp.view(phone.id)?.messages.at(-1)).toMatchObject({ id: -1, file: { name: 'table.csv' } });
    phone.returns();
    expect(phone.messages().at(-1)).toMatchObject({ kind: 'document', file: { size: 3 } });
  });
});
