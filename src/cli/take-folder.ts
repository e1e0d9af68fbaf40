import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { livingUsers, thisProcess, type User, writePrivately } from '../embedded-postgres/claim.ts';
import { Refusal } from './command.ts';

interface Holder extends User {
  readonly port: number;
}

/**
 * Takes the data folder for an exchange with a simulator, and gives what leaves it again. Two of them would share one
 * database and not the phones: what one sends, the other's phones never see. A holder that was killed holds nothing.
 * Throws `Refusal` while another runs.
 */
export async function takeFolder(data: string, port: number): Promise<() => Promise<void>> {
  const path = join(data, 'exchange.json');
  await mkdir(data, { recursive: true, mode: 0o711 });
  const holder = await readHolder(path);
  if (holder !== null && (await livingUsers([holder])).length > 0)
    throw new Refusal(
      `An exchange already runs on ${data}: it is at http://127.0.0.1:${holder.port}/. Stop it (process ${holder.pid}), or set MEHNAT_DATA to another folder.`,
    );
  const me: Holder = { ...(await thisProcess()), port };
  await writePrivately(path, JSON.stringify(me));
  return async () => {
    if ((await readHolder(path))?.id === me.id) await rm(path, { force: true });
  };
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return null;
  }
}
