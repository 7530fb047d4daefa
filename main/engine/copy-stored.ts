/** Copies snapshots between stores of any format: each byte read once, what the target has of earlier snapshots not at all. */
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Call, Problem } from '../base/call.ts';
import { Fault, isFault, toFault } from '../base/fault.ts';
import { shortId } from '../base/ids.ts';
import type { RawPath, WalkItem } from '../entry/entry.ts';
import type { SnapshotReader, SnapshotRequest, SnapshotResult, Store } from '../store/store.ts';
import { copySnapshots, type CopyOptions, type CopyReport } from '../store/vault/maintain/copy.ts';
import { tellsTheSame } from '../store/vault/maintain/same-snapshot.ts';
import { VaultStore } from '../store/vault/vault.ts';
import { findParent } from './backup.ts';
import { Staging } from './staging.ts';
import { StoredSource } from './stored-source.ts';

/** What is known of a copy once it is made, for comparing it. */
export interface MadeCopy {
  original: Snapshot;
  copy: Snapshot;
  /** What the target had of it before; null: nothing. */
  earlier: Snapshot | null;
  /** SHA-256 by path, of files whose identity does not say it. */
  sums: ReadonlyMap<RawPath, string>;
}

export interface StoredCopy extends CopyReport {
  made: MadeCopy[];
}

/** Between vaults blobs are sent as they are. @throws Fault `invalid` for a store and itself; `locked`; of the target whatever ends a backup. */
export async function copyStored(from: Store, snapshots: readonly Snapshot[], to: Store, call: Call, { repair = false }: CopyOptions = {}): Promise<StoredCopy> {
  if (from instanceof VaultStore && to instanceof VaultStore) {
    const before = await to.snapshots(call);
    const report = await copySnapshots(from, snapshots, to, call, { repair });
    return { ...report, made: await madeOf(report, snapshots, to, before, call) };
  }
  if (from.format === to.format && from.id === to.id) throw new Fault('invalid', `${from.address} and ${to.address} are the same ${from.format}.`, { advice: 'Choose another destination.' });
  if (repair) throw new Fault('unsupported', `What ${to.address} has lost cannot be sent again from ${from.address}: that is done between two vaults.`, { advice: 'Leave --repair out; forget the damaged snapshot there, and copy it anew.' });
  const staging = new Staging();
  try {
    return await copyAll({ from, to, staging }, snapshots, call);
  } finally {
    staging.close();
  }
}

/** Whether `to` has it: the snapshot itself came from there, or a copy of it lies there. */
export const findCopy = (there: readonly Snapshot[], snapshot: Snapshot): Snapshot | null =>
  there.find((other) => originOf(other) === originOf(snapshot) && tellsTheSame(other, snapshot)) ?? null;

const originOf = ({ id, original }: Snapshot): string => original ?? id;

interface Copying {
  from: Store;
  to: Store;
  staging: Staging;
}

async function copyAll(copying: Copying, snapshots: readonly Snapshot[], call: Call): Promise<StoredCopy> {
  const report: StoredCopy = { copied: [], skipped: [], failed: [], blobs: 0, bytes: 0, made: [] };
  const there = [...(await copying.to.snapshots(call))];
  for (const snapshot of snapshots) {
    call.signal.throwIfAborted();
    if (findCopy(there, snapshot) !== null) {
      report.skipped.push(snapshot.id);
      continue;
    }
    const earlier = findParent(there, { hostname: snapshot.hostname ?? '', paths: snapshot.paths, time: new Date(snapshot.time) });
    try {
      call.progress.totalFiles = snapshot.summary?.total_files_processed ?? null;
      call.progress.totalBytes = snapshot.summary?.total_bytes_processed ?? null;
      const { copy, sums, blobs, bytes } = await copyOne(copying, snapshot, earlier, call);
      there.push(copy);
      there.sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
      report.copied.push({ from: snapshot.id, to: copy.id });
      report.made.push({ original: snapshot, copy, earlier, sums });
      report.blobs += blobs;
      report.bytes += bytes;
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      report.failed.push({ snapshot: snapshot.id, fault: error.fault });
      call.report({ item: shortId(snapshot.id), during: 'copy', severity: 'warning', fault: error.fault });
    }
  }
  return report;
}

