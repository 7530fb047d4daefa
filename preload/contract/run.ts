/** A Run: one execution of a plan or of a single operation, followed by its events until it ends with one closed outcome. */
import { z } from 'zod';
import { FaultKind } from './errors.ts';
import { Format } from './format.ts';
import { BackupSummary } from './summary.ts';

const count = z.int().nonnegative();

export const RunKind = z.enum(['backup', 'restore', 'check', 'repair', 'forget', 'prune', 'copy', 'transfer', 'merge', 'tag', 'unlock', 'init', 'key']);
export type RunKind = z.infer<typeof RunKind>;

export const RunState = z.enum(['queued', 'running', 'ended']);
export type RunState = z.infer<typeof RunState>;

/**
 * How a run ended. `warned`: the result exists, some entries could not be handled. `interrupted`: cut off by a crash or power loss,
 * found at the next start. `skipped`: a condition was not met. `missed`: it should have started and did not.
 */
export const RunOutcome = z.enum(['succeeded', 'warned', 'failed', 'cancelled', 'interrupted', 'skipped', 'missed']);
export type RunOutcome = z.infer<typeof RunOutcome>;

/** What a run is busy with, in the order operations go through them. */
export const RunPhase = z.enum([
  'starting', 'locking', 'loading index', 'looking for changes', 'backing up', 'saving', 'planning', 'restoring', 'verifying', 'deleting', 'taking back',
  'checking structure', 'checking data', 'marking', 'repacking', 'rebuilding index', 'copying', 'finishing',
]);
export type RunPhase = z.infer<typeof RunPhase>;

/** Totals are null until they are known; so is the ETA until it means something. */
export const RunProgress = z.object({
  phase: RunPhase,
  files: count,
  bytes: count,
  errors: count,
  totalFiles: count.nullable(),
  totalBytes: count.nullable(),
  current: z.string().nullable(),
  elapsedSeconds: z.number(),
  bytesPerSecond: z.number(),
  etaSeconds: z.number().nullable(),
});
export type RunProgress = z.infer<typeof RunProgress>;

export const RunProblem = z.object({
  item: z.string(),
  during: z.string(),
  severity: z.enum(['warning', 'note']),
  kind: FaultKind,
  message: z.string(),
  advice: z.string(),
});
export type RunProblem = z.infer<typeof RunProblem>;

export const RunFault = z.object({ kind: FaultKind, message: z.string(), advice: z.string() });
export type RunFault = z.infer<typeof RunFault>;

/** What a backup ended with; restic's summary under its own names, and what is ours. */
export const BackupResult = z.object({
  kind: z.literal('backup'),
  destination: z.string(),
  snapshotId: z.string().nullable(),
  parentId: z.string().nullable(),
  dryRun: z.boolean(),
  summary: BackupSummary,
});

export const RestoreResult = z.object({
  kind: z.literal('restore'),
  snapshotId: z.string(),
  target: z.string(),
  dryRun: z.boolean(),
  /** Entries by what was (or would be) done with them. */
  created: count, replaced: count, kept: count, unchanged: count, deleted: count,
  files: count, bytes: count,
  /** Files compared with the snapshot after writing; null unless asked for. */
  verified: count.nullable(),
  /** Existing entries that were renamed instead of replaced; `restore.undo` puts them back. */
  aside: count.default(0),
});

/** What a restore to a board, a clone, or the taking back of one ended with. */
export const DeviceRestoreResult = z.object({
  kind: z.literal('device-restore'),
  /** Id of the snapshot, or name or port of the board that was cloned; empty where a restore was taken back. */
  from: z.string(),
  /** Id of the board; its port when it has none. */
  device: z.string(),
  port: z.string(),
  dryRun: z.boolean(),
  created: count, replaced: count, kept: count, unchanged: count, deleted: count,
  files: count, bytes: count,
  /** Files whose content was hashed on the board afterwards; null: not asked for, or the board cannot. */
  verified: count.nullable(),
  /** Existing files kept as copies: beside, as `NAME.bak`, or in the folder `copiesAt`. */
  copies: count,
  copiesAt: z.string().nullable(),
  /** The board holds again what it held before. */
  takenBack: z.boolean(),
});

export const CheckFinding = z.object({
  kind: z.string(),
  message: z.string(),
  /** Files that are affected, as far as they are listed. */
  affected: z.array(z.object({ snapshot: z.string(), path: z.string() })),
  /** How many are affected in all. */
  affectedCount: count,
});

