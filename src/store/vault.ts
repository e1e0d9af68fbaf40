import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { Address, type ChannelName } from '../domain/terms.ts';
import type { Keys } from './keys.ts';

/** What a keyed hash is for. Each has a key of its own, so that no two columns can be joined. */
export type Purpose =
  | 'deduplication'
  | 'conversation'
  | 'chat-lock'
  | 'report'
  | 'move'
  | 'move-tries'
  | 'guess'
  | 'audience'
  | 'invitation';

/** Where a sealed value belongs. It opens nowhere else. */
export interface Place {
  readonly table: string;
  readonly column: string;
  /** The row: its uuid, or its key in hex. */
  readonly row: string;
  readonly channel: ChannelName;
}

// layout: version(1) | key id(2) | iv(12) | tag(16) | ciphertext
const VERSION = 1;
const IV_START = 3;
const TAG_START = 15;
const BODY_START = 31;
const TAG_BYTES = 16;
const HASH_BYTES = 16;

/** Sizes that hide how long an address is; the second is for business-scoped ids of WhatsApp. */
const ADDRESS_SIZES = [32, 160] as const;
const DOCUMENT_STEP = 256;

/**
 * Seals what is kept and makes the keyed hashes by which it is found. Keys stay inside; printing it shows nothing.
 */
export class Vault {
  readonly #keys: Keys;
  readonly #derived = new Map<string, Buffer>();

  constructor(keys: Keys) {
    this.#keys = keys;
  }

  /** 16 bytes by which the row of an address is found; another key for each channel. */
  lookup(channel: ChannelName, address: Address): Buffer {
    return this.#hmac(`lookup/${channel}`, `${channel}\0${address.reveal()}`);
  }

  /** 16 bytes that stand for a text, under the key of one purpose (and channel, where one is named). */
  hash(purpose: Purpose | `${Purpose}/${ChannelName}`, text: string): Buffer {
    return this.#hmac(`hash/${purpose}`, text);
  }

  /** 16 bytes that only this key file makes; says whether a database was written with it. */
  fingerprint(): Buffer {
    return this.#hmac('fingerprint', 'mehnat');
  }

  /** Seals an address; the result is one of two lengths. Throws when it is longer than 158 bytes. */
  sealAddress(place: Place, address: Address): Buffer {
    const text = Buffer.from(address.reveal(), 'utf8');
    const size = ADDRESS_SIZES.find((each) => text.length + 2 <= each);
    if (size === undefined) throw new Error('an address is longer than any channel has');
    return this.#seal(place, padded(text, size));
  }

  /** The address that was sealed for this place. Throws `VaultError` as `open` does. */
  openAddress(place: Place, sealed: Uint8Array): Address {
    return new Address(this.open(place, sealed));
  }

  /** Seals a text; the result hides its length in steps of 256 bytes. */
  seal(place: Place, text: string): Buffer {
    const bytes = Buffer.from(text, 'utf8');
    return this.#seal(place, padded(bytes, Math.ceil((bytes.length + 2) / DOCUMENT_STEP) * DOCUMENT_STEP));
  }

  /** The text that was sealed for this place. Throws `VaultError` for any other place, key or changed byte. */
  open(place: Place, sealed: Uint8Array): string {
    const bytes = Buffer.from(sealed);
    if (bytes.length < BODY_START || bytes[0] !== VERSION) throw new VaultError('unknown layout');
    if (bytes.readUInt16BE(1) !== this.#keys.id) throw new VaultError('sealed with another key file');
    const decipher = createDecipheriv('aes-256-gcm', this.#key('data'), bytes.subarray(IV_START, TAG_START), {
      // Without it Node accepts a tag of four bytes.
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(additional(place, this.#keys.id));
    decipher.setAuthTag(bytes.subarray(TAG_START, BODY_START));
    try {
      return unpadded(Buffer.concat([decipher.update(bytes.subarray(BODY_START)), decipher.final()]));
    } catch (cause) {
      throw new VaultError('it was changed, moved or sealed with another key file', { cause });
    }
  }

  #seal(place: Place, body: Buffer): Buffer {
    const iv = randomBytes(TAG_START - IV_START);
    const cipher = createCipheriv('aes-256-gcm', this.#key('data'), iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(additional(place, this.#keys.id));
    const ciphertext = Buffer.concat([cipher.update(body), cipher.final()]);
    const head = Buffer.alloc(IV_START);
    head.writeUInt8(VERSION, 0);
    head.writeUInt16BE(this.#keys.id, 1);
    return Buffer.concat([head, iv, cipher.getAuthTag(), ciphertext]);
  }

  #hmac(name: string, text: string): Buffer {
    return createHmac('sha256', this.#key(name)).update(text).digest().subarray(0, HASH_BYTES);
  }

  #key(name: string): Buffer {
    const known = this.#derived.get(name);
    if (known !== undefined) return known;
    const key = Buffer.from(hkdfSync('sha256', this.#keys.master, '', `mehnat/1/${name}`, 32));
    this.#derived.set(name, key);
    return key;
  }
}

/** A sealed value did not open: changed, moved to another row, or sealed with another key file. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  constructor(why: string, options?: ErrorOptions) {
    super(`a sealed value does not open: ${why}`, options);
  }
}

/** Compares two keyed hashes in constant time. */
export const sameHash = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && timingSafeEqual(left, right);

const additional = (place: Place, keyId: number): Buffer =>
  Buffer.from([place.table, place.column, place.row, place.channel, VERSION, keyId].join('|'), 'utf8');

function padded(text: Buffer, size: number): Buffer {
  const body = Buffer.alloc(size);
  body.writeUInt16BE(text.length, 0);
  text.copy(body, 2);
  return body;
}

const unpadded = (body: Buffer): string => body.toString('utf8', 2, 2 + body.readUInt16BE(0));
