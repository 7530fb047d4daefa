/** Reads the list of blobs at the end of a pack. */
import { Fault } from '../../../base/fault.ts';
import type { Sealer } from '../crypto/seal.ts';
import { decodePackHeader, type PackEntry } from '../format/pack.ts';

/** Sealed overhead of the header and the length field behind it. */
const LENGTH_FIELD = 4;

/** @param bytes the whole pack, or any end of it that holds the header. @throws Fault `damaged`. */
export function readPackHeader(sealer: Sealer, bytes: Uint8Array): PackEntry[] {
  if (bytes.length < LENGTH_FIELD) throw new Fault('damaged', `The pack is ${bytes.length} bytes long: it has no header.`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(bytes.length - LENGTH_FIELD, true);
  const start = bytes.length - LENGTH_FIELD - length;
  if (start < 0) throw new Fault('damaged', `The pack names a header of ${length} bytes, and is ${bytes.length} bytes long itself.`);
  return decodePackHeader(sealer.open(bytes.subarray(start, bytes.length - LENGTH_FIELD)));
}
