import { describe, expect, it } from 'vitest';
import { standIn } from './support.ts';

const inline = (...buttons: readonly unknown[]): unknown => ({ inline_keyboard: [buttons] });
const button = (more: Readonly<Record<string, unknown>>): unknown => inline({ text: 'Yes', ...more });

/** What `sendMessage` to somebody who wrote says to these parameters. */
async function sending(parameters: Readonly<Record<string, unknown>>): Promise<string> {
  const { telegram, call } = standIn();
  const person = telegram.person();
  person.start();
  const answer = await call('sendMessage', { chat_id: person.id, text: 'Hello', ...parameters });
  return answer.ok ? 'ok' : `${answer.error_code} ${answer.description}`;
}

describe('a message is taken or refused as Telegram does', () => {
  const CASES: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
    ['plain', {}, 'ok'],
    ['empty', { text: '' }, '400 Bad Request: message text is empty'],
    ['white space only', { text: ' \n ' }, '400 Bad Request: message text is empty'],
    ['no text', { text: undefined }, '400 Bad Request: message text is empty'],
    ['4096 units', { text: 'ю'.repeat(4096) }, 'ok'],
    ['4097 units', { text: 'ю'.repeat(4097) }, '400 Bad Request: message is too long'],
    ['4096 units after markup', { text: `<b>${'x'.repeat(4096)}</b>`, parse_mode: 'HTML' }, 'ok'],
    ['emoji are two units', { text: '🍎'.repeat(2049) }, '400 Bad Request: message is too long'],
    ['unknown field', { txt: 'x' }, '400 Bad Request: unknown parameter "txt"'],
    [
      'wrong type',
      { disable_notification: 'yes' },
      '400 Bad Request: field "sendMessage.disable_notification" must be of type boolean',
    ],
    [
      'paid broadcast',
      { allow_paid_broadcast: true },
      '400 Bad Request: the stand-in does not play "allow_paid_broadcast"',
    ],
    ['unknown chat', { chat_id: 5 }, '400 Bad Request: chat not found'],
    ['no chat', { chat_id: undefined }, '400 Bad Request: chat_id is empty'],
    ['chat by name', { chat_id: '@somebody' }, '400 Bad Request: chat not found'],
    ['half a surrogate', { text: '\ud83c' }, '400 Bad Request: strings must be encoded in UTF-8'],
    ['64 bytes of data', { reply_markup: button({ callback_data: 'ю'.repeat(32) }) }, 'ok'],
    [
      '66 bytes of data',
      { reply_markup: button({ callback_data: 'ю'.repeat(33) }) },
      '400 Bad Request: BUTTON_DATA_INVALID',
    ],
    [
      'no bytes of data',
      { reply_markup: button({ callback_data: '' }) },
      '400 Bad Request: BUTTON_DATA_INVALID',
    ],
    ['256 units to copy', { reply_markup: button({ copy_text: { text: 'x'.repeat(256) } }) }, 'ok'],
    [
      '257 units to copy',
      { reply_markup: button({ copy_text: { text: 'x'.repeat(257) } }) },
      '400 Bad Request: BUTTON_COPY_TEXT_INVALID',
    ],
    [
      'a button that does nothing',
      { reply_markup: button({}) },
      '400 Bad Request: text buttons are unallowed in the inline keyboard',
    ],
    [
      'a button that does two things',
      { reply_markup: button({ callback_data: 'a', url: 'https://a.example' }) },
      '400 Bad Request: BUTTON_TYPE_INVALID',
    ],
    ['a disabled button', { reply_markup: button({ disabled: {} }) }, 'ok'],
    ['a coloured button', { reply_markup: button({ callback_data: 'a', style: 'success' }) }, 'ok'],
    [
      'a colour of its own',
      { reply_markup: button({ callback_data: 'a', style: 'pink' }) },
      "400 Bad Request: can't parse inline keyboard button: invalid style specified",
    ],
    [
      'a button without a label',
      { reply_markup: inline({ text: '', callback_data: 'a' }) },
      "400 Bad Request: can't parse inline keyboard button: text is empty",
    ],
    [
      'a button without text',
      { reply_markup: inline({ callback_data: 'a' }) },
      '400 Bad Request: can\'t parse sendMessage.reply_markup.inline_keyboard: field "text" is missing',
    ],
    [
      'a wrong address',
      { reply_markup: button({ url: 'trudvsem' }) },
      "400 Bad Request: inline keyboard button URL 'trudvsem' is invalid: Wrong HTTP URL",
    ],
    [
      'a field no button has',
      { reply_markup: button({ callback_data: 'a', colour: 'red' }) },
      '400 Bad Request: unknown field "colour" in sendMessage.reply_markup.inline_keyboard',
    ],
    [
      '101 buttons',
      { reply_markup: inline(...Array(101).fill({ text: 'x', callback_data: 'x' })) },
      '400 Bad Request: reply markup is too long',
    ],
    ['a letter keyboard', { reply_markup: { keyboard: [['🏠', { text: 'x' }]], is_persistent: true } }, 'ok'],
    ['previews off', { link_preview_options: { is_disabled: true }, protect_content: true }, 'ok'],
  ];
  it.each(CASES)('%s', async (_name, parameters, expected) => {
    expect(await sending(parameters)).toBe(expected);
  });
});

