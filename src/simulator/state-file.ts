/** Keeps the made-up people and their chats across restarts. Simulator only: a real person never gets into this file. */
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface StateFile {
  /** What was kept, or undefined. */
  read(): unknown;
  /** Called after a change: writes within a second. */
  soon(): void;
  /** Writes what is not yet written. */
  flush(): void;
}

const DELAY_MS = 300;

/** A file that holds what `save` gives, readable by its owner alone. Without a path nothing is kept. */
export function createStateFile(path: string | null, save: () => unknown): StateFile {
  let timer: NodeJS.Timeout | null = null;

  function write(): void {
    timer = null;
    if (path === null) return;
    mkdirSync(dirname(path), { recursive: true });
    const draft = `${path}.new`;
    writeFileSync(draft, JSON.stringify(save()), { mode: 0o600 });
    chmodSync(draft, 0o600);
    renameSync(draft, path);
  }

  return {
    read() {
      if (path === null) return undefined;
      try {
        return JSON.parse(readFileSync(path, 'utf8'));
      } catch {
        // Absent or broken: the phones begin anew, which costs nobody anything.
        return undefined;
      }
    },
    soon() {
      timer ??= setTimeout(write, DELAY_MS).unref();
    },
    flush() {
      if (timer === null) return;
      clearTimeout(timer);
      write();
    },
  };
}
