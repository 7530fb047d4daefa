/** Writes one snapshot as a link: a merge of the walk with the state of the link it is compared with. */
import type { BackupSummary, Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import type { Clock } from '../../../base/clock.ts';
import { Fault, toFault } from '../../../base/fault.ts';
import type { Entry, RawPath, StoredEntry, WalkItem } from '../../../entry/entry.ts';
import { joinRaw, showName } from '../../../entry/name.ts';
import { complete, trustsParent } from '../../late-metadata.ts';
import type { SnapshotRequest, SnapshotResult, SnapshotWriter } from '../../store.ts';
import { TreeBuilder } from '../../tree/tree-builder.ts';
import { TreeCursor } from '../../tree/tree-reader.ts';
import { Tally } from '../../tally.ts';
import { EntryWriter, type Step, type Taken } from './entry-writer.ts';
import type { Base, LinkWriter } from './link-writer.ts';
import { hasSameMetadata } from './same.ts';
import { Sequence } from './sequence.ts';

/** Steps after which a frame ends even when it has room: what waits for it stays little. */
const MOST_WAITING = 8192;

export interface WriterParts {
  link: LinkWriter;
  base: Base | null;
  /** The snapshot the base stands for. */
  baseSnapshot: Snapshot | null;
  clock: Clock;
  /** Of whoever makes the snapshot. */
  uid: number;
  /** The store's own root: it must not be backed up into itself. */
  root: { device: bigint; inode: bigint };
  /** Null in a dry run: nothing is made durable. */
  commit: ((finished: Finished) => Promise<Snapshot>) | null;
  /** Ends what `begin` took; takes away what was made, unless it was committed. */
  end(committed: boolean): Promise<void>;
  /** An error of writing, seen with what is known of the drive. */
  blame(error: unknown): unknown;
}

export interface Finished {
  /** Identity of the root. */
  tree: string;
  deletions: readonly RawPath[];
  counts: { files: number; directories: number; others: number; bytes: number };
  /** @param stored bytes on the drive. */
  summary(stored: number): NonNullable<Snapshot['summary']>;
}

/** A directory being written. */
interface Frame {
  entry: Entry | null;
  path: RawPath;
  builder: TreeBuilder;
  /** What the base has in it, from the next name on. */
  cursor: TreeCursor | null;
  /** The directory in the base. */
  previous: StoredEntry | null;
  parent: Frame | null;
}

export class ArchiveWriter implements SnapshotWriter {
  readonly #parts: WriterParts;
  readonly #request: SnapshotRequest;
  readonly #call: Call;
  readonly #tally = new Tally();
  readonly #entries: EntryWriter;
  readonly #start: number;
  readonly #trustsBase: boolean;
  readonly #deletions: RawPath[] = [];
  readonly #counts = { files: 0, directories: 0, others: 0, bytes: 0 };
  readonly #sequence = new Sequence();
  #steps = 0;
  #changedDirectories = 0;
  #frame: Frame;
  #ended = false;

  constructor(parts: WriterParts, request: SnapshotRequest, call: Call) {
    this.#parts = parts;
    this.#request = request;
    this.#call = call;
    this.#start = parts.clock.now();
    this.#entries = new EntryWriter(parts.link, this.#tally, call);
    this.#trustsBase = trustsParent(parts.baseSnapshot, parts.uid, request.hostname);
    this.#frame = { entry: null, path: '/', builder: new TreeBuilder(), cursor: this.#cursor(parts.baseSnapshot?.tree ?? null, '/'), previous: null, parent: null };
  }

  async write(items: readonly WalkItem[]): Promise<void> {
    this.#call.signal.throwIfAborted();
    try {
      for (const item of items) {
        if (this.#entries.hasOutgrown) await this.#entries.takeOutgrown();
        if (++this.#steps % MOST_WAITING === 0) await this.#parts.link.endFrame(this.#call);
        if (item.type === 'leave') this.#leave();
        else if (item.type === 'enter') await this.#enter(item);
        else {
          const more = this.#entry(item);
          if (more !== null) await more;
        }
      }
    } catch (error) {
      throw this.#parts.blame(error);
    }
  }

  async commit(): Promise<SnapshotResult> {
    try {
      this.#call.signal.throwIfAborted();
      if (this.#frame.parent !== null) throw new Fault('bug', 'The walk ended with directories still open.');
      this.#goneUntil(null);
      await this.#parts.link.flush(this.#call);
      await this.#entries.takeOutgrown();
      if (!this.#sequence.isEmpty) throw new Fault('bug', 'Entries are still being read when all is written.');
      const tree = this.#parts.link.directory('/', this.#frame.builder.finish());
      this.#call.progress.phase = 'saving';
      const { commit } = this.#parts;
      const skip = commit === null || (this.#request.skipIfUnchanged && tree === this.#request.parent?.tree);
      const snapshot = skip ? null : await commit({ tree, deletions: this.#deletions, counts: this.#counts, summary: (stored) => this.#summary(stored) });
      await this.#end(!skip);
      return { snapshot, summary: snapshot?.summary === undefined ? this.#summary(0) : this.#summary(snapshot.summary.data_added_packed ?? 0) };
    } catch (error) {
      await this.#end(false);
      throw this.#parts.blame(error);
    }
  }

  async abort(): Promise<void> {
    await this.#end(false);
  }

  async #end(committed: boolean): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.#parts.end(committed);
  }

  async #enter({ entry, path, late }: Extract<WalkItem, { type: 'enter' }>): Promise<void> {
    entry.atime = entry.mtime; // as in a vault: reading must not make a new version of a directory
    const { root, link } = this.#parts;
    if (this.#request.copyOf === undefined && entry.inode !== 0n && entry.inode === root.inode && entry.deviceId === root.device) throw inItself(path);
    const previous = this.#find(entry.name);
    complete(entry, path, this.#trustsBase ? previous : null, late ?? null);
    const before = previous?.type === 'dir' ? previous : null;
    if (previous !== null && before === null) this.#deletions.push(path);
    if (before === null || !hasSameMetadata(entry, before)) await link.add(entry, path, null, null, this.#call);
    this.#frame = { entry, path, builder: new TreeBuilder(), cursor: this.#cursor(before?.subtree ?? null, path), previous: before, parent: this.#frame };
  }

  #leave(): void {
    const frame = this.#frame;
    if (frame.parent === null) throw new Fault('bug', 'The walk left more directories than it entered.');
    this.#goneUntil(null);
    this.#frame = frame.parent;
    this.#sequence.add(() => this.#complete(frame));
  }

  #complete({ entry, path, builder, previous, parent }: Frame): void {
    const subtree = this.#parts.link.directory(path, builder.finish());
    const change = previous === null ? 'new' : subtree === previous.subtree && hasSameMetadata(entry!, previous) ? 'unmodified' : 'changed';
    this.#tally.dirs[change]++;
    if (change !== 'unmodified') this.#changedDirectories++;
    this.#counts.directories++;
    parent!.builder.add(entry!, { content: null, subtree });
  }

  /** Null: it is done, or left to the container. */
  #entry(item: Extract<WalkItem, { type: 'entry' }>): Promise<unknown> | null {
    const { entry, path, content, late } = item;
    entry.atime = entry.mtime;
    const found = this.#find(entry.name);
    complete(entry, path, this.#trustsBase ? found : null, late ?? null);
    const previous = found?.type === entry.type ? found : null;
    if (found !== null && previous === null) this.#deletions.push(path);
    const [frame, step] = [this.#frame, { entry, path, content, previous }];
    const unchanged = this.#entries.takeUnchanged(step);
    if (unchanged !== null) return this.#sequence.add(() => this.#took(frame, step, unchanged));
    const room = this.#parts.link.room(this.#call);
    return room === null ? this.#store(frame, step) : room.then(() => this.#store(frame, step));
  }

  /** Null: it is done, or left to the container. */
  #store(frame: Frame, step: Step): Promise<unknown> | null {
    const slot = this.#sequence.slot();
    const done = (taken: Taken | null): null => slot(() => taken === null || this.#took(frame, step, taken));
    if (this.#entries.leave(step, done)) return null;
    const dry = this.#entries.takeDry(step);
    return dry === null ? this.#wait(step, done) : done(dry.taken);
  }

  async #wait(step: Step, done: (taken: Taken | null) => null): Promise<void> {
    done(await this.#entries.take(step));
  }

  #took({ builder }: Frame, { entry, path }: Step, { content, added }: Taken): void {
    if (added !== null) this.#parts.link.hold(added, path);
    else if (content !== null) this.#parts.link.keep(content);
    if (entry.type === 'file') {
      this.#counts.files++;
      this.#counts.bytes += entry.size;
    } else this.#counts.others++;
    entry.atime = entry.mtime;
    builder.add(entry, { content, subtree: null });
  }

  /** What the base has under a name that is not less than those asked for before. */
  #find(name: string): StoredEntry | null {
    this.#goneUntil(name);
    const { cursor } = this.#frame;
    return cursor !== null && cursor.peekName() === name ? cursor.next() : null;
  }

  /** What the base has before a name (null: at all) and the walk did not bring is gone. */
  #goneUntil(name: string | null): void {
    const { cursor, path } = this.#frame;
    for (let next = cursor?.peekName() ?? null; next !== null && (name === null || next < name); next = cursor!.peekName()) {
      this.#deletions.push(joinRaw(path, next));
      cursor!.skip();
    }
  }

  /** The base's directory, or null where it cannot be read: then everything in it counts as new. */
  #cursor(id: string | null, path: RawPath): TreeCursor | null {
    const { base } = this.#parts;
    if (id === null || base === null) return null;
    try {
      return new TreeCursor(base.state.loadNow(id));
    } catch (error) {
      this.#call.report({ item: showName(path), during: 'scan', severity: 'note', fault: toFault(error, `The previous version of ${showName(path)} cannot be read; all of it is stored again`) });
      return null;
    }
  }

  #summary(stored: number): BackupSummary {
    const { own } = this.#parts.link;
    return this.#tally.summary(this.#start, this.#parts.clock.now(), { blobs: [own.files, this.#changedDirectories], plain: own.bytes, stored });
  }
}

const inItself = (path: RawPath): Fault =>
  new Fault('invalid', `The archives lie in ${showName(path)}, which is to be backed up into them: every backup would hold all earlier ones.`, { context: { path: showName(path) }, advice: 'Exclude that folder, or choose another place for the archives.' });
