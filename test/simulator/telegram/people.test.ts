import { describe, expect, it } from 'vitest';
import { createTelegramStandIn } from '../../../src/simulator/telegram.ts';
import { standIn } from './support.ts';

describe('a phone without network', () => {
  it('shows what came, and sends what was written, when it is back', async () => {
    const { telegram, call } = standIn();
    const person = telegram.person();
    person.start();
    await call('getUpdates', { offset: -1 });
    person.losesNetwork();
    person.say('are you there?');
    expect((await call('sendMessage', { chat_id: person.id, text: 'news' })).ok).toBe(true);
    expect(person.screen()).toBeNull();
    expect(telegram.view(person.id)?.messages.map(({ text }) => text)).toEqual(['/start', 'are you there?']);
    person.returns();
    expect(person.messages().map(({ text }) => text)).toEqual(['/start', 'news', 'are you there?']);
    const { result } = await call('getUpdates', { offset: -1 });
    expect(result).toMatchObject([{ message: { text: 'are you there?' } }]);
  });
});

describe('what the door sees of a person', () => {
  it('is everything Telegram shows: names, username, language, phone', async () => {
    const { telegram, call } = standIn();
    const person = telegram.person({ language: 'ky', firstName: 'Aigul', username: 'madeup' });
    person.sends('contact');
    expect((await call('getUpdates')).result).toMatchObject([
      {
        message: {
          from: { id: person.id, first_name: 'Aigul', username: 'madeup', language_code: 'ky' },
          contact: { phone_number: person.phoneNumber },
        },
      },
    ]);
  });

  it.each(['photo', 'voice', 'sticker', 'location'] as const)('a %s comes as itself', async (attachment) => {
    const { telegram, call } = standIn();
    telegram.person().sends(attachment);
    const { result } = await call('getUpdates');
    expect(result).toMatchObject([{ message: { [attachment]: expect.anything() } }]);
  });

  it('marks commands, so that libraries find them', async () => {
    const { telegram, call } = standIn();
    telegram.person().start('l_uz');
    const { result } = await call('getUpdates');
    expect(result).toMatchObject([
      { message: { text: '/start l_uz', entities: [{ type: 'bot_command', offset: 0, length: 6 }] } },
    ]);
  });
});

describe('what a person sees of the bot', () => {
  it('is in the language of their app, else the default; a chat’s own commands come first', async () => {
    const { telegram, call } = standIn();
    const person = telegram.person({ language: 'tg' });
    await call('setMyName', { name: 'Work' });
    await call('setMyName', { name: 'Кор', language_code: 'tg' });
    const commands = (command: string): unknown => [{ command, description: 'x' }];
    await call('setMyCommands', { commands: commands('default') });
    await call('setMyCommands', { commands: commands('tajik'), language_code: 'tg' });
    expect(telegram.about('tg')).toMatchObject({ name: 'Кор', commands: [{ command: 'tajik' }] });
    expect(telegram.about('ky')).toMatchObject({ name: 'Work', commands: [{ command: 'default' }] });
    await call('setMyCommands', { commands: commands('own'), scope: { type: 'chat', chat_id: person.id } });
    expect(telegram.about('tg', person.id).commands).toMatchObject([{ command: 'own' }]);
  });

  it.each([
    ['setMyName', { name: 'x'.repeat(65) }],
    ['setMyDescription', { description: 'x'.repeat(513) }],
    ['setMyShortDescription', { short_description: 'x'.repeat(121) }],
    ['setMyName', { name: 'x', language_code: 'uz-Cyrl' }],
    ['setMyCommands', { commands: [{ command: 'Start', description: 'x' }] }],
    ['setMyCommands', { commands: [{ command: 'start', description: '' }] }],
  ])('%s refuses %j', async (method, parameters) => {
    expect((await standIn().call(method, parameters)).error_code).toBe(400);
  });
});

describe('a crowd', () => {
  it('takes messages by the thousand and counts who got how many', async () => {
    const { telegram, call } = standIn();
    const crowd = telegram.crowd({ count: 1000, firstId: 9_000_000_000 });
    crowd.blocks(0.02);
    const answers = [];
    for (let place = 0; place < 1000; place += 1)
      answers.push(
        (await call('sendMessage', { chat_id: crowd.firstId + place, text: 'x' })).error_code ?? 200,
      );
    expect(answers.filter((code) => code === 403)).toHaveLength(20);
    expect(crowd.arrived).toBe(980);
    expect(Math.max(...crowd.arrivals)).toBe(1);
  });
});

it('a stand-in goes on where the one before it was saved', async () => {
  const { telegram, call } = standIn();
  const person = telegram.person({ language: 'uz' });
  person.start();
  await call('sendMessage', { chat_id: person.id, text: 'hello' });
  const saved: unknown = JSON.parse(JSON.stringify(telegram.save()));
  const next = createTelegramStandIn({ saved });
  expect(
    next
      .find(person.id)
      ?.messages()
      .map(({ text }) => text),
  ).toEqual(['/start', 'hello']);
  expect(next.person().id).not.toBe(person.id);
});
