/** Our own PostgreSQL, for whoever has none: made, started, shared by every command of an installation, stopped. */
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findBinaries, readableBinaries } from './embedded-postgres/binaries.ts';
import {
  exclusively,
  livingUsers,
  readConnection,
  thisProcess,
  type User,
  writeConnection,
  writePrivately,
} from './embedded-postgres/claim.ts';
import {
  answers,
  type Cluster,
  DATABASE_USER,
  halt,
  initialise,
  launch,
  runningPort,
} from './embedded-postgres/cluster.ts';
import { isPassableFor, runAs } from './embedded-postgres/run-as.ts';

export interface EmbeddedPostgres {
  /** With the password: not for logs. */
  readonly url: string;
  /** Whether the server already ran: another command's, or one that a crash left behind. */
  readonly adopted: boolean;
  /** Leaves; the last one to leave stops the server. May be called again. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** The installation's data folder; made when it is missing. */
  readonly dataDir: string;
  /** Told what takes its time, for the person who waits. */
  readonly log?: (step: 'making' | 'starting' | 'adopting') => void;
  /** False: faster, and lost when the machine crashes. For tests. */
  readonly durable?: boolean;
  /** Where root keeps what an unprivileged user must reach, when the data folder is closed to it. */
  readonly shelter?: string;
}

/** Survives reboots, is open to all, and is not swept as temporary folders are. */
const SHELTER = process.platform === 'darwin' ? '/usr/local/var/mehnat' : '/var/lib/mehnat';

/** How long a server that is still recovering from a crash may take before it answers. */
const RECOVERY_MS = 60_000;

/**
 * Resolves when the database of this installation answers: the running one, or one started here. Any number of
 * processes may call it at once. Throws one line with the fix when it cannot.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  await prepareFolder(dataDir);
  const me = await thisProcess();
  return exclusively(dataDir, async () => {
    const cluster = await openCluster(dataDir, options);
    const found = await adoptablePort(cluster, options);
    const port = found ?? (await begin(cluster, options));
    const url = urlOf(cluster.password, port);
    const others = found === null ? [] : await livingUsers((await readConnection(dataDir))?.users ?? []);
    await writeConnection(dataDir, { url, users: [...others, me] });
    return { url, adopted: found !== null, stop: () => leave(dataDir, cluster, me) };
  });
}

/** The connection of the running server of a data folder; `null` when none runs. Changes nothing. */
export async function runningConnection(dataDir: string): Promise<{ readonly url: string } | null> {
  const connection = await readConnection(resolve(dataDir));
  if (connection === null) return null;
  return (await answers(Number(new URL(connection.url).port))) ? { url: connection.url } : null;
}

async function begin(cluster: Cluster, { log }: EmbeddedPostgresOptions): Promise<number> {
  if (!(await exists(cluster.folder))) log?.('making');
  await initialise(cluster);
  log?.('starting');
  return launch(cluster);
}

/** A server that runs but does not answer yet is recovering: wait for it. */
async function adoptablePort(cluster: Cluster, { log }: EmbeddedPostgresOptions): Promise<number | null> {
  const pidFile = join(cluster.folder, 'postmaster.pid');
  for (let waited = 0; waited < RECOVERY_MS; waited += 100) {
    const port = await runningPort(cluster.folder);
    if (port !== null) {
      log?.('adopting');
      return port;
    }
    if (!(await exists(pidFile))) return null;
    await wait(100);
  }
  throw new Error(
    `a PostgreSQL runs on ${cluster.folder} and does not answer; end the process named in ${pidFile} and start again`,
  );
}

async function leave(dataDir: string, cluster: Cluster, me: User): Promise<void> {
  await exclusively(dataDir, async () => {
    const connection = await readConnection(dataDir);
    if (connection === null || !connection.users.some(({ id }) => id === me.id)) return;
    const others = await livingUsers(connection.users.filter(({ id }) => id !== me.id));
    if (others.length > 0) return writeConnection(dataDir, { ...connection, users: others });
    await writeConnection(dataDir, null);
    if ((await runningPort(cluster.folder)) !== null) await halt(cluster);
  });
}

/** What must stay the same from start to start: where the database lies, and its password. */
interface Settlement {
  readonly cluster: string;
  readonly password: string;
}

async function openCluster(dataDir: string, options: EmbeddedPostgresOptions): Promise<Cluster> {
  const shelter = options.shelter ?? SHELTER;
  const settled = await readSettlement(dataDir);
  const { cluster: folder, password } = settled ?? (await settle(dataDir, shelter));
  const user = await runAs((await exists(folder)) ? folder : null);
  if (user !== null && !(await isPassableFor(user, resolve(folder, '..')))) {
    throw new Error(
      `PostgreSQL cannot reach its database: a folder above ${folder} is closed to other users; open it with "chmod o+x"`,
    );
  }
  await assertOurs(folder);
  const binaries = await readableBinaries(await findBinaries(), user, shelter);
  return { folder, binaries, user, password, durable: options.durable ?? true };
}

async function readSettlement(dataDir: string): Promise<Settlement | null> {
  const text = await readFile(join(dataDir, 'postgres.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const settlement = JSON.parse(text) as Settlement;
  // Until there is a database nothing is settled: the first start may have failed where the next one must not.
  return (await exists(settlement.cluster)) ? settlement : null;
}

/** Decides once where the database lies: in the data folder, or in the shelter when that is closed to its user. */
async function settle(dataDir: string, shelter: string): Promise<Settlement> {
  const user = await runAs(null);
  const inside = user === null || (await isPassableFor(user, dataDir));
  const home = inside ? dataDir : join(shelter, nameOf(await realpath(dataDir)));
  if (!inside) await shelterFolder(shelter, home);
  const settlement = { cluster: join(home, 'postgres'), password: randomBytes(24).toString('base64url') };
  // A database without its password is of no use, and one with another would be worse.
  if (await exists(settlement.cluster)) {
    throw new Error(
      `there is a database in ${settlement.cluster} but ${join(dataDir, 'postgres.json')} is missing; restore that file, or move the database away`,
    );
  }
  await writePrivately(join(dataDir, 'postgres.json'), JSON.stringify(settlement));
  return settlement;
}

async function shelterFolder(shelter: string, home: string): Promise<void> {
  try {
    await mkdir(home, { recursive: true });
    // Whatever the umask says.
    for (const folder of [shelter, home]) await chmod(folder, 0o711);
  } catch (cause) {
    throw new Error(
      `could not make ${home} for the database; set MEHNAT_DATA to a folder that other users may enter, or set DATABASE_URL`,
      { cause },
    );
  }
}

async function prepareFolder(dataDir: string): Promise<void> {
  try {
    // Root's must let PostgreSQL's user through; what lies in it is closed file by file.
    const made = await mkdir(dataDir, { recursive: true, mode: 0o700 });
    if (made !== undefined && process.getuid?.() === 0) await chmod(dataDir, 0o711);
  } catch (cause) {
    throw new Error(`could not make the data folder ${dataDir}; set MEHNAT_DATA to one you may write to`, {
      cause,
    });
  }
}

async function assertOurs(folder: string): Promise<void> {
  const uid = process.getuid?.();
  if (uid === undefined || uid === 0 || !(await exists(folder))) return;
  if ((await stat(folder)).uid !== uid) {
    throw new Error(
      `the database in ${folder} belongs to another user; start as that user (or root), or name another folder in MEHNAT_DATA`,
    );
  }
}

const urlOf = (password: string, port: number): string =>
  `postgres://${DATABASE_USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;

/** One folder per installation, the same at every start. */
const nameOf = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 12);

const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
