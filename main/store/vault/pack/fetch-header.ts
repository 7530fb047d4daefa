/** Reads the header of a stored pack with as few requests as possible. */
import { Fault } from '../../../base/fault.ts';
import type { StorageCall } from '../../../storage/storage.ts';
import type { PackEntry } from '../format/pack.ts';
import { packKey } from '../repository/layout.ts';
import type { Repository } from '../repository/repository.ts';
import { readPackHeader } from './read-header.ts';

/** The first request: enough for the header of an ordinary pack of data. */
const FIRST = 16 * 1024;

/** @param size of the pack in bytes, as listed. @throws Fault `damaged`. */
export async function packHeader(repository: Repository, id: string, size: number, call: StorageCall): Promise<PackEntry[]> {
  const fetch = (length: number): Promise<Uint8Array> => repository.storage.get(packKey(id), call, { offset: size - length, length });
  const tail = await fetch(Math.min(FIRST, size));
  if (tail.length < 4) throw new Fault('damaged', `Pack ${id} is ${size} bytes long: it has no header.`);
  const needed = new DataView(tail.buffer, tail.byteOffset).getUint32(tail.length - 4, true) + 4;
  if (needed > size) throw new Fault('damaged', `Pack ${id} names a header longer than itself.`);
  return readPackHeader(repository.sealer, needed <= tail.length ? tail : await fetch(needed));
}
