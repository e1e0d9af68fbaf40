import type { Config } from '../config.ts';
import { type Foundation, openFoundation } from '../foundation.ts';

/** Does something with the database and the keys that belong to it, and leaves both as they were found. */
export async function withFoundation<T>(
  config: Config,
  work: (foundation: Foundation) => Promise<T>,
): Promise<T> {
  const foundation = await openFoundation(config);
  try {
    return await work(foundation);
  } finally {
    await foundation.close();
  }
}