describe('people who cannot be reached', () => {
  it.each([
    ['never wrote', () => undefined, "403 Forbidden: bot can't initiate conversation with a user"],
    ['blocked the bot', 'blocks', '403 Forbidden: bot was blocked by the user'],
    ['deleted the account', 'deactivates', '403 Forbidden: user is deactivated'],
  ] as const)('%s', async (_name, how, expected) => {
    const { telegram, call } = standIn();
    const person = telegram.person();
    if (typeof how === 'string') {
      person.start();
      person[how]();
    }
    const { error_code, description } = await call('sendMessage', { chat_id: person.id, text: 'x' });
    expect(`${error_code} ${description}`).toBe(expected);
  });

  it('are reached again after they unblocked', async () => {
    const { telegram, call } = standIn();
    const person = telegram.person();
    person.start();
    person.blocks();
    person.unblocks();
    expect((await call('sendMessage', { chat_id: person.id, text: 'x' })).ok).toBe(true);
  });
});

describe('edits and taps', () => {
  it('refuses an edit that changes nothing, of nothing, or of what the person wrote', async () => {
    const { telegram, call } = standIn();
    const person = telegram.person();
    person.start();
    await call('sendMessage', { chat_id: person.id, text: 'x' });
    const [theirs, ours] = person.messages();
    const edit = async (message_id: number | undefined, text: string): Promise<string | undefined> =>
      (await call('editMessageText', { chat_id: person.id, message_id, text })).description;
    expect(await edit(ours?.id, 'x')).toMatch(/^Bad Request: message is not modified/);
    expect(await edit(1, 'y')).toBe('Bad Request: message to edit not found');
    expect(await edit(theirs?.id, 'y')).toBe("Bad Request: message can't be edited");
    expect(await edit(ours?.id, 'y')).toBeUndefined();
    expect(person.screen()?.text).toBe('y');
  });

  it('answers a tap once, and not after it got old', async () => {
    let at = 0;
    const { telegram, call } = standIn({ ticks: () => at });
    const person = telegram.person();
    person.start();
    await call('sendMessage', {
      chat_id: person.id,
      text: 'x',
      reply_markup: button({ callback_data: 'a' }),
    });
    const queryId = async (): Promise<string> => {
      const { result } = await call('getUpdates', { offset: -1 });
      return (result as { callback_query: { id: string } }[])[0]?.callback_query.id ?? '';
    };
    const answered = person.tap('Yes');
    const id = await queryId();
    expect((await call('answerCallbackQuery', { callback_query_id: id, text: 'good' })).ok).toBe(true);
    expect(await answered).toEqual({ text: 'good', alert: false });
    expect((await call('answerCallbackQuery', { callback_query_id: id })).description).toMatch(
      /query is too old/,
    );
    void person.tap('Yes');
    const late = await queryId();
    at += 61_000;
    expect((await call('answerCallbackQuery', { callback_query_id: late })).description).toMatch(
      /query is too old/,
    );
  });
});

describe('calls that are no calls', () => {
  it.each([
    ['an unknown method', 'sendParcel', 404, 'Not Found'],
    ['a method we do not play', 'sendVideo', 404, 'Not Found'],
  ])('%s', async (_name, method, code, description) => {
    expect(await standIn().call(method)).toMatchObject({ ok: false, error_code: code, description });
  });

  it('refuses another token', async () => {
    const { telegram } = standIn();
    const wrong = await telegram.fetch('http://stand-in/bot1:wrong/getMe');
    expect(await wrong.json()).toEqual({ ok: false, error_code: 401, description: 'Unauthorized' });
    expect((await telegram.fetch('http://stand-in/botwrong/getMe')).status).toBe(404);
  });

  it('takes forms and queries like JSON', async () => {
    const { telegram } = standIn();
    const person = telegram.person();
    person.start();
    const markup = encodeURIComponent('{"inline_keyboard":[[{"text":"A","callback_data":"a"}]]}');
    const url = `http://stand-in/bot${telegram.token}/sendMessage?chat_id=${person.id}&text=1&reply_markup=${markup}`;
    expect((await telegram.fetch(url)).status).toBe(200);
    expect(person.screen()).toMatchObject({ text: '1', buttons: [[{ text: 'A' }]] });
  });
});
