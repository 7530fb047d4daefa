/** Reads one snapshot: lists and walks its directories, hands out content. */
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import type { Call } from '../../base/call.ts';
import { Fault, toFault } from '../../base/fault.ts';
import { joinRaw, showName } from '../../entry/name.ts';
import type { RawName, RawPath, StoredEntry } from '../../entry/entry.ts';
import type { ExtractJob, Extracted, SnapshotReader, StoredItem, WalkOptions } from '../store.ts';
import { readTree, TreeCursor } from './tree-reader.ts';
import { TreeDirectory } from './tree-directory.ts';

/** Entries delivered at once. */
const BATCH = 512;

/** Directories by their identity, as bytes of a tree. Faults: `damaged`. */
export interface Trees {
  load(id: string, call: Call): Promise<Uint8Array>;
}

export class TreeSnapshot implements SnapshotReader {
  readonly snapshot: Snapshot;
  readonly #trees: Trees;
  readonly #extractor: Pick<SnapshotReader, 'read' | 'pour' | 'extract'>;

  constructor(snapshot: Snapshot, trees: Trees, extractor: Pick<SnapshotReader, 'read' | 'pour' | 'extract'>) {
    this.snapshot = snapshot;
    this.#trees = trees;
    this.#extractor = extractor;
  }

