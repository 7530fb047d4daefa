/** A snapshot walked beside another one, directory by directory: what an entry was earlier. */
import type { Call } from '../base/call.ts';
import { isFault } from '../base/fault.ts';
import type { RawName, StoredEntry } from '../entry/entry.ts';
import type { Directory, SnapshotReader } from '../store/store.ts';

export class EarlierTree {
  readonly #reader: SnapshotReader | null;
  readonly #call: Call;
  readonly #stack: (Directory | null)[];

  private constructor(reader: SnapshotReader | null, root: Directory | null, call: Call) {
    this.#reader = reader;
    this.#call = call;
    this.#stack = [root];
  }

  /** @param reader null: there was nothing earlier. */
  static async begin(reader: SnapshotReader | null, call: Call): Promise<EarlierTree> {
    return new EarlierTree(reader, reader === null ? null : await load(reader, reader.snapshot.tree, call), call);
  }

  find(name: RawName): StoredEntry | null {
    return this.#stack.at(-1)?.find(name) ?? null;
  }

  async enter(name: RawName): Promise<void> {
    const subtree = this.find(name)?.subtree ?? null;
    this.#stack.push(this.#reader === null || subtree === null ? null : await load(this.#reader, subtree, this.#call));
  }

  leave(): void {
    this.#stack.pop();
  }
}

/** One that cannot be read was not there: then all in it counts as new. */
async function load(reader: SnapshotReader, id: string, call: Call): Promise<Directory | null> {
  try {
    return await reader.directory(id, call);
  } catch (error) {
    if (isFault(error, 'damaged') || isFault(error, 'missing')) return null;
    throw error;
  }
}
