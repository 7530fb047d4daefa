/** The payload of an age file: chunks of 64 KiB, each sealed by itself with ChaCha20-Poly1305, so that any of them can be read alone. */
import { createCipheriv, createDecipheriv, getCiphers, hkdfSync } from 'node:crypto';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';

export const CHUNK = 64 * 1024;
const TAG = 16;
export const SEALED_CHUNK = CHUNK + TAG;
/** Before the chunks. */
export const NONCE = 16;

/** Bytes of plain text in so many of payload (without the nonce); null where there is no such payload. */
export function plainSize(sealed: number): number | null {
  const rest = sealed % SEALED_CHUNK;
  const chunks = Math.ceil(sealed / SEALED_CHUNK);
  if (sealed < TAG || (rest > 0 && rest < TAG) || (rest === TAG && chunks > 1)) return null;
  return sealed - chunks * TAG;
}

export const payloadKey = (fileKey: Uint8Array, nonce: Uint8Array): Uint8Array => new Uint8Array(hkdfSync('sha256', fileKey, nonce, 'payload', 32));

/** Of a chunk: its number, 11 bytes, and whether it is the last. */
function chunkNonce(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

export interface ChunkCipher {
  seal(key: Uint8Array, number: number, isLast: boolean, plain: Uint8Array): Uint8Array;
  /** Null where it is not what was sealed. */
  open(key: Uint8Array, number: number, isLast: boolean, sealed: Uint8Array): Uint8Array | null;
}

const NAME = 'chacha20-poly1305';

/** The fast one. Not in every runtime: the desktop's has none. */
export const nativeCipher: ChunkCipher = {
  seal(key, number, isLast, plain) {
    const cipher = createCipheriv(NAME, key, chunkNonce(number, isLast), { authTagLength: TAG });
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  },
  open(key, number, isLast, sealed) {
    if (sealed.length < TAG) return null;
    const decipher = createDecipheriv(NAME, key, chunkNonce(number, isLast), { authTagLength: TAG });
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
    const plain = decipher.update(sealed.subarray(0, sealed.length - TAG));
    try {
      return Buffer.concat([plain, decipher.final()]);
    } catch {
      return null; // the only thing that can be wrong here is the tag
    }
  },
};

export const portableCipher: ChunkCipher = {
  seal: (key, number, isLast, plain) => chacha20poly1305(key, chunkNonce(number, isLast)).encrypt(plain),
  open(key, number, isLast, sealed) {
    if (sealed.length < TAG) return null;
    try {
      return chacha20poly1305(key, chunkNonce(number, isLast)).decrypt(sealed);
    } catch {
      return null; // the only thing that can be wrong here is the tag
    }
  },
};

export const chunkCipher: ChunkCipher = getCiphers().includes(NAME) ? nativeCipher : portableCipher;
