/** Writes one snapshot: a merge of the walk with the parent snapshot's trees, bottom-up, content by the workers. */
import type { BackupSummary, Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import type { Clock } from '../../../base/clock.ts';
import { Fault, toFault } from '../../../base/fault.ts';
import { showName } from '../../../entry/name.ts';
import type { Entry, LateMetadata, RawPath, StoredEntry, WalkItem } from '../../../entry/entry.ts';
import { complete, trustsParent } from '../../late-metadata.ts';
import { snapshotContent } from '../../snapshot-content.ts';
import type { SnapshotRequest, SnapshotResult, SnapshotWriter } from '../../store.ts';
import { encodeSnapshot } from '../../tree/snapshot-file.ts';
import { DirectoryFrame, type Before, type Slot } from '../../tree/directory-frame.ts';
import { PreviousTree } from '../../tree/previous-tree.ts';
import { DATA, type BlobIndex } from '../index/blob-index.ts';
import type { TreeLoader } from '../read/tree-loader.ts';
import type { Repository } from '../repository/repository.ts';
import type { Pool } from '../worker/pool.ts';
import { ContentQueue } from './content-queue.ts';
import { PackWriter } from './pack-writer.ts';
import { isSameDirectory, isUnchanged, Tally } from '../../tally.ts';
import { TreeQueue } from './tree-queue.ts';

export interface WriterParts {
  repository: Repository;
  index: BlobIndex;
  pool: Pool;
  trees: TreeLoader;
  clock: Clock;
  /** uid and gid kept in the snapshot. */
  owner: { uid: number; gid: number };
  programVersion: string;
  /** Ends what `begin` took: the lock and the workers. */
  end(reason: unknown): Promise<void>;
}

export class VaultWriter implements SnapshotWriter {
  readonly #parts: WriterParts;
  readonly #request: SnapshotRequest;
  readonly #call: Call;
  readonly #packs: PackWriter;
  readonly #content: ContentQueue;
  readonly #treeQueue: TreeQueue;
  readonly #tally = new Tally();
  readonly #start: number;
  #frame: DirectoryFrame;
  readonly #root: DirectoryFrame;
  #rootId: string | null = null;
  readonly #trustsParent: boolean;

  private constructor(parts: WriterParts, request: SnapshotRequest, before: Before | null, call: Call) {
    this.#parts = parts;
    this.#request = request;
    this.#call = call;
    this.#start = parts.clock.now();
    this.#trustsParent = trustsParent(request.parent, parts.owner.uid, request.hostname);
    this.#packs = new PackWriter(parts.repository, parts.index, parts.clock, request.dryRun, call);
    this.#content = new ContentQueue(parts.pool, this.#packs, call);
    this.#treeQueue = new TreeQueue(parts.index, this.#content);
    this.#root = this.#frame = new DirectoryFrame('/', null, null, before);
  }

  static async begin(parts: WriterParts, request: SnapshotRequest, call: Call): Promise<VaultWriter> {
    const { parent } = request;
    const before = parent === null ? null : { subtree: parent.tree, isSame: true, tree: await previousTree(parts, parent.tree, '/', call) };
    return new VaultWriter(parts, request, before, call);
  }

  async write(items: readonly WalkItem[]): Promise<void> {
    this.#call.signal.throwIfAborted();
    for (const item of items) {
      if (item.type === 'leave') this.#leave();
      else if (item.type === 'enter') await this.#enter(item);
      else this.#entry(item);
    }
    await this.#content.room();
  }

  async commit(): Promise<SnapshotResult> {
    try {
      await this.#content.drain();
      this.#root.leave();
      this.#settle(this.#root);
      if (this.#rootId === null) throw new Fault('bug', 'The walk ended with directories still open.');
      this.#treeQueue.flush();
      await this.#content.drain();
      this.#call.progress.phase = 'saving';
      await this.#packs.flush();
      this.#call.signal.throwIfAborted();
      const summary = this.#tally.summary(this.#start, this.#parts.clock.now(), this.#packs.added);
      const skip = this.#request.dryRun || (this.#request.skipIfUnchanged && this.#rootId === this.#request.parent?.tree);
      const snapshot = skip ? null : await this.#save(this.#rootId, summary);
      await this.#parts.end(null);
      return { snapshot, summary };
    } catch (error) {
      await this.abort(error);
      throw error;
    }
  }

  /** Keeps what was stored and named by an index, so that the next run does not send it again. */
  async abort(reason: unknown = this.#call.signal.reason): Promise<void> {
    await this.#packs.salvage();
    await this.#parts.end(reason);
  }

  async #save(tree: string, summary: BackupSummary): Promise<Snapshot> {
    const { owner, programVersion } = this.#parts;
    const content = { ...snapshotContent(this.#request, { tree, owner, programVersion }), summary };
    const id = await this.#parts.repository.save('snapshots', encodeSnapshot(content), this.#call);
    return { id, ...content };
  }

  async #enter(item: Extract<WalkItem, { type: 'enter' }>): Promise<void> {
    const { entry, path } = item;
    const frame = this.#frame;
    const slot = waiting(entry);
    const late = this.#late(item);
    const before = await this.#before(frame.previous, slot, path, late);
    frame.push(slot);
    this.#frame = new DirectoryFrame(path, slot, frame, before);
  }

  /** What the parent snapshot has in place of a directory; null: nothing. */
  async #before(above: PreviousTree | null, slot: Slot, path: RawPath, late: LateMetadata | null): Promise<Before | null> {
    if (above === null) {
      late?.complete(slot.entry, path);
      return null;
    }
    let [subtree, isSame] = [above.subtree, true];
    if (above.matches(slot.entry, late === null)) {
      above.take();
      [slot.start, slot.end, subtree] = [above.start, above.end, above.subtree];
    } else {
      const previous = above.find(slot.entry.name);
      complete(slot.entry, path, previous, late);
      if (previous === null) return null;
      [subtree, isSame] = [previous.subtree, isSameDirectory(slot.entry, previous)];
    }
    return { subtree, isSame, tree: subtree === null ? null : await previousTree(this.#parts, subtree, path, this.#call) };
  }

  #leave(): void {
    const frame = this.#frame;
    if (frame.parent === null) throw new Fault('bug', 'The walk left more directories than it entered.');
    frame.leave();
    this.#frame = frame.parent;
    this.#settle(frame);
  }

  #entry(item: Extract<WalkItem, { type: 'entry' }>): void {
    const { entry, content, path } = item;
    const frame = this.#frame;
    entry.atime = entry.mtime; // as restic does: reading must not make a new version of a directory
    const isFile = entry.type === 'file' && content !== null;
    const late = this.#late(item);
    if (frame.previous?.matches(entry, late === null) === true) {
      frame.previous.take();
      if (isFile) this.#unchanged(entry, path);
      return frame.keep(entry);
    }
    const previous = frame.previous?.find(entry.name) ?? null;
    complete(entry, path, previous, late);
    const slot = waiting(entry);
    frame.push(slot);
    if (!isFile) return this.#ready(frame, slot, entry.type === 'file' ? [] : null);
    if (previous !== null && isUnchanged(entry, previous) && this.#stillStored(previous, path)) {
      this.#unchanged(entry, path);
      return this.#ready(frame, slot, previous.content);
    }
    this.#content.add({ entry, path, content, done: (ids) => this.#read(frame, slot, path, previous, ids) });
  }

  /** What is still to be known of an item unless the parent snapshot knows it; null: nothing. Another program or account may not have seen all of it. */
  #late({ entry, path, late }: Extract<WalkItem, { entry: Entry }>): LateMetadata | null {
    if (late === undefined || this.#trustsParent) return late ?? null;
    late.complete(entry, path);
    return null;
  }

  #unchanged({ size }: Entry, path: RawPath): void {
    this.#tally.files.unmodified++;
    this.#call.item?.('unchanged', showName(path), size);
    this.#tally.bytes += size;
    this.#call.progress.done.files++;
    this.#call.progress.done.bytes += size;
  }

  #read(frame: DirectoryFrame, slot: Slot, path: RawPath, previous: StoredEntry | null, ids: string[] | null): void {
    if (ids === null) {
      slot.state = 'dropped';
    } else {
      slot.entry.atime = slot.entry.mtime;
      this.#tally.files[previous === null ? 'new' : 'changed']++;
      this.#call.item?.(previous === null ? 'new' : 'modified', showName(path), slot.entry.size);
      this.#tally.bytes += slot.entry.size;
      slot.content = ids;
      slot.state = 'ready';
    }
    this.#settle(frame);
  }

  #ready(frame: DirectoryFrame, slot: Slot, content: readonly string[] | null): void {
    slot.content = content;
    slot.state = 'ready';
    frame.advance();
  }

  /** Completes a directory, and every directory above that only waited for it. */
  #settle(from: DirectoryFrame): void {
    for (let frame: DirectoryFrame | null = from; frame !== null && frame.advance(); frame = frame.parent) {
      const { slot, before } = frame;
      const tree = frame.finish();
      const id = tree === null ? before!.subtree! : this.#treeQueue.add(tree);
      if (slot === null) {
        this.#rootId = id;
        return;
      }
      const isSame = before?.subtree === id;
      slot.subtree = id;
      slot.state = isSame && slot.start >= 0 ? 'kept' : 'ready';
      this.#tally.dirs[before === null ? 'new' : isSame && before.isSame ? 'unmodified' : 'changed']++;
    }
  }

  /** A parent snapshot may name blobs that are lost: then the file is stored again, and that heals them. */
  #stillStored(previous: StoredEntry, path: RawPath): boolean {
    const whole = previous.content !== null && previous.content.every((id) => this.#parts.index.has(Buffer.from(id, 'hex'), DATA));
    if (!whole) {
      const fault = new Fault('damaged', `Parts of ${showName(path)} are missing in the vault; the file is stored again.`, { advice: 'Run "holdfast check" to see which snapshots miss them.' });
      this.#call.report({ item: showName(path), during: 'read', severity: 'note', fault });
    }
    return whole;
  }
}

function waiting(entry: Entry): Slot {
  entry.atime = entry.mtime;
  return { entry, state: 'waiting', content: null, subtree: null, start: -1, end: -1 };
}

/** The parent's directory, or null where it cannot be read: then everything in it counts as new, which heals it. */
async function previousTree({ trees, index }: WriterParts, id: string, path: RawPath, call: Call): Promise<PreviousTree | null> {
  try {
    return new PreviousTree(await trees.load(id, call), (blob) => index.has(blob, DATA));
  } catch (error) {
    call.signal.throwIfAborted();
    call.report({ item: showName(path), during: 'scan', severity: 'note', fault: toFault(error, `The previous version of ${showName(path)} cannot be read; all of it is stored again`) });
    return null;
  }
}

