/** Puts the entries of a snapshot in its tree: linked to the previous version where they are the same, copied or made where not. */
import { hash } from 'node:crypto';
import type { Call } from '../../../base/call.ts';
import { Fault, toFault } from '../../../base/fault.ts';
import { applyMetadata } from '../../../entry/apply-metadata.ts';
import type { Content, Entry, RawName, RawPath, StoredEntry } from '../../../entry/entry.ts';
import { makeSpecial } from '../../../entry/make-special.ts';
import { joinRaw, showName } from '../../../entry/name.ts';
import { removeTree } from '../../../entry/remove-tree.ts';
import { BrokenStream } from '../../pieces.ts';
import { isUnchanged, type Tally } from '../../tally.ts';
import type { DirectoryFrame, Slot } from '../../tree/directory-frame.ts';
import { MadeFolders } from '../worker/made-folders.ts';
import { LARGE } from '../worker/protocol.ts';
import { copyStream } from './copy-stream.ts';
import { linked, LinkGroups } from './link-groups.ts';
import type { Keeper, Kept, LostLink } from './link-batch.ts';
import type { Placing } from './placing.ts';
import { isSameFile, isSameSpecial, mayBeSame } from './sameness.ts';
import type { Settable } from './settable.ts';

export interface PlacerParts {
  placing: Placing;
  settable: Settable;
  tally: Tally;
  added: { blobs: [number, number]; plain: number; stored: number };
  /** The folder being filled; null in a dry run. */
  tree: RawPath | null;
  /** Told of every directory in which something was settled. */
  settle(frame: DirectoryFrame): void;
}

/** An entry on its way. */
export interface Step {
  entry: Entry;
  path: RawPath;
  /** Below the snapshot's folder. */
  place: RawPath;
  content: Content | null;
  previous: StoredEntry | null;
  frame: DirectoryFrame;
  slot: Slot;
}

type Settled = (content: readonly string[] | null, ok: boolean) => void;

const EMPTY = hash('sha256', '', 'hex');

export class EntryPlacer implements Keeper {
  readonly #parts: PlacerParts;
  readonly #call: Call;
  readonly #groups = new LinkGroups();
  readonly #folders = new MadeFolders();
  #streams: Promise<void> | null = null;

  constructor(parts: PlacerParts, call: Call) {
    this.#parts = parts;
    this.#call = call;
  }

  /** Streams are read one after the other, here: resolves when those so far are. Null: there was none. */
  get streams(): Promise<void> | null {
    return this.#streams;
  }

  /** Of an entry that is just what the previous snapshot has, as its directory matched it last. */
  keep(kept: Kept): void {
    const { entry, frame } = kept;
    frame.keep(entry);
    if (this.#parts.tree !== null) this.#parts.placing.keep(kept);
    else if (entry.type === 'file') this.linked(frame, entry.name, entry.size);
  }

  linked({ path }: DirectoryFrame, name: RawName, size: number): void {
    this.#count({ path: joinRaw(path, name), entry: { size } }, 'unmodified', true);
  }

  kept(frame: DirectoryFrame, count: number): void {
    frame.pay(count);
    this.#parts.settle(frame);
  }

  /** It is stored anew after all, with attributes nobody looked at because they were known. */
  lost({ start, end, frame, ...rest }: LostLink, failed: Fault): void {
    const previous = frame.previous!.at(start, end);
    const entry: Entry = { ...previous };
    const slot: Slot = { entry, state: 'waiting', content: null, subtree: null, start: -1, end: -1 };
    const step: Step = { ...rest, entry, previous, frame, slot };
    frame.replace(slot);
    if (entry.type === 'file') return this.#again(step, failed, () => undefined);
    this.#make(step);
    this.#ready(step, null);
  }

  take(step: Step): void {
    if (this.#parts.tree === null) return this.#place(step, () => undefined);
    this.#groups.take(step.entry, this.#absolute(step), {
      first: (settled) => this.#place(step, settled),
      further: (first, like, ids) => this.#further(step, first, like, ids),
    });
  }

