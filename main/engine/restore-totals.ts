/** How much a restore will write, before it begins. */
import type { Call } from '../base/call.ts';
import { Fault } from '../base/fault.ts';
import type { Target } from '../source/target.ts';
import type { SnapshotReader, StoredItem, WalkOptions } from '../store/store.ts';

/** So many entries found on the way are kept, so that few files out of many are looked for once. */
const FEW = 4096;

export interface Totals {
  files: number | null;
  bytes: number;
  /** What the walk brings, with what it reports, where that is little; null: it is to be walked (again). */
  found: FoundEntries | null;
}

export interface FoundEntries {
  items: StoredItem[];
  reports: Parameters<Call['report']>[0][];
}

/** The snapshot's own summary serves when all of it is wanted; else the directories are walked first. */
export async function countWanted(reader: SnapshotReader, walk: WalkOptions, wants: ((item: StoredItem) => boolean) | null, call: Call): Promise<Totals> {
  const { summary } = reader.snapshot;
  if (wants === null && summary?.total_bytes_processed !== undefined) return { files: summary.total_files_processed ?? null, bytes: summary.total_bytes_processed, found: null };
  const totals: Totals & { files: number } = { files: 0, bytes: 0, found: { items: [], reports: [] } };
  const errors = call.progress.done.errors;
  for await (const batch of reader.walk(walk, { ...call, report: (report) => void totals.found?.reports.push(report) })) {
    if (totals.found !== null && totals.found.items.length + batch.length <= FEW) totals.found.items.push(...batch);
    else totals.found = null;
    for (const item of batch) {
      if (item.entry.type !== 'file' || wants?.(item) === false) continue;
      totals.files++;
      totals.bytes += item.entry.size;
    }
  }
  call.progress.done.errors = errors; // the restore itself meets and reports them
  return totals;
}

/** Like the walk that found it. */
export async function* replayed({ items, reports }: FoundEntries, call: Call): AsyncGenerator<readonly StoredItem[]> {
  for (const report of reports) {
    call.progress.done.errors++;
    call.report(report);
  }
  yield items;
}

/** Only for what is certain, an empty target: a restore over existing files may need far less. @throws Fault `full`. */
export async function refuseWithoutRoom(target: Target, bytes: number, call: Call): Promise<void> {
  const free = await target.free(call);
  if (free === null || bytes <= free || !target.isEmpty()) return;
  throw new Fault('full', `${target.place} has ${free} bytes free; the restore needs ${bytes}.`, { context: { free, needed: bytes }, advice: 'Choose another folder, or restore less with --include.' });
}
