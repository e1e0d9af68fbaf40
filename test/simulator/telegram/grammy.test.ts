import { Bot, InlineKeyboard } from 'grammy';
import { expect, it } from 'vitest';
import { createTelegramStandIn } from '../../../src/simulator/telegram.ts';

it('a bot made with grammY talks to a person over HTTP', async () => {
  const telegram = createTelegramStandIn();
  const { apiRoot, close } = await telegram.listen();
  const bot = new Bot(telegram.token, { client: { apiRoot } });
  const keyboard = new InlineKeyboard().text('Go on', 'on').success().disabled('1/2');
  bot.command('start', (context) =>
    context.reply('<b>Hi</b> there', { parse_mode: 'HTML', reply_markup: keyboard }),
  );
  bot.callbackQuery('on', async (context) => {
    await context.answerCallbackQuery('good');
    await context.editMessageText('done');
  });
  const running = bot.start();
  const person = telegram.person({ language: 'tg' });
  expect(await person.after(() => person.start())).toMatchObject({
    text: 'Hi there',
    entities: [{ type: 'bold', offset: 0, length: 2 }],
  });
  expect(person.buttons()).toEqual([['Go on', '1/2']]);
  expect(() => person.tap('1/2')).toThrow('disabled');
  expect((await person.after(() => person.tap('Go on'))).text).toBe('done');
  expect(person.buttons()).toEqual([]);
  await expect(bot.api.sendMessage(5, 'x')).rejects.toThrow('chat not found');
  await bot.stop();
  await running;
  telegram.stop();
  await close();
});

it('a call cut after its effect is a network error, and the message is there', async () => {
  const telegram = createTelegramStandIn();
  const { apiRoot, close } = await telegram.listen();
  const bot = new Bot(telegram.token, { client: { apiRoot } });
  const person = telegram.person();
  person.start();
  telegram.faults.add({ fault: { kind: 'cut', done: true }, methods: ['sendMessage'], calls: 1 });
  await expect(bot.api.sendMessage(person.id, 'x')).rejects.toThrow(/Network/);
  expect(person.screen()?.text).toBe('x');
  telegram.stop();
  await close();
});
