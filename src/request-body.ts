/**
 * The bytes of a call from outside, at most so many; else the status to refuse it with: 413 for more, of which nothing
 * further is read, 400 when the call broke off.
 */
export async function readBody(request: Request, most: number): Promise<Uint8Array | 413 | 400> {
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
