/** Reads a fresh copy back and compares it with its original: every entry, and the checksum of every file the copy brought. */
import { createHash } from 'node:crypto';
import type { Call } from '../base/call.ts';
import { Fault, toFault } from '../base/fault.ts';
import type { Entry, RawPath, StoredEntry, Xattr } from '../entry/entry.ts';
import { showName } from '../entry/name.ts';
import type { SnapshotReader, StoredItem } from '../store/store.ts';
import { EarlierTree } from './earlier-tree.ts';
import type { Staging } from './staging.ts';

export interface VerifiedCopy {
  /** Files read back, and their bytes. */
  files: number;
  bytes: number;
  /** What is not as it should be, as sentences; at most `LISTED`. */
  errors: string[];
  errorCount: number;
}

/** The two snapshots, and what the copy was compared with when it was made. */
export interface CopyToVerify {
  original: SnapshotReader;
  copy: SnapshotReader;
  earlier: SnapshotReader | null;
  /** SHA-256 by path, of files of the original whose identity does not say it. */
  sums: ReadonlyMap<RawPath, string>;
}

const LISTED = 100;
/** Files up to this size are read many at once. */
const SMALL = 1024 * 1024;
const WINDOW_FILES = 1024;
const WINDOW_BYTES = 16 * 1024 * 1024;

export async function verifyCopy(pair: CopyToVerify, staging: Staging, call: Call): Promise<VerifiedCopy> {
  const verification = new Verification(pair, staging, call);
  await verification.run();
  return verification.result;
}

class Verification {
  readonly result: VerifiedCopy = { files: 0, bytes: 0, errors: [], errorCount: 0 };
  readonly #pair: CopyToVerify;
  readonly #staging: Staging;
  readonly #call: Call;
  #window: StoredItem[] = [];
  #bytes = 0;

  constructor(pair: CopyToVerify, staging: Staging, call: Call) {
    this.#pair = pair;
    this.#staging = staging;
    this.#call = { ...call, progress: call.progress, report: (problem) => this.#wrong(problem.fault.message) };
  }

  async run(): Promise<void> {
    const { original, copy, earlier } = this.#pair;
    this.#call.progress.phase = 'verifying';
    const before = await EarlierTree.begin(earlier, this.#call);
    const open: RawPath[] = [];
    const copies = itemsOf(copy, this.#call);
    for await (const item of itemsOf(original, this.#call)) {
      const next = await copies.next();
      const found = next.done === true ? null : next.value;
      if (found?.path !== item.path) return this.#wrong(found === null || found.path > item.path ? `${showName(item.path)} is missing in the copy.` : `The copy has ${showName(found.path)}, which the original has not.`);
      while (open.length > 0 && !item.path.startsWith(`${open.at(-1)!}/`)) {
        open.pop();
        before.leave();
      }
      await this.#compare(item, found, before.find(item.entry.name));
      if (item.entry.type !== 'dir') continue;
      open.push(item.path);
      await before.enter(item.entry.name);
    }
    const more = await copies.next();
    if (more.done !== true) this.#wrong(`The copy has ${showName(more.value.path)}, which the original has not.`);
    await this.#readWindow();
  }

  async #compare(item: StoredItem, { entry, path }: StoredItem, before: StoredEntry | null): Promise<void> {
    const other = differenceOf(item.entry, entry);
    if (other !== null) return this.#wrong(`${showName(path)} has another ${other} in the copy.`);
    const pieces = entry.content ?? [];
    if (entry.type !== 'file' || pieces.length === 0 || isSameList(pieces, before?.content ?? [])) return; // brought by an earlier copy
    const wanted = this.#wanted(item, pieces);
    if (pieces.length > 1 || entry.size > SMALL) return this.#readLarge({ entry, path }, wanted);
    if (wanted !== pieces[0]) return this.#wrong(`${showName(path)} has another content in the copy.`);
    this.#window.push({ entry, path });
    this.#bytes += entry.size;
    if (this.#window.length >= WINDOW_FILES || this.#bytes >= WINDOW_BYTES) await this.#readWindow();
  }

  /** SHA-256 of the original's content; null: the pieces are the same, and each proves itself. */
  #wanted({ entry, path }: StoredItem, pieces: readonly string[]): string | null {
    const own = entry.content ?? [];
    if (own.length === 1) return own[0]!;
    if (isSameList(own, pieces)) return null;
    return this.#pair.sums.get(path) ?? '';
  }

  async #readLarge({ entry, path }: StoredItem, wanted: string | null): Promise<void> {
    const { copy } = this.#pair;
    const digest = createHash('sha256');
    try {
      for await (const bytes of copy.pour?.(entry, this.#call) ?? copy.read(entry, this.#call)) {
        digest.update(bytes);
        this.#call.progress.done.bytes += bytes.length;
      }
      if (wanted !== null && digest.digest('hex') !== wanted) throw new Fault('damaged', 'Its checksum is not that of the original.');
      this.#read(entry, 0);
    } catch (error) {
      this.#failed(path, error);
    }
  }

  async #readWindow(): Promise<void> {
    const window = this.#window;
    this.#window = [];
    this.#bytes = 0;
    const contents = await this.#staging.fill(this.#pair.copy, window.map(({ entry }) => entry), this.#call);
    contents.forEach((content, place) => {
      const { entry, path } = window[place]!;
      if (content instanceof Error) return this.#failed(path, content);
      content.release?.();
      this.#read(entry, entry.size);
    });
  }

  #read({ size }: StoredEntry, told: number): void {
    this.result.files++;
    this.result.bytes += size;
    this.#call.progress.done.files++;
    this.#call.progress.done.bytes += told;
  }

  #failed(path: RawPath, error: unknown): void {
    this.#call.signal.throwIfAborted();
    const fault = toFault(error, `${showName(path)} cannot be read back`);
    if (fault.kind === 'offline' || fault.kind === 'full') throw fault;
    this.#wrong(`${showName(path)}: ${fault.message}`);
  }

  #wrong(message: string): void {
    this.result.errorCount++;
    this.#call.progress.done.errors++;
    if (this.result.errors.length < LISTED) this.result.errors.push(message);
  }
}

async function* itemsOf(reader: SnapshotReader, call: Call): AsyncGenerator<StoredItem> {
  for await (const batch of reader.walk({}, call)) yield* batch;
}

const isSameList = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((id, at) => id === b[at]);

const FIELDS = {
  type: 'type', size: 'size', mode: 'permissions', uid: 'owner', gid: 'group', mtime: 'time', linkTarget: 'target', inode: 'inode number', links: 'number of names',
} as const satisfies Partial<Record<keyof Entry, string>>;

/** What of the metadata is another; null: nothing. */
function differenceOf(a: Entry, b: Entry): string | null {
  for (const [field, name] of Object.entries(FIELDS) as [keyof typeof FIELDS, string][]) if (a[field] !== b[field]) return name;
  if ((a.rdev ?? 0n) !== (b.rdev ?? 0n)) return 'device number';
  return isSameXattrs(a.xattrs ?? [], b.xattrs ?? []) ? null : 'set of extended attributes';
}

const isSameXattrs = (a: readonly Xattr[], b: readonly Xattr[]): boolean =>
  a.length === b.length && a.every(({ name, value }) => b.some((other) => other.name === name && Buffer.compare(value ?? new Uint8Array(0), other.value ?? new Uint8Array(0)) === 0));
