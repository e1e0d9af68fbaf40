import { describe, expect, it } from 'vitest';
import { BODY, bodyOf, type Fields, quickReplies, submission, submit } from './submitting.ts';
import { standIn } from './support.ts';

async function submitting(body: Fields): Promise<string> {
  const { status, body: answer } = await submit(standIn(), body);
  if (status === 200) return 'ok';
  const { error } = answer as { error: { code: number; error_data: { details: string } } };
  return `${error.code} ${error.error_data.details}`;
}

const CASES: readonly (readonly [label: string, body: Fields, expected: string | RegExp])[] = [
  ['a text with two variables', submission(), 'ok'],
  ['a text without variables', submission({}, bodyOf('Still looking for work?')), 'ok'],
  ['Kyrgyz', submission({ language: 'ky_KG' }), 'ok'],
  ...['tg', 'hy', 'tk', 'ne', 'mn', 'kaa', 'ky', 'uz-Cyrl'].map(
    (language) =>
      [`the language ${language}`, submission({ language }), /^100 templates cannot be in/] as const,
  ),
  ['a name in capitals', submission({ name: 'New' }), /^100 a name/],
  ['a name with a dash', submission({ name: 'new-opening' }), /^100 a name/],
  ['a name of 512', submission({ name: 'a'.repeat(512) }), 'ok'],
  ['a name of 513', submission({ name: 'a'.repeat(513) }), /^100 a name/],
  ['no name', submission({ name: undefined }), '131008 name is missing'],
  ['another category', submission({ category: 'AUTHENTICATION' }), /^100 category/],
  ['a field nobody knows', submission({ colour: 'red' }), '100 colour is not a parameter'],
  ['named variables', submission({ parameter_format: 'NAMED' }), /^100 only numbered/],
  ['no text', submission({}, quickReplies('Yes')), /^131008 a component of type BODY/],
  ['two texts', submission({}, bodyOf('a b'), bodyOf('a b')), '100 there is more than one BODY'],
  ['a text of 1024', submission({}, bodyOf('ж'.repeat(1024))), 'ok'],
  ['a text of 1025', submission({}, bodyOf('ж'.repeat(1025))), /body.text must have 1 to 1024/],
  ['a variable at the beginning', submission({}, bodyOf('{{1}} is here for you', ['x'])), /begin or end/],
  ['a variable at the end', submission({}, bodyOf('There is work for {{1}}.', ['x'])), /begin or end/],
  [
    'variables side by side',
    submission({}, bodyOf('There is {{1}} {{2}} for you now today', ['x', 'y'])),
    /a word between/,
  ],
  [
    'more variables than words',
    submission({}, bodyOf('Work: {{1}} and {{2}} too', ['x', 'y'])),
    /need 5 words/,
  ],
  [
    'a variable left out',
    submission({}, bodyOf('There is {{1}} work and {{3}} pay for you', ['x', 'y'])),
    /in this order/,
  ],
  [
    'a variable with a name',
    submission({}, bodyOf('There is {{work}} here for you', ['x'])),
    /in this order/,
  ],
  ['too few examples', submission({}, bodyOf(BODY, ['apples'])), /an example for each of its 2/],
  ['quick replies', submission({}, bodyOf('Still looking?'), quickReplies('ң'.repeat(25), 'No')), 'ok'],
  [
    'a quick reply of 26',
    submission({}, bodyOf('Still looking?'), quickReplies('x'.repeat(26))),
    /buttons.text must have 1 to 25/,
  ],
  [
    'the same quick reply twice',
    submission({}, bodyOf('Still looking?'), quickReplies('Yes', 'Yes')),
    /must differ/,
  ],
  [
    'a button of another type',
    submission({}, bodyOf('x'), { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'x' }] }),
    /of type URL/,
  ],
  ['a footer', submission({}, bodyOf('Still looking?'), { type: 'FOOTER', text: 'x'.repeat(60) }), 'ok'],
  [
    'a footer of 61',
    submission({}, bodyOf('Still looking?'), { type: 'FOOTER', text: 'x'.repeat(61) }),
    /footer.text must have/,
  ],
  [
    'a header',
    submission({}, { type: 'HEADER', format: 'TEXT', text: 'Work' }, bodyOf('Still looking?')),
    'ok',
  ],
  [
    'a picture on top',
    submission({}, { type: 'HEADER', format: 'IMAGE' }, bodyOf('Still looking?')),
    /only be a text/,
  ],
  ['half a minute', submission({ message_send_ttl_seconds: 30 }), 'ok'],
  ['less than half a minute', submission({ message_send_ttl_seconds: 29 }), /^100 UTILITY lives/],
  ['a day of marketing', submission({ category: 'MARKETING', message_send_ttl_seconds: 86_400 }), 'ok'],
  [
    'an hour of marketing',
    submission({ category: 'MARKETING', message_send_ttl_seconds: 3600 }),
    /^100 MARKETING lives/,
  ],
];

describe('a template is taken or refused', () => {
  it.each(CASES)('%s', async (_label, body, expected) => {
    const answer = await submitting(body);
    if (typeof expected === 'string') expect(answer).toBe(expected);
    else expect(answer).toMatch(expected);
  });

  it('once for each name and language', async () => {
    const played = standIn();
    expect((await submit(played, submission())).code).toBeNull();
    expect(await submit(played, submission())).toMatchObject({
      code: 100,
      body: { error: { error_subcode: 2388024 } },
    });
    expect((await submit(played, submission({ language: 'uz' }))).code).toBeNull();
  });
});
