/**
 * The bytes of a call from outside, at most so many; else the status to refuse it with: 413 for more, of which nothing
 * further is read, 400 when the call broke off. An answer to a call of ours reads the same.
 */
export async function readBody(
  request: Pick<Request, 'headers' | 'body'>,
  most: number,
): Promise<Uint8Array | 413 | 400> {
  if (Number(request.headers.get('content-length') ?? 0) > most) return 413;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > most) return 413;
      chunks.push(chunk);
    }
  } catch {
    // Anybody may hang up: nothing of ours failed.
    return 400;
  }
  return Buffer.concat(chunks);
}

/**
 * The bytes of an answer to a call of ours, at most so many; else a status: its own where it is no 2xx, 413 for more, 502
 * when it broke off.
 */
export async function readAnswer(response: Response, most: number): Promise<Uint8Array | number> {
  const read = response.ok ? await readBody(response, most) : response.status;
  // A copy: small buffers of Node lie in one piece of memory with others.
  if (typeof read !== 'number') return new Uint8Array(read);
  // The rest stays where it is.
  await response.body?.cancel().catch(() => undefined);
  return response.ok && read === 400 ? 502 : read;
}
