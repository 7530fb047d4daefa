/** Reads one snapshot: what there is from its manifest, content from its tree. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import type { RawPath, StoredEntry } from '../../../entry/entry.ts';
import { TreeSnapshot } from '../../tree/tree-snapshot.ts';
import type { Directory, ExtractJob, Extracted, SnapshotReader, StoredItem, WalkOptions } from '../../store.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { FileReader } from './file-reader.ts';
import { MirrorDirectory } from './mirror-directory.ts';

export class MirrorReader implements SnapshotReader {
  readonly #manifest: Manifest;
  readonly #entries: TreeSnapshot;
  readonly #files: FileReader;

  constructor(snapshot: Snapshot, manifest: Manifest, files: FileReader) {
    this.#manifest = manifest;
    this.#files = files;
    this.#entries = new TreeSnapshot(snapshot, manifest, files);
  }

  get snapshot(): Snapshot {
    return this.#entries.snapshot;
  }

  async directory(id: string, call: Call): Promise<Directory> {
    call.signal.throwIfAborted();
    return new MirrorDirectory(new Uint8Array(this.#manifest.loadNow(id)), this.#manifest.pathOf(id));
  }

  list(path: RawPath, call: Call): AsyncIterable<readonly StoredItem[]> {
    return placed(this.#entries.list(path, call));
  }

  walk(options: WalkOptions, call: Call): AsyncIterable<readonly StoredItem[]> {
    return placed(this.#entries.walk(options, call));
  }

  paths(options: WalkOptions, call: Call): AsyncIterable<readonly RawPath[]> {
    return this.#entries.paths(options, call);
  }

  read(entry: StoredEntry, call: Call): AsyncIterable<Uint8Array> {
    return this.#files.read(entry, call);
  }

  pour(entry: StoredEntry, call: Call): AsyncIterable<Uint8Array> {
    return this.#files.pour(entry, call);
  }

  extract(jobs: readonly ExtractJob[], call: Call): AsyncIterable<Extracted> {
    return this.#files.extract(jobs, call);
  }
}

async function* placed(batches: AsyncIterable<readonly StoredItem[]>): AsyncGenerator<readonly StoredItem[]> {
  for await (const batch of batches) {
    for (const { entry, path } of batch) entry.place = path;
    yield batch;
  }
}
