/** A Plan: sources, destinations and how; kept under a name, or given whole for a single run. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { LinkKind } from './archive.ts';
import { errors, settingsErrors, writingErrors } from './errors.ts';
import { SourceSpec } from './folder-spec.ts';
import { Plan, PlanId } from './plan-settings.ts';
import { RetentionPolicy } from './retention.ts';
import { RunStarted, SnapshotRef } from './run-id.ts';
import { Run } from './run.ts';
import { ReadConcurrency, Speed } from './speed.ts';

export const BackupSpec = z.object({
  source: SourceSpec,
  /** Names or addresses, each written in turn; empty: the default vault, which is made when there is none yet. */
  destinations: z.array(z.string().min(1)).default([]),
  tags: z.array(z.string()).default([]),
  /** Taken for this machine's name. */
  host: z.string().optional(),
  /** RFC 3339; default now. */
  time: z.string().optional(),
  /** Compare with this snapshot instead of the newest one of the same host and paths. */
  parent: SnapshotRef.optional(),
  /** Read everything again, whatever the parent says. */
  force: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  /** Make no snapshot when nothing changed. */
  skipIfUnchanged: z.boolean().default(false),
  /** What an archive becomes; other formats take no notice. Default: what its chain needs. */
  type: LinkKind.optional(),
  limitUpload: z.int().positive().optional(),
  limitDownload: z.int().positive().optional(),
  /** Absent: what the settings say. */
  speed: Speed.optional(),
  /** Absent: one for each processor core, 8 at most; with the speed `gentle` one. */
  readConcurrency: ReadConcurrency.optional(),
  /** Tell of every entry as an `item` event. */
  items: z.boolean().default(false),
});
export type BackupSpec = z.infer<typeof BackupSpec>;

/** A plan of the settings. */
export const PlanRun = z.object({
  plan: PlanId,
  dryRun: z.boolean().default(false),
  items: z.boolean().default(false),
  /** Absent: what the settings say. */
  speed: Speed.optional(),
  /** Nobody waits for it: a schedule started it. */
  unattended: z.boolean().default(false),
  /** Without the transfers after it. */
  collectOnly: z.boolean().default(false),
});
export type PlanRun = z.infer<typeof PlanRun>;

const count = z.int().nonnegative();

/** Phase two of a plan alone. */
export const PlanTransfer = z.object({
  plan: PlanId,
  /** Only to this destination; absent: to all. */
  only: z.string().min(1).optional(),
  /** Nothing is done that is not due yet. */
  dueOnly: z.boolean().default(false),
});
export type PlanTransfer = z.infer<typeof PlanTransfer>;

/** How a transfer stands, from the history alone. */
export const TransferStatus = z.object({
  from: z.string(), to: z.string(), address: z.string(),
  /** RFC 3339, of the newest run after which `to` held what `from` did. */
  lastSuccessAt: z.string().nullable(),
  /** RFC 3339, of the newest run that read back there what it had brought, and found it as it was. Null: none. */
  lastVerifiedAt: z.string().nullable(),
  /** Its folder or drive is there now; null: cannot be told without connecting. */
  available: z.boolean().nullable(),
  /** RFC 3339, of the oldest backup that is not at `to` yet; null: nothing waits. */
  waitingSince: z.string().nullable(),
  /** Something waits, and the days between two transfers are over. */
  due: z.boolean(),
  /** It has waited for longer than the plan allows. */
  overdue: z.boolean(),
});
export type TransferStatus = z.infer<typeof TransferStatus>;

/** A plan with how it stands, from the history alone: no destination is opened for it. */
export const PlanStatus = z.object({
  plan: Plan,
  /** The run that works on it now in this engine. */
  running: z.string().nullable(),
  /** The newest run that ended. */
  lastRun: Run.nullable(),
  /** RFC 3339, of the newest run that left a snapshot in every destination. */
  lastSuccessAt: z.string().nullable(),
  destinations: z.array(z.object({
    name: z.string(), address: z.string(),
    lastSuccessAt: z.string().nullable(),
    /** Its folder or drive is there now; null: cannot be told without connecting. */
    available: z.boolean().nullable(),
  })),
  transfers: z.array(TransferStatus),
  /** What the newest snapshots protect. */
  files: count.nullable(), bytes: count.nullable(),
  /** Paths to be protected that are not there now. */
  missing: z.array(z.string()),
});
export type PlanStatus = z.infer<typeof PlanStatus>;

/** What may be said of a plan; what is left out of an edit stays. */
export const PlanInput = Plan.omit({ id: true, createdAt: true }).extend({
  transfers: Plan.shape.transfers.unwrap().optional(),
  tags: Plan.shape.tags.unwrap().optional(),
  retention: Plan.shape.retention.unwrap().optional(),
  remindAfterDays: Plan.shape.remindAfterDays.unwrap().optional(),
});
export type PlanInput = z.input<typeof PlanInput>;

/** One kept day of a policy's picture. */
export const KeptDay = z.object({ date: z.iso.date(), reasons: z.array(z.string()) });
export type KeptDay = z.infer<typeof KeptDay>;

const { INVALID, MISSING } = errors;

export const plan = {
  list: oc.output(z.array(PlanStatus)).errors(settingsErrors),
  get: oc.input(z.object({ plan: PlanId })).output(PlanStatus).errors(settingsErrors),
  /** Without an id a new plan, whose id is made from its name. */
  save: oc.input(z.object({ id: PlanId.optional(), plan: PlanInput })).output(Plan).errors(settingsErrors),
  /** Its snapshots stay where they are. */
  remove: oc.input(z.object({ plan: PlanId })).output(z.object({ removed: z.string() })).errors(settingsErrors),
  /** A plan of the settings, or one given whole. */
  run: oc.input(z.union([PlanRun, BackupSpec])).output(RunStarted.extend({
    /** Set when this run is the first and made the default vault. */
    created: z.object({ address: z.string(), secretStore: z.string() }).nullable(),
  })).errors(writingErrors),
  /** Carries on what a plan's destinations hold, without a backup before; what is away is passed over. */
  transfer: oc.input(PlanTransfer).output(RunStarted).errors(writingErrors),
  /** Which days a policy keeps of one backup a day, looking back from `today` (default: today): the picture beside the rules. */
  retentionPreview: oc.input(z.object({ policy: RetentionPolicy.nullable(), today: z.iso.date().optional(), days: z.int().min(1).max(1100).default(400) }))
    .output(z.object({ kept: z.array(KeptDay), rules: z.array(z.string()) })).errors({ INVALID }),
  /** What somebody began to answer and left: kept for the next time, whatever window that is. Never holds a password. */
  draft: {
    get: oc.output(z.record(z.string(), z.unknown()).nullable()).errors({ DENIED: errors.DENIED }),
    /** Null: thrown away. */
    save: oc.input(z.object({ draft: z.record(z.string(), z.unknown()).nullable() })).output(z.object({ saved: z.boolean() })).errors({ INVALID, MISSING, DENIED: errors.DENIED, FULL: errors.FULL }),
  },
};
