/** Removes locks nobody holds any more, of whatever format keeps such locks. */
import type { Call } from '../../base/call.ts';
import { isStale, listLocks, type HeldLock, type Holder, type LockPlace } from './lock.ts';

/** A store with locks. */
export interface Lockable {
  readonly repository: LockPlace;
  readonly holder: Holder;
}

export interface UnlockReport {
  /** `lock` null: it could not be read. */
  removed: { id: string; lock: HeldLock['lock'] | null }[];
  kept: { id: string; lock: HeldLock['lock'] | null }[];
}

/** @param options removeAll: also locks that may be in use, and what cannot be read. Whoever holds one will stop, or damage what others do. */
export async function unlock(store: Lockable, { removeAll }: { removeAll: boolean }, call: Call): Promise<UnlockReport> {
  const { repository, holder } = store;
  const report: UnlockReport = { removed: [], kept: [] };
  const locks = await listLocks(repository, call);
  for (const found of locks) {
    call.signal.throwIfAborted();
    const goes = removeAll || (found.lock !== null && isStale(found.lock, holder));
    if (goes) await repository.remove('locks', found.id, call);
    report[goes ? 'removed' : 'kept'].push(found);
  }
  if (removeAll) await removeEmpty(store, new Set(locks.map(({ id }) => id)), report, call);
  return report;
}

/** Lock files without content are passed over by everybody; here they go too. */
async function removeEmpty({ repository }: Lockable, known: ReadonlySet<string>, report: UnlockReport, call: Call): Promise<void> {
  for (const { id, size } of await repository.list('locks', call)) {
    if (size > 0 || known.has(id)) continue;
    await repository.remove('locks', id, call);
    report.removed.push({ id, lock: null });
  }
}
