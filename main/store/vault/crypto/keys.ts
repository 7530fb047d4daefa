/** The keys everything in a vault is sealed with. */
import { randomBytes } from 'node:crypto';

/** Plain bytes, so that they can be handed to a worker. Never log or store them: `key-file.ts` wraps them under a password. */
export interface MasterKeys {
  /** AES-256 key, 32 bytes. */
  readonly encrypt: Uint8Array;
  /** AES-128 key of the Poly1305-AES authenticator, 16 bytes. */
  readonly macK: Uint8Array;
  /** Poly1305 `r`, 16 bytes, as drawn: it is clamped where it is used. */
  readonly macR: Uint8Array;
}

export const ENCRYPT_BYTES = 32;
export const MAC_BYTES = 16;
export const KEY_BYTES = ENCRYPT_BYTES + 2 * MAC_BYTES;

/** 64 bytes as keys, in the order of the vault format: encryption key, `k`, `r`. */
export const splitKeys = (bytes: Uint8Array): MasterKeys => ({
  encrypt: new Uint8Array(bytes.subarray(0, ENCRYPT_BYTES)),
  macK: new Uint8Array(bytes.subarray(ENCRYPT_BYTES, ENCRYPT_BYTES + MAC_BYTES)),
  macR: new Uint8Array(bytes.subarray(ENCRYPT_BYTES + MAC_BYTES, KEY_BYTES)),
});

/** Fresh keys for a new vault. */
export const newMasterKeys = (): MasterKeys => splitKeys(randomBytes(KEY_BYTES));

export const isAllZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);
