/** Photos that the bot sends, and files that it fetches: what Telegram takes, and what it gives. */
import { pngSize } from '../../domain/png.ts';
import { dataUrl, type Files } from '../files.ts';
import { type Parameters, textOf } from './parameters.ts';
import { badRequest, Refusal } from './refusal.ts';

/** Source: the Bot API's `sendPhoto` and `getFile`, 10.1. */
const MAX_PHOTO_BYTES = 10 * 1024 * 1024;
const MAX_PHOTO_SIDES = 10_000;
const MAX_PHOTO_RATIO = 20;
const MAX_FILE_BYTES = 20 * 1024 * 1024;

/** The photo of a call, for drawing. Only an upload, and only a PNG: another would have to be decoded. */
export function readPhoto(parameters: Parameters): string {
  const { photo } = parameters;
  if (!(photo instanceof Uint8Array)) throw badRequest('the stand-in takes photos by upload only');
  if (photo.length > MAX_PHOTO_BYTES)
    throw badRequest(
      `file of size ${photo.length} bytes is too big for a photo; the maximum size is ${MAX_PHOTO_BYTES} bytes`,
    );
  const size = pngSize(photo);
  if (size === null) throw badRequest('IMAGE_PROCESS_FAILED');
  const [short = 0, long = 0] = [size.width, size.height].toSorted((a, b) => a - b);
  if (short === 0 || short + long > MAX_PHOTO_SIDES || long / short > MAX_PHOTO_RATIO)
    throw badRequest('PHOTO_INVALID_DIMENSIONS');
  return dataUrl(photo);
}

/** A `File`, as `getFile` answers. */
export function fileOf(parameters: Parameters, files: Files): unknown {
  const file = files.find(textOf(parameters, 'file_id') ?? '');
  if (file === null) throw badRequest('wrong file_id or the file is temporarily unavailable');
  const { id, name, bytes } = file;
  if (bytes.length > MAX_FILE_BYTES) throw badRequest('file is too big');
  const extension = /\.(\w{1,8})$/.exec(name)?.[1] ?? 'bin';
  return {
    file_id: id,
    file_unique_id: `unique-${id}`,
    file_size: bytes.length,
    file_path: `documents/${id}.${extension}`,
  };
}

/** The bytes at a path that `getFile` named. */
export function fileAt(path: string, files: Files): Response {
  const file = files.find(/^documents\/([\w-]+)\.\w+$/.exec(path)?.[1] ?? '');
  if (file === null) throw new Refusal(404, 'Not Found');
  return new Response(new Uint8Array(file.bytes), {
    headers: { 'content-type': 'application/octet-stream' },
  });
}
