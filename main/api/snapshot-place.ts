/** From what is asked for to the snapshot and the entry that are meant. */
import type { SnapshotFilter } from '../../preload/contract/snapshot-filter.ts';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Call } from '../base/call.ts';
import { Fault } from '../base/fault.ts';
import { isHexId, shortId } from '../base/ids.ts';
import { Directories } from '../engine/directories.ts';
import { decoded, entryAt, noSuchPath, type LoadDirectory, type Place } from '../engine/entry-at.ts';
import { findSnapshot, type SnapshotPlace } from '../engine/find-snapshot.ts';
import type { SnapshotReader, Store, StoredItem } from '../store/store.ts';
import type { Destinations } from './destinations.ts';

/** What was looked at last, for each engine. */
const kept = new WeakMap<Destinations, Directories>();

function directoriesOf(destinations: Destinations): Directories {
  const known = kept.get(destinations) ?? new Directories();
  kept.set(destinations, known);
  return known;
}

/**
 * Like `findSnapshot`; a full id, as the window has it, is looked up alone.
 * @throws Fault `missing`: a full id was there once, so the list it came from is old.
 */
export async function presentSnapshot(vault: Store, ref: string, filter: SnapshotFilter | null, call: Call): Promise<SnapshotPlace> {
  const id = ref.split(':', 1)[0]!;
  if (!isHexId(id)) return findSnapshot(await vault.snapshots(call), ref, filter);
  const snapshot = await vault.snapshot(id, call);
  if (snapshot !== null) return findSnapshot([snapshot], ref, filter);
  throw new Fault('missing', `There is no snapshot ${shortId(id)} any more: it has been forgotten.`, { context: { snapshot: id }, advice: 'Reload the list of snapshots.' });
}

/** A place in a snapshot, read as little as possible: the vault's index is loaded only when a directory is not at hand. */
export class BrowsedSnapshot {
  readonly snapshot: Snapshot;
  readonly #vault: Store;
  readonly #directories: Directories;
  readonly #call: Call;
  #reader: Promise<SnapshotReader> | null = null;

  constructor(snapshot: Snapshot, vault: Store, destinations: Destinations, call: Call) {
    this.snapshot = snapshot;
    this.#vault = vault;
    this.#directories = directoriesOf(destinations);
    this.#call = call;
  }

  reader(): Promise<SnapshotReader> {
    return (this.#reader ??= this.#vault.open(this.snapshot, this.#call));
  }

  readonly directory: LoadDirectory = (id) => this.#directories.get(this.#vault.id, id, async (wanted) => (await this.reader()).directory(wanted, this.#call), this.#call.signal);

  /** @throws Fault `missing`. */
  async at(path: string): Promise<Place> {
    const place = await entryAt(this.snapshot.tree, path, this.directory);
    if (place === null) throw noSuchPath(this.snapshot.id, path);
    return place;
  }
}

/** @param under the part of the reference behind the colon. */
export const pathBelow = (under: string, path: string): string => `${decoded(under)}/${path}`;

/** @throws Fault `missing`, or `invalid` for what is no file. */
export async function fileAt(browsed: BrowsedSnapshot, path: string): Promise<StoredItem> {
  const { path: raw, entry } = await browsed.at(path);
  if (entry?.type === 'file') return { path: raw, entry };
  throw new Fault('invalid', `${path} is no file: it has no content that could be shown.`, { context: { path } });
}
