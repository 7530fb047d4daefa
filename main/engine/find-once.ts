/** Find for the window: every path once, in the newest snapshot that has it, then only how many more hold it. What was searched is not searched again. */
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Call } from '../base/call.ts';
import type { Clock } from '../base/clock.ts';
import { Fault, toFault } from '../base/fault.ts';
import { shortId } from '../base/ids.ts';
import { joinRaw, showName } from '../entry/name.ts';
import type { RawPath } from '../entry/entry.ts';
import type { SnapshotReader, Store, StoredItem } from '../store/store.ts';
import type { NameMatch } from './name-match.ts';

export interface Finding {
  /** Paths that were not met before. */
  hits: { snapshot: Snapshot; item: StoredItem }[];
  /** Known paths, and in how many more snapshots they were met since the last finding. */
  again: Map<RawPath, number>;
  /** Snapshots. */
  searched: number;
  of: number;
}

/** Hits, and milliseconds, after which a finding is told. */
const HITS = 200;
const PAUSE = 250;
/** Entries decoded at once. */
const STEP = 2000;

/** A directory that was searched: what was found in it and below, to be counted again where it is met again. */
interface Searched {
  path: RawPath;
  found: readonly RawPath[];
  below: readonly Searched[];
}

const NOTHING: readonly never[] = [];

export class FindOnce {
  readonly #store: Store;
  readonly #matches: NameMatch;
  readonly #clock: Clock;
  readonly #call: Call;
  readonly #seen = new Set<RawPath>();
  /** By identity of the directory. */
  readonly #searched = new Map<string, Searched>();
  #snapshot!: Snapshot;
  #hits: Finding['hits'] = [];
  #again = new Map<RawPath, number>();
  #done = 0;
  #of = 0;
  #toldAt: number;

  constructor(store: Store, matches: NameMatch, clock: Clock, call: Call) {
    this.#store = store;
    this.#matches = matches;
    this.#clock = clock;
    this.#call = call;
    this.#toldAt = clock.monotonic();
  }

  /** @param snapshots newest first. The last finding has everything searched. */
  async *search(snapshots: readonly Snapshot[]): AsyncGenerator<Finding> {
    this.#of = snapshots.length;
    for (const snapshot of snapshots) {
      this.#snapshot = snapshot;
      try {
        yield* this.#directory(await this.#store.open(snapshot, this.#call), snapshot.tree, '/');
      } catch (error) {
        this.#call.signal.throwIfAborted();
        this.#report(`snapshots/${snapshot.id}`, `Snapshot ${shortId(snapshot.id)} cannot be searched`, error);
      }
      this.#done++;
      if (this.#isTime()) yield this.#finding();
    }
    yield this.#finding();
  }

  async *#directory(reader: SnapshotReader, id: string, path: RawPath): AsyncGenerator<Finding, Searched> {
    this.#call.signal.throwIfAborted();
    const known = this.#searched.get(id);
    if (known?.path === path) {
      this.#count(known);
      return known;
    }
    const [found, below]: [RawPath[], Searched[]] = [[], []];
    const directory = await reader.directory(id, this.#call);
    for (let at = 0; at < directory.count; at += STEP) {
      for (const entry of directory.slice(at, at + STEP)) {
        const item = { entry, path: joinRaw(path, entry.name) };
        if (this.#matches(path, entry.name)) {
          found.push(item.path);
          this.#met(item);
        }
        if (this.#isTime()) yield this.#finding();
        if (entry.subtree === null) continue;
        const child = yield* this.#below(reader, entry.subtree, item.path);
        if (child !== null && (child.found.length > 0 || child.below.length > 0)) below.push(child);
      }
    }
    const searched = { path, found: found.length === 0 ? NOTHING : found, below: below.length === 0 ? NOTHING : below };
    this.#searched.set(id, searched);
    return searched;
  }

  /** A directory that cannot be read is reported and passed over: what is beside it can be found all the same. */
  async *#below(reader: SnapshotReader, id: string, path: RawPath): AsyncGenerator<Finding, Searched | null> {
    try {
      return yield* this.#directory(reader, id, path);
    } catch (error) {
      this.#call.signal.throwIfAborted();
      this.#report(showName(path), `The directory ${showName(path)} of snapshot ${shortId(this.#snapshot.id)} cannot be searched`, error);
      return null;
    }
  }

  #met(item: StoredItem): void {
    if (this.#seen.has(item.path)) return this.#countOne(item.path);
    this.#seen.add(item.path);
    this.#hits.push({ snapshot: this.#snapshot, item });
  }

  #count({ found, below }: Searched): void {
    for (const path of found) this.#countOne(path);
    for (const child of below) this.#count(child);
  }

  #countOne(path: RawPath): void {
    this.#again.set(path, (this.#again.get(path) ?? 0) + 1);
  }

  #isTime(): boolean {
    return this.#hits.length >= HITS || this.#clock.monotonic() - this.#toldAt >= PAUSE;
  }

  #finding(): Finding {
    const finding = { hits: this.#hits, again: this.#again, searched: this.#done, of: this.#of };
    [this.#hits, this.#again, this.#toldAt] = [[], new Map(), this.#clock.monotonic()];
    return finding;
  }

  #report(item: string, what: string, error: unknown): void {
    const fault = toFault(error, what);
    if (fault.kind !== 'damaged') throw fault;
    this.#call.report({ item, during: 'find', severity: 'warning', fault: new Fault('damaged', `${what}: ${fault.message}`, { cause: fault }) });
  }
}
