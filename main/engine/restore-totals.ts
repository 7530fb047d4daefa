/** How much a restore will write, before it begins. */
import type { Call } from '../base/call.ts';
import { Fault } from '../base/fault.ts';
import type { Target } from '../source/target.ts';
import type { SnapshotReader, StoredItem, WalkOptions } from '../store/store.ts';

export interface Totals {
  files: number | null;
  bytes: number;
}

/** The snapshot's own summary serves when all of it is wanted; else the directories are walked once more. */
export async function countWanted(reader: SnapshotReader, walk: WalkOptions, wants: ((item: StoredItem) => boolean) | null, call: Call): Promise<Totals> {
  const { summary } = reader.snapshot;
  if (wants === null && summary?.total_bytes_processed !== undefined) return { files: summary.total_files_processed ?? null, bytes: summary.total_bytes_processed };
  const totals = { files: 0, bytes: 0 };
  const errors = call.progress.done.errors;
  for await (const batch of reader.walk(walk, { ...call, report: () => undefined })) {
    for (const item of batch) {
      if (item.entry.type !== 'file' || wants?.(item) === false) continue;
      totals.files++;
      totals.bytes += item.entry.size;
    }
  }
  call.progress.done.errors = errors; // the restore itself meets and reports them
  return totals;
}

/** Only for what is certain, an empty target: a restore over existing files may need far less. @throws Fault `full`. */
export async function refuseWithoutRoom(target: Target, bytes: number, call: Call): Promise<void> {
  const free = await target.free(call);
  if (free === null || bytes <= free || !target.isEmpty()) return;
  throw new Fault('full', `${target.place} has ${free} bytes free; the restore needs ${bytes}.`, { context: { free, needed: bytes }, advice: 'Choose another folder, or restore less with --include.' });
}