  async directory(id: string, call: Call): Promise<TreeDirectory> {
    return new TreeDirectory(await this.#trees.load(id, call));
  }

  async *list(path: RawPath, call: Call): AsyncIterable<readonly StoredItem[]> {
    const directory = await this.#find(path, call);
    if (directory !== null && directory.subtree === null) {
      yield [{ entry: directory, path: trimmed(path) }];
      return;
    }
    const tree = await this.#trees.load(directory?.subtree ?? this.snapshot.tree, call);
    let batch: StoredItem[] = [];
    for (const entry of readTree(tree)) {
      batch.push({ entry, path: joinRaw(trimmed(path), entry.name) });
      if (batch.length === BATCH) {
        yield batch;
        batch = [];
      }
    }
    if (batch.length > 0) yield batch;
  }

  async *walk({ from = '/', enter = () => true, wants }: WalkOptions, call: Call): AsyncIterable<readonly StoredItem[]> {
    const start = await this.#find(from, call);
    let batch: StoredItem[] = [];
    if (start !== null) {
      const item = { entry: start, path: trimmed(from) };
      batch.push(item);
      if (start.subtree === null || !enter(item)) return yield batch;
    }
    const stack = [await this.#directory(start?.subtree ?? this.snapshot.tree, trimmed(from), wants, call)];
    while (stack.length > 0) {
      const { path, entries } = stack[stack.length - 1];
      const next = entries.next();
      if (next.done === true) {
        stack.pop();
        continue;
      }
      const item = { entry: next.value, path: joinRaw(path, next.value.name) };
      batch.push(item);
      if (next.value.subtree !== null && enter(item)) {
        const { subtree } = next.value;
        const directory = await this.#orDamaged(item.path, () => this.#directory(subtree, item.path, wants, call), call);
        if (directory !== null) stack.push(directory);
      }
      if (batch.length < BATCH) continue;
      call.signal.throwIfAborted();
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }

  async *paths({ from = '/', enter = () => true }: WalkOptions, call: Call): AsyncIterable<readonly RawPath[]> {
    const start = await this.#find(from, call);
    let batch: RawPath[] = [];
    if (start !== null) {
      batch.push(trimmed(from));
      if (start.subtree === null || !enter({ entry: start, path: trimmed(from) })) return yield batch;
    }
    const stack = [await this.#names(start?.subtree ?? this.snapshot.tree, trimmed(from), call)];
    while (stack.length > 0) {
      const { path, names } = stack[stack.length - 1];
      const next = names.next();
      if (next.done === true) {
        stack.pop();
        continue;
      }
      const { name, entry } = next.value;
      const item = joinRaw(path, name);
      batch.push(item);
      if (entry !== null && entry.subtree !== null && enter({ entry, path: item })) {
        const directory = await this.#orDamaged(item, () => this.#names(entry.subtree!, item, call), call);
        if (directory !== null) stack.push(directory);
      }
      if (batch.length < BATCH) continue;
      call.signal.throwIfAborted();
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }

  read(entry: StoredEntry, call: Call): AsyncIterable<Uint8Array> {
    return this.#extractor.read(entry, call);
  }

  pour(entry: StoredEntry, call: Call): AsyncIterable<Uint8Array> {
    return this.#extractor.pour?.(entry, call) ?? this.read(entry, call);
  }

  extract(jobs: readonly ExtractJob[], call: Call): AsyncIterable<Extracted> {
    return this.#extractor.extract(jobs, call);
  }

  async #directory(id: string, path: RawPath, wants: WalkOptions['wants'], call: Call): Promise<{ path: RawPath; entries: Iterator<StoredEntry> }> {
    const tree = await this.#trees.load(id, call);
    return { path, entries: this.#named(wants === undefined ? readTree(tree) : wantedOf(tree, path, wants), path, call) };
  }

  async #names(id: string, path: RawPath, call: Call): Promise<{ path: RawPath; names: Iterator<Named> }> {
    return { path, names: this.#named(namesOf(await this.#trees.load(id, call)), path, call) };
  }

  /** A directory that is damaged is reported and passed over, so that everything beside it can still be had. */
  async #orDamaged<T>(path: RawPath, load: () => Promise<T>, call: Call): Promise<T | null> {
    try {
      return await load();
    } catch (error) {
      call.signal.throwIfAborted();
      this.#damaged(path, error, call);
      return null;
    }
  }

  /** A tree may turn out malformed half-way: what came before is good. Names that would leave their directory are refused. */
  *#named<T extends { name: RawName }>(entries: Iterable<T>, path: RawPath, call: Call): Generator<T> {
    try {
      for (const entry of entries) {
        if (isPlainName(entry.name)) yield entry;
        else {
          const item = joinRaw(path, entry.name);
          this.#damaged(item, new Fault('damaged', `"${showName(item)}" has a name no file can have: it is left out.`), call);
        }
      }
    } catch (error) {
      this.#damaged(path, error, call);
    }
  }

  #damaged(path: RawPath, error: unknown, call: Call): void {
    const item = showName(path);
    call.progress.done.errors++;
    call.report({ item, during: 'read directory', severity: 'warning', fault: toFault(error, `The directory ${item} of snapshot ${this.snapshot.id.slice(0, 8)} cannot be read`) });
  }

  /** The entry at a path; null for the root. @throws Fault `missing` naming the first part that is not there. */
  async #find(path: RawPath, call: Call): Promise<StoredEntry | null> {
    let entry: StoredEntry | null = null;
    let tree: string | null = this.snapshot.tree;
    let walked = '';
    for (const name of trimmed(path).split('/').filter((part) => part !== '')) {
      walked += `/${name}`;
      entry = tree === null ? null : lookup(await this.#trees.load(tree, call), name);
      tree = entry?.subtree ?? null;
      if (entry === null) {
        throw new Fault('missing', `Snapshot ${this.snapshot.id.slice(0, 8)} has no ${showName(walked)}.`, { advice: 'Look with "holdfast ls" for what it has.', context: { path: showName(walked) } });
      }
    }
    return entry;
  }
}

/** An entry by its name; all of it only where it may be a directory. */
interface Named {
  name: RawName;
  entry: StoredEntry | null;
}

function* namesOf(tree: Uint8Array): Generator<Named> {
  const cursor = new TreeCursor(tree);
  for (let name = cursor.peekName(); name !== null; name = cursor.peekName()) yield { name, entry: cursor.passFile() ? null : cursor.next() };
}

/** Without files that are not wanted, most of which are never decoded. */
function* wantedOf(tree: Uint8Array, path: RawPath, wants: (path: RawPath) => boolean): Generator<StoredEntry> {
  const cursor = new TreeCursor(tree);
  for (let name = cursor.peekName(); name !== null; name = cursor.peekName()) {
    if (!wants(joinRaw(path, name)) && cursor.passFile()) continue;
    yield cursor.next()!;
  }
}

function lookup(tree: Uint8Array, name: string): StoredEntry | null {
  for (const entry of readTree(tree)) if (entry.name === name) return entry;
  return null;
}

const isPlainName = (name: string): boolean => name !== '' && name !== '.' && name !== '..' && !name.includes('/') && !name.includes('\0');

/** Without a slash at its end; the root stays `/`. */
const trimmed = (path: RawPath): RawPath => (path.length > 1 && path.endsWith('/') ? trimmed(path.slice(0, -1)) : path === '' ? '/' : path);
