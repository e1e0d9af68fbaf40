import { Bot, InlineKeyboard } from 'grammy';
import { expect, test } from 'vitest';
import { createTelegramStandIn } from '../../src/simulator/telegram.ts';

test('a', async () => {
  const t = createTelegramStandIn();
  const { apiRoot, close } = await t.listen();
  const bot = new Bot(t.token, { client: { apiRoot } });
  bot.command('start', (c) =>
    c.reply('<b>hi</b> there', {
      parse_mode: 'HTML',
      reply_markup: new InlineKeyboard().text('A', 'a').disabled('x'),
    }),
  );
  bot.callbackQuery('a', async (c) => {
    await c.answerCallbackQuery('ok');
    await c.editMessageText('done');
  });
  const run = bot.start();
  const p = t.person();
  expect((await p.after(() => p.start())).text).toBe('hi there');
  expect((await p.after(() => p.tap('A'))).text).toBe('done');
  await expect(bot.api.sendMessage(5, 'x')).rejects.toThrow('chat not found');
  t.faults.add({ fault: { kind: 'cut', done: true }, methods: ['sendMessage'], calls: 1 });
  await expect(bot.api.sendMessage(p.id, 'x')).rejects.toThrow(/Network/);
  expect(p.messages().map((m) => m.text)).toEqual(['/start', 'done', 'x']);
  await bot.stop();
  await run;
  t.stop();
  await close();
});
