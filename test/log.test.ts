import { describe, expect, it } from 'vitest';
import { Address, SendError } from '../src/domain/terms.ts';
import { createLog, describeError, isLogLine, type Level, type Log } from '../src/log.ts';

const capture = (level: Level = 'debug'): { log: Log; lines: string[] } => {
  const lines: string[] = [];
  const now = (): Date => new Date('2026-11-23T10:00:00Z');
  return { log: createLog({ level, write: (line) => lines.push(line), now }), lines };
};

const PUSH = '3e2c1c80-8f5a-4b0e-9d36-0a1b2c3d4e5f';

describe('the log', () => {
  it('writes one JSON line with the time, level, room and event first', () => {
    const { log, lines } = capture();
    log.for('sender').info('push.finished', { push: PUSH, sent: 3, ms: 12 });
    expect(lines).toEqual([
      `{"time":"2026-11-23T10:00:00.000Z","level":"info","room":"sender","event":"push.finished","push":"${PUSH}","sent":3,"ms":12}\n`,
    ]);
  });

  it('keeps quiet below its level', () => {
    const { log, lines } = capture('warn');
    log.info('push.finished');
    log.debug('push.finished');
    log.warn('push.paused');
    log.error('push.stopped');
    expect(lines.map((line) => JSON.parse(line).level)).toEqual(['warn', 'error']);
  });

  it.each([
    ['a name as a channel', { channel: 'Иван Петров' }],
    ['a user name as a reason', { reason: '@ivan_petrov' }],
    ['a phone number as a code', { code: '+79161234567' }],
    ['a chat id as a push', { push: '123456789' }],
    ['a sentence as a source', { source: 'ring me at home' }],
    ['a link as a version', { version: 'https://t.me/ivan' }],
    ['a path as a place in the code', { where: '/home/ivan/inbox.ts:3' }],
    ['half a count', { sent: 1.5 }],
  ])('refuses %s', (_label, fields) => {
    const { log, lines } = capture();
    log.info('push.finished', fields as object);
    expect(Object.values(JSON.parse(lines[0] ?? '')).at(-1)).toBe('(refused)');
    expect(isLogLine(lines[0] ?? '')).toBe(false);
  });

  it('drops a field that is not on the list, even when the compiler was talked round', () => {
    const { log, lines } = capture();
    const smuggled: object = { sent: 1, name: 'Ivan' };
    log.info('push.finished', smuggled);
    expect(lines[0]).not.toContain('Ivan');
    expect(isLogLine(lines[0] ?? '')).toBe(true);
  });

  it('does not compile with a person, a text or an error in it', () => {
    const { log } = capture('error');
    const opening = { sent: 1, title: 'a text' };
    // @ts-expect-error a name is no field
    log.info('push.finished', { name: 'Ivan' });
    // @ts-expect-error neither is one more field of a variable
    log.info('push.finished', opening);
    // @ts-expect-error an error must be described first
    log.info('push.finished', new Error('Ivan'));
    // @ts-expect-error an address is not for printing
    log.info('push.finished', { push: new Address('123') });
    // @ts-expect-error an event is a word of the list
    log.info('Ivan wrote to us');
  });

  it('knows its own lines from others', () => {
    expect(isLogLine('{"time":"now","level":"info"}')).toBe(false);
    expect(isLogLine('Error: Ivan')).toBe(false);
    expect(isLogLine('null')).toBe(false);
  });
});

describe('an error, described', () => {
  it('loses its message and keeps name, code and place', () => {
    const error = Object.assign(new TypeError('Key (chat)=(123) already exists'), { code: '23505' });
    error.stack =
      'TypeError: x\n    at f (/app/node_modules/pg/a.js:1:2)\n    at g (file:///app/src/store/openings.ts:12:3)';
    expect(describeError(error)).toEqual({
      error: 'TypeError',
      code: '23505',
      where: 'store/openings.ts:12',
    });
  });

  it('takes the code of its cause when it has none', () => {
    const cause = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
    expect(describeError(new Error('y', { cause })).code).toBe('ECONNREFUSED');
  });

  it('shows the reason of a failed send', () => {
    expect(describeError(new SendError({ kind: 'blocked' }))).toMatchObject({
      error: 'SendError',
      code: 'blocked',
    });
  });

  it.each([['a string'], [null], [{ message: 'Ivan' }], [undefined]])('survives %j', (thrown) => {
    expect(describeError(thrown)).toEqual({ error: 'Error', where: '' });
  });

  it('does not print a name or a code it does not know', () => {
    const error = Object.assign(new Error('x'), { name: 'Ivan', code: 'call Ivan' });
    error.stack = '';
    expect(describeError(error)).toEqual({ error: 'Error', where: '' });
  });

  it('goes into a line as it is', () => {
    const { log, lines } = capture();
    log.warn('job.failed', { job: 'sweep', ...describeError(new Error('Ivan')) });
    expect(lines[0]).not.toContain('Ivan');
    expect(isLogLine(lines[0] ?? '')).toBe(true);
  });
});
