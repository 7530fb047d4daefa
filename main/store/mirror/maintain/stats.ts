/** Counts what a mirror's snapshots hold, under the names a vault's counts have. */
import { lstatSync } from 'node:fs';
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import { fsPath, joinRaw } from '../../../entry/name.ts';
import type { StoredItem } from '../../store.ts';
import { baseOf, placeBelow } from '../layout.ts';
import type { MirrorStore } from '../mirror.ts';

/**
 * `restore-size`: what a restore of every snapshot would write. `files-by-contents`: each content once. `raw-data`: each stored file once,
 * however many names it has. A mirror cuts nothing into blobs: `blobs-per-file` is no way to count it.
 */
export type MirrorStatsMode = 'restore-size' | 'files-by-contents' | 'raw-data' | 'blobs-per-file';

/** Bytes. */
export interface MirrorStats {
  total_size: number;
  total_file_count: number;
  snapshots_count: number;
}

/** How one snapshot's entries are counted. Returns the bytes an entry adds; null: it is not counted. */
type Count = (item: StoredItem) => number | null;

/** @throws Fault `damaged` when a directory cannot be read; `unsupported`. */
export async function mirrorStats(mirror: MirrorStore, snapshots: readonly Snapshot[], mode: MirrorStatsMode, call: Call): Promise<MirrorStats> {
  const total: MirrorStats = { total_size: 0, total_file_count: 0, snapshots_count: snapshots.length };
  const begin = await counting(mirror, mode, call);
  call.progress.phase = 'marking';
  for (const snapshot of snapshots) {
    const count = begin(snapshot);
    const reader = await mirror.open(snapshot, call);
    const strict: Call = { ...call, progress: call.progress, report: ({ fault }) => { throw fault; } };
    for await (const batch of reader.walk({}, strict)) {
      call.signal.throwIfAborted();
      for (const item of batch) {
        const size = count(item);
        if (size === null) continue;
        total.total_size += size;
        total.total_file_count++;
      }
    }
  }
  return total;
}

async function counting(mirror: MirrorStore, mode: MirrorStatsMode, call: Call): Promise<(snapshot: Snapshot) => Count> {
  switch (mode) {
    case 'restore-size':
      return () => restored();
    case 'files-by-contents': {
      const count = contents();
      return () => count;
    }
    case 'raw-data':
      return stored(mirror, call);
    case 'blobs-per-file':
      throw new Fault('unsupported', `${mirror.address} is a mirror: its files are not cut into blobs.`, { advice: 'Count with --mode restore-size, files-by-contents or raw-data.' });
  }
}

/** Names of one file take its room once. */
function restored(): Count {
  const linked = new Set<string>();
  return ({ entry }) => {
    if (entry.type !== 'file' || entry.links <= 1 || entry.inode === 0n) return entry.type === 'file' ? entry.size : 0;
    const file = `${entry.deviceId}/${entry.inode}`;
    const isFirst = !linked.has(file);
    linked.add(file);
    return isFirst ? entry.size : 0;
  };
}

function contents(): Count {
  const known = new Set<string>();
  return ({ entry }) => {
    if (entry.type !== 'file') return null;
    const id = entry.content?.[0] ?? '';
    if (known.has(id)) return null;
    known.add(id);
    return entry.size;
  };
}

async function stored(mirror: MirrorStore, call: Call): Promise<(snapshot: Snapshot) => Count> {
  const trees = new Map((await mirror.headers(call)).map((header) => [header.snapshot.id, mirror.placesOf(header).tree]));
  const known = new Set<bigint>();
  return ({ id, paths }) => ({ entry, path }) => {
    const place = entry.type === 'file' ? placeBelow(baseOf(paths), false, path) : null;
    const tree = trees.get(id);
    if (place === null || tree === undefined) return null;
    const stats = lstatSync(fsPath(joinRaw(tree, place)), { bigint: true, throwIfNoEntry: false });
    if (stats === undefined || known.has(stats.ino)) return null;
    known.add(stats.ino);
    return Number(stats.size);
  };
}
