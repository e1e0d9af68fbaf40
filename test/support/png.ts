import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A grey PNG of this size; `atLeast` bytes long, if it must be. */
export function aPng({ width = 8, height = 8, atLeast = 0 } = {}): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Eight bits a pixel, grey. What is very large has its size in the head only.
  head.set([8, 0], 8);
  const row = Buffer.alloc(Math.min(width, 1_000) + 1, 0x80).fill(0, 0, 1);
  const rows = Buffer.concat(Array.from({ length: Math.min(height, 1_000) }, () => row));
  const parts = [
    SIGNATURE,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    ...(atLeast === 0 ? [] : [chunk('paDd', Buffer.alloc(atLeast))]),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return new Uint8Array(Buffer.concat(parts));
}

/** The bytes of a picture that stands in a chat. */
export const bytesOf = (dataUrl: string): Uint8Array =>
  new Uint8Array(Buffer.from(dataUrl.replace(/^data:image\/png;base64,/, ''), 'base64'));

/** What stands for a printed sheet where nobody looks at it. */
export const A_SHEET: Uint8Array = aPng();
