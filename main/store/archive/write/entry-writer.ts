/** Stores the entries of a snapshot: what the base has is taken over, what is new or changed goes into the container. */
import { createHash, hash } from 'node:crypto';
import type { Call } from '../../../base/call.ts';
import { Fault, isFault, toFault } from '../../../base/fault.ts';
import type { Content, Entry, PathContent, RawPath, StoredEntry, StreamContent } from '../../../entry/entry.ts';
import { showName } from '../../../entry/name.ts';
import { BrokenStream, piecesOf } from '../../pieces.ts';
import { isUnchanged, type Tally } from '../../tally.ts';
import type { WorkerError } from '../../worker/worker-error.ts';
import type { Added, Chunks, FileTaken } from '../container/container.ts';
import { contentOf, type LinkWriter } from './link-writer.ts';
import { FileStream, readWhole, SMALL, takeStamp } from './read-file.ts';
import { hasSameMetadata, isSameSpecial } from './same.ts';
import { Spooled } from './spooled.ts';

export interface Step {
  entry: Entry;
  path: RawPath;
  content: Content | null;
  previous: StoredEntry | null;
}

/** What the entry's node says of its content. */
export interface Taken {
  content: readonly string[] | null;
  /** What was stored of it; null: nothing, the content is the base's or another entry's. */
  added: Added | null;
}

/** A file with several names, by the first of them. */
interface Group {
  content: readonly string[] | null;
  entry: Entry;
  /** Where it is in this container; null: it is in that of another link. */
  stored: RawPath | null;
}

export class EntryWriter {
  readonly #link: LinkWriter;
  readonly #tally: Tally;
  readonly #call: Call;
  readonly #groups = new Map<string, Group>();
  /** Small files when they were listed, which the container left out for what they have become. */
  readonly #outgrown: { step: Step; done: (taken: Taken | null) => void }[] = [];
  /** What is read here passes through it. */
  readonly #room = Buffer.allocUnsafeSlow(SMALL);

  constructor(link: LinkWriter, tally: Tally, call: Call) {
    this.#link = link;
    this.#tally = tally;
    this.#call = call;
  }

  /** Takes over what did not change, at once. Null: it did, or it has to be looked at. */
  takeUnchanged({ entry, path, previous }: Step): Taken | null {
    if (previous === null || previous.content === null || !isUnchanged(entry, previous) || !this.#link.knows(previous.content)) return null;
    const taken: Taken = { content: previous.content, added: null };
    if (isShared(entry) && !this.#groups.has(keyOf(entry))) this.#groups.set(keyOf(entry), { content: taken.content, entry, stored: null });
    this.#count(entry, path, 'unmodified', true);
    return taken;
  }

  /** Leaves a small file with one name to the container, where there is room. False: it is for `take`. @param done told in the order of the entries, of one that outgrew later. */
  leave(step: Step, done: (taken: Taken | null) => void): boolean {
    const { entry, path, content, previous } = step;
    if (!this.#link.takesFiles || entry.type !== 'file' || content?.type !== 'path' || content.stamp !== undefined || entry.size > SMALL || isShared(entry) || !hasNearTime(entry)) return false;
    const before = previous?.content != null && previous.content.length <= 1 && this.#link.knows(previous.content) ? previous.content : null;
    const known = before === null ? null : (before[0] ?? EMPTY);
    this.#link.take(entry, path, { source: content.path, known }, (file) => {
      if (file.outgrew) return void this.#outgrown.push({ step, done });
      content.release?.();
      done(this.#left(step, file));
    });
    return true;
  }

  /** Whether there are files for `takeOutgrown`. */
  get hasOutgrown(): boolean {
    return this.#outgrown.length > 0;
  }

  /** Takes what was left to the container, and has grown beyond what that reads. */
  async takeOutgrown(): Promise<void> {
    for (const { step, done } of this.#outgrown.splice(0)) done(await this.take(step));
  }

  #left(step: Step, { added, isKnown, stamp, unstable, error }: FileTaken): Taken | null {
    const { entry, path } = step;
    if (error !== null) return this.#unreadable(path, revived(error));
    if (stamp !== null) takeStamp(entry, stamp);
    entry.size = added.size;
    if (unstable) this.#sayUnstable(path);
    this.#call.progress.done.bytes += entry.size;
    return isKnown ? this.#kept(step).taken : this.#stored(step, added, changeOf(step)).taken;
  }

  /** Takes a small file of which nothing is to be stored, at once. Null: it is for `take`. */
  takeDry(step: Step): { taken: Taken | null } | null {
    const { entry, content } = step;
    if (!this.#link.isDry || entry.type !== 'file' || content?.type !== 'path' || entry.size > SMALL || isShared(entry)) return null;
    const read = this.#readSmall(step, content, this.#room);
    if (read === null || read.bytes === null) return read;
    return this.#stored(step, { placed: NOWHERE, size: read.bytes.length, sha256: hash('sha256', read.bytes) }, changeOf(step));
  }

  /** Stores it. Null: there is nothing to be had of it, which was reported. */
  async take(step: Step): Promise<Taken | null> {
    const { entry, path } = step;
    try {
      if (entry.type !== 'file') return await this.#special(step);
      const group = isShared(entry) && this.#link.hardLinks ? this.#groups.get(keyOf(entry)) : undefined;
      if (group?.stored != null) return await this.#further(step, group, group.stored);
      const key = keyOf(entry);
      const taken = await this.#file(step);
      if (taken !== null && isShared(entry)) this.#groups.set(key, { content: taken.taken.content, entry, stored: taken.stored ? path : null });
      return taken?.taken ?? null;
    } catch (error) {
      if (!isFault(error, 'unsupported')) throw error;
      this.#problem(path, error);
      return null;
    }
  }

  /** The archive has it only when it is new or another; the manifest always. */
  async #special({ entry, path, previous }: Step): Promise<Taken> {
    const taken: Taken = { content: null, added: null };
    if (previous !== null && isSameSpecial(entry, previous)) return taken;
    try {
      await this.#link.add(entry, path, null, null, this.#call);
    } catch (error) {
      if (!isFault(error, 'unsupported')) throw error;
      this.#call.report({ item: showName(path), during: 'save', severity: 'note', fault: new Fault('unsupported', `${error.message} It is kept in the manifest alone.`, { advice: 'A restore makes it again, where the system allows it.' }) });
    }
    return taken;
  }

  /** A further name of a file that is in the container. */
  async #further({ entry, path, previous }: Step, group: Group, stored: RawPath): Promise<Taken> {
    takeStamp(entry, group.entry);
    entry.size = group.entry.size;
    await this.#link.add(entry, path, null, stored, this.#call);
    this.#count(entry, path, previous === null ? 'new' : 'changed', true);
    return { content: group.content, added: null };
  }

  async #file(step: Step): Promise<{ taken: Taken; stored: boolean } | null> {
    const { entry, content } = step;
    if (content === null) return this.#store(step, [], 'new');
    if (content.type === 'stream') return content.isSure === true && entry.size > SMALL ? this.#store(step, this.#told(content), changeOf(step)) : this.#stream(step, content);
    if (entry.size > SMALL) return this.#large(step, content);
    const read = this.#readSmall(step, content, null);
    if (read === null) return this.#large(step, content);
    if (read.bytes !== null) return this.#store(step, [read.bytes], changeOf(step));
    return read.taken === null ? null : { taken: read.taken, stored: false };
  }

