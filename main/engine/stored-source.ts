/** A snapshot of one store as a walk for the writer of another: every entry with all that is known of it, each byte read once. */
import { createHash } from 'node:crypto';
import type { Call } from '../base/call.ts';
import type { Content, PathContent, RawPath, StoredEntry, WalkItem } from '../entry/entry.ts';
import type { SnapshotReader, StoredItem } from '../store/store.ts';
import { isUnchanged } from '../store/tally.ts';
import { EarlierTree } from './earlier-tree.ts';
import { selectEntries, type Selection } from './selection.ts';
import type { Staging } from './staging.ts';

/** Files up to this size are read many at once; larger ones flow from store to store. */
const SMALL = 1024 * 1024;
const WINDOW_FILES = 1024;
const WINDOW_BYTES = 16 * 1024 * 1024;
/** Entries passed on at once, whatever they are. */
const WINDOW_ITEMS = 8192;

/** A part of the walk; `wanted` are places in it whose content is still to be had. */
interface Window {
  items: WalkItem[];
  wanted: { at: number; entry: StoredEntry }[];
  bytes: number;
}

const emptyWindow = (): Window => ({ items: [], wanted: [], bytes: 0 });

export class StoredSource {
  /** SHA-256, hex, by path, of what was read and whose identity does not say it: files of several pieces. */
  readonly sums = new Map<RawPath, string>();
  readonly #reader: SnapshotReader;
  readonly #earlier: SnapshotReader | null;
  readonly #staging: Staging;
  /** By device and inode: files with several names are read for the first. */
  readonly #shared = new Map<string, PathContent>();

  readonly #selection: Selection;

  /** @param earlier the snapshot the writer compares with: what is unchanged since is read only should the writer ask for it. @param selection only this, and the directories that lead to it. */
  constructor(reader: SnapshotReader, earlier: SnapshotReader | null, staging: Staging, selection: Selection = selectEntries([], [])) {
    this.#selection = selection;
    this.#reader = reader;
    this.#earlier = earlier;
    this.#staging = staging;
  }

  /** While one part of the walk is written, the content of the next is fetched. */
  async *walk(call: Call): AsyncGenerator<readonly WalkItem[]> {
    let ready: Promise<WalkItem[]> | null = null;
    try {
      for await (const window of this.#windows(call)) {
        const next: Promise<WalkItem[]> = this.#fill(window, call);
        next.catch(() => undefined); // awaited in its turn
        const before = ready;
        ready = next;
        if (before !== null) yield await before;
      }
      if (ready !== null) yield await ready;
    } finally {
      await ready?.catch(() => undefined); // cut off: nobody writes into the folder any more once this is left
    }
  }

  async *#windows(call: Call): AsyncGenerator<Window> {
    const earlier = await EarlierTree.begin(this.#earlier, call);
    const { wants, enters } = this.#selection;
    const open: { item: StoredItem; told: boolean }[] = [];
    let window = emptyWindow();
    const leaveUntil = (path: RawPath | null): void => {
      while (open.length > 0 && (path === null || !path.startsWith(`${open.at(-1)!.item.path}/`))) {
        earlier.leave();
        if (open.pop()!.told) window.items.push({ type: 'leave' });
      }
    };
    const tell = (): void => {
      for (const directory of open) {
        if (!directory.told) window.items.push({ type: 'enter', ...directory.item });
        directory.told = true;
      }
    };
    for await (const batch of this.#reader.walk({ enter: ({ path }) => enters(path) }, call)) {
      for (const item of batch) {
        leaveUntil(item.path);
        if (item.entry.type === 'dir') {
          open.push({ item, told: false });
          await earlier.enter(item.entry.name);
        }
        if (!wants(item.path)) continue;
        tell();
        if (item.entry.type !== 'dir') this.#add(window, item, earlier);
      }
      if (window.wanted.length < WINDOW_FILES && window.bytes < WINDOW_BYTES && window.items.length < WINDOW_ITEMS) continue;
      yield window;
      window = emptyWindow();
    }
    leaveUntil(null);
    yield window;
  }

  #add(window: Window, { entry, path }: StoredItem, earlier: EarlierTree): void {
    const content = entry.type === 'file' ? this.#content(entry, path, earlier) : null;
    if (content === 'soon') {
      window.wanted.push({ at: window.items.length, entry });
      window.bytes += entry.size;
    }
    window.items.push({ type: 'entry', entry, path, content: content === 'soon' ? null : content });
  }

  #content(entry: StoredEntry, path: RawPath, earlier: EarlierTree): Content | 'soon' {
    const pieces = entry.content?.length ?? 0;
    if (pieces === 0) return this.#staging.empty;
    const before = earlier.find(entry.name);
    if (pieces > 1 || entry.size > SMALL || (before !== null && isUnchanged(entry, before))) return this.#stream(entry, path);
    return 'soon';
  }

  #stream(entry: StoredEntry, path: RawPath): Content {
    const [reader, sums] = [this.#reader, this.sums];
    return {
      type: 'stream', isSure: true,
      async *open(call) {
        const digest = createHash('sha256');
        let last: Uint8Array | null = null; // kept back: whoever takes no more than it needs must hear how it ended
        for await (const bytes of reader.pour?.(entry, call) ?? reader.read(entry, call)) {
          if (last !== null) yield last;
          digest.update(bytes);
          last = bytes;
        }
        if (entry.content?.length !== 1) sums.set(path, digest.digest('hex'));
        if (last !== null) yield last;
      },
    };
  }

  /** What cannot be had this way is left to the writer to ask for, and to report. */
  async #fill({ items, wanted }: Window, call: Call): Promise<WalkItem[]> {
    const first = new Map<string, StoredEntry>(); // of a file with several names
    for (const { entry } of wanted) if (isShared(entry) && !this.#shared.has(keyOf(entry))) first.set(keyOf(entry), entry);
    const entries = [...wanted.flatMap(({ entry }) => (isShared(entry) ? [] : [entry])), ...first.values()];
    const contents = await this.#staging.fill(this.#reader, entries, call);
    const had = new Map(entries.map((entry, place) => [entry, contents[place]!]));
    for (const [key, entry] of first) this.#share(key, had.get(entry)!);
    for (const { at, entry } of wanted) {
      const item = items[at]!;
      const content = isShared(entry) ? this.#shared.get(keyOf(entry)) : had.get(entry);
      if (item.type === 'entry') items[at] = { ...item, content: content === undefined || content instanceof Error ? this.#stream(entry, item.path) : content };
    }
    return items;
  }

  /** It stays for the names to come. */
  #share(key: string, content: PathContent | Error): void {
    if (content instanceof Error) return;
    const { release: _stays, ...shared } = content;
    this.#shared.set(key, shared);
  }
}

const isShared = ({ links, inode }: StoredEntry): boolean => links > 1 && inode !== 0n;
const keyOf = ({ deviceId, inode, content }: StoredEntry): string => `${deviceId}:${inode}:${content?.join() ?? ''}`;
