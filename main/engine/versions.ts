/** Versions: every state one path had, newest first. Only the directories on the way to it are read, and each of them once. */
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Call } from '../base/call.ts';
import { Fault, isFault } from '../base/fault.ts';
import { shortId } from '../base/ids.ts';
import { joinRaw, showName } from '../entry/name.ts';
import type { RawPath, StoredEntry } from '../entry/entry.ts';
import type { SnapshotReader, Store, StoredItem } from '../store/store.ts';
import { entryNamed, namesOf } from './entry-at.ts';

export interface Version extends StoredItem {
  /** The newest that holds this state. */
  snapshot: Snapshot;
  /** Snapshots right after it, going back, that hold the same. */
  alsoIn: number;
}

/**
 * A state comes as soon as an older one is met; one that comes back after others is not told of again.
 * @param snapshots newest first.
 * @param path as typed, as shown or as programs get it.
 */
export async function* versionsOf(store: Store, snapshots: readonly Snapshot[], path: string, call: Call): AsyncGenerator<Version> {
  const told = new Set<string>();
  const trail = new Trail(namesOf(path));
  let [current, state]: [Version | null, string] = [null, ''];
  for (const snapshot of snapshots) {
    call.signal.throwIfAborted();
    const item = await lookUp(trail, store, snapshot, call);
    const now = item === null ? '' : stateOf(item.entry);
    if (current !== null && now === state) {
      current.alsoIn++;
      continue;
    }
    if (current !== null) yield current;
    current = item === null || told.has(now) ? null : { ...item, snapshot, alsoIn: 0 };
    state = now;
    told.add(now);
  }
  if (current !== null) yield current;
}

/** What makes two states one: the content of a file with its time and permissions, a directory with all below it. */
const stateOf = ({ type, content, subtree, linkTarget, rdev, mtime, mode, size }: StoredEntry): string =>
  subtree === null ? `${type} ${mode} ${mtime} ${size} ${rdev ?? ''} ${linkTarget ?? ''} ${(content ?? []).join()}` : `${type} ${subtree}`;

/** A snapshot that cannot be read here is reported and passed over. */
async function lookUp(trail: Trail, store: Store, snapshot: Snapshot, call: Call): Promise<StoredItem | null> {
  try {
    return await trail.follow(await store.open(snapshot, call), call);
  } catch (error) {
    if (!isFault(error, 'damaged')) throw error;
    call.report({ item: `snapshots/${snapshot.id}`, during: 'find', severity: 'warning', fault: new Fault('damaged', `Snapshot ${shortId(snapshot.id)} cannot be searched: ${error.message}`, { cause: error }) });
    return null;
  }
}

/** The way to one path, with what each directory on it led to: snapshots share most of them. */
class Trail {
  readonly #names: readonly string[];
  readonly #known: Map<string, StoredItem | null>[];

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#known = names.map(() => new Map());
  }

  async follow(reader: SnapshotReader, call: Call): Promise<StoredItem | null> {
    if (this.#names.length === 0) return { path: '/', entry: rootEntry(reader.snapshot) };
    const passed: string[] = [];
    let [id, path, found]: [string | null, RawPath, StoredItem | null] = [reader.snapshot.tree, '/', null];
    for (let depth = 0; depth < this.#names.length; depth++) {
      if (id === null) break;
      const known = this.#known[depth]!.get(`${id}${path}`);
      if (known !== undefined) {
        found = known;
        break;
      }
      passed.push(`${id}${path}`);
      const entry = entryNamed(await reader.directory(id, call), this.#names[depth]!, path);
      if (entry === null) break;
      path = joinRaw(path, entry.name);
      id = entry.subtree;
      if (depth === this.#names.length - 1) found = { path, entry };
    }
    for (const [depth, key] of passed.entries()) this.#known[depth]!.set(key, found);
    return found;
  }
}

/** The root is kept as its tree alone. */
export const rootEntry = ({ tree, time }: Snapshot): StoredEntry => {
  const mtime = BigInt(Date.parse(time)) * 1_000_000n;
  return { name: '', type: 'dir', mode: 0o755, uid: 0, gid: 0, user: '', group: '', mtime, atime: mtime, ctime: mtime, inode: 0n, deviceId: 0n, links: 0, size: 0, content: null, subtree: tree };
};

export const noVersions = (path: string): Fault =>
  new Fault('missing', `No snapshot has ${showName(Buffer.from(path, 'utf8').toString('latin1'))}.`, { advice: 'Check the path, or search for the name.' });
