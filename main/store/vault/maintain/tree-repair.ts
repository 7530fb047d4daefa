/** Rewrites the trees of one snapshot without what is lost. Entries that are sound are copied byte for byte, sound trees not at all. */
import type { Call } from '../../../base/call.ts';
import type { RawName, RawPath } from '../../../entry/entry.ts';
import { joinRaw, showName } from '../../../entry/name.ts';
import { decodeNode, type Node } from '../../tree/node.ts';
import { TreeBuilder } from '../../tree/tree-builder.ts';
import { TreeCursor } from '../../tree/tree-reader.ts';
import { DATA } from '../index/id-table.ts';
import { TreeLoader } from '../read/tree-loader.ts';
import type { Repository } from '../repository/repository.ts';
import type { TreeQueue } from '../write/tree-queue.ts';
import type { Inventory } from './inventory.ts';
import { isLost } from './ranges.ts';

const MOST_CHANGES = 1000;

/** What becomes of an entry: stays as it is, goes, or is written anew. */
type Fate = 'keep' | 'drop' | Node;

export class TreeRepair {
  readonly #repository: Repository;
  readonly #inventory: Inventory;
  readonly #loader: TreeLoader;
  readonly #trees: TreeQueue;
  readonly #call: Call;
  readonly changes: string[] = [];
  changeCount = 0;

  constructor(repository: Repository, inventory: Inventory, trees: TreeQueue, call: Call) {
    this.#repository = repository;
    this.#inventory = inventory;
    this.#loader = new TreeLoader(repository, inventory.index);
    this.#trees = trees;
    this.#call = call;
  }

  /** The repaired tree's id: the same one where nothing is wrong, null where the root itself is lost. */
  async root(id: string): Promise<string | null> {
    const bytes = await this.#load(id);
    if (bytes !== null) return this.#rewrite(id, bytes, '/');
    this.#change('/', 'cannot be read: nothing of this snapshot can be saved');
    return null;
  }

  async #load(id: string): Promise<Uint8Array | null> {
    this.#call.signal.throwIfAborted();
    try {
      return await this.#loader.load(id, this.#call);
    } catch (error) {
      if (await isLost(this.#repository, error, this.#call)) return null;
      throw error;
    }
  }

  async #rewrite(id: string, bytes: Uint8Array, path: RawPath): Promise<string> {
    const builder = new TreeBuilder();
    let changed = false;
    let last: RawName = '';
    for (const span of this.#spans(bytes, path, () => (changed = true))) {
      const node = nodeOrNull(span);
      const fate = node === null || !isName(node.name, last) ? 'drop' : await this.#fate(node, joinRaw(path, node.name));
      if (fate === 'keep') builder.addRaw(span);
      else changed = true;
      if (node !== null && fate !== 'drop') last = node.name;
      if (fate === 'drop') this.#change(node === null ? path : joinRaw(path, node.name), node === null ? 'has an entry that makes no sense; it is left out' : 'is no entry a directory can have here; it is left out');
      else if (fate !== 'keep') builder.add(fate, fate);
    }
    return changed ? this.#trees.add(builder.finish()) : id;
  }

  /** A tree may turn out malformed half-way: what came before is good. */
  *#spans(bytes: Uint8Array, path: RawPath, broken: () => void): Generator<Uint8Array> {
    try {
      const cursor = new TreeCursor(bytes);
      for (let span = cursor.nextRaw(); span !== null; span = cursor.nextRaw()) yield span;
    } catch (error) {
      broken();
      this.#change(path, `is malformed: what follows is left out (${error instanceof Error ? error.message : String(error)})`);
    }
  }

  async #fate(node: Node, path: RawPath): Promise<Fate> {
    if (node.type === 'file') return this.#file(node, path);
    if (node.type !== 'dir') return 'keep';
    const bytes = node.subtree === null ? null : await this.#load(node.subtree);
    const subtree = bytes === null ? this.#trees.add(new TreeBuilder().finish()) : await this.#rewrite(node.subtree!, bytes, path);
    if (subtree === node.subtree) return 'keep';
    if (bytes === null) this.#change(path, 'cannot be read; it is an empty directory now');
    return { ...node, subtree };
  }

  #file(node: Node, path: RawPath): Fate {
    const all = node.content ?? [];
    let size = 0;
    const content = all.filter((hex) => {
      const plain = this.#plainSize(Buffer.from(hex, 'hex'));
      size += plain ?? 0;
      return plain !== null;
    });
    if (content.length < all.length) this.#change(path, `has lost ${all.length - content.length} of its ${all.length} parts; it is ${size} bytes long now instead of ${node.size}`);
    else if (node.content === null) this.#change(path, 'has no list of content; it is empty now');
    else if (size !== node.size) this.#change(path, `is ${size} bytes long, and was listed with ${node.size}`);
    else return 'keep';
    return { ...node, content, size };
  }

  /** Null where the blob is lost: no index names it, or its pack is missing or cut off before it. */
  #plainSize(id: Uint8Array): number | null {
    const { index, sizes } = this.#inventory;
    for (const entry of index.ids.findAll(id, DATA)) {
      const pack = index.packOf(entry);
      if (pack < 0 || index.offsetOf(entry) + index.lengthOf(entry) > sizes[pack]) continue;
      return index.uncompressedOf(entry) > 0 ? index.uncompressedOf(entry) : index.lengthOf(entry) - 32;
    }
    return null;
  }

  #change(path: RawPath, what: string): void {
    if (this.changes.length < MOST_CHANGES) this.changes.push(`${showName(path)} ${what}.`);
    this.changeCount++;
  }
}

function nodeOrNull(span: Uint8Array): Node | null {
  try {
    return decodeNode(span);
  } catch {
    return null; // reported by the caller as left out
  }
}

const isName = (name: RawName, before: RawName): boolean => name > before && name !== '.' && name !== '..' && !name.includes('/') && !name.includes('\0');
