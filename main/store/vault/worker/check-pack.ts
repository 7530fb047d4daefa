/** Verifies one whole pack: its name, its header, every blob in it. */
import { free } from '../../../base/free.ts';
import { sha256Hex } from '../../../base/ids.ts';
import type { Sealer } from '../crypto/seal.ts';
import { readPackHeader } from '../pack/read-header.ts';
import type { BlobOpener } from './open-blob.ts';
import type { Result } from './protocol.ts';

type Checked = Extract<Result, { type: 'checked' }>;

/** The bytes are used up. */
export function checkPack(sealer: Sealer, opener: BlobOpener, pack: string, bytes: Uint8Array<ArrayBuffer>): Checked {
  const problems: string[] = [];
  const name = sha256Hex(bytes);
  if (name !== pack) problems.push(`Pack ${pack} does not have the content its name promises (it hashes to ${name}).`);
  try {
    const entries = readPackHeader(sealer, bytes);
    const ids = Buffer.alloc(entries.length * 32);
    entries.forEach(({ id }, at) => ids.write(id, at * 32, 'hex'));
    entries.forEach(({ offset, length, uncompressedLength, id }, at) => {
      try {
        opener.open(bytes.subarray(offset, offset + length), { id: ids.subarray(at * 32, at * 32 + 32), uncompressed: uncompressedLength });
      } catch (error) {
        problems.push(`Pack ${pack}, blob ${id}: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
    return { type: 'checked', problems, blobs: { ids: new Uint8Array(ids), offsets: Uint32Array.from(entries, ({ offset }) => offset) } };
  } catch (error) {
    problems.push(`Pack ${pack}: ${error instanceof Error ? error.message : String(error)}`);
    return { type: 'checked', problems, blobs: { ids: new Uint8Array(0), offsets: new Uint32Array(0) } };
  } finally {
    free(bytes);
  }
}
