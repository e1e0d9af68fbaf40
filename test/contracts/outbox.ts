import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { Outbox } from '../../src/domain/outbox.ts';

/** What every engine of the outbox promises. `open` gives one on a queue of its own, the same at each call of a test. */
export function outboxContract(engine: 'redis' | 'postgresql', open: () => Promise<Outbox>): void {
  describe(`the outbox on ${engine}`, () => {
    const opened: Outbox[] = [];
    const fresh = async (): Promise<Outbox> => {
      const outbox = await open();
      opened.push(outbox);
      return outbox;
    };
    const push = (): { id: string; channel: string; urgent: boolean } => ({
      id: randomUUID(),
      channel: `c${randomUUID().slice(0, 8)}`,
      urgent: false,
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((outbox) => outbox.close()));
    });

    it('says which engine it is and that it answers', async () => {
      expect(await (await fresh()).health()).toEqual({ engine, ok: true });
    });

    it('wakes a push once however often it was added, and knows it until it is over', async () => {
      const outbox = await fresh();
      const one = push();
      await Promise.all([outbox.add(one), outbox.add(one), outbox.add(one)]);
      expect(await outbox.has(one)).toBe(true);
      const woken: string[] = [];
      const over = Promise.withResolvers<void>();
      await outbox.work(one.channel, async (id) => {
        woken.push(id);
        await outbox.add(one);
        over.resolve();
        return null;
      });
      await over.promise;
      await expect.poll(() => outbox.has(one)).toBe(false);
      expect(woken).toEqual([one.id]);
    });

    it('wakes a push again when it said so, and knows it while it sleeps', async () => {
      const outbox = await fresh();
      const one = push();
      await outbox.add(one);
      let turns = 0;
      await outbox.work(one.channel, async () => {
        turns++;
        return turns < 3 ? new Date(Date.now() + 100) : null;
      });
      await expect.poll(() => turns, { timeout: 10_000 }).toBe(3);
      await expect.poll(() => outbox.has(one)).toBe(false);
    });

    it('wakes a push that sleeps as soon as it is told, and no other', async () => {
      const outbox = await fresh();
      const [one, other] = [push(), push()];
      const turns: string[] = [];
      for (const { id, channel, urgent } of [one, { ...other, channel: one.channel }]) {
        await outbox.add({ id, channel, urgent });
      }
      await outbox.work(one.channel, async (id) => {
        turns.push(id);
        return turns.length > 2 ? null : new Date(Date.now() + 3_600_000);
      });
      await expect.poll(() => turns.length, { timeout: 10_000 }).toBe(2);
      // Waking it while it falls asleep may come too early: whoever wakes it tries again.
      await expect
        .poll(
          async () => {
            await outbox.wake(one);
            return turns.slice(2);
          },
          { timeout: 10_000 },
        )
        .toEqual([one.id]);
      await expect.poll(() => outbox.has(one)).toBe(false);
    });

    it('lets itself be told to wake what nobody knows, or what is awake', async () => {
      const outbox = await fresh();
      const one = push();
      await outbox.wake(one);
      await outbox.add(one);
      await outbox.wake(one);
      let turns = 0;
      await outbox.work(one.channel, async () => {
        turns++;
        await outbox.wake(one);
        return null;
      });
      await expect.poll(() => outbox.has(one)).toBe(false);
      expect(turns).toBe(1);
    });

    it('wakes the urgent first', async () => {
      const outbox = await fresh();
      const { channel } = push();
      const ids = Array.from({ length: 3 }, () => randomUUID());
      for (const id of ids) await outbox.add({ id, channel, urgent: false });
      const urgent = randomUUID();
      await outbox.add({ id: urgent, channel, urgent: true });
      const woken: string[] = [];
      await outbox.work(channel, async (id) => {
        woken.push(id);
        return null;
      });
      await expect.poll(() => woken.length, { timeout: 10_000 }).toBe(4);
      expect(woken[0]).toBe(urgent);
    });

    it('tries a push again whose work failed', async () => {
      const outbox = await fresh();
      const one = push();
      await outbox.add(one);
      let turns = 0;
      await outbox.work(one.channel, async () => {
        turns++;
        if (turns === 1) throw new Error('broken');
        return null;
      });
      await expect.poll(() => turns, { timeout: 10_000 }).toBe(2);
    });

    it('tells its workers to end when it closes, and waits for them', async () => {
      const outbox = await fresh();
      const one = push();
      await outbox.add(one);
      const begun = Promise.withResolvers<void>();
      let ended = false;
      await outbox.work(one.channel, async (_, signal) => {
        begun.resolve();
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        ended = true;
        return new Date(Date.now() + 60_000);
      });
      await begun.promise;
      await outbox.close();
      expect(ended).toBe(true);
    });

    it('runs a schedule at once and again', async () => {
      const outbox = await fresh();
      let runs = 0;
      await outbox.schedule('count', 20, async () => {
        runs++;
      });
      await expect.poll(() => runs).toBeGreaterThan(2);
    });
  });
}
