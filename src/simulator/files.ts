/** Files on this side of a service: what people sent, what was uploaded. In memory alone, so that a restart loses them. */
import type { FileCard, SentFile } from './terms.ts';

/** A file as the service has it. */
export interface StoredFile extends SentFile {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Files {
  /** Keeps it; what stands of it in a chat. */
  add(file: SentFile): FileCard;
  find(id: string): StoredFile | null;
  /** False when there was none. */
  remove(id: string): boolean;
  count(): number;
  clear(): void;
}

/** The oldest go first. */
const KEPT = 100;

/** No files; `idOf` makes an id of a number that no earlier stand-in used. */
export function createFiles(now: () => Date, idOf: (number: number) => string): Files {
  const files = new Map<string, StoredFile>();
  let number = Date.now() * 1000;

  return {
    add(file) {
      number += 1;
      const id = idOf(number);
      files.set(id, { ...file, id, at: now().getTime() });
      const [oldest] = files.keys();
      if (files.size > KEPT && oldest !== undefined) files.delete(oldest);
      const { name, mediaType, bytes } = file;
      return { id, name, mediaType, size: bytes.length };
    },
    find: (id) => files.get(id) ?? null,
    remove: (id) => files.delete(id),
    count: () => files.size,
    clear: () => files.clear(),
  };
}

/** A picture as a page shows it. */
export const dataUrl = (bytes: Uint8Array): string =>
  `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
