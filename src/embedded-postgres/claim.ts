import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A process that uses the server; its start time tells it from a later one with the same number. */
export interface User {
  readonly id: string;
  readonly pid: number;
  readonly began: string | null;
}

/** What other commands read to find the running server: `connection.json`, for its owner alone. */
export interface Connection {
  readonly url: string;
  readonly users: readonly User[];
}

const connectionFile = (dataDir: string): string => join(dataDir, 'connection.json');

/** The file as it stands; `null` when there is none or it was cut short. */
export async function readConnection(dataDir: string): Promise<Connection | null> {
  try {
    return JSON.parse(await readFile(connectionFile(dataDir), 'utf8')) as Connection;
  } catch {
    return null;
  }
}

/** Replaces the file in one move; `null` removes it. */
export async function writeConnection(dataDir: string, connection: Connection | null): Promise<void> {
  if (connection === null) return rm(connectionFile(dataDir), { force: true });
  await writePrivately(connectionFile(dataDir), JSON.stringify(connection));
}

/** Writes a whole file (0600) or nothing. */
export async function writePrivately(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, path);
}

/** This process, as one more user. */
export async function thisProcess(): Promise<User> {
  return { id: randomBytes(8).toString('hex'), pid: process.pid, began: await beganAt(process.pid) };
}

/** Those who are still there. */
export async function livingUsers(users: readonly User[]): Promise<readonly User[]> {
  const living = await Promise.all(users.map(async (user) => isAlive(user.pid, user.began)));
  return users.filter((_, index) => living[index]);
}

/** How long one start may keep others waiting; the first start makes the database and takes the longest. */
const LOCK_PATIENCE_MS = 90_000;
const LOCK_GLANCE_MS = 50;

/**
 * Runs `work` while no other process of this installation starts or stops the server. A lock whose holder died is
 * broken. Throws, with the file to remove, when its holder lives and does not end.
 */
export async function exclusively<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const path = join(dataDir, 'postgres.lock');
  const me = await thisProcess();
  for (let waited = 0; !(await takeLock(path, me)); waited += LOCK_GLANCE_MS) {
    if (waited > LOCK_PATIENCE_MS) {
      throw new Error(`another process is starting the database and does not end; if not, remove ${path}`);
    }
    await wait(LOCK_GLANCE_MS);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function takeLock(path: string, me: User): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(me), { flag: 'wx', mode: 0o600 });
    return true;
  } catch {
    await breakLock(path);
    return false;
  }
}

/** Moves a dead holder's lock away; moving is atomic, so of several that try only one takes it. */
async function breakLock(path: string): Promise<void> {
  const holder = await lockHolder(path);
  if (holder === 'none' || (holder !== 'unreadable' && (await isAlive(holder.pid, holder.began)))) return;
  const away = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    await rename(path, away);
  } catch {
    return;
  }
  const moved = await lockHolder(away);
  // Between reading and moving somebody else may have taken it lawfully: give it back.
  const theirs = typeof moved === 'object' && (holder === 'unreadable' || moved.id !== holder.id);
  await (theirs ? rename(away, path) : rm(away, { force: true }));
}

/** A lock is written in one go, so one that stays unreadable for a second was cut short by a crash. */
async function lockHolder(path: string): Promise<User | 'none' | 'unreadable'> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as User;
  } catch {
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => null,
    );
    return age === null || age < 1_000 ? 'none' : 'unreadable';
  }
}

/** Whether a process runs; `began` guards against a number that was given away again. */
export async function isAlive(pid: number, began: string | null = null): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    const forbidden = error instanceof Error && 'code' in error && error.code === 'EPERM';
    if (!forbidden) return false;
  }
  return began === null || (await beganAt(pid)) === began;
}

/** The kernel's start time of a process, where it tells (Linux); with the boot, since ticks begin anew with each. */
async function beganAt(pid: number): Promise<string | null> {
  try {
    const [line, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    // Field 22; the name in field 2 may hold spaces, so count from its closing bracket.
    const began = line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    return `${boot.trim()}:${began}`;
  } catch {
    return null;
  }
}
