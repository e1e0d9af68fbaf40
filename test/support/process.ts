/** The exchange as its own process, as an operator starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

export interface ExchangeProcess {
  readonly port: number;
  readonly url: string;
  readonly pid: number;
  /** Everything written to standard output and standard error so far. */
  output(): string;
  /** Sends a signal and resolves to the exit code, `null` when the signal ended it. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** A port below 32768 that nobody listens on: above, the system takes them for outgoing calls. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

/** What a command said, and the code it ended with. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Compiling our sources is most of what a short command does; the many that tests run do it once. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/mehnat-compiled', import.meta.url));

/** The environment of a command, without the settings of whoever runs the tests. */
export const cleanEnv = (settings: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv => {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^(MEHNAT_|TELEGRAM_|WHATSAPP_|DATABASE_URL|REDIS_URL|PORT|HOST|COUNTRY|LOG_LEVEL|VITEST|NODE_OPTIONS)/.test(
        name,
      ),
  );
  return { NODE_COMPILE_CACHE: COMPILED, ...Object.fromEntries(inherited), ...settings };
};

/** Runs one command of the line to its end in a process of its own; `cli` is that of another copy of the project. */
export function runProcess(
  args: readonly string[],
  settings: Readonly<Record<string, string | undefined>>,
  cli: string = CLI,
): Promise<Ended> {
  const child = spawn(process.execPath, [cli, ...args], { env: cleanEnv(settings) });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('close', (code) => resolve(code)));

/** Starts the exchange and resolves when it is ready; rejects with its output when it ends or is not ready in time. */
export async function startProcess(
  settings: Readonly<Record<string, string | undefined>>,
  readyMs = 60_000,
): Promise<ExchangeProcess> {
  const port = Number(settings['PORT'] ?? (await freePort()));
  const child = spawn(process.execPath, [CLI, 'start'], {
    env: cleanEnv({ ...settings, PORT: String(port) }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listen = (chunk: Buffer): void => {
    output += chunk.toString('utf8');
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const url = `http://127.0.0.1:${port}`;
  const until = Date.now() + readyMs;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended:\n${output}`);
    if (Date.now() > until) throw new Error(`it was not ready in ${readyMs} ms:\n${output}`);
    const ready = await fetch(`${url}/ready`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    port,
    url,
    pid: child.pid ?? 0,
    output: () => output,
    end: (signal = 'SIGTERM') => {
      const over = ended(child);
      child.kill(signal);
      return over;
    },
  };
}
