/** A file that somebody sent, fetched when it is wanted. Its address holds the token: no error here quotes one. */
import type { Api } from 'grammy';
import { describeFailure } from '../../domain/network-failure.ts';
import { DocumentError, type DocumentHandle, documentFrom } from '../../domain/sent-document.ts';
import { readAnswer } from '../../request-body.ts';
import type { ClientOptions } from './client.ts';
import { toDocumentError } from './errors.ts';

/** A megabyte over a bad line. */
const FETCH_MS = 15_000;

/** As Telegram makes them: `documents/file_7.csv`. Anything else would ask its server for something else. */
const PATH = /^(?:[\w-]+\/)*[\w-]+(?:\.[\w-]+)*$/;

/** Fetches over this `Api`, then from the address that it names. Source: the Bot API's `getFile` and `File`. */
export function createFetchDocument(
  api: Api,
  { token, apiRoot, fetch: call = fetch }: ClientOptions,
): (handle: DocumentHandle, maxBytes: number) => Promise<Uint8Array> {
  async function download(path: string, maxBytes: number): Promise<Uint8Array> {
    const init: RequestInit = { redirect: 'error', signal: AbortSignal.timeout(FETCH_MS) };
    const response = await call(`${apiRoot}/file/bot${token}/${path}`, init).catch((thrown: unknown) => {
      // No `cause`: what a fetch throws may quote the address.
      throw describeFailure(thrown);
    });
    return documentFrom(await readAnswer(response, maxBytes));
  }

  return async (handle, maxBytes) => {
    try {
      const { file_path: path = '', file_size: bytes = 0 } = await api.getFile(handle.reveal());
      if (bytes > maxBytes) throw new DocumentError('too-large');
      if (!PATH.test(path)) throw new DocumentError('gone');
      return await download(path, maxBytes);
    } catch (thrown) {
      throw toDocumentError(thrown);
    }
  };
}
