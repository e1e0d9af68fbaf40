// Runs before every npm script, on whatever Node the machine has (20 or newer): plain JavaScript, node: imports only.
// Brings packages and the generated database client up to date; when they are, it says nothing and takes no time.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LOCKFILE = join(ROOT, 'package-lock.json');
/** npm's record of what is in node_modules; it writes it last, so an interrupted installation has none. */
const INSTALLED = join(ROOT, 'node_modules', '.package-lock.json');
const BUNDLED_NODE = join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
/** The package that brings Node for this machine. */
const NODE_PACKAGE = join(
  ROOT,
  'node_modules',
  `node-${process.platform.replace('win32', 'win')}-${process.arch}`,
);
const SCHEMA = join(ROOT, 'prisma', 'schema.prisma');
const CLIENT = join(ROOT, 'src', 'store', 'client');
/** What the client was made from; written last. */
const CLIENT_STAMP = join(CLIENT, '.made-from');
/** The first Node that runs TypeScript without a flag or a warning. */
const OLDEST_NODE = [22, 18];
const OUT_OF_SYNC = /in sync/;
const LOCK_PATIENCE_MS = 600_000;

/** A failure that says in one line what to do. */
class Hint extends Error {}

try {
  if (needsPackages() || needsLink() || needsClient()) await exclusively(bringUpToDate);
  assertNode();
} catch (error) {
  process.stderr.write(`${error instanceof Hint ? error.message : error?.stack}\n`);
  process.exitCode = 1;
}

/** Looks again: another process may have done it while this one waited. */
async function bringUpToDate() {
  if (needsPackages()) await installPackages();
  if (needsLink()) await linkNode();
  if (needsClient()) await generateClient();
}

function needsPackages() {
  const installed = changedAt(INSTALLED);
  if (installed === null) return true;
  if ((changedAt(LOCKFILE) ?? 0) <= installed) return false;
  // A fresh checkout touches the file without changing what it says.
  if (!samePackages(packagesOf(LOCKFILE), packagesOf(INSTALLED))) return true;
  const now = new Date();
  tryTo(() => utimesSync(INSTALLED, now, now));
  return false;
}

function needsClient() {
  const stamp = tryTo(() => readFileSync(CLIENT_STAMP, 'utf8'));
  return stamp !== clientStamp();
}

function clientStamp() {
  const { packages } = JSON.parse(readFileSync(LOCKFILE, 'utf8'));
  const generator = packages?.['node_modules/prisma']?.version;
  return createHash('sha256').update(readFileSync(SCHEMA)).update(String(generator)).digest('hex');
}

async function installPackages() {
  say('Installing packages; this happens once and takes about a minute …');
  let result = await npm('ci');
  // A registry that lacks some other platform's package leaves a lockfile that `ci` refuses; `install` takes the same
  // versions from it and does without.
  if (result.code !== 0 && OUT_OF_SYNC.test(result.output)) result = await npm('install', '--no-save');
  if (result.code !== 0) throw new Hint(whyNotInstalled(result.output));
  await dropUnfitNode();
}

function whyNotInstalled(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i.test(output)) {
    return 'The packages could not be downloaded: connect to the internet once and try again. Afterwards no connection is needed.';
  }
  if (/EACCES|EPERM|EROFS/.test(output)) {
    return `The packages could not be written: make ${join(ROOT, 'node_modules')} writable for this user and try again.`;
  }
  if (/ENOSPC/.test(output)) return 'The packages need about 1 GB of disk: make room and try again.';
  const line = output.split('\n').find((each) => /\berr/i.test(each)) ?? 'npm gave no reason';
  return `The packages could not be installed (${line.trim()}): run "npm ci --ignore-scripts" to see all of it.`;
}

/** `npm ci` of npm 10 leaves out the link to an optional package's program. */
function needsLink() {
  return !existsSync(BUNDLED_NODE) && existsSync(NODE_PACKAGE);
}

async function linkNode() {
  await npm('rebuild', basename(NODE_PACKAGE));
  await dropUnfitNode();
}

