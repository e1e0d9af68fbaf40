import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../src/domain/delivery.ts';
import { createSealReceipt, openReceipt } from '../../src/store/receipts.ts';
import { Vault } from '../../src/store/vault.ts';
import { freshVault } from '../support/vault.ts';

const vault = freshVault();
const seal = createSealReceipt(vault);
const receiptOf = (pushes: number): Receipt => ({
  pushIds: Array.from({ length: pushes }, () => randomUUID()),
  ordinal: 1_234_567,
  copy: 2,
});

describe('a receipt', () => {
  it.each([1, 2, 8])('of %i pushes comes back as it was, and fits what a service takes', (pushes) => {
    const receipt = receiptOf(pushes);
    const sealed = seal('whatsapp', receipt);
    expect(sealed.length).toBeLessThanOrEqual(512);
    expect(sealed).toMatch(/^[\w-]+$/);
    expect(openReceipt(vault, 'whatsapp', sealed)).toEqual(receipt);
  });

  it('of the highest ordinal there can be fits, too', () => {
    const receipt = { ...receiptOf(8), ordinal: 2_147_483_647 };
    expect(seal('whatsapp', receipt).length).toBeLessThanOrEqual(512);
    expect(openReceipt(vault, 'whatsapp', seal('whatsapp', receipt))).toEqual(receipt);
  });

  it('of more pushes tells of the first eight', () => {
    const receipt = receiptOf(40);
    const sealed = seal('whatsapp', receipt);
    expect(sealed.length).toBeLessThanOrEqual(512);
    expect(openReceipt(vault, 'whatsapp', sealed)?.pushIds).toEqual(receipt.pushIds.slice(0, 8));
  });

  it('says nothing to whoever carries it: not who, not what, not how much, not whether it is the same again', () => {
    const receipt = receiptOf(8);
    const sealed = seal('whatsapp', receipt);
    const bytes = Buffer.from(sealed, 'base64url');
    for (const id of receipt.pushIds) {
      const raw = Buffer.from(id.replaceAll('-', ''), 'hex');
      for (const form of [raw, Buffer.from(raw.toString('base64url')), Buffer.from(id)])
        expect(bytes.includes(form)).toBe(false);
    }
    expect(bytes.includes(Buffer.from('1234567'))).toBe(false);
    expect(seal('whatsapp', receiptOf(1))).toHaveLength(sealed.length);
    expect(seal('whatsapp', receipt)).not.toBe(sealed);
    // Beyond the head, which is the same for every sealed value, nothing of two receipts agrees.
    expect(seal('whatsapp', receipt).slice(4, 40)).not.toBe(sealed.slice(4, 40));
  });

  const ours = seal('whatsapp', receiptOf(2));
  const turned = (text: string, at: number): string =>
    `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
  it.each<[string, string]>([
    ['that is empty', ''],
    ['that is no base64', '⚠️ {"push":1}'],
    ['that is too short', ours.slice(0, 30)],
    ['that was cut', ours.slice(0, -4)],
    ['that was changed in its head', turned(ours, 1)],
    ['that was changed in its middle', turned(ours, 200)],
    ['that was changed at its end', turned(ours, ours.length - 2)],
    ['of another key file', createSealReceipt(freshVault(8))('whatsapp', receiptOf(1))],
    ['of another key file with our number', createSealReceipt(freshVault())('whatsapp', receiptOf(1))],
    ['of another channel', seal('telegram', receiptOf(1))],
  ])('%s is none of ours', (_, sealed) => {
    expect(openReceipt(vault, 'whatsapp', sealed)).toBeNull();
  });

  it('that a vault sealed for another place is none of ours', () => {
    const elsewhere = { table: 'subscriber', column: 'sealed', row: '', channel: 'whatsapp' };
    const sealed = vault.seal(elsewhere, '1 1').toString('base64url');
    expect(openReceipt(vault, 'whatsapp', sealed)).toBeNull();
  });

  it('that does not open because of a fault of ours is no receipt of somebody else', () => {
    const broken = new Vault({ id: 7, master: Buffer.alloc(32) });
    broken.open = () => {
      throw new TypeError('ours');
    };
    expect(() => openReceipt(broken, 'whatsapp', ours)).toThrow('ours');
  });
});
