import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A Redis for tests. */
export interface TestRedis {
  readonly url: string;
  stop(): Promise<void>;
}

/** The one of REDIS_URL, else a `redis-server` of the PATH; `null` when there is neither, a failure with CI=true. */
export async function findRedis(): Promise<TestRedis | null> {
  const given = process.env['REDIS_URL'];
  if (given !== undefined) return { url: given, stop: async () => undefined };
  const port = await freePort();
  const child = spawn(
    'redis-server',
    ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', '/'],
    { stdio: 'ignore' },
  );
  const missing = await Promise.race([
    once(child, 'error').then(() => true),
    answers(port).then(() => false),
  ]);
  if (!missing) return { url: `redis://127.0.0.1:${port}`, stop: () => stop(child) };
  if (process.env['CI'] === 'true') throw new Error('no Redis: set REDIS_URL or install redis-server');
  console.warn('skipped: the Redis tests need REDIS_URL, or redis-server on the PATH');
  return null;
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill();
  await once(child, 'exit');
}

async function answers(port: number): Promise<void> {
  const { connect } = await import('node:net');
  for (let left = 100; left > 0; left--) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await sleep(50);
  }
  throw new Error('redis-server does not answer');
}

/** Below the ports that the system gives to outgoing connections. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer().listen(port, '127.0.0.1');
    const free = await Promise.race([
      once(server, 'listening').then(() => true),
      once(server, 'error').then(() => false),
    ]);
    server.close();
    if (free) return port;
  }
}
