import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../support/process.ts';
import { until } from './until.ts';

/** A Redis that keeps everything it is told, and whoever listens to it. */
export interface Redis {
  readonly url: string;
  readonly folder: string;
  readonly monitored: () => Buffer;
  stop(): void;
}

export const hasRedis = (): boolean => {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

export async function startRedis(home: string): Promise<Redis> {
  const folder = join(home, 'redis');
  mkdirSync(folder);
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'yes'],
    { stdio: 'ignore' },
  );
  await until(() => {
    try {
      return execFileSync('redis-cli', ['-u', url, 'ping'], { stdio: 'pipe' }).toString().startsWith('PONG');
    } catch {
      return false;
    }
  });
  const seen: Buffer[] = [];
  const monitor: ChildProcess = spawn('redis-cli', ['-u', url, 'monitor']);
  monitor.stdout?.on('data', (chunk: Buffer) => seen.push(chunk));
  return {
    url,
    folder,
    monitored: () => Buffer.concat(seen),
    stop() {
      monitor.kill();
      server.kill();
    },
  };
}
