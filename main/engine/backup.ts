/** Backup: a source's walk into a store's writer. */
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Call } from '../base/call.ts';
import { paceOf, rested } from '../base/effort.ts';
import type { Source } from '../source/source.ts';
import type { SnapshotRequest, SnapshotResult, Store } from '../store/store.ts';

/** Milliseconds after which, if the walk has no end in sight, everything is counted: to look twice is not worth it in a run that is over soon. */
const COUNT_AFTER = 4000;

/** Leaves either a complete snapshot or none. @throws Fault of the source or the store; the signal's reason when cancelled. */
export async function backUp(source: Source, store: Store, request: SnapshotRequest, call: Call, countAfter = COUNT_AFTER): Promise<SnapshotResult> {
  call.signal.throwIfAborted();
  const writer = await store.begin(request, call);
  const counting = new AbortController();
  const pace = paceOf(request.effort ?? 'full', true);
  const counts: Promise<void>[] = [];
  const timer = setTimeout(() => {
    if (call.progress.totalFiles === null) counts.push(countAhead(source, { ...call, signal: AbortSignal.any([call.signal, counting.signal]) }));
  }, countAfter);
  try {
    call.progress.phase = request.parent === null ? 'backing up' : 'looking for changes';
    takeTotals(request.parent, call);
    for await (const batch of source.walk(call)) {
      await rested(pace, call.signal);
      await writer.write(batch);
    }
    await rested(pace, call.signal);
  } catch (error) {
    await writer.abort();
    throw error;
  } finally {
    clearTimeout(timer);
    counting.abort();
    await Promise.all(counts);
  }
  return writer.commit();
}

/** Totals for the progress until the walk has better ones: what the parent held. */
function takeTotals(parent: Snapshot | null, { progress }: Call): void {
  if (parent?.summary?.total_files_processed === undefined || parent.summary.total_bytes_processed === undefined) return;
  progress.totalFiles = parent.summary.total_files_processed;
  progress.totalBytes = parent.summary.total_bytes_processed;
}

/** A count that runs beside the backup. Never holds it up, never fails it. */
async function countAhead(source: Source, call: Call): Promise<void> {
  const { progress } = call;
  try {
    const size = await source.measure({ ...call, report: () => undefined }, () => undefined);
    progress.totalFiles = size.files;
    progress.totalBytes = size.bytes;
  } catch {
    // ended with the walk, or met something the walk itself reports: the bar then stays without a total
  }
}

/** The newest snapshot of the same host and the same paths that is not from the future: what restic compares with, too. */
export function findParent(snapshots: readonly Snapshot[], request: Pick<SnapshotRequest, 'hostname' | 'paths' | 'time'>): Snapshot | null {
  const paths = [...request.paths].toSorted().join('\0');
  const same = (snapshot: Snapshot): boolean =>
    snapshot.hostname === request.hostname && [...snapshot.paths].toSorted().join('\0') === paths && Date.parse(snapshot.time) <= request.time.getTime();
  return snapshots.findLast(same) ?? null;
}
