/** Reads every index file into the compact index. */
import { toFault } from '../../../base/fault.ts';
import type { Call } from '../../../base/call.ts';
import { decodeIndex } from '../format/index-file.ts';
import type { Repository } from '../repository/repository.ts';
import { BlobIndex, DATA, TREE } from './blob-index.ts';

export interface LoadedIndex {
  index: BlobIndex;
  /** Ids of the index files read. */
  files: string[];
  /** Ids of those that could not be. */
  damaged: string[];
}

/** A damaged index file is reported and passed over: what only it named is missing, everything else can be read. */
export async function loadIndex(repository: Repository, call: Call): Promise<LoadedIndex> {
  const loaded: LoadedIndex = { index: new BlobIndex(), files: [], damaged: [] };
  for (const { id } of await repository.list('index', call)) {
    call.signal.throwIfAborted();
    try {
      addIndexFile(loaded.index, await repository.load('index', id, call));
      loaded.files.push(id);
    } catch (error) {
      call.signal.throwIfAborted();
      loaded.damaged.push(id);
      call.report({ item: `index/${id}`, during: 'index', severity: 'warning', fault: toFault(error, `The index file ${id} cannot be read`) });
    }
  }
  return loaded;
}

/** Bytes of a blob in an index file, at least: an id, a type, and a digit or more of everything else. */
const LEAST = 110;

export function addIndexFile(index: BlobIndex, bytes: Uint8Array): void {
  let pack = -1;
  index.expect(Math.floor(bytes.length / LEAST));
  decodeIndex(bytes, {
    pack: (id) => {
      pack = index.packNumber(Buffer.from(id).toString('hex'));
    },
    blob: (id, type, offset, length, uncompressed) => index.addTo(pack, id, type === 0 ? DATA : TREE, offset, length, uncompressed),
  });
}
