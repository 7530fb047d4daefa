/** Writes one snapshot as a tree: a merge of the walk with the previous manifest; files by the workers, directories and the manifest here. */
import type { BackupSummary, Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import type { Clock } from '../../../base/clock.ts';
import { Fault, toFault } from '../../../base/fault.ts';
import type { Entry, LateMetadata, RawPath, WalkItem } from '../../../entry/entry.ts';
import { joinRaw, showName } from '../../../entry/name.ts';
import { complete, trustsParent } from '../../late-metadata.ts';
import type { SnapshotRequest, SnapshotResult, SnapshotWriter } from '../../store.ts';
import { DirectoryFrame, type Before, type Slot } from '../../tree/directory-frame.ts';
import { PreviousTree } from '../../tree/previous-tree.ts';
import { isSameDirectory, Tally } from '../../tally.ts';
import { leadsTo, placeBelow } from '../layout.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { ManifestWriter } from '../manifest/manifest-writer.ts';
import type { MirrorCrew } from '../worker/crew.ts';
import { EntryPlacer } from './entry-placer.ts';
import { Placing } from './placing.ts';
import { hasSameMetadata } from './sameness.ts';
import type { Settable } from './settable.ts';

/** The snapshot to compare with, and where its tree lies. */
export interface Previous {
  snapshot: Snapshot;
  manifest: Manifest;
  tree: RawPath;
}

export interface WriterParts {
  crew: MirrorCrew;
  clock: Clock;
  manifest: ManifestWriter;
  settable: Settable;
  /** Of whoever makes the snapshot. */
  uid: number;
  previous: Previous | null;
  /** The folder being filled, which exists; null in a dry run. */
  tree: RawPath | null;
  /** What it stands for. */
  base: RawPath;
  /** The mirror's own root: it must not be backed up into itself. */
  root: { device: bigint; inode: bigint };
  /** Makes it durable and visible. */
  commit(tree: string, isDirectory: boolean, summary: BackupSummary): Promise<Snapshot>;
  /** Ends what `begin` took; takes away what was made, unless it was committed. */
  end(committed: boolean, reason: unknown): Promise<void>;
  /** An error of writing, seen with what is known of the drive. */
  blame(error: unknown): unknown;
}

type EntryItem = Extract<WalkItem, { type: 'entry' }>;
type EnterItem = Extract<WalkItem, { type: 'enter' }>;

export class MirrorWriter implements SnapshotWriter {
  readonly #parts: WriterParts;
  readonly #request: SnapshotRequest;
  readonly #call: Call;
  readonly #placing: Placing;
  readonly #placer: EntryPlacer;
  readonly #tally = new Tally();
  readonly #added = { blobs: [0, 0] as [number, number], plain: 0, stored: 0 };
  readonly #start: number;
  readonly #root: DirectoryFrame;
  #frame: DirectoryFrame;
  /** Where its entries lie below the snapshot's folder; null: it only leads to the base. */
  #folder: RawPath | null;
  #rootId: string | null = null;
  #isDirectory = true;
  readonly #trustsParent: boolean;

  constructor(parts: WriterParts, request: SnapshotRequest, call: Call) {
    this.#parts = parts;
    this.#request = request;
    this.#call = call;
    this.#start = parts.clock.now();
    this.#placing = new Placing(parts.crew, { to: parts.tree, from: parts.tree === null ? null : (parts.previous?.tree ?? null) }, parts.settable, call);
    this.#placer = new EntryPlacer({ placing: this.#placing, settable: parts.settable, tally: this.#tally, added: this.#added, tree: parts.tree, settle: (frame) => this.#settle(frame) }, call);
    this.#placing.keeper = this.#placer;
    this.#trustsParent = trustsParent(parts.previous?.snapshot ?? null, parts.uid, request.hostname);
    this.#root = this.#frame = new DirectoryFrame('/', null, null, this.#same(parts.previous?.snapshot.tree ?? null, '/'));
    this.#folder = placeBelow(parts.base, true, '/');
  }

  async write(items: readonly WalkItem[]): Promise<void> {
    this.#call.signal.throwIfAborted();
    try {
      for (const item of items) {
        if (item.type === 'leave') this.#leave();
        else if (item.type === 'enter') this.#enter(item);
        else this.#entry(item);
        if (this.#placer.streams !== null) await this.#placer.streams;
      }
      await this.#placing.room();
    } catch (error) {
      throw this.#parts.blame(error);
    }
  }

  async commit(): Promise<SnapshotResult> {
    try {
      await this.#placing.drain();
      this.#root.leave();
      this.#settle(this.#root);
      if (this.#rootId === null) throw new Fault('bug', 'The walk ended with directories still open.');
      this.#call.progress.phase = 'saving';
      await this.#placing.finishFolders();
      this.#parts.manifest.finish();
      this.#call.signal.throwIfAborted();
      this.#sayUnset();
      const summary = this.#tally.summary(this.#start, this.#parts.clock.now(), this.#added);
      const skip = this.#parts.tree === null || (this.#request.skipIfUnchanged && this.#rootId === this.#parts.previous?.snapshot.tree);
      const snapshot = skip ? null : await this.#parts.commit(this.#rootId, this.#isDirectory, summary);
      await this.#parts.end(!skip, null);
      return { snapshot, summary };
    } catch (error) {
      const blamed = this.#parts.blame(error);
      await this.abort(blamed);
      throw blamed;
    }
  }

  async abort(reason: unknown = this.#call.signal.reason ?? new Fault('bug', 'The backup was given up.')): Promise<void> {
    await this.#parts.end(false, reason);
  }

  #enter(item: EnterItem): void {
    const { entry, path } = item;
    const frame = this.#frame;
    const { root, base } = this.#parts;
    if (this.#request.copyOf === undefined && entry.inode === root.inode && entry.deviceId === root.device) throw inItself(path);
    if (placeBelow(base, true, path) === null && !leadsTo(base, path)) throw outside(path, base);
    const slot = waiting(entry);
    const before = this.#before(item, slot, frame.previous);
    frame.push(slot);
    this.#goTo(new DirectoryFrame(path, slot, frame, before));
  }

  #goTo(frame: DirectoryFrame): void {
    this.#frame = frame;
    this.#folder = placeBelow(this.#parts.base, true, frame.path);
  }

  /** What the previous snapshot has in place of a directory; null: nothing. */
  #before(item: EnterItem, slot: Slot, above: PreviousTree | null): Before | null {
    const { entry, path } = item;
    const late = this.#late(item);
    if (above?.matches(entry, late === null) === true) {
      above.take();
      [slot.start, slot.end] = [above.start, above.end];
      if (above.hasUnseen) entry.xattrs = above.at(above.start, above.end).xattrs!; // a folder is made anew, with all it had
      return this.#same(above.subtree, path);
    }
    const previous = above?.find(entry.name) ?? null;
    complete(entry, path, previous, late);
    if (previous === null) return null;
    return { subtree: previous.subtree, isSame: isSameDirectory(entry, previous) && hasSameMetadata(entry, previous), tree: this.#previousTree(previous.subtree, path) };
  }

  #leave(): void {
    const frame = this.#frame;
    if (frame.parent === null) throw new Fault('bug', 'The walk left more directories than it entered.');
    frame.leave();
    this.#goTo(frame.parent);
    this.#settle(frame);
  }

  #entry(item: EntryItem): void {
    const { entry, path, content } = item;
    const frame = this.#frame;
    if (path === this.#parts.base) this.#isDirectory = false;
    if (this.#folder === null && path !== this.#parts.base) throw outside(path, this.#parts.base);
    const folder = this.#folder ?? ''; // a base that is a file lies in the snapshot's folder
    entry.atime = entry.mtime;
    const late = this.#late(item);
    const tree = frame.previous;
    if (entry.links <= 1 && tree?.matches(entry, late === null) === true) {
      tree.take();
      return this.#placer.keep({ entry, path, folder, content, frame });
    }
    const slot = waiting(entry);
    frame.push(slot);
    const previous = tree?.find(entry.name) ?? null;
    complete(entry, path, previous, late);
    this.#placer.take({ entry, path, place: joinRaw(folder, entry.name), content, frame, slot, previous });
  }

  /** What is still to be known of an item unless the previous snapshot knows it; null: nothing. */
  #late({ entry, path, late }: EntryItem | EnterItem): LateMetadata | null {
    if (late === undefined || this.#trustsParent) return late ?? null;
    late.complete(entry, path);
    return null;
  }

  /** Completes a directory, and every directory above that only waited for it. */
  #settle(from: DirectoryFrame): void {
    for (let frame: DirectoryFrame | null = from; frame !== null && frame.advance(); frame = frame.parent) {
      const { slot, before }: DirectoryFrame = frame;
      const id = this.#record(frame);
      if (slot === null) {
        this.#rootId = id;
        return;
      }
      this.#finish(slot.entry, frame.path);
      const isSame: boolean = before?.subtree === id;
      slot.subtree = id;
      slot.state = isSame && slot.start >= 0 ? 'kept' : 'ready';
      const change = before === null ? 'new' : isSame && before.isSame ? 'unmodified' : 'changed';
      this.#tally.dirs[change]++;
      if (change !== 'unmodified') this.#added.blobs[1]++;
    }
  }

  /** Returns the identity of a directory that is whole. */
  #record(frame: DirectoryFrame): string {
    const { manifest } = this.#parts;
    const tree = frame.finish();
    if (tree !== null) return manifest.add(frame.path, tree);
    const { subtree, tree: same } = frame.before!;
    manifest.keep(frame.path, subtree!, same!.bytes);
    return subtree!;
  }

  /** A directory's own metadata is put on last, when nothing more is made in any. */
  #finish(entry: Entry, path: RawPath): void {
    const { tree, base, settable } = this.#parts;
    const place = tree === null ? null : placeBelow(base, true, path);
    if (place !== null) this.#placing.folder(place, settable.of(entry));
  }

  /** One word for all of them: what is missing on the copies is in the manifest. */
  #sayUnset(): void {
    const { count, first } = this.#placing.unset;
    const { lessened } = this.#parts.settable;
    if (lessened > 0) this.#note(`Owners or system attributes of ${lessened} entries are kept in the manifest alone: only root can put them on the copies.`, 'A restore by root brings them back.');
    if (count > 0) this.#note(`On the copies ${count} attributes could not be set; they are kept in the manifest. ${first.join(' ')}`, 'A restore brings them back where they can be set.');
  }

  #note(message: string, advice: string): void {
    this.#call.report({ item: 'metadata', during: 'save', severity: 'note', fault: new Fault('denied', message, { advice }) });
  }

  #same(subtree: string | null, path: RawPath): Before {
    return { subtree, isSame: true, tree: this.#previousTree(subtree, path) };
  }

  /** The previous snapshot's directory, or null where it cannot be read: then everything in it counts as new, which heals it. */
  #previousTree(id: string | null, path: RawPath): PreviousTree | null {
    const { previous } = this.#parts;
    if (id === null || previous === null) return null;
    try {
      return new PreviousTree(previous.manifest.loadNow(id), null);
    } catch (error) {
      this.#call.report({ item: showName(path), during: 'scan', severity: 'note', fault: toFault(error, `The previous version of ${showName(path)} cannot be read; all of it is stored again`) });
      return null;
    }
  }
}

/** As in a vault: reading must not make a new version, so the time of access is that of the last change. */
function waiting(entry: Entry): Slot {
  entry.atime = entry.mtime;
  return { entry, state: 'waiting', content: null, subtree: null, start: -1, end: -1 };
}

const inItself = (path: RawPath): Fault =>
  new Fault('invalid', `The mirror lies in ${showName(path)}, which is to be backed up into it: every backup would hold all earlier ones.`, { context: { path: showName(path) }, advice: 'Exclude that folder, or choose another place for the mirror.' });

const outside = (path: RawPath, base: RawPath): Fault =>
  new Fault('unsupported', `${showName(path)} does not lie in ${showName(base)}, which this snapshot is of.`, { advice: 'Name all paths of the snapshot.' });
