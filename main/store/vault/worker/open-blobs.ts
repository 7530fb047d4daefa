/** Opens and verifies a list of blobs of fetched bytes: plain for reading, or sealed anew under other keys for a copy. */
import { free } from '../../../base/free.ts';
import { OVERHEAD, Sealer } from '../crypto/seal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { BlobOpener } from './open-blob.ts';
import type { Task } from './protocol.ts';

type OpenTask = Extract<Task, { type: 'open' }>;
type VerifyTask = Extract<Task, { type: 'verify' }>;

/** One result a blob, in memory of its own: its bytes, or null where it is damaged. Resealed blobs keep their compression. The task's bytes are used up. */
export function openBlobs(opener: BlobOpener, { bytes, blobs, reseal }: OpenTask, kernel: Kernel): (Uint8Array<ArrayBuffer> | null)[] {
  const target = reseal === null ? null : new Sealer(reseal, kernel);
  const opened = blobs.map((blob) => {
    const sealed = bytes.subarray(blob.offset, blob.offset + blob.length);
    try {
      const plain = opener.open(sealed, blob);
      return target === null ? new Uint8Array(plain) : target.sealed(sealed.subarray(0, sealed.length - OVERHEAD));
    } catch {
      return null; // damaged: the caller tries another place of the blob, or names what is lost
    }
  });
  free(bytes);
  return opened;
}

/** One flag a blob: 1 where it is what its id promises. The task's bytes stay as they are. */
export function soundBlobs(opener: BlobOpener, { bytes, blobs }: VerifyTask): Uint8Array<ArrayBuffer> {
  const longest = blobs.reduce((most, { length }) => Math.max(most, length), 0);
  const plain = new Uint8Array(Buffer.allocUnsafeSlow(longest).buffer);
  const sound = Uint8Array.from(blobs, (blob) => {
    try {
      opener.open(bytes.subarray(blob.offset, blob.offset + blob.length), blob, plain);
      return 1;
    } catch {
      return 0; // damaged: the caller names what it is
    }
  });
  free(plain);
  return sound;
}
