/** Writes one snapshot as a tree: a merge of the walk with the previous manifest; files by the workers, directories and the manifest here. */
import { mkdirSync } from 'node:fs';
import type { BackupSummary, Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import type { Clock } from '../../../base/clock.ts';
import { Fault, toFault } from '../../../base/fault.ts';
import { applyMetadata } from '../../../entry/apply-metadata.ts';
import type { Entry, RawPath, StoredEntry, WalkItem } from '../../../entry/entry.ts';
import { fsPath, joinRaw, showName } from '../../../entry/name.ts';
import { complete, trustsParent } from '../../late-metadata.ts';
import type { SnapshotRequest, SnapshotResult, SnapshotWriter } from '../../store.ts';
import { TreeCursor } from '../../tree/tree-reader.ts';
import { isSameDirectory, Tally } from '../../tally.ts';
import { leadsTo, placeBelow } from '../layout.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { ManifestWriter } from '../manifest/manifest-writer.ts';
import type { Crew } from '../worker/crew.ts';
import { DirectoryFrame, type Slot } from './directory-frame.ts';
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
  crew: Crew;
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
    this.#trustsParent = trustsParent(parts.previous?.snapshot ?? null, parts.uid, request.hostname);
    this.#root = this.#frame = new DirectoryFrame('/', null, null, { entry: null, cursor: this.#cursor(parts.previous?.snapshot.tree ?? null, '/') });
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

  #enter(item: Extract<WalkItem, { type: 'enter' }>): void {
    const { entry, path } = item;
    const frame = this.#frame;
    const { root, base, tree } = this.#parts;
    if (this.#request.copyOf === undefined && entry.inode === root.inode && entry.deviceId === root.device) throw inItself(path);
    const place = placeBelow(base, true, path);
    if (place === null && !leadsTo(base, path)) throw outside(path, base);
    if (place !== null && place !== '' && tree !== null) mkdirSync(fsPath(joinRaw(tree, place)), 0o700);
    const previous = this.#completed(item, frame);
    const cursor = this.#cursor(previous?.subtree ?? null, path);
    this.#frame = new DirectoryFrame(path, frame.push(entry), frame, { entry: previous, cursor });
  }

  #leave(): void {
    const frame = this.#frame;
    if (frame.parent === null) throw new Fault('bug', 'The walk left more directories than it entered.');
    frame.leave();
    this.#frame = frame.parent;
    this.#settle(frame);
  }

  #entry(item: EntryItem): void {
    const { entry, path, content } = item;
    const frame = this.#frame;
    if (path === this.#parts.base) this.#isDirectory = false;
    const place = placeBelow(this.#parts.base, false, path);
    if (place === null) throw outside(path, this.#parts.base);
    const previous = this.#completed(item, frame);
    this.#placer.take({ entry, path, place, content, previous, frame, slot: frame.push(entry) });
  }

  /** Makes the entry of an item complete. Returns what the previous snapshot has under its name. */
  #completed({ entry, path, late }: Exclude<WalkItem, { type: 'leave' }>, frame: DirectoryFrame): StoredEntry | null {
    entry.atime = entry.mtime; // as in a vault: reading must not make a new version
    const previous = frame.find(entry.name);
    complete(entry, path, this.#trustsParent ? previous : null, late ?? null);
    return previous;
  }

  /** Completes a directory, and every directory above that only waited for it. */
  #settle(from: DirectoryFrame): void {
    for (let frame: DirectoryFrame | null = from; frame !== null && frame.advance(); frame = frame.parent) {
      const id = this.#parts.manifest.add(frame.path, frame.finish());
      const { slot, before }: DirectoryFrame = frame;
      if (slot === null) {
        this.#rootId = id;
        return;
      }
      this.#finish(slot.entry, frame.path);
      slot.subtree = id;
      slot.state = 'ready';
      const change = before.entry === null ? 'new' : isUnchangedDirectory(slot, before.entry) ? 'unmodified' : 'changed';
      this.#tally.dirs[change]++;
      if (change !== 'unmodified') this.#added.blobs[1]++;
    }
  }

  /** A directory's own metadata, now that nothing more is made in it. */
  #finish(entry: Entry, path: RawPath): void {
    const { tree, base, settable } = this.#parts;
    const place = tree === null ? null : placeBelow(base, true, path);
    if (tree === null || place === null) return;
    this.#placing.addUnset(applyMetadata(place === '' ? tree : joinRaw(tree, place), settable.of(entry)));
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

  /** The previous snapshot's directory, or null where it cannot be read: then everything in it counts as new, which heals it. */
  #cursor(id: string | null, path: RawPath): TreeCursor | null {
    const { previous } = this.#parts;
    if (id === null || previous === null) return null;
    try {
      return new TreeCursor(previous.manifest.loadNow(id));
    } catch (error) {
      this.#call.report({ item: showName(path), during: 'scan', severity: 'note', fault: toFault(error, `The previous version of ${showName(path)} cannot be read; all of it is stored again`) });
      return null;
    }
  }
}

const isUnchangedDirectory = ({ entry, subtree }: Slot, previous: StoredEntry): boolean =>
  subtree === previous.subtree && isSameDirectory(entry, previous) && hasSameMetadata(entry, previous);

const inItself = (path: RawPath): Fault =>
  new Fault('invalid', `The mirror lies in ${showName(path)}, which is to be backed up into it: every backup would hold all earlier ones.`, { context: { path: showName(path) }, advice: 'Exclude that folder, or choose another place for the mirror.' });

const outside = (path: RawPath, base: RawPath): Fault =>
  new Fault('unsupported', `${showName(path)} does not lie in ${showName(base)}, which this snapshot is of.`, { advice: 'Name all paths of the snapshot.' });