  /** Reads it and compares it. Without bytes, nothing has to be stored: it is as it was, or cannot be read, which was reported. Null: it is large by now. */
  #readSmall(step: Step, content: PathContent, room: Buffer | null): { bytes: Buffer } | { bytes: null; taken: Taken | null } | null {
    const { entry, path, previous } = step;
    const read = this.#reading(path, () => readWhole(content.path, room) ?? 'large');
    if (read === 'large') return null;
    content.release?.();
    if (read === null) return { bytes: null, taken: null };
    if (content.stamp === undefined) takeStamp(entry, read.stamp);
    entry.size = read.bytes.length;
    if (read.unstable) this.#sayUnstable(path);
    this.#call.progress.done.bytes += entry.size;
    if (previous !== null && this.#keeps(step, entry.size === 0 ? [] : [hash('sha256', read.bytes)])) return { bytes: null, taken: this.#kept(step).taken };
    return { bytes: read.bytes };
  }

  /** Null: it cannot be read, which was reported. */
  #reading<T>(path: RawPath, work: () => T): T | null {
    try {
      return work();
    } catch (error) {
      return this.#unreadable(path, error);
    }
  }

  /** Whether the base has this content under the same name. */
  #keeps({ previous }: Step, content: readonly string[]): boolean {
    return previous?.content != null && previous.content.length === content.length && previous.content.every((id, at) => id === content[at]) && this.#link.knows(content);
  }

  #kept({ entry, path, previous }: Step): { taken: Taken; stored: false } {
    this.#count(entry, path, hasSameMetadata(entry, previous!) ? 'unmodified' : 'changed', false);
    return { taken: { content: previous!.content, added: null }, stored: false };
  }

  async #store(step: Step, content: Chunks, change: 'new' | 'changed'): Promise<{ taken: Taken; stored: boolean }> {
    return this.#stored(step, await this.#link.add(step.entry, step.path, content, null, this.#call), change);
  }

  #stored({ entry, path }: Step, added: Added, change: 'new' | 'changed'): { taken: Taken; stored: boolean } {
    entry.size = added.size;
    this.#count(entry, path, change, false);
    return { taken: { content: contentOf(added), added }, stored: true };
  }

  /** Of the same length as before it is read twice where it has to be: a copy of what did not change costs more. */
  async #large(step: Step, { path: source, stamp }: PathContent): Promise<{ taken: Taken; stored: boolean } | null> {
    const { entry, path, previous } = step;
    if (previous?.type === 'file' && previous.size === entry.size && (await this.#isSame(step, source))) return this.#kept(step);
    const file = this.#reading(path, () => new FileStream(source, (bytes) => void (this.#call.progress.done.bytes += bytes)));
    if (file === null) return null;
    const item = showName(path);
    this.#call.skips?.reading(item, () => file.skip());
    if (stamp === undefined) takeStamp(entry, file.stamp);
    entry.size = file.stamp.size;
    const room = this.#link.copies && entry.size > SMALL ? this.#room : null;
    const added = await this.#link.add(entry, path, file.bytes(this.#call.signal, room), null, this.#call);
    this.#call.skips?.done(item);
    if (file.skipped) return this.#unreadable(path, new Fault('missing', `${item} was skipped on request: this snapshot does not hold it.`, { advice: 'Nothing to do: the next backup takes it again, unless it is excluded.' }));
    if (file.error !== null) return this.#unreadable(path, file.error);
    if (file.unstable) this.#sayUnstable(path);
    return this.#stored(step, added, changeOf(step));
  }

  async #isSame(step: Step, source: RawPath): Promise<boolean> {
    const looked = this.#reading(step.path, () => new FileStream(source, () => undefined));
    if (looked === null) return false;
    const digest = createHash('sha256');
    for await (const bytes of looked.bytes(this.#call.signal, this.#room)) digest.update(bytes);
    if (looked.error !== null || looked.unstable || !this.#keeps(step, [digest.digest('hex')])) return false;
    takeStamp(step.entry, looked.stamp);
    this.#call.progress.done.bytes += step.entry.size;
    return true;
  }

  /** Of what is sure to come whole, so that it need not be kept aside. */
  async *#told({ open }: StreamContent): AsyncGenerator<Uint8Array> {
    for await (const bytes of open(this.#call)) {
      this.#call.progress.done.bytes += bytes.length;
      yield bytes;
    }
  }

  /** Kept aside until its end: what breaks off must not be in the container, and what is the same need not. */
  async #stream(step: Step, content: StreamContent): Promise<{ taken: Taken; stored: boolean } | null> {
    await using spooled = new Spooled();
    try {
      for await (const bytes of piecesOf(content, this.#call)) {
        await spooled.write(bytes);
        this.#call.progress.done.bytes += bytes.length;
      }
    } catch (error) {
      if (!(error instanceof BrokenStream)) throw error;
      return this.#unreadable(step.path, error.cause);
    }
    step.entry.size = spooled.size;
    if (step.previous !== null && this.#keeps(step, spooled.size === 0 ? [] : [spooled.sha256])) return this.#kept(step);
    return await this.#store(step, spooled.chunks, changeOf(step));
  }

  #unreadable(path: RawPath, error: unknown): null {
    this.#call.signal.throwIfAborted();
    const item = showName(path);
    const vanished = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    this.#problem(path, vanished ? new Fault('missing', `${item} vanished before it could be read.`, { advice: 'Nothing to do if it was meant to go: the next backup will not miss it.' }) : toFault(error, `${item} cannot be read`));
    return null;
  }

  #sayUnstable(path: RawPath): void {
    this.#problem(path, new Fault('changed', `${showName(path)} changed while it was read, every time: the stored version may mix old and new content.`, { advice: 'Back it up while nothing writes to it, or exclude it.' }));
  }

  #problem(path: RawPath, fault: Fault): void {
    this.#call.progress.done.errors++;
    this.#call.report({ item: showName(path), during: 'read', severity: 'warning', fault });
  }

  #count(entry: Entry, path: RawPath, change: 'new' | 'changed' | 'unmodified', tellBytes: boolean): void {
    const { progress } = this.#call;
    this.#tally.files[change]++;
    this.#tally.bytes += entry.size;
    this.#call.item?.(change === 'unmodified' ? 'unchanged' : change === 'changed' ? 'modified' : 'new', showName(path), entry.size);
    progress.current = showName(path);
    progress.done.files++;
    if (tellBytes) progress.done.bytes += entry.size;
  }
}

const NOWHERE = { offset: 0, stored: 0, within: 0 };
const EMPTY = hash('sha256', '');
/** Whether it crosses to another thread whole. */
const hasNearTime = ({ mtime }: Entry): boolean => BigInt.asIntN(64, mtime) === mtime;
/** As what reading it here would have thrown. */
const revived = ({ kind, code, message }: WorkerError): Error => (kind === null ? Object.assign(new Error(message), { code }) : new Fault(kind, message));
const changeOf = ({ previous }: Step): 'new' | 'changed' => (previous === null ? 'new' : 'changed');
const isShared = ({ links, type, inode }: Entry): boolean => links > 1 && type === 'file' && inode !== 0n;
const keyOf = ({ deviceId, inode }: Entry): string => `${deviceId}:${inode}`;
