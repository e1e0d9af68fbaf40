import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/embedded-postgres.ts';
import { migrate } from '../../src/store/migrate.ts';

/** Our own PostgreSQL in a temporary folder, migrated and empty; without fsync, which flatters the rivals. */
export async function benchDatabase(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'mehnat-bench-'));
  // Root's PostgreSQL runs as somebody else, who must get through.
  await chmod(dataDir, 0o711);
  const server = await startEmbeddedPostgres({ dataDir, durable: false, shelter: join(dataDir, 'shelter') });
  await migrate(server.url);
  return {
    url: server.url,
    close: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
