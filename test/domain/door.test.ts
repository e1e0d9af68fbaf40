import { expect, it } from 'vitest';
import { Door } from '../../src/domain/door.ts';
import { Address, type InboundMessage } from '../../src/domain/terms.ts';

const press = (updateId: string, data = 'v1:c:menu:'): InboundMessage => ({
  channel: 'telegram',
  address: new Address('1'),
  updateId,
  localeHint: 'en',
  event: { kind: 'button', data, screen: '7' },
});

it('works on the messages of one chat in their order, though one fails, and on another chat meanwhile', async () => {
  const door = new Door();
  const done: string[] = [];
  const { promise: held, reject: fail } = Promise.withResolvers<void>();
  const first = door.inOrder('a', () => held);
  const second = door.inOrder('a', async () => void done.push('second'));
  await door.inOrder('b', async () => void done.push('other'));
  expect(done).toEqual(['other']);
  fail(new Error('broken'));
  await expect(first).rejects.toThrow('broken');
  await second;
  expect(done).toEqual(['other', 'second']);
});

it('takes the same press within seconds for a second tap, in its own chat only', () => {
  const door = new Door();
  expect(door.tappedTwice('a', press('1'), 0)).toBe(false);
  expect(door.tappedTwice('b', press('2'), 100)).toBe(false);
  expect(door.tappedTwice('a', press('3'), 200)).toBe(true);
  expect(door.tappedTwice('a', press('4', 'v1:c:help:'), 300)).toBe(false);
});

it('lets no chat talk without end, and others go on', () => {
  const door = new Door();
  const taken = Array.from({ length: 1_000 }, () => door.mayTalk('a', 0));
  expect(taken[0]).toBe(true);
  expect(taken.at(-1)).toBe(false);
  expect(door.mayTalk('b', 0)).toBe(true);
});
