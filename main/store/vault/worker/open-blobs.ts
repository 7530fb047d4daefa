/** Opens and verifies a list of blobs of fetched bytes: plain for reading, or sealed anew under other keys for a copy. */
import { Sealer } from '../crypto/seal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { openBlob } from './open-blob.ts';
import type { Task } from './protocol.ts';

type OpenTask = Extract<Task, { type: 'open' }>;
type VerifyTask = Extract<Task, { type: 'verify' }>;

/** One result a blob: its bytes, or null where it is damaged. Resealed blobs keep their compression. */
export function openBlobs(sealer: Sealer, task: OpenTask, kernel: Kernel): (Uint8Array | null)[] {
  const target = task.reseal === null ? null : new Sealer(task.reseal, kernel);
  return task.blobs.map((blob) => {
    const sealed = task.bytes.subarray(blob.offset, blob.offset + blob.length);
    try {
      const plain = openBlob(sealer, sealed, blob);
      return target === null ? plain : target.sealed(sealer.open(sealed));
    } catch {
      return null; // damaged: the caller tries another place of the blob, or names what is lost
    }
  });
}

/** One flag a blob: 1 where it is what its id promises. */
export function soundBlobs(sealer: Sealer, { bytes, blobs }: VerifyTask): Uint8Array {
  return Uint8Array.from(blobs, (blob) => {
    try {
      openBlob(sealer, bytes.subarray(blob.offset, blob.offset + blob.length), blob);
      return 1;
    } catch {
      return 0; // damaged: the caller names what it is
    }
  });
}
