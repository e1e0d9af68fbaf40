/** A file that somebody sent, fetched when it is wanted: its address first, then its bytes, both with the token. */
import { DocumentError, type DocumentHandle, documentFrom } from '../../domain/sent-document.ts';
import { readAnswer } from '../../request-body.ts';
import type { Graph } from './client.ts';
import { toDocumentError } from './errors.ts';

/** Fetches over this client. Source: Meta's page on media; ids of webhooks end after seven days. */
export const createFetchDocument =
  (graph: Graph) =>
  async (handle: DocumentHandle, maxBytes: number): Promise<Uint8Array> => {
    try {
      const { url, bytes } = await graph.media(handle.reveal());
      if ((bytes ?? 0) > maxBytes) throw new DocumentError('too-large');
      return documentFrom(await readAnswer(await graph.download(url), maxBytes));
    } catch (thrown) {
      throw toDocumentError(thrown);
    }
  };
