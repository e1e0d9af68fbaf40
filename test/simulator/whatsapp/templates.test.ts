import { describe, expect, it } from 'vitest';
import { BODY, bodyOf, EXAMPLES, quickReplies, submission, submit } from './submitting.ts';
import { standIn } from './support.ts';

describe('approval', () => {
  it('comes at once', async () => {
    const played = standIn();
    const { body } = await submit(played, submission());
    expect(body).toEqual({ id: expect.stringMatching(/^\d+$/), status: 'APPROVED', category: 'UTILITY' });
  });

  it('comes after a while', async () => {
    const played = standIn({ approvalMs: 20 });
    expect((await submit(played, submission())).body['status']).toBe('PENDING');
    await expect.poll(() => played.whatsapp.templates.list()[0]?.status).toBe('APPROVED');
    played.whatsapp.stop();
  });

  it('waits for a test to say it', async () => {
    const played = standIn({ approvalMs: null });
    await submit(played, submission());
    played.whatsapp.templates.setStatus('new_opening', 'ru', 'REJECTED', 'INVALID_FORMAT');
    expect(played.whatsapp.templates.list()[0]?.status).toBe('REJECTED');
  });
});

describe('the list of templates', () => {
  it('comes page by page', async () => {
    const { whatsapp, call } = standIn();
    for (const name of ['a', 'b', 'c']) whatsapp.templates.add({ name, language: 'en', body: 'x' });
    const seen: unknown[] = [];
    let after = '';
    for (let pages = 0; pages < 3; pages += 1) {
      const { body } = await call('GET', `${whatsapp.accountId}/message_templates?limit=2${after}`);
      const page = body as {
        data: { name: string }[];
        paging?: { cursors: { after: string }; next?: string };
      };
      seen.push(
        page.data.map(({ name }) => name),
        page.paging?.next !== undefined,
      );
      after = `&after=${page.paging?.cursors.after}`;
    }
    expect(seen).toEqual([['a', 'b'], true, ['c'], false, [], false]);
  });

  it('says what was submitted', async () => {
    const played = standIn();
    const parts = [
      bodyOf(BODY, EXAMPLES),
      { type: 'FOOTER', text: 'Stop at any time' },
      quickReplies('Show'),
    ];
    await submit(played, submission({ message_send_ttl_seconds: 3600 }, ...parts));
    const { body } = await played.call(
      'GET',
      `${played.whatsapp.accountId}/message_templates?name=new_opening`,
    );
    expect(body['data']).toEqual([
      {
        id: expect.any(String),
        name: 'new_opening',
        language: 'ru',
        status: 'APPROVED',
        category: 'UTILITY',
        parameter_format: 'POSITIONAL',
        components: parts,
        message_send_ttl_seconds: 3600,
      },
    ]);
    const some = await played.call(
      'GET',
      `${played.whatsapp.accountId}/message_templates?fields=name,status`,
    );
    expect(some.body['data']).toEqual([{ id: expect.any(String), name: 'new_opening', status: 'APPROVED' }]);
  });

  it.each(['limit=0', 'limit=x', 'after=%C3%BC', 'sort=name'])('refuses %s', async (query) => {
    const { whatsapp, call } = standIn();
    expect((await call('GET', `${whatsapp.accountId}/message_templates?${query}`)).status).toBe(400);
  });
});
