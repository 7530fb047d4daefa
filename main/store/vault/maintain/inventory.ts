/** What the vault really holds: every index file read anew, every pack listed. The ground maintenance stands on. */
import type { Call } from '../../../base/call.ts';
import { toFault, type Fault } from '../../../base/fault.ts';
import { decodeIndex } from '../format/index-file.ts';
import { BlobIndex, DATA, TREE } from '../index/blob-index.ts';
import type { Found, Repository } from '../repository/repository.ts';
import { PackTable } from './pack-table.ts';

export interface IndexFile {
  id: string;
  /** Blobs it names, in all. */
  blobs: number;
  /** How many it names of each pack, by pack number. */
  packs: Map<number, number>;
}

export interface Inventory {
  index: BlobIndex;
  table: PackTable;
  files: IndexFile[];
  damaged: { id: string; fault: Fault }[];
  /** Bytes of each pack on the storage, by pack number; -1 where there is none. */
  sizes: Float64Array;
  /** Packs on the storage no readable index file names. */
  unindexed: Found[];
}

export async function takeInventory(repository: Repository, call: Call): Promise<Inventory> {
  call.progress.phase = 'loading index';
  const index = new BlobIndex();
  const files: IndexFile[] = [];
  const damaged: Inventory['damaged'] = [];
  for (const { id } of await repository.list('index', call)) {
    call.signal.throwIfAborted();
    try {
      files.push(readFile(index, id, await repository.load('index', id, call)));
    } catch (error) {
      call.signal.throwIfAborted();
      const fault = toFault(error, `The index file ${id} cannot be read`);
      if (fault.kind !== 'damaged' && fault.kind !== 'missing' && fault.kind !== 'range') throw fault; // the storage's trouble, not the file's
      damaged.push({ id, fault });
    }
  }
  const sizes = new Float64Array(index.packs.length).fill(-1);
  const unindexed: Found[] = [];
  for (const found of await repository.list('data', call)) {
    const pack = index.numberOf(found.id);
    if (pack < 0) unindexed.push(found);
    else sizes[pack] = found.size;
  }
  return { index, table: new PackTable(index), files, damaged, sizes, unindexed };
}

function readFile(index: BlobIndex, id: string, bytes: Uint8Array): IndexFile {
  const file: IndexFile = { id, blobs: 0, packs: new Map() };
  let pack = '';
  let count = 0;
  const close = (): void => {
    const number = index.numberOf(pack);
    if (number >= 0 && count > 0) file.packs.set(number, (file.packs.get(number) ?? 0) + count);
    file.blobs += count;
    count = 0;
  };
  decodeIndex(bytes, {
    pack: (named) => {
      close();
      pack = Buffer.from(named).toString('hex');
    },
    blob: (blob, type, offset, length, uncompressed) => {
      index.add(blob, type === 0 ? DATA : TREE, { pack, offset, length, uncompressed });
      count++;
    },
  });
  close();
  return file;
}

/** Packs more than one index file names, by number. */
export function repeatedPacks(files: readonly IndexFile[]): Set<number> {
  const seen = new Set<number>();
  const repeated = new Set<number>();
  for (const { packs } of files) {
    for (const pack of packs.keys()) {
      if (seen.has(pack)) repeated.add(pack);
      seen.add(pack);
    }
  }
  return repeated;
}
