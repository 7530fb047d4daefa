/** Copies snapshots to another vault: only blobs it does not have, each verified and sealed under its keys; trees byte for byte. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import { shortId } from '../../../base/ids.ts';
import { guardedBy } from '../../lock/lock.ts';
import type { VaultStore } from '../vault.ts';
import { resume } from './adopt-orphans.ts';
import { CopySession } from './copy-session.ts';
import { loadSnapshot, loadSnapshots, saveSnapshot } from './load-snapshots.ts';
import { isSameSnapshot } from './same-snapshot.ts';

export interface CopyReport {
  copied: { from: string; to: string }[];
  /** Already there, under these ids of the source. */
  skipped: string[];
  /** Not copied because parts of them are lost in the source. Reported as Problems too. */
  failed: { snapshot: string; fault: Fault }[];
  /** What was sent, sealed. */
  blobs: number;
  bytes: number;
}

export interface CopyOptions {
  /** Also sends what snapshots that are there already have lost. Every directory of the source is read for it. */
  repair?: boolean;
}

/** Snapshots become visible in batches of this many bytes, so that many small ones share packs. */
const BATCH = 256 * 1024 * 1024;

/** @throws Fault `invalid` for a vault and itself; `locked`. A cancelled copy keeps what was sent: the next one does not send it again. */
export async function copySnapshots(from: VaultStore, snapshots: readonly Snapshot[], to: VaultStore, call: Call, { repair = false }: CopyOptions = {}): Promise<CopyReport> {
  if (from.id === to.id) throw new Fault('invalid', `${from.address} and ${to.address} are the same vault.`, { advice: 'Choose another destination.' });
  call.progress.phase = 'locking';
  const { index } = await from.readable(call);
  const lock = await to.lock(false, call);
  try {
    const guarded = guardedBy(lock, call);
    const { index: known } = await to.index(guarded);
    await resume(to.repository, known, lock, to.clock, guarded);
    return await copyAll({ from, to, repair, session: new CopySession(from, index, to, known, guarded) }, snapshots, guarded);
  } finally {
    to.forgetIndex();
    await lock.release();
  }
}

interface Copying extends Required<CopyOptions> {
  from: VaultStore;
  to: VaultStore;
  session: CopySession;
}

async function copyAll({ from, to, repair, session }: Copying, snapshots: readonly Snapshot[], call: Call): Promise<CopyReport> {
  const report: CopyReport = { copied: [], skipped: [], failed: [], blobs: 0, bytes: 0 };
  const there = byOriginal((await loadSnapshots(to.repository, call)).snapshots);
  const ready: Snapshot[] = [];
  const save = async (): Promise<void> => {
    await session.flush();
    for (const snapshot of ready.splice(0)) {
      const copy = { ...snapshot, parent: undefined, original: snapshot.original ?? snapshot.id };
      report.copied.push({ from: snapshot.id, to: await saveSnapshot(to.repository, copy, call) });
    }
  };
  call.progress.phase = 'copying';
  try {
    for (const { id } of snapshots) {
      const snapshot = await loadSnapshot(from.repository, id, call);
      if (there.get(snapshot.original ?? id)?.some((other) => isSameSnapshot(other, snapshot)) === true) {
        const fault = repair ? await session.copy(snapshot) : null; // what the target has is not sent
        if (fault === null) report.skipped.push(id);
        else fail(report, id, fault, call);
        continue;
      }
      const fault = await session.copy(snapshot);
      if (fault === null) ready.push(snapshot);
      else fail(report, id, fault, call);
      if (session.unsaved >= BATCH) await save();
    }
    await save();
  } catch (error) {
    await session.salvage();
    throw error;
  }
  return { ...report, blobs: session.blobs, bytes: session.bytes };
}

function byOriginal(snapshots: readonly Snapshot[]): Map<string, Snapshot[]> {
  const found = new Map<string, Snapshot[]>();
  const add = (id: string, snapshot: Snapshot): void => void found.set(id, [...(found.get(id) ?? []), snapshot]);
  for (const snapshot of snapshots) {
    add(snapshot.id, snapshot);
    if (snapshot.original !== undefined) add(snapshot.original, snapshot);
  }
  return found;
}

function fail(report: CopyReport, id: string, fault: Fault, call: Call): void {
  report.failed.push({ snapshot: id, fault });
  call.progress.done.errors++;
  call.report({ item: shortId(id), during: 'copy', severity: 'warning', fault });
}
