/** Verifies one whole pack: its name, its header, every blob in it. */
import { free } from '../../../base/free.ts';
import { sha256Hex } from '../../../base/ids.ts';
import type { Sealer } from '../crypto/seal.ts';
import { readPackHeader } from '../pack/read-header.ts';
import { DATA, TREE, type BlobType } from '../index/id-table.ts';
import type { BlobOpener } from './open-blob.ts';
import type { Result } from './protocol.ts';

type Checked = Extract<Result, { type: 'checked' }>;

/** The bytes are used up. */
export function checkPack(sealer: Sealer, opener: BlobOpener, pack: string, bytes: Uint8Array<ArrayBuffer>): Checked {
  const problems: string[] = [];
  const name = sha256Hex(bytes);
  if (name !== pack) problems.push(`Pack ${pack} does not have the content its name promises (it hashes to ${name}).`);
  try {
    const blobs = readPackHeader(sealer, bytes).map((entry) => ({
      id: new Uint8Array(Buffer.from(entry.id, 'hex')), type: entry.type === 'tree' ? (TREE as BlobType) : (DATA as BlobType), offset: entry.offset, length: entry.length, uncompressed: entry.uncompressedLength,
    }));
    const sound = blobs.filter((blob) => {
      try {
        opener.open(bytes.subarray(blob.offset, blob.offset + blob.length), blob);
        return true;
      } catch (error) {
        problems.push(`Pack ${pack}, blob ${Buffer.from(blob.id).toString('hex')}: ${error instanceof Error ? error.message : String(error)}`);
        return false;
      }
    });
    return { type: 'checked', problems, blobs: sound };
  } catch (error) {
    problems.push(`Pack ${pack}: ${error instanceof Error ? error.message : String(error)}`);
    return { type: 'checked', problems, blobs: [] };
  } finally {
    free(bytes);
  }
}
