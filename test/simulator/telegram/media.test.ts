import { describe, expect, it } from 'vitest';
import { aPng, bytesOf } from '../../support/png.ts';
import { type Answer, standIn } from './support.ts';

const PNG = aPng();
const TABLE = { name: 'table.csv', mediaType: 'text/csv', bytes: new TextEncoder().encode('a;b') };

/** A stand-in with somebody who wrote, and a way to send forms. */
function stage() {
  const { telegram, call } = standIn();
  const person = telegram.person();
  person.start();
  async function form(method: string, fields: Readonly<Record<string, string | Blob>>): Promise<Answer> {
    const body = new FormData();
    for (const [name, value] of Object.entries({ chat_id: String(person.id), ...fields }))
      body.set(name, value);
    const answer = await telegram.fetch(`http://stand-in/bot${telegram.token}/${method}`, {
      method: 'POST',
      body,
    });
    // The answers' shape is the very thing under test.
    return (await answer.json()) as Answer;
  }
  const file = (path: string, token = telegram.token) =>
    telegram.fetch(`http://stand-in/file/bot${token}/${path}`);
  return { telegram, call, person, form, file };
}

const photoOf = (bytes: Uint8Array): Blob => new Blob([new Uint8Array(bytes)]);

describe('a photo is taken or refused as Telegram does', () => {
  const CASES: readonly (readonly [string, Readonly<Record<string, string | Blob>>, string])[] = [
    ['in a part of its own name', { photo: photoOf(PNG) }, 'ok'],
    ['in a part that is named', { photo: 'attach://x', x: photoOf(PNG) }, 'ok'],
    ['with a caption', { photo: photoOf(PNG), caption: '<b>Scan</b>', parse_mode: 'HTML' }, 'ok'],
    ['with a caption of 1024 units', { photo: photoOf(PNG), caption: 'ю'.repeat(1024) }, 'ok'],
    [
      'with a caption of 1025 units',
      { photo: photoOf(PNG), caption: 'ю'.repeat(1025) },
      '400 Bad Request: message caption is too long',
    ],
    [
      'in a part that nobody names',
      { photo: photoOf(PNG), x: photoOf(PNG) },
      '400 Bad Request: unknown parameter "x"',
    ],
    [
      'in a part that is not there',
      { photo: 'attach://x' },
      '400 Bad Request: the stand-in takes photos by upload only',
    ],
    [
      'by its address',
      { photo: 'https://a.example/x.png' },
      '400 Bad Request: the stand-in takes photos by upload only',
    ],
    ['that is none', { photo: photoOf(new Uint8Array(99)) }, '400 Bad Request: IMAGE_PROCESS_FAILED'],
    [
      'of 10,001 pixels',
      { photo: photoOf(aPng({ width: 10_000, height: 1 })) },
      '400 Bad Request: PHOTO_INVALID_DIMENSIONS',
    ],
    [
      'of 21 to one',
      { photo: photoOf(aPng({ width: 21, height: 1 })) },
      '400 Bad Request: PHOTO_INVALID_DIMENSIONS',
    ],
    [
      'with a field nobody knows',
      { photo: photoOf(PNG), alt: 'x' },
      '400 Bad Request: unknown parameter "alt"',
    ],
    [
      'with a spoiler',
      { photo: photoOf(PNG), has_spoiler: 'true' },
      '400 Bad Request: the stand-in does not play "has_spoiler"',
    ],
    ['nowhere', {}, '400 Bad Request: can\'t parse sendPhoto: field "photo" is missing'],
  ];
  it.each(CASES)('%s', async (_label, fields, expected) => {
    const { ok, error_code, description } = await stage().form('sendPhoto', fields);
    expect(ok ? 'ok' : `${error_code} ${description}`).toBe(expected);
  });

  it('of more than ten megabytes', async () => {
    const photo = photoOf(aPng({ atLeast: 10 * 1024 * 1024 }));
    expect((await stage().form('sendPhoto', { photo })).description).toMatch(/is too big for a photo/);
  });

  it('and stands in the chat with its caption, as a message whose text cannot be edited', async () => {
    const { person, form, call } = stage();
    const photo = photoOf(PNG);
    const { result } = await form('sendPhoto', { photo, caption: '<b>Scan</b>', parse_mode: 'HTML' });
    expect(result).toMatchObject({
      photo: [{ file_id: expect.any(String) }],
      caption: 'Scan',
      caption_entities: [{ type: 'bold' }],
    });
    expect(bytesOf(person.screen()?.picture ?? '')).toEqual(PNG);
    const { message_id } = result as { message_id: number };
    const edited = await call('editMessageText', { chat_id: person.id, message_id, text: 'x' });
    expect(edited.description).toBe('Bad Request: there is no text in the message to edit');
  });

  it('a form that is none is refused', async () => {
    const { telegram } = stage();
    const answer = await telegram.fetch(`http://stand-in/bot${telegram.token}/sendPhoto`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: 'no form',
    });
    expect(await answer.json()).toMatchObject({ error_code: 400 });
  });
});

describe('a file that a person sends', () => {
  it('is told of with its name and size, and fetched from where getFile says', async () => {
    const { person, call, file, telegram } = stage();
    person.attaches(TABLE);
    const { result: updates } = await call('getUpdates', {});
    const [, update] = updates as { message: { document: Record<string, unknown> } }[];
    const document = update?.message.document ?? {};
    expect(document).toMatchObject({ file_name: 'table.csv', mime_type: 'text/csv', file_size: 3 });
    const { result } = await call('getFile', { file_id: document['file_id'] });
    expect(result).toMatchObject({
      file_size: 3,
      file_path: expect.stringMatching(/^documents\/[\w-]+\.csv$/),
    });
    const answer = await file((result as { file_path: string }).file_path);
    expect(await answer.text()).toBe('a;b');
    expect(telegram.calls().at(-1)).toMatchObject({ method: 'file', status: 200 });
  });

  it('is not given to another token, nor where there is none', async () => {
    const { file } = stage();
    expect((await file('documents/x.csv', '1:wrong')).status).toBe(401);
    expect((await file('documents/x.csv')).status).toBe(404);
    expect((await file('../getMe')).status).toBe(404);
  });

  it('is too big above twenty megabytes, and unknown once it is lost', async () => {
    const { telegram, person, call } = stage();
    person.attaches({ ...TABLE, bytes: new Uint8Array(20 * 1024 * 1024 + 1) });
    const id = person.messages().at(-1)?.file?.id;
    const ask = async (file_id: unknown) => (await call('getFile', { file_id })).description;
    expect(await ask(id)).toBe('Bad Request: file is too big');
    telegram.loseFiles();
    expect(await ask(id)).toBe('Bad Request: wrong file_id or the file is temporarily unavailable');
  });

  it('waits for the network like a text', async () => {
    const { telegram, person, call } = stage();
    await call('getUpdates', { offset: -1 });
    person.losesNetwork();
    person.attaches(TABLE);
    expect(telegram.view(person.id)?.messages.at(-1)).toMatchObject({ id: -1, file: { name: 'table.csv' } });
    person.returns();
    expect(person.messages().at(-1)).toMatchObject({ kind: 'document', file: { size: 3 } });
  });
});
