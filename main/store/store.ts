/** Store: a format on a storage. Writes and reads snapshots. What it promises is checked by `test/contract/store.ts`. */
import type { Format } from '../../preload/contract/format.ts';
import type { BackupSummary, Snapshot, SnapshotDevice } from '../../preload/contract/snapshot.ts';
import type { Call } from '../base/call.ts';
import type { Effort } from '../base/effort.ts';
import type { RawName, RawPath, StoredEntry, WalkItem } from '../entry/entry.ts';

/** What is known of a snapshot before its first entry. */
export interface SnapshotRequest {
  /** Milliseconds since the epoch. */
  time: Date;
  paths: readonly string[];
  hostname: string;
  username: string;
  tags: readonly string[];
  excludes: readonly string[];
  /** Snapshot to compare with; null: none. Unchanged entries (type, size, mtime, ctime, inode) are not read again. */
  parent: Snapshot | null;
  /** Reads and counts as usual, stores nothing. */
  dryRun: boolean;
  /** Makes no snapshot when the parent holds exactly this. */
  skipIfUnchanged: boolean;
  /** Of a copy: the snapshot it is made of. The copy keeps its time to the nanosecond and its owner, and names it as `original`. */
  copyOf?: Snapshot;
  /** What the store's own threads may take; default `full`. */
  effort?: Effort;
  /** Files read at the same time, where the format can read several; absent: as the store sees fit. */
  readConcurrency?: number | undefined;
  /** Of a board: kept with the snapshot. */
  device?: SnapshotDevice | undefined;
  /** For formats that have kinds of snapshots; others take no notice. Default: whatever the format thinks best. */
  kind?: 'full' | 'incremental' | 'differential' | undefined;
}

export interface SnapshotResult {
  /** Null after a dry run, and when nothing changed and that was to be skipped. */
  snapshot: Snapshot | null;
  summary: BackupSummary;
}

export interface SnapshotWriter {
  /** Takes the next part of the walk; resolves when there is room for more. */
  write(items: readonly WalkItem[]): Promise<void>;
  /** Makes the snapshot durable and visible, as the last step. */
  commit(): Promise<SnapshotResult>;
  /** Gives up: nothing becomes visible; bytes stored so far may serve the next run. */
  abort(): Promise<void>;
}

/** One file to be written out. */
export interface ExtractJob {
  entry: StoredEntry;
  /** Absolute raw path of an empty file to fill; with `place`, a free name beside that. */
  path: RawPath;
  /** Only for a file of one piece, where nothing is yet: the store makes it, puts its metadata on and moves it here, never over anything. */
  place?: RawPath;
}

/** How a job ended; `error` null is success. */
export interface Extracted {
  job: ExtractJob;
  error: unknown;
  /** Of a file with a `place`: what of the metadata could not be set, as sentences. */
  unset: readonly string[];
}

export interface StoredItem {
  entry: StoredEntry;
  /** Absolute, raw. */
  path: RawPath;
}

export interface WalkOptions {
  /** Where to begin; default `/`. The start itself is delivered first unless it is `/`. */
  from?: RawPath;
  /** Directories for which this says false are delivered but not entered. */
  enter?: (item: StoredItem) => boolean;
  /** Entries, other than directories, for which this says false may be left out: asked before anything but the name is read. */
  wants?: (path: RawPath) => boolean;
}

/** One directory at hand; its entries are decoded when asked for, so that a page of a big one costs a page. */
export interface Directory {
  /** Entries in it. */
  readonly count: number;
  /** Bytes of memory it takes. */
  readonly weight: number;
  /** The entries from place `from` to before place `to`, in name order. */
  slice(from: number, to: number): StoredEntry[];
  /** Places of those that are directories, ascending. */
  directories(): Uint32Array;
  find(name: RawName): StoredEntry | null;
}

export interface SnapshotReader {
  readonly snapshot: Snapshot;
  /** @param id the identity of a directory: its entry's `subtree`, or the snapshot's `tree`. @throws Fault `damaged`. */
  directory(id: string, call: Call): Promise<Directory>;
  /** One directory in name order, in batches. A Fault `missing` names the path that is not there. */
  list(path: RawPath, call: Call): AsyncIterable<readonly StoredItem[]>;
  /** Depth first, parents before children, siblings by raw name. A damaged directory is reported as a Problem and passed over. */
  walk(options: WalkOptions, call: Call): AsyncIterable<readonly StoredItem[]>;
  /** Only the paths of what `walk` delivers, which is several times as fast. */
  paths(options: WalkOptions, call: Call): AsyncIterable<readonly RawPath[]>;
  /** The bytes of one file, in order, each piece verified. */
  read(entry: StoredEntry, call: Call): AsyncIterable<Uint8Array>;
  /**
   * Like `read`, but each byte is read once, and given before the whole is known to be right: what is wrong is thrown at the end.
   * Absent: `read` reads once.
   */
  pour?(entry: StoredEntry, call: Call): AsyncIterable<Uint8Array>;
  /** Many files at once, in the order that is cheapest for the store; every byte verified before it counts. */
  extract(jobs: readonly ExtractJob[], call: Call): AsyncIterable<Extracted>;
}

/**
 * Promises:
 * - A listed snapshot is complete; a crash at any moment leaves every listed snapshot as it was.
 * - What is read is what was written, or a Fault `damaged` that names it.
 * - `begin` and `remove` take the store's lock and keep it until they are done; a held lock is a Fault `locked`.
 */
export interface Store {
  readonly format: Format;
  /** Stable id of what is stored here. */
  readonly id: string;
  readonly address: string;
  /** Oldest first. One that cannot be read is reported as a Problem and left out. */
  snapshots(call: Call): Promise<Snapshot[]>;
  /** One of them by its full id, as cheaply as it can be had; null when it is not there. */
  snapshot(id: string, call: Call): Promise<Snapshot | null>;
  begin(request: SnapshotRequest, call: Call): Promise<SnapshotWriter>;
  open(snapshot: Snapshot, call: Call): Promise<SnapshotReader>;
  /**
   * Forgets snapshots; their bytes are freed by the format's own means.
   * @param expected ids of all snapshots as they were shown; a Fault `stale` when they are others by now.
   */
  remove(snapshots: readonly Snapshot[], call: Call, expected?: readonly string[] | null): Promise<void>;
  close(): Promise<void>;
}