export const CheckResult = z.object({
  kind: z.literal('check'),
  format: Format,
  errors: z.array(CheckFinding),
  notes: z.array(z.string()),
  snapshots: count, trees: count, bytesRead: count,
  /** Of a vault; 0 elsewhere. */
  dataBlobs: count, packs: count, packsRead: count,
  /** Of a mirror; 0 elsewhere. What several snapshots share is read once. */
  files: count, filesRead: count,
  brokenPacks: z.array(z.string()),
  suggestRepairIndex: z.boolean(), suggestPrune: z.boolean(),
});

export const RepairResult = z.object({
  kind: z.literal('repair'),
  dryRun: z.boolean(),
  /** What was changed, as sentences. */
  changes: z.array(z.string()),
  snapshots: z.array(z.object({ from: z.string(), to: z.string().nullable() })),
});

export const PruneResult = z.object({
  kind: z.literal('prune'),
  dryRun: z.boolean(),
  /** Blobs and bytes, as restic's prune counts them. */
  used: z.object({ blobs: count, bytes: count }),
  duplicate: z.object({ blobs: count, bytes: count }),
  unused: z.object({ blobs: count, bytes: count }),
  repack: z.object({ blobs: count, bytes: count, packs: count }),
  remove: z.object({ blobs: count, bytes: count, packs: count }),
  unindexed: z.object({ packs: count, bytes: count }),
  remaining: z.object({ blobs: count, bytes: count, packs: count }),
  unusedAfter: z.object({ bytes: count }),
  /** Locks that runs left which were cut off. They go, with what those runs had only begun, also where nothing else does. */
  deadLocks: count,
  /** All of restic's numbers, under its names. */
  statistics: z.object({ blobs: z.record(z.string(), count), bytes: z.record(z.string(), count), packfiles: z.record(z.string(), count) }),
});
export type PruneResult = z.infer<typeof PruneResult>;

export const CopyResult = z.object({
  kind: z.literal('copy'),
  copied: z.array(z.object({ from: z.string(), to: z.string() })),
  skipped: z.array(z.string()),
  blobs: count, bytes: count,
});

/** `nothing`: the place had it all. `not-due`: its day has not come. `skipped`: the place is away, which `reason` tells. */
export const TransferState = z.enum(['succeeded', 'nothing', 'not-due', 'skipped', 'failed']);
export type TransferState = z.infer<typeof TransferState>;

/** Phase two of a plan, for one destination. */
export const TransferResult = z.object({
  kind: z.literal('transfer'),
  /** Addresses. */
  from: z.string(), to: z.string(),
  state: TransferState,
  copied: z.array(z.object({ from: z.string(), to: z.string() })),
  /** What was sent. */
  bytes: count,
  /** What was read back and compared; null: it was not to be. */
  verified: z.object({ files: count, bytes: count }).nullable(),
  /** What was found wrong by that, as sentences. */
  errors: z.array(z.string()),
  reason: RunFault.nullable(),
});

/** A chain of archives that became one. `freed`: bytes of the archives that went; `bytes`: of the new one. */
export const MergeResult = z.object({ kind: z.literal('merge'), destination: z.string(), snapshotId: z.string(), folded: z.array(z.string()), forgotten: z.array(z.string()), bytes: count, freed: count });

export const ForgetResult = z.object({ kind: z.literal('forget'), destination: z.string(), removed: z.array(z.string()), kept: count });

export const RunResult = z.discriminatedUnion('kind', [BackupResult, RestoreResult, CheckResult, RepairResult, PruneResult, CopyResult, TransferResult, MergeResult, ForgetResult, DeviceRestoreResult]);
export type RunResult = z.infer<typeof RunResult>;
export type ResultOf<K extends RunResult['kind']> = Extract<RunResult, { kind: K }>;

/** `progress` at most 10 times a second; `item` only when the run was started so; `ended` is the last one. */
export const RunEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), progress: RunProgress }),
  z.object({ type: z.literal('problem'), problem: RunProblem }),
  z.object({ type: z.literal('item'), action: z.string(), path: z.string(), size: count }),
  z.object({ type: z.literal('ended'), outcome: RunOutcome, fault: RunFault.nullable(), results: z.array(RunResult), elapsedSeconds: z.number() }),
]);
export type RunEvent = z.infer<typeof RunEvent>;

export const Run = z.object({
  id: z.string(),
  kind: RunKind,
  /** Id of the plan it belongs to. */
  plan: z.string().nullable(),
  state: RunState,
  outcome: RunOutcome.nullable(),
  /** RFC 3339. */
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  destination: z.string(),
  /** What was worked on, in a few words. */
  subject: z.string(),
  fault: RunFault.nullable(),
  results: z.array(RunResult),
  problems: count,
});
export type Run = z.infer<typeof Run>;
