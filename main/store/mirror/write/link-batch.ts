/** Files on their way to a second name: columns instead of objects, folder by folder, for most of a snapshot passes through here. */
import type { Fault } from '../../../base/fault.ts';
import type { Content, Entry, RawName, RawPath } from '../../../entry/entry.ts';
import { joinRaw } from '../../../entry/name.ts';
import type { DirectoryFrame } from '../../tree/directory-frame.ts';
import type { LinkFiles } from '../worker/protocol.ts';

/** Links of a batch. */
export const LINKS = 512;

/** What is told of an entry that is taken over as the previous snapshot has it. */
export interface Kept {
  entry: Entry;
  path: RawPath;
  /** Where its directory lies below the snapshot's folder. */
  folder: RawPath;
  /** Its directory, which matched it last, and waits. */
  frame: DirectoryFrame;
  content: Content | null;
}

/** Of one that could not be. */
export interface LostLink {
  /** Where it is in the previous directory. */
  start: number;
  end: number;
  path: RawPath;
  place: RawPath;
  frame: DirectoryFrame;
  content: Content | null;
}

/** Told how it ended. */
export interface Keeper {
  /** A file has its second name. */
  linked(frame: DirectoryFrame, name: RawName, size: number): void;
  /** So many entries are in place, or were lost, which was said before. */
  kept(frame: DirectoryFrame, count: number): void;
  lost(link: LostLink, fault: Fault): void;
}

export interface WantedLink {
  /** What the file in the previous snapshot must be. */
  like: Pick<Entry, 'type' | 'size' | 'mtime'>;
  path: RawPath;
  place: RawPath;
  /** Called once. `failed` null: it has its second name. */
  done(failed: Fault | null): void;
}

/** Links of one folder, in a row. */
interface Stretch {
  folder: RawPath;
  /** Null: each has its `done`. */
  frame: DirectoryFrame | null;
  count: number;
}

export class LinkBatch {
  readonly #stretches: Stretch[] = [];
  readonly #names: RawName[] = [];
  readonly #sizes = new Float64Array(LINKS);
  readonly #mtimes = new BigInt64Array(LINKS);
  readonly #spans = new Int32Array(LINKS * 2);
  readonly #wanted = new Map<number, WantedLink>();
  /** Of those that are not simply the file of their own path. */
  readonly #contents = new Map<number, Content | null>();

  get length(): number {
    return this.#names.length;
  }

  want(wanted: WantedLink): void {
    const cut = wanted.place.lastIndexOf('/');
    this.#wanted.set(this.length, wanted);
    this.#add(wanted.place.slice(0, Math.max(cut, 0)), wanted.place.slice(cut + 1), null, wanted.like);
  }

  keep({ entry, path, folder, frame, content }: Kept): void {
    const { start, end } = frame.previous!;
    this.#spans[this.length * 2] = start;
    this.#spans[this.length * 2 + 1] = end;
    const isPlain = content === null ? entry.type !== 'file' : content.type === 'path' && content.path === path && content.stamp === undefined && content.release === undefined;
    if (!isPlain) this.#contents.set(this.length, content);
    frame.owe();
    this.#add(folder, entry.name, frame, entry);
  }

  task(from: RawPath, to: RawPath): LinkFiles {
    return {
      type: 'link', from, to,
      folders: this.#stretches.map(({ folder }) => folder).join('\0'),
      counts: Uint32Array.from(this.#stretches, ({ count }) => count),
      names: this.#names.join('\0'), sizes: this.#sizes, mtimes: this.#mtimes,
    };
  }

  /** @param failed by number. What is lost is told before the rest, so that no directory is complete too early. */
  end(failed: ReadonlyMap<number, (path: RawPath) => Fault>, keeper: Keeper): void {
    let link = 0;
    for (const { folder, frame, count } of this.#stretches) {
      for (const last = link + count; link < last; link++) {
        const size = this.#sizes[link]!;
        const fault = failed.get(link);
        if (frame === null) this.#tell(this.#wanted.get(link)!, fault);
        else if (fault !== undefined) this.#lose(link, folder, frame, fault, keeper);
        else if (size >= 0) keeper.linked(frame, this.#names[link]!, size);
      }
    }
    for (const { frame, count } of this.#stretches) if (frame !== null) keeper.kept(frame, count);
  }

  #add(folder: RawPath, name: RawName, frame: DirectoryFrame | null, { type, size, mtime }: WantedLink['like']): void {
    const last = this.#stretches.at(-1);
    if (last !== undefined && last.frame === frame && last.folder === folder) last.count++;
    else this.#stretches.push({ folder, frame, count: 1 });
    this.#sizes[this.length] = type === 'file' ? size : -1;
    this.#mtimes[this.length] = mtime;
    this.#names.push(name);
  }

  #tell({ path, done }: WantedLink, fault: ((path: RawPath) => Fault) | undefined): void {
    done(fault === undefined ? null : fault(path));
  }

  #lose(link: number, folder: RawPath, frame: DirectoryFrame, fault: (path: RawPath) => Fault, keeper: Keeper): void {
    const name = this.#names[link]!;
    const path = joinRaw(frame.path, name);
    const [start, end] = [this.#spans[link * 2]!, this.#spans[link * 2 + 1]!];
    const plain: Content | null = this.#sizes[link]! < 0 ? null : { type: 'path', path };
    const content = this.#contents.get(link);
    keeper.lost({ start, end, path, place: joinRaw(folder, name), frame, content: content === undefined ? plain : content }, fault(path));
  }
}