/** The bundled Node does not run everywhere (musl instead of glibc): then it goes, and npm finds the machine's own. */
async function dropUnfitNode() {
  if (!existsSync(BUNDLED_NODE)) return;
  const { code } = await run(BUNDLED_NODE, ['--version'], { shell: process.platform === 'win32' });
  if (code !== 0)
    for (const part of [BUNDLED_NODE, NODE_PACKAGE]) rmSync(part, { recursive: true, force: true });
}

async function generateClient() {
  const prisma = join(ROOT, 'node_modules', 'prisma', 'build', 'index.js');
  if (!existsSync(prisma))
    throw new Hint(
      'The database client is out of date and Prisma is not installed: run "npm ci --ignore-scripts".',
    );
  const { code, output } = await run(process.execPath, [prisma, 'generate'], {});
  if (code !== 0) {
    throw new Hint(
      `The database client could not be generated: run "npx prisma generate".\n${output.trim()}`,
    );
  }
  writeFileSync(CLIENT_STAMP, clientStamp());
}

/** After an installation the bundled Node is there; where none fits, this one must do. */
function assertNode() {
  if (existsSync(BUNDLED_NODE)) return;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Hint(
    `Mehnat needs Node ${OLDEST_NODE.join('.')} or newer and brings none for this machine (${process.platform}-${process.arch}); here is ${process.versions.node}. Install a newer one from https://nodejs.org.`,
  );
}

/** Lets one process at a time do it; a lock whose holder died is broken. */
async function exclusively(work) {
  const folder = join(ROOT, '.mehnat');
  if (mkdirSync(folder, { recursive: true }) !== undefined) chmodSync(folder, 0o711);
  const lock = join(folder, 'install.lock');
  for (let waited = 0; !takeLock(lock); waited += 100) {
    if (waited > LOCK_PATIENCE_MS)
      throw new Hint(`Another installation does not end; if there is none, remove ${lock}.`);
    await wait(100);
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function takeLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST')
      throw new Hint(`Could not write ${lock} (${error.code}): make the folder writable.`);
    const holder = Number(tryTo(() => readFileSync(lock, 'utf8')));
    if (holder > 0 && !isAlive(holder)) breakLock(lock, holder);
    return false;
  }
}

/** Moves a dead holder's lock away; if another process took it in that moment, it gets it back. */
function breakLock(lock, holder) {
  const away = `${lock}.${process.pid}`;
  tryTo(() => renameSync(lock, away));
  if (Number(tryTo(() => readFileSync(away, 'utf8'))) === holder) rmSync(away, { force: true });
  else tryTo(() => renameSync(away, lock));
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Runs npm without scripts and talk. */
function npm(...args) {
  const { file, args: before, shell } = npmCommand();
  const how = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--no-progress'];
  return run(file, [...before, ...args, ...how], { shell });
}

/** The npm that called us; outside npm the one on the PATH. */
function npmCommand() {
  // biome-ignore lint/style/noProcessEnv: only npm can say where it is
  const script = process.env['npm_execpath'];
  if (script?.endsWith('.js')) return { file: process.execPath, args: [script], shell: false };
  return { file: 'npm', args: [], shell: process.platform === 'win32' };
}

/** Runs a program to its end and gives all it said. */
function run(file, args, { shell = false }) {
  // biome-ignore lint/style/noProcessEnv: the program needs the environment; Prisma is told not to call home
  const env = { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' };
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: ROOT, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        output += data;
      });
    child.on('error', (error) => resolve({ code: -1, output: `${output}\n${error.message}` }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

function packagesOf(file) {
  return tryTo(() => JSON.parse(readFileSync(file, 'utf8')).packages) ?? {};
}

/** Whether all that is wanted is there: optional ones may be missing, and development's if there is none of them. */
function samePackages(wanted, installed) {
  const production = !Object.values(installed).some(({ dev }) => dev);
  return Object.entries(wanted).every(([path, { version, optional, devOptional, dev }]) => {
    if (path === '') return true;
    const found = installed[path];
    if (found === undefined) return Boolean(optional || devOptional || (dev && production));
    return found.version === version;
  });
}

function changedAt(path) {
  return tryTo(() => statSync(path).mtimeMs);
}

/** What `work` gives, `null` when it fails. */
function tryTo(work) {
  try {
    return work() ?? null;
  } catch {
    return null;
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}
