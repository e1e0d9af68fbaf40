import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/embedded-postgres.ts';
import { migrate } from '../../src/store/migrate.ts';

/**
 * Our own PostgreSQL in a temporary folder, migrated and empty. Without fsync, which flatters the rivals, unless it is
 * asked for: where a commit is what somebody waits for.
 */
export async function benchDatabase({
  durable = false,
}: {
  readonly durable?: boolean;
} = {}): Promise<{ readonly url: string; readonly folder: string; close(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'mehnat-bench-'));
  // Root's PostgreSQL runs as somebody else, who must get through.
  await chmod(dataDir, 0o711);
  const server = await startEmbeddedPostgres({ dataDir, durable, shelter: join(dataDir, 'shelter') });
  await migrate(server.url);
  return {
    url: server.url,
    folder: dataDir,
    close: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
