import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  mkdir,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Binaries, program } from './binaries.ts';
import { isAlive } from './claim.ts';
import { giveTo, type RunAs } from './run-as.ts';

/** A database folder and what runs it. */
export interface Cluster {
  readonly folder: string;
  readonly binaries: Binaries;
  readonly user: RunAs | null;
  readonly password: string;
  /** False: faster, and lost when the machine crashes. For tests. */
  readonly durable: boolean;
}

export const DATABASE_USER = 'mehnat';

const SHORT_MS = 60_000;
const LAST_WORDS_MS = 200;
const LOG_BYTES = 1_000_000;
const PORT_TRIES = 5;

/** Makes the database when there is none; a crash in the middle leaves nothing that the next try stumbles over. */
export async function initialise(cluster: Cluster): Promise<void> {
  await removeDrafts(cluster.folder);
  if (await hasVersion(cluster)) return;
  const draft = `${cluster.folder}.draft-${randomBytes(4).toString('hex')}`;
  const secret = `${draft}.secret`;
  await mkdir(draft, { mode: 0o700 });
  await writeFile(secret, cluster.password, { mode: 0o600 });
  await Promise.all([draft, secret].map((path) => giveTo(cluster.user, path)));
  await run(cluster, 'initdb', [
    `--pgdata=${draft}`,
    `--pwfile=${secret}`,
    `--username=${DATABASE_USER}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(cluster.durable ? [] : ['--no-sync']),
  ]);
  await rm(secret, { force: true });
  await rename(draft, cluster.folder);
}

/** Starts the server on a free port and resolves when it answers. */
export async function launch(cluster: Cluster): Promise<number> {
  const log = logFile(cluster);
  for (let tries = 1; ; tries += 1) {
    const port = await freePort();
    await configure(cluster, port);
    await truncateLog(log);
    try {
      await run(cluster, 'pg_ctl', [
        'start',
        '--wait',
        '--timeout=55',
        '--pgdata',
        cluster.folder,
        '--log',
        log,
      ]);
      return port;
    } catch (cause) {
      const said = await lastWords(log);
      if (!/address already in use|could not bind/i.test(said) || tries === PORT_TRIES) {
        throw new Error(`the embedded PostgreSQL did not start: ${said}; see ${log}, or set DATABASE_URL`, {
          cause,
        });
      }
    }
  }
}

/** Ends the server: sessions are cut, everything committed is written. */
export async function halt(cluster: Cluster): Promise<void> {
  await run(cluster, 'pg_ctl', ['stop', '--mode=fast', '--wait', '--timeout=50', '--pgdata', cluster.folder]);
}

/**
 * The port of the server that runs on this folder and is ready, `null` when none is. The lock file of a server that
 * is gone is removed; where it stays, a server is about to be ready or gone.
 */
export async function runningPort(folder: string): Promise<number | null> {
  const file = join(folder, 'postmaster.pid');
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (!((await isAlive(pid)) && (await worksIn(pid, folder)))) {
    // PostgreSQL itself would refuse to start if the number now belongs to another process of the same user.
    await rm(file, { force: true });
    return null;
  }
  // While it recovers or stops it takes connections only to refuse them.
  const ready = lines[7]?.trim() === 'ready';
  return ready && (await answers(port)) ? port : null;
}

/** Whether a PostgreSQL listens: it answers a request for encryption with one letter, whoever asks. */
export async function answers(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: '127.0.0.1', port });
  socket.setTimeout(3_000, () => resolve(false));
  socket.on('error', () => resolve(false));
  socket.on('close', () => resolve(false));
  socket.on('data', (data) => resolve(data.toString('latin1') === 'N' || data.toString('latin1') === 'S'));
  const request = Buffer.alloc(8);
  request.writeInt32BE(8, 0);
  request.writeInt32BE(80_877_103, 4);
  socket.write(request);
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}

/** PostgreSQL works in its data folder; another process with the same number does not. */
async function worksIn(pid: number, folder: string): Promise<boolean> {
  if (process.platform === 'win32') return true;
  if (process.platform === 'linux') {
    const where = await readlink(`/proc/${pid}/cwd`).catch(() => null);
    return where === (await realpath(folder));
  }
  const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'command=']).catch(() => ({
    stdout: '',
  }));
  return stdout.includes(folder);
}

async function removeDrafts(folder: string): Promise<void> {
  const drafts = (await readdir(dirname(folder))).filter((name) =>
    name.startsWith(`${basename(folder)}.draft-`),
  );
  for (const draft of drafts) await rm(join(dirname(folder), draft), { recursive: true, force: true });
}

async function hasVersion({ folder, binaries }: Cluster): Promise<boolean> {
  const found = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => null);
  if (found === null) return false;
  const [major] = binaries.version.split('.');
  if (found.trim() !== major) {
    throw new Error(
      `the database in ${folder} was made by PostgreSQL ${found.trim()} and this is ${major}; dump it with the old version, or name another folder in MEHNAT_DATA`,
    );
  }
  return true;
}

/** The whole configuration, written anew at each start: nothing in it is edited by hand. */
async function configure(cluster: Cluster, port: number): Promise<void> {
  const path = join(cluster.folder, 'postgresql.conf');
  await writeFile(path, `${settings(cluster, port).join('\n')}\n`, { mode: 0o600 });
  await giveTo(cluster.user, path);
}

const settings = ({ durable }: Cluster, port: number): readonly string[] => [
  '# Written by Mehnat at each start; changes are lost.',
  `port = ${port}`,
  `listen_addresses = '127.0.0.1'`,
  `unix_socket_directories = ''`,
  'max_connections = 100',
  // Modest: the exchange fits into a gigabyte. Files instead of /dev/shm, which containers keep small.
  'shared_buffers = 128MB',
  'maintenance_work_mem = 64MB',
  ...(process.platform === 'linux' ? ['dynamic_shared_memory_type = mmap'] : []),
  'huge_pages = off',
  'jit = off',
  // Short WAL and no replication: what was erased is soon gone from the disk too.
  'wal_level = minimal',
  'max_wal_senders = 0',
  'max_wal_size = 512MB',
  `timezone = 'UTC'`,
  `log_timezone = 'UTC'`,
  `lc_messages = 'C'`,
  // No value of a row and no statement may reach the server's log.
  'log_error_verbosity = terse',
  'log_min_messages = warning',
  'log_min_error_statement = panic',
  'log_statement = none',
  'log_min_duration_statement = -1',
  'log_min_duration_sample = -1',
  'log_transaction_sample_rate = 0',
  'log_parameter_max_length = 0',
  'log_parameter_max_length_on_error = 0',
  'log_lock_waits = off',
  'log_autovacuum_min_duration = -1',
  'log_temp_files = -1',
  'log_connections = off',
  'logging_collector = off',
  ...(durable ? [] : ['fsync = off', 'full_page_writes = off']),
];

async function run(cluster: Cluster, name: 'initdb' | 'pg_ctl', args: readonly string[]): Promise<void> {
  const windows = process.platform === 'win32';
  const child = spawn(program(cluster.binaries, name), [...args], {
    // A folder that any user may stand in, and an environment without our secrets.
    cwd: windows ? cluster.binaries.native : '/',
    ...(windows ? {} : { env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' } }),
    ...(cluster.user ?? {}),
    stdio: ['ignore', 'ignore', 'pipe'],
    // In a session of its own: Ctrl-C in the terminal is for us, we decide what happens then.
    detached: !windows,
    windowsHide: true,
    timeout: SHORT_MS,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-10_000);
  });
  const ending = await endOf(child);
  // The server may have inherited the pipe: whoever waits for its end waits for the server's.
  child.stderr.destroy();
  if (ending !== 0) throw new Error(`${name} failed: ${reasonOf(ending, said)}`);
}

/** The exit code, or the name of what ended or prevented it; a moment later, so that its last words have come. */
async function endOf(child: ChildProcess): Promise<number | string> {
  const { promise, resolve } = Promise.withResolvers<number | string>();
  child.on('error', (error) => resolve(errorCode(error)));
  child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  child.on('exit', (code, signal) => setTimeout(() => resolve(code ?? signal ?? 'unknown'), LAST_WORDS_MS));
  return promise;
}

const errorCode = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.name;

/** Why a program failed, in one line, with the fix where we know it. */
function reasonOf(ending: number | string, said: string): string {
  if (ending === 'EPERM' || ending === 'EINVAL') {
    return 'root may not become another user here; start as a plain user, or set DATABASE_URL';
  }
  if (ending === 'ENOENT' || ending === 'EACCES' || ending === 'ENOEXEC') {
    return 'the PostgreSQL in node_modules does not run on this machine; set DATABASE_URL to one of yours';
  }
  if (/could not look up effective user/.test(said)) {
    return 'this user has no entry in /etc/passwd, which PostgreSQL needs; add one, or set DATABASE_URL';
  }
  return lastLine(said) || `it ended with ${ending}`;
}

const logFile = ({ folder }: Cluster): string => join(folder, 'server.log');

async function truncateLog(path: string): Promise<void> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_BYTES) await truncate(path);
}

/** The server's last complaint. */
async function lastWords(log: string): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  const complaints = text.split('\n').filter((line) => /FATAL|PANIC|could not|ERROR/.test(line));
  return lastLine(complaints.slice(-2).join('\n')) || 'it gave no reason';
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim() ?? '';

async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.on('error', reject);
  server.listen({ host: '127.0.0.1', port: 0 }, () => {
    const address = server.address();
    resolve(typeof address === 'object' && address !== null ? address.port : 0);
  });
  const port = await promise;
  await new Promise((closed) => server.close(closed));
  return port;
}
