import type { Receipt, SealReceipt } from '../domain/delivery.ts';
import type { ChannelName } from '../domain/terms.ts';
import { type Place, type Vault, VaultError } from './vault.ts';

/** More pushes in one message are not told of: a receipt has 512 characters, and a bundle this large is none of ours. */
const MOST_PUSHES = 8;

const placeOf = (channel: ChannelName): Place => ({ table: 'push', column: 'receipt', row: '', channel });

/** Seals receipts: who carries them sees noise, and cannot tell two of one person from two of any. */
export const createSealReceipt =
  (vault: Vault): SealReceipt =>
  (channel, { pushIds, ordinal, copy }) => {
    const ids = pushIds.slice(0, MOST_PUSHES).map((id) => Buffer.from(id.replaceAll('-', ''), 'hex'));
    const text = [ordinal, copy, ...ids.map((id) => id.toString('base64url'))].join(' ');
    return vault.seal(placeOf(channel), text).toString('base64url');
  };

/** What a receipt says; `null` for what we did not seal, or with another key. */
export function openReceipt(vault: Vault, channel: ChannelName, sealed: string): Receipt | null {
  try {
    const text = vault.open(placeOf(channel), Buffer.from(sealed, 'base64url'));
    const [ordinal, copy, ...ids] = text.split(' ');
    return { ordinal: Number(ordinal), copy: Number(copy), pushIds: ids.map(uuidOf) };
  } catch (error) {
    if (error instanceof VaultError) return null;
    throw error;
  }
}

function uuidOf(text: string): string {
  const hex = Buffer.from(text, 'base64url').toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