  /** A further name of a file that is placed. */
  #further(step: Step, first: RawPath, like: Entry, content: readonly string[] | null): void {
    if (!linked(first, this.#room(step))) return this.#place(step, () => undefined); // too many names: it gets a file of its own
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
      return this.#parts.placing.link({ like: previous, path: step.path, place: step.place, done: (failed) => (failed === null ? this.#unchanged(step, unread, settled) : this.#again(step, failed, settled)) });
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
    this.#parts.placing.copy({ entry, path, place, source: content, like, done: (ended) => this.#copied(step, ended, entry.size < LARGE, settled) });
  }

  #copied(step: Step, ended: { id: string; linked: boolean } | null, tellBytes: boolean, settled: Settled): void {
    const { entry, slot, frame } = step;
    if (ended === null) {
      settled(null, false); // first: while this place waits, no other can complete the directory
      slot.state = 'dropped';
      return this.#parts.settle(frame);
    }
    entry.atime = entry.mtime;
    if (ended.id === EMPTY) entry.size = 0;
    const content = entry.size === 0 ? [] : [ended.id];
    this.#count(step, step.previous === null ? 'new' : 'changed', tellBytes);
    if (!ended.linked) {
      this.#parts.added.blobs[0]++;
      this.#parts.added.plain += entry.size;
      this.#parts.added.stored += entry.size;
    }
    settled(content, true);
    this.#ready(step, content);
  }

  async #stream(step: Step, content: Extract<Content, { type: 'stream' }>, settled: Settled): Promise<void> {
    const { entry, path } = step;
    const to = this.#parts.tree === null ? null : this.#room(step);
    try {
      const { id, size } = await copyStream(content, to, this.#call);
      entry.size = size;
      if (to !== null) this.#parts.placing.addUnset(applyMetadata(to, this.#parts.settable.of(entry)));
      this.#copied(step, { id, linked: false }, false, settled);
    } catch (error) {
      if (!(error instanceof BrokenStream)) throw error;
      if (to !== null) removeTree(to);
      this.#parts.placing.problem(path, toFault(error.cause, `${showName(path)} cannot be read`));
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
    this.#parts.placing.link({ like: previous, path, place, done: (failed) => (failed === null ? end() : anew()) });
  }

  #make(step: Step): void {
    if (this.#parts.tree === null) return;
    const absolute = this.#room(step);
    try {
      makeSpecial(absolute, step.entry);
      this.#parts.placing.addUnset(applyMetadata(absolute, this.#parts.settable.of(step.entry)));
    } catch (error) {
      const fault = toFault(error, `"${showName(step.path)}" cannot be made in the mirror`);
      if (fault.kind !== 'denied' && fault.kind !== 'unsupported') throw fault;
      this.#call.report({ item: showName(step.path), during: 'save', severity: 'note', fault: new Fault(fault.kind, `${fault.message} It is kept in the manifest alone.`, { advice: 'A restore makes it again, where the system allows it.' }) });
    }
  }

  /** Where it goes, in a folder that is there. */
  #room(step: Step): RawPath {
    const absolute = this.#absolute(step);
    this.#folders.forEntry(absolute, this.#parts.tree!);
    return absolute;
  }

  #absolute({ place }: Step): RawPath {
    return joinRaw(this.#parts.tree!, place);
  }

  #count({ entry, path }: { entry: Pick<Entry, 'size'>; path: RawPath }, change: 'new' | 'changed' | 'unmodified', tellBytes: boolean): void {
    this.#parts.tally.files[change]++;
    this.#parts.tally.bytes += entry.size;
    this.#call.item?.(change === 'unmodified' ? 'unchanged' : change === 'changed' ? 'modified' : 'new', showName(path), entry.size);
    this.#call.progress.done.files++;
    if (tellBytes) this.#call.progress.done.bytes += entry.size;
  }

  #ready({ slot, frame }: Step, content: readonly string[] | null): void {
    slot.content = content;
    slot.state = 'ready';
    this.#parts.settle(frame);
  }
}
