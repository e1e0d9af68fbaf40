/** Pictures on their way: Meta gets them for one message, and is asked to let them go. */
import { pngSize } from '../../domain/png.ts';
import { SendError } from '../../domain/terms.ts';
import type { Graph } from './client.ts';

/** Source: Meta's page on media, images. */
const MOST_BYTES = 5_000_000;

/** A message is taken before it is made: its picture may not go at once. To be confirmed on a live account. */
const REST_MS = 60_000;

export interface Pictures {
  /** Uploads one; resolves to the id that a message names. Throws what the client throws, `SendError` for no picture. */
  lend(png: Uint8Array): Promise<string>;
  /** Called at the end: what is still there goes now. Never rejects; what Meta does not delete it drops after 30 days. */
  takeBack(): Promise<void>;
}

/** Nothing of a picture is kept here but its id, for a minute. */
export function createPictures(graph: Pick<Graph, 'upload' | 'deleteMedia'>): Pictures {
  const lent = new Map<string, NodeJS.Timeout>();

  async function drop(id: string): Promise<void> {
    clearTimeout(lent.get(id));
    lent.delete(id);
    await graph.deleteMedia(id).catch(() => undefined);
  }

  return {
    async lend(png) {
      if (pngSize(png) === null || png.length > MOST_BYTES)
        throw new SendError({ kind: 'rejected' }, { cause: new Error('no picture for WhatsApp') });
      const id = await graph.upload(png);
      lent.set(id, setTimeout(() => void drop(id), REST_MS).unref());
      return id;
    },
    takeBack: async () => void (await Promise.all([...lent.keys()].map(drop))),
  };
}
