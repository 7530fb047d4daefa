/** Writes one snapshot as a tree: a merge of the walk with the previous manifest; files by the workers, directories and the manifest here. */
import { hash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { BackupSummary, Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import type { Clock } from '../../../base/clock.ts';
import { Fault, toFault } from '../../../base/fault.ts';
import { applyMetadata } from '../../../entry/apply-metadata.ts';
import type { Content, Entry, RawPath, StoredEntry, WalkItem } from '../../../entry/entry.ts';
import { makeSpecial } from '../../../entry/make-special.ts';
import { fsPath, joinRaw, showName } from '../../../entry/name.ts';
import { removeTree } from '../../../entry/remove-tree.ts';
import { TreeCursor } from '../../vault/format/tree-reader.ts';
import { DirectoryFrame, type Slot } from '../../vault/write/directory-frame.ts';
import { isSameDirectory, isUnchanged, Tally } from '../../vault/write/summary.ts';
import type { SnapshotRequest, SnapshotResult, SnapshotWriter } from '../../store.ts';
import { leadsTo, placeBelow } from '../layout.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { ManifestWriter } from '../manifest/manifest-writer.ts';
import type { Crew } from '../worker/crew.ts';
import { BrokenStream, copyStream } from './copy-stream.ts';
import { linked, LinkGroups } from './link-groups.ts';
import { Placing } from './placing.ts';
import { hasSameMetadata, isSameFile, isSameSpecial, mayBeSame } from './sameness.ts';
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

type FileItem = Extract<WalkItem, { type: 'entry' }>;

/** An entry on its way. */
interface Step {
  entry: Entry;
  path: RawPath;
  place: RawPath;
  content: Content | null;
  previous: StoredEntry | null;
  frame: DirectoryFrame;
  slot: Slot;
}

type Settled = (content: readonly string[] | null, ok: boolean) => void;

const EMPTY = hash('sha256', '', 'hex');

export class MirrorWriter implements SnapshotWriter {
  readonly #parts: WriterParts;
  readonly #request: SnapshotRequest;
  readonly #call: Call;
  readonly #placing: Placing;
  readonly #groups = new LinkGroups();
  readonly #tally = new Tally();
  readonly #added = { blobs: [0, 0] as [number, number], plain: 0, stored: 0 };
  readonly #start: number;
  readonly #root: DirectoryFrame;
  #frame: DirectoryFrame;
  #rootId: string | null = null;
  #isDirectory = true;
  /** Streams are read one after the other, here. */
  #streams: Promise<void> | null = null;

  constructor(parts: WriterParts, request: SnapshotRequest, call: Call) {
    this.#parts = parts;
    this.#request = request;
    this.#call = call;
    this.#start = parts.clock.now();
    this.#placing = new Placing(parts.crew, { to: parts.tree, from: parts.tree === null ? null : (parts.previous?.tree ?? null) }, parts.settable, call);
    this.#root = this.#frame = new DirectoryFrame(null, '/', null, null, null, this.#cursor(parts.previous?.snapshot.tree ?? null, '/'));
  }

  async write(items: readonly WalkItem[]): Promise<void> {
    this.#call.signal.throwIfAborted();
    try {
      for (const item of items) {
        if (item.type === 'leave') this.#leave();
        else if (item.type === 'enter') this.#enter(item.entry, item.path);
        else this.#entry(item);
        if (this.#streams !== null) await this.#streams;
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

  #enter(entry: Entry, path: RawPath): void {
    const frame = this.#frame;
    entry.atime = entry.mtime; // as in a vault: reading must not make a new version of a directory
    const { root, base, tree } = this.#parts;
    if (entry.inode === root.inode && entry.deviceId === root.device) throw inItself(path);
    const place = placeBelow(base, true, path);
    if (place === null && !leadsTo(base, path)) throw outside(path, base);
    if (place !== null && place !== '' && tree !== null) mkdirSync(fsPath(joinRaw(tree, place)), 0o700);
    const previous = frame.find(entry.name);
    const slot: Slot = { entry, state: 'waiting', content: null, subtree: null };
    frame.push(slot);
    this.#frame = new DirectoryFrame(entry, path, slot, frame, previous, this.#cursor(previous?.subtree ?? null, path));
  }

  #leave(): void {
    const frame = this.#frame;
    if (frame.parent === null) throw new Fault('bug', 'The walk left more directories than it entered.');
    frame.leave();
    this.#frame = frame.parent;
    this.#settle(frame);
  }

  #entry({ entry, path, content }: FileItem): void {
    const frame = this.#frame;
    entry.atime = entry.mtime;
    if (path === this.#parts.base) this.#isDirectory = false;
    const place = placeBelow(this.#parts.base, false, path);
    if (place === null) throw outside(path, this.#parts.base);
    const slot: Slot = { entry, state: 'waiting', content: null, subtree: null };
    const step: Step = { entry, path, place, content, previous: frame.find(entry.name), frame, slot };
    frame.push(slot);
    if (this.#parts.tree === null) return this.#place(step, () => undefined);
    this.#groups.take(entry, joinRaw(this.#parts.tree, place), {
      first: (settled) => this.#place(step, settled),
      further: (first, like, ids) => this.#further(step, first, like, ids),
    });
  }

  /** A further name of a file that is placed. */
  #further(step: Step, first: RawPath, like: Entry, content: readonly string[] | null): void {
    if (!linked(first, this.#absolute(step))) return this.#place(step, () => undefined); // too many names: it gets a file of its own
    Object.assign(step.entry, { size: like.size, mtime: like.mtime, atime: like.mtime, ctime: like.ctime, inode: like.inode });
    const same = step.previous !== null && isUnchanged(step.entry, step.previous);
    if (step.entry.type === 'file') this.#count(step, same ? 'unmodified' : step.previous === null ? 'new' : 'changed', true);
    this.#ready(step, content);
  }

  #place(step: Step, settled: Settled): void {
    const { entry, previous, content } = step;
    if (entry.type !== 'file') return this.#special(step, settled);
    const unread = previous !== null && isUnchanged(entry, previous) ? previous.content : null;
    if (unread !== null && this.#parts.tree === null) return this.#unchanged(step, unread, settled);
    if (previous !== null && unread !== null && isSameFile(entry, previous)) {
      return this.#placing.link({ previous, path: step.path, place: step.place, done: (failed) => (failed === null ? this.#unchanged(step, unread, settled) : this.#again(step, failed, settled)) });
    }
    if (content === null) return this.#empty(step, settled);
    this.#copy(step, content, settled, previous !== null && mayBeSame(entry, previous) ? previous : null);
  }

  #unchanged(step: Step, content: readonly string[], settled: Settled): void {
    this.#count(step, 'unmodified', true);
    settled(content, true);
    this.#ready(step, content);
  }

  /** The stored file is not what it was, or cannot have another name. */
  #again(step: Step, failed: Fault, settled: Settled): void {
    if (failed.kind === 'damaged') {
      const fault = new Fault('damaged', `${showName(step.path)} was changed in the mirror since it was saved; it is stored again.`, { advice: 'Run "holdfast check" to see which snapshots are affected.' });
      this.#call.report({ item: showName(step.path), during: 'read', severity: 'note', fault });
    } else if (failed.kind === 'full' || failed.kind === 'offline') throw failed;
    if (step.content === null) this.#empty(step, settled);
    else this.#copy(step, step.content, settled, null);
  }

  /** @param like a version that may be the same after all. */
  #copy(step: Step, content: Content, settled: Settled, like: StoredEntry | null): void {
    const { entry, path, place } = step;
    if (content.type === 'stream') {
      this.#streams = (this.#streams ?? Promise.resolve()).then(() => this.#stream(step, content, settled));
      return;
    }
    this.#placing.copy({ entry, path, place, source: content.path, like, done: (ended) => this.#copied(step, ended, entry.size < LARGE_TOLD, settled) });
  }

  #copied(step: Step, ended: { id: string; linked: boolean } | null, tellBytes: boolean, settled: Settled): void {
    const { entry, slot, frame } = step;
    if (ended === null) {
      settled(null, false); // first: while this place waits, no other can complete the directory
      slot.state = 'dropped';
      return this.#settle(frame);
    }
    entry.atime = entry.mtime;
    if (ended.id === EMPTY) entry.size = 0;
    const content = entry.size === 0 ? [] : [ended.id];
    this.#count(step, step.previous === null ? 'new' : 'changed', tellBytes);
    if (!ended.linked) {
      this.#added.blobs[0]++;
      this.#added.plain += entry.size;
      this.#added.stored += entry.size;
    }
    settled(content, true);
    this.#ready(step, content);
  }

  async #stream(step: Step, content: Extract<Content, { type: 'stream' }>, settled: Settled): Promise<void> {
    const { entry, path } = step;
    const to = this.#parts.tree === null ? null : this.#absolute(step);
    try {
      const { id, size } = await copyStream(content, to, this.#call);
      entry.size = size;
      if (to !== null) this.#placing.addUnset(applyMetadata(to, this.#parts.settable.of(entry)));
      this.#copied(step, { id, linked: false }, false, settled);
    } catch (error) {
      if (!(error instanceof BrokenStream)) throw error;
      if (to !== null) removeTree(to);
      this.#placing.problem(path, toFault(error.cause, `${showName(path)} cannot be read`));
      this.#copied(step, null, false, settled);
    }
  }

  /** A file nobody can say anything of: it has a name and no bytes. */
  #empty(step: Step, settled: Settled): void {
    this.#make(step);
    settled([], true);
    this.#ready(step, []);
  }

  #special(step: Step, settled: Settled): void {
    const { entry, previous, path, place } = step;
    const end = (): void => {
      settled(null, true);
      this.#ready(step, null);
    };
    const anew = (): void => {
      this.#make(step);
      end();
    };
    if (this.#parts.tree === null) return end();
    if (previous === null || entry.type === 'dir' || !isSameSpecial(entry, previous)) return anew();
    this.#placing.link({ previous, path, place, done: (failed) => (failed === null ? end() : anew()) });
  }

  #make(step: Step): void {
    if (this.#parts.tree === null) return;
    const absolute = this.#absolute(step);
    try {
      makeSpecial(absolute, step.entry);
      this.#placing.addUnset(applyMetadata(absolute, this.#parts.settable.of(step.entry)));
    } catch (error) {
      const fault = toFault(error, `"${showName(step.path)}" cannot be made in the mirror`);
      if (fault.kind !== 'denied' && fault.kind !== 'unsupported') throw fault;
      this.#call.report({ item: showName(step.path), during: 'save', severity: 'note', fault: new Fault(fault.kind, `${fault.message} It is kept in the manifest alone.`, { advice: 'A restore makes it again, where the system allows it.' }) });
    }
  }

  #absolute({ place }: Step): RawPath {
    return joinRaw(this.#parts.tree!, place);
  }

  #count({ entry, path }: Step, change: 'new' | 'changed' | 'unmodified', tellBytes: boolean): void {
    this.#tally.files[change]++;
    this.#tally.bytes += entry.size;
    this.#call.item?.(change === 'unmodified' ? 'unchanged' : change === 'changed' ? 'modified' : 'new', showName(path), entry.size);
    this.#call.progress.done.files++;
    if (tellBytes) this.#call.progress.done.bytes += entry.size;
  }

  #ready({ slot, frame }: Step, content: readonly string[] | null): void {
    slot.content = content;
    slot.state = 'ready';
    this.#settle(frame);
  }

  /** Completes a directory, and every directory above that only waited for it. */
  #settle(from: DirectoryFrame): void {
    for (let frame: DirectoryFrame | null = from; frame !== null && frame.advance(); frame = frame.parent) {
      const id = this.#parts.manifest.add(frame.path, frame.finish());
      if (frame.slot === null || frame.entry === null) {
        this.#rootId = id;
        return;
      }
      this.#finish(frame.entry, frame.path);
      frame.slot.subtree = id;
      frame.slot.state = 'ready';
      const change = frame.previous === null ? 'new' : isSameDirectory(frame.entry, id, frame.previous) && hasSameMetadata(frame.entry, frame.previous) ? 'unmodified' : 'changed';
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

/** Files of this size told of their bytes while they were read. */
const LARGE_TOLD = 4 * 1024 * 1024;

const inItself = (path: RawPath): Fault =>
  new Fault('invalid', `The mirror lies in ${showName(path)}, which is to be backed up into it: every backup would hold all earlier ones.`, { context: { path: showName(path) }, advice: 'Exclude that folder, or choose another place for the mirror.' });

const outside = (path: RawPath, base: RawPath): Fault =>
  new Fault('unsupported', `${showName(path)} does not lie in ${showName(base)}, which this snapshot is of.`, { advice: 'Name all paths of the snapshot.' });
