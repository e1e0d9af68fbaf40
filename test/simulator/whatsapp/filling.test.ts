import { describe, expect, it } from 'vitest';
import type { Fields } from './submitting.ts';
import { type Played, standIn, template } from './support.ts';

describe('sending a template', () => {
  const NEWS = {
    name: 'news',
    language: 'en',
    body: 'There is {{1}} work in {{2}} today.',
    buttons: ['Show', 'Later'],
  };

  async function sendingTo(
    content: Fields,
    given: Partial<Parameters<Played['whatsapp']['templates']['add']>[0]> = {},
  ) {
    const played = standIn();
    played.whatsapp.templates.add({ ...NEWS, ...given });
    const phone = played.whatsapp.person();
    return { ...(await played.send(phone, content)), phone, played };
  }

  it.each([
    ['approved', { status: 'APPROVED' }, 200, null],
    ['waiting', { status: 'PENDING' }, 404, 132001],
    ['rejected', { status: 'REJECTED' }, 404, 132001],
    ['paused', { status: 'PAUSED' }, 400, 132015],
    ['disabled', { status: 'DISABLED' }, 400, 132016],
    ['of another language', { language: 'ru' }, 404, 132001],
    ['of another name', { name: 'old' }, 404, 132001],
  ] as const)('that is %s is answered %j', async (_label, given, status, code) => {
    expect(await sendingTo(template('news', ['apple', 'Sughd']), given)).toMatchObject({ status, code });
  });

  it.each([
    ['too few values', ['apple'], 132000],
    ['too many values', ['apple', 'Sughd', 'now'], 132000],
    ['no values', [], 132000],
    ['an empty value', ['', 'Sughd'], 131008],
    ['a value with a line end', ['apple\npear', 'Sughd'], 132018],
    ['a value with a tab', ['apple\tpear', 'Sughd'], 132018],
    ['a value with five spaces', ['apple     pear', 'Sughd'], 132018],
    ['a value with four spaces', ['apple    pear', 'Sughd'], null],
    ['values that are too long together', ['x'.repeat(600), 'y'.repeat(600)], 132005],
  ] as const)('with %s is answered %j', async (_label, values, code) => {
    expect((await sendingTo(template('news', values))).code).toBe(code);
  });

  it.each([
    ['a policy that is not there', { language: { code: 'en', policy: 'fallback' } }, 131009],
    ['no language', { language: undefined }, 131008],
    ['a currency', { components: [{ type: 'body', parameters: [{ type: 'currency' }] }] }, 131009],
    [
      'a button that is not there',
      {
        components: [
          {
            type: 'button',
            sub_type: 'quick_reply',
            index: '2',
            parameters: [{ type: 'payload', payload: 'x' }],
          },
        ],
      },
      131009,
    ],
    [
      'a button without a payload',
      { components: [{ type: 'button', sub_type: 'quick_reply', index: '0', parameters: [] }] },
      131008,
    ],
    ['a button without a kind', { components: [{ type: 'button', index: '0' }] }, 131008],
    [
      'two payloads for a button',
      {
        components: [0, '0'].map((index) => ({
          type: 'button',
          sub_type: 'quick_reply',
          index,
          parameters: [{ type: 'payload', payload: 'x' }],
        })),
      },
      131009,
    ],
    ['a footer to fill', { components: [{ type: 'footer' }] }, 131009],
  ])('with %s is answered %j', async (_label, more, code) => {
    const plain = template('news', ['apple', 'Sughd'])['template'];
    expect((await sendingTo({ type: 'template', template: { ...Object(plain), ...more } })).code).toBe(code);
  });

  it('fills it, shows its buttons, and gives payloads back, or the label where there is none', async () => {
    const base = template('news', ['apple', 'Sughd'])['template'] as { components: readonly unknown[] };
    const payload = {
      type: 'button',
      sub_type: 'quick_reply',
      index: 0,
      parameters: [{ type: 'payload', payload: 'v1.show' }],
    };
    const content = { type: 'template', template: { ...base, components: [...base.components, payload] } };
    const { phone } = await sendingTo(content);
    expect(phone.screen()).toMatchObject({
      kind: 'template',
      template: 'news',
      text: 'There is apple work in Sughd today.',
      buttons: [
        { id: 'v1.show', title: 'Show' },
        { id: 'Later', title: 'Later' },
      ],
    });
    expect(phone.buttons()).toEqual(['Show', 'Later']);
  });
});
