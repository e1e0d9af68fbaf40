import { chown, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Whom PostgreSQL runs as when we are root: it refuses to run as root itself. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/** The numbers that every Unix keeps for "nobody"; no user has to exist for them. */
const NOBODY: RunAs = { uid: 65_534, gid: 65_534 };

/** `null`: as ourselves. As root: as the owner of the data that is already there, else as nobody. */
export async function runAs(cluster: string | null): Promise<RunAs | null> {
  if (process.getuid?.() !== 0) return null;
  if (cluster === null) return NOBODY;
  const { uid, gid } = await stat(cluster);
  return uid === 0 ? NOBODY : { uid, gid };
}

/** Whether a user who is neither we nor in our groups may read a path through all the folders above it. */
export async function isOpenTo(user: RunAs, path: string): Promise<boolean> {
  if (!(await allows(user, path, 0o5))) return false;
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if (!(await allows(user, folder, 0o1))) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Whether that user may pass through a folder and all above it. */
export async function isPassableFor(user: RunAs, folder: string): Promise<boolean> {
  for (let each = resolve(folder); ; each = dirname(each)) {
    if (!(await allows(user, each, 0o1))) return false;
    if (each === dirname(each)) return true;
  }
}

/** Gives a path to the user PostgreSQL runs as. */
export async function giveTo(user: RunAs | null, path: string): Promise<void> {
  if (user === null) return;
  await chown(path, user.uid, user.gid).catch((cause: unknown) => {
    throw new Error(
      `root may not hand files to another user here (${path}); start as a plain user, or set DATABASE_URL`,
      { cause },
    );
  });
}

async function allows(user: RunAs, path: string, bits: number): Promise<boolean> {
  const { mode, uid, gid } = await stat(path);
  const granted = uid === user.uid ? mode >> 6 : gid === user.gid ? mode >> 3 : mode;
  return (granted & bits) === bits;
}
