/** A Destination: one store format on one storage. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ChainRepairPlan, Chains, NewArchives } from './archive.ts';
import { DestinationName } from './destination-name.ts';
import { errors, openingErrors, settingsErrors, writingErrors } from './errors.ts';
import { Format } from './format.ts';
import { DestinationRef, RunStarted } from './run-id.ts';
import { PruneResult } from './run.ts';
import { SnapshotFilter } from './snapshot-filter.ts';

const count = z.int().nonnegative();

export const StorageKind = z.enum(['local', 'sftp', 's3', 'webdav', 'rest', 'rclone']);
export type StorageKind = z.infer<typeof StorageKind>;

export const Destination = z.object({
  name: z.string(),
  format: Format,
  /** Without secrets. */
  address: z.string(),
  isDefault: z.boolean(),
  addedAt: z.string(),
});
export type Destination = z.infer<typeof Destination>;

export const Key = z.object({ id: z.string(), current: z.boolean(), userName: z.string(), hostName: z.string(), created: z.string() });
export type Key = z.infer<typeof Key>;

/** What is counted: what a restore would write, distinct file contents, what is stored, or files by blob. */
export const StatsMode = z.enum(['restore-size', 'files-by-contents', 'raw-data', 'blobs-per-file']);
export type StatsMode = z.infer<typeof StatsMode>;

export const Stats = z.object({
  total_size: count,
  total_uncompressed_size: count.optional(),
  compression_ratio: z.number().optional(),
  compression_progress: z.number().optional(),
  compression_space_saving: z.number().optional(),
  total_file_count: count.optional(),
  total_blob_count: count.optional(),
  snapshots_count: count,
});
export type Stats = z.infer<typeof Stats>;

/** What lies at a place that is to become a destination. */
export const PlaceState = z.enum(['missing', 'empty', 'vault', 'mirror', 'archive', 'other']);
export type PlaceState = z.infer<typeof PlaceState>;

export const Place = z.object({
  /** In full, without secrets. */
  address: z.string(),
  kind: StorageKind,
  state: PlaceState,
  /** The path to be protected that this place lies in: a backup must not hold itself. */
  inside: z.string().nullable(),
  /** Whether it shares a disk with what is to be protected; null: cannot be told. */
  sameDisk: z.boolean().nullable(),
  freeBytes: count.nullable(), totalBytes: count.nullable(),
  fileSystem: z.string().nullable(),
  /** Whether files there can have several names, which a mirror needs; null: only making one can tell. */
  links: z.boolean().nullable(),
  writable: z.boolean(),
  /** A better address, when there is one: a folder of its own in a place that holds other things. */
  suggestion: z.string().nullable(),
  /** Why it must not be used, as a sentence: the system disk's topmost folder, the source itself, a folder inside it. */
  refusal: z.string().nullable(),
});
export type Place = z.infer<typeof Place>;

const at = z.object({ destination: DestinationRef });
const { INVALID, NEWER, STALE } = errors;

export const destination = {
  list: oc.output(z.array(Destination)).errors({ INVALID, NEWER }),
  save: oc.input(z.object({ name: DestinationName, address: z.string().min(1), format: Format.default('vault'), makeDefault: z.boolean().default(false) })).output(Destination).errors(writingErrors),
  remove: oc.input(z.object({ name: z.string().min(1) })).output(z.object({ removed: z.string() })).errors(settingsErrors),
  /** Reaches it, opens it, and where it may be written proves that by a throw-away object. */
  test: oc.input(at).output(z.object({ format: Format, address: z.string(), id: z.string(), version: count, writable: z.boolean(), freeBytes: count.nullable(), snapshots: count })).errors(writingErrors),
  /** Looks at a place before it is used; changes nothing. `sources`: absolute paths that would be protected. */
  inspect: oc.input(z.object({ address: z.string().min(1), sources: z.array(z.string()).default([]) })).output(Place).errors(openingErrors),
  /** `password`: absent, it is asked for as the host can; given, it is also kept in the secret store unless `keep` is false. */
  init: oc.input(z.object({
    destination: z.string().min(1), format: Format.default('vault'), chunkerFrom: z.string().optional(),
    password: z.string().min(1).optional(), keep: z.boolean().default(true),
    /** For the format `archive` alone. */
    archive: NewArchives.optional(),
  }))
    .output(z.object({ id: z.string(), address: z.string() })).errors(writingErrors),
  unlock: oc.input(at.extend({ removeAll: z.boolean().default(false) })).output(z.object({ removed: z.array(z.string()), kept: z.array(z.string()) })).errors(writingErrors),
  /** Of a store of archives: which archive needs which. */
  chains: oc.input(at).output(Chains).errors(openingErrors),
  usage: oc.input(at.extend({ filter: SnapshotFilter.prefault({}), mode: StatsMode.default('restore-size') })).output(Stats).errors(openingErrors),
  repair: oc.input(at.extend({
    what: z.enum(['index', 'packs', 'snapshots']), readAllPacks: z.boolean().default(false),
    /** Ids of the packs to take out of use; what is whole in them is saved. */
    packs: z.array(z.string()).default([]), filter: SnapshotFilter.prefault({}), forget: z.boolean().default(false), dryRun: z.boolean().default(false),
  })).output(RunStarted).errors(writingErrors),
  /** Of a store of archives: what of its broken chains another destination makes whole. Reads all of it. The token is good for this very state. */
  repairChainPreview: oc.input(at.extend({ from: z.string().min(1) })).output(z.object({ token: z.string(), plan: ChainRepairPlan })).errors(writingErrors),
  /** The run is of kind `repair`. */
  repairChain: oc.input(at.extend({ token: z.string() })).output(RunStarted).errors({ ...writingErrors, STALE }),
  prunePreview: oc.input(at.extend({ maxUnused: z.string().default('5%'), maxRepackSize: z.string().optional() })).output(z.object({ token: z.string(), plan: PruneResult })).errors(writingErrors),
  prune: oc.input(at.extend({ token: z.string() })).output(RunStarted).errors({ ...writingErrors, STALE }),
  key: {
    list: oc.input(at).output(z.array(Key)).errors(openingErrors),
    add: oc.input(at.extend({ newPassword: z.string() })).output(z.object({ id: z.string() })).errors(writingErrors),
    remove: oc.input(at.extend({ id: z.string().min(1) })).output(z.object({ id: z.string() })).errors(writingErrors),
    passwd: oc.input(at.extend({ newPassword: z.string() })).output(z.object({ id: z.string() })).errors(writingErrors),
    /** Keeps the password, once it has opened the vault. */
    remember: oc.input(at).output(z.object({ address: z.string(), secretStore: z.string() })).errors(writingErrors),
    /** The kept password, in clear: the host asks the user first. */
    show: oc.input(at).output(z.object({ address: z.string(), password: z.string() })).errors(openingErrors),
  },
};
