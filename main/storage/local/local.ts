/** Storage in a folder: on a disk, a drive, or whatever is mounted there. */
import { lstatSync, statSync } from 'node:fs';
import { open, stat, statfs, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { systemClock } from '../../base/clock.ts';
import type { Clock } from '../../base/clock.ts';
import { Fault } from '../../base/fault.ts';
import { assertRange, blame, guard, storageFault } from '../gate.ts';
import { asPrefix } from '../key.ts';
import type { Growing, Key, Range, Storage, StorageCall, StoredObject, Traits } from '../storage.ts';
import {
  ABSENT,
  discard,
  exists,
  hasCode,
  isAbandoned,
  isSide,
  makeFolders,
  makeRoot,
  settleByLink,
  settleByLook,
  settleOver,
  sideOf,
  syncFolder,
  writeSide,
} from './durable.ts';
import { GrowingFile, type Place } from './growing.ts';
import { folders, objectsIn } from './walk.ts';
import { isNetworkFolder } from './network-folder.ts';

/** A side file of that age, in milliseconds, has no writer any more. */
const RUBBISH_AGE = 24 * 60 * 60 * 1000;

const FOLDER_IN_THE_WAY = new Set(['EISDIR', 'EPERM']);

/** Somebody else's rubbish: theirs to remove. */
const NOT_OURS: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', ...ABSENT]);

/** False where it is gone already or may not be removed: rubbish stands in nobody's way. */
async function isRemoved(side: string): Promise<boolean> {
  try {
    await unlink(side);
    return true;
  } catch (error) {
    if (hasCode(error, NOT_OURS)) return false;
    throw error;
  }
}

export interface LocalOptions {
  /** False: do not even try hard links, as on FAT. */
  hardLinks?: boolean;
  clock?: Clock;
  /** By which it is known, where that is not its path: what is kept for it, such as its password, is kept under this. */
  address?: string;
}

/**
 * Never makes its root by itself: where a drive was pulled, its mount point is an empty folder of another disk, and a backup
 * written there would fill the wrong one. Once seen, a root that is gone or lies on another device is a Fault `offline`.
 */
export class LocalStorage implements Storage {
  readonly kind = 'local';
  readonly address: string;
  readonly #root: string;
  readonly #clock: Clock;
  #hardLinks: boolean;
  #traits: Traits | null = null;
  /** Device the root lay on when it was first seen. */
  #device: number | null = null;

  /** @param root absolute path of a folder; need not exist yet. */
  constructor(root: string, { hardLinks = true, clock = systemClock, address = root }: LocalOptions = {}) {
    if (!isAbsolute(root) || root.includes('\0'))
      throw new Fault('invalid', `"${root}" is no absolute path of a folder.`, { context: { address: root } });
    this.address = address;
    this.#root = root;
    this.#hardLinks = hardLinks;
    this.#clock = clock;
  }

  get traits(): Traits {
    return (this.#traits ??= { parallel: 4, remote: isNetworkFolder(this.#root) });
  }

  create(call: StorageCall): Promise<void> {
    return this.#guard(null, call, async () => {
      await makeRoot(this.#root);
      this.#device = statSync(this.#root).dev;
    });
  }

  put(key: Key, bytes: Uint8Array, call: StorageCall, { overwrite = false }: { overwrite?: boolean } = {}): Promise<void> {
    return this.#guard(key, call, async () => {
      this.#refuseWithoutRoot();
      const target = this.#path(key);
      if (!overwrite && (await exists(target))) throw storageFault('exists', this.#root, key);
      const side = sideOf(target);
      try {
        await writeSide(side, this.#root, bytes, call.signal);
        call.signal.throwIfAborted(); // the last moment to stop: from here on the key is there
        await this.#settle(side, target, overwrite);
      } catch (error) {
        await discard(side);
        throw error;
      }
      await syncFolder(dirname(target));
    });
  }

  begin(near: Key, call: StorageCall): Promise<Growing> {
    return this.#guard(near, call, async () => {
      this.#refuseWithoutRoot();
      const place: Place = { root: this.#root, guard: (key, work) => this.#guard(key, call, work), settle: (side, key) => this.#settleNew(side, key) };
      return GrowingFile.begin(place, sideOf(this.#path(near)), call.signal);
    });
  }

  get(key: Key, call: StorageCall, range?: Range): Promise<Uint8Array<ArrayBuffer>> {
    return this.#guard(key, call, async () => {
      this.#see();
      if (range !== undefined) assertRange(range, this.#root, key);
      await using file = await open(this.#path(key), 'r').catch((error: unknown) => {
        throw this.#isAbsent(error) ? storageFault('missing', this.#root, key) : error;
      });
      const { offset, length } = await this.#extent(file, key, range);
      const bytes = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer); // not from the pool: the caller may transfer it
      for (let at = 0; at < length;) {
        call.signal.throwIfAborted();
        const { bytesRead } = await file.read(bytes, at, length - at, offset + at).catch((error: unknown) => {
          throw hasCode(error, FOLDER_IN_THE_WAY) ? storageFault('missing', this.#root, key) : error;
        });
        if (bytesRead === 0) throw storageFault('range', this.#root, key);
        at += bytesRead;
      }
      return bytes;
    });
  }

  stat(key: Key, call: StorageCall): Promise<StoredObject | null> {
    return this.#guard(key, call, async () => {
      this.#see();
      const stats = await stat(this.#path(key)).catch((error: unknown) => {
        if (this.#isAbsent(error)) return null;
        throw error;
      });
      return stats?.isFile() ? { key, size: stats.size, modifiedAt: stats.mtimeMs } : null;
    });
  }

  async *list(prefix: string, { signal }: StorageCall): AsyncGenerator<StoredObject> {
    signal.throwIfAborted();
    try {
      for await (const folder of this.#folders(asPrefix(prefix), signal)) {
        for await (const objects of objectsIn(folder, signal)) yield* objects;
      }
    } catch (error) {
      throw blame(this.#reason(error), this.#root, prefix, signal);
    }
  }

  remove(key: Key, call: StorageCall): Promise<void> {
    return this.#guard(key, call, async () => {
      this.#see();
      const path = this.#path(key);
      await unlink(path).catch((error: unknown) => {
        const noObject = this.#isAbsent(error) || (hasCode(error, FOLDER_IN_THE_WAY) && lstatSync(path).isDirectory());
        if (!noObject) throw error;
      });
    });
  }

  sweep(call: StorageCall, prefix = ''): Promise<number> {
    return this.#guard(null, call, async () => {
      const oldest = this.#clock.now() - RUBBISH_AGE;
      let removed = 0;
      for await (const { path, entries } of this.#folders(asPrefix(prefix), call.signal)) {
        for (const entry of entries) {
          if (!entry.isFile() || !isSide(entry.name)) continue;
          const side = join(path, entry.name);
          const stats = lstatSync(side, { throwIfNoEntry: false });
          if (stats === undefined || (stats.mtimeMs > oldest && !isAbandoned(entry.name))) continue;
          if (await isRemoved(side)) removed++;
        }
      }
      return removed;
    });
  }

  free(call: StorageCall): Promise<number | null> {
    return this.#guard(null, call, async () => {
      this.#see();
      if (this.#isGone()) throw this.#gone();
      const { bavail, bsize } = await statfs(this.#root);
      return bavail * bsize;
    });
  }

  async close(): Promise<void> {}

  /** As all drivers' calls; where the drive has gone in the middle, that is the reason, whatever the system said about one of its files. */
  #guard<T>(key: Key | null, call: StorageCall, work: () => Promise<T>): Promise<T> {
    return guard(this.#root, key, call, () =>
      work().catch((error: unknown) => {
        throw call.signal.aborted ? error : this.#reason(error);
      }),
    );
  }

  #reason(error: unknown): unknown {
    try {
      return !(error instanceof Fault) && this.#isGone() ? this.#gone() : error;
    } catch (dead) {
      return dead; // the folder itself cannot be looked at: that says more
    }
  }

  #path(key: Key): string {
    return join(this.#root, ...key.split('/'));
  }

  #folders(prefix: string, signal: AbortSignal): ReturnType<typeof folders> {
    this.#see();
    return folders(this.#root, prefix, signal, () => {
      if (this.#isGone()) throw this.#gone();
    });
  }

  /** What to read: the range, or all there is. Asks the file only where the reading itself would not tell. */
  async #extent(file: FileHandle, key: Key, range: Range | undefined): Promise<Range> {
    if (range !== undefined && range.length > 0 && range.length <= 1 << 20) return range;
    const stats = await file.stat();
    if (!stats.isFile()) throw storageFault('missing', this.#root, key);
    if (range === undefined) return { offset: 0, length: stats.size };
    if (range.offset + range.length > stats.size) throw storageFault('range', this.#root, key);
    return range;
  }

  /** Of a side file that lies elsewhere. */
  async #settleNew(side: string, key: Key): Promise<void> {
    this.#refuseWithoutRoot();
    const target = this.#path(key);
    if (await exists(target)) throw storageFault('exists', this.#root, key);
    await this.#settle(side, target, false).catch(async (error: unknown) => {
      if (!hasCode(error, ABSENT)) throw error;
      await makeFolders(this.#root, dirname(target)); // nearly always they are there
      await this.#settle(side, target, false);
    });
    await syncFolder(dirname(target));
  }

  async #settle(side: string, target: string, overwrite: boolean): Promise<void> {
    if (overwrite) return settleOver(side, target);
    if (this.#hardLinks) this.#hardLinks = await settleByLink(side, target);
    if (!this.#hardLinks) settleByLook(side, target);
  }

  /** Where its files lie: absolute. Messages name it so. */
  get folder(): string {
    return this.#root;
  }

  #refuseWithoutRoot(): void {
    this.#see();
    if (this.#device === null || this.#isGone()) throw this.#gone();
  }

  #see(): void {
    this.#device ??= statSync(this.#root, { throwIfNoEntry: false })?.dev ?? null;
  }

  #isGone(): boolean {
    return this.#device !== null && statSync(this.#root, { throwIfNoEntry: false })?.dev !== this.#device;
  }

  #gone(): Fault {
    if (this.#device === null) return storageFault('missing', this.#root, null);
    return new Fault('offline', `${this.#root}: the drive it was on is not there any more.`, {
      context: { address: this.#root },
      advice: 'Plug it in again and run it again: what is stored already is kept.',
    });
  }

  /** Whether the error says that this key is missing. Where the whole storage is, that is thrown instead. */
  #isAbsent(error: unknown): boolean {
    if (!hasCode(error, ABSENT)) return false;
    if (this.#isGone()) throw this.#gone();
    return true;
  }
}
