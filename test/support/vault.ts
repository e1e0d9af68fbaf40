import { randomBytes } from 'node:crypto';
import { Vault } from '../../src/store/vault.ts';

/** A vault with keys of its own. */
export const freshVault = (id = 7): Vault => new Vault({ id, master: randomBytes(32) });