/** Parts of a snapshot could not be read: it is not copied, lest the copy pass for the whole. */
export class Lost extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

async function copyOne({ from, to, staging }: Copying, snapshot: Snapshot, earlier: Snapshot | null, call: Call): Promise<{ copy: Snapshot; sums: ReadonlyMap<RawPath, string>; blobs: number; bytes: number }> {
  const reader = await from.open(snapshot, call).catch((error: unknown) => {
    if (isFault(error, 'damaged') || isFault(error, 'missing')) throw new Lost(error);
    throw error;
  });
  const source = new StoredSource(reader, await openEarlier(to, earlier, call), staging);
  const { snapshot: copy, summary } = await writeWhole((strict) => source.walk(strict), requestFor(snapshot, earlier), to, `Snapshot ${shortId(snapshot.id)} is not copied`, call);
  return { copy, sums: source.sums, blobs: summary.data_blobs + summary.tree_blobs, bytes: summary.data_added_packed };
}

/**
 * A walk into a store, all of it or nothing: the first thing that would be missing ends it, before anybody can take it for the whole. What is said
 * of saving, and of listing, is about the target. @param refusal how a sentence begins that says why not. @throws Lost.
 */
export async function writeWhole(walk: (call: Call) => AsyncIterable<readonly WalkItem[]>, request: SnapshotRequest, to: Store, refusal: string, call: Call): Promise<{ snapshot: Snapshot; summary: SnapshotResult['summary'] }> {
  const ending = new AbortController();
  const lost = (cause: Fault): Lost => new Lost(new Fault(cause.kind, `${refusal}: ${cause.message.charAt(0).toLowerCase()}${cause.message.slice(1)}`, { cause, advice: cause.advice }));
  const strict: Call = {
    ...call, progress: call.progress, signal: AbortSignal.any([call.signal, ending.signal]),
    report: (problem: Problem) => {
      call.report(problem);
      if (problem.severity === 'warning' && problem.during !== 'save' && problem.during !== 'list') ending.abort(lost(problem.fault));
    },
  };
  const writer = await to.begin(request, strict);
  try {
    call.progress.phase = 'copying';
    for await (const batch of walk(strict)) await writer.write(batch);
  } catch (error) {
    await writer.abort();
    throw isFault(error, 'damaged') ? lost(error) : error;
  }
  const { snapshot, summary } = await writer.commit();
  if (snapshot === null) throw new Fault('bug', 'A snapshot was to be made.');
  return { snapshot, summary };
}

export function requestFor(snapshot: Snapshot, parent: Snapshot | null): SnapshotRequest {
  const { time, paths, hostname = '', username = '', tags = [], excludes = [], device } = snapshot;
  return { time: new Date(time), paths, hostname, username, tags, excludes, parent, dryRun: false, skipIfUnchanged: false, copyOf: snapshot, device };
}

/** One that cannot be opened helps nobody: everything is then read. */
export async function openEarlier(store: Store, earlier: Snapshot | null, call: Call): Promise<SnapshotReader | null> {
  try {
    return earlier === null ? null : await store.open(earlier, call);
  } catch (error) {
    call.signal.throwIfAborted();
    call.report({ item: shortId(earlier!.id), during: 'scan', severity: 'note', fault: toFault(error, `The earlier snapshot ${shortId(earlier!.id)} cannot be read; everything is copied`) });
    return null;
  }
}

async function madeOf({ copied }: CopyReport, snapshots: readonly Snapshot[], to: Store, before: readonly Snapshot[], call: Call): Promise<MadeCopy[]> {
  const after = await to.snapshots(call);
  return copied.flatMap(({ from, to: id }) => {
    const [original, copy] = [snapshots.find((one) => one.id === from), after.find((one) => one.id === id)];
    if (original === undefined || copy === undefined) return [];
    const earlier = findParent(before, { hostname: copy.hostname ?? '', paths: copy.paths, time: new Date(copy.time) });
    return [{ original, copy, earlier, sums: new Map() }];
  });
}
