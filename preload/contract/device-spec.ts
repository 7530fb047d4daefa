/** What is asked of boards: how one is reached, what is backed up, what is restored. */
import { z } from 'zod';
import { BoardPath as path } from './device-care.ts';
import { DeviceRef } from './device-name.ts';
import { DestinationRef, SnapshotRef } from './run-id.ts';
import { SnapshotFilter } from './snapshot-filter.ts';

const Baud = z.int().min(300).max(12_000_000);

/** A board, and what may be done to reach it. */
export const OnBoard = z.object({
  device: DeviceRef,
  /** A program that runs may be interrupted; it is started again afterwards. Without: BUSY while one runs. */
  interrupt: z.boolean().default(false),
  /** Default 115200. */
  baud: Baud.optional(),
  /** Seconds to wait for a port another program holds. */
  wait: z.int().min(0).max(3600).default(0),
});

/** What runs do with the board afterwards. `as-found`: a program that was interrupted is started again. */
export const Afterwards = z.enum(['as-found', 'restart']);

const run = OnBoard.extend({
  wait: OnBoard.shape.wait.unwrap().default(30),
  afterwards: Afterwards.default('as-found'),
  /** Tell of every entry as an `item` event. */
  items: z.boolean().default(false),
});

/** `auto`: incremental where there is something to compare with. */
export const DeviceBackupType = z.enum(['auto', 'full', 'incremental', 'differential']);
export type DeviceBackupType = z.infer<typeof DeviceBackupType>;

export const DeviceBackup = run.extend({
  /** Absent: where the board is protected to, else the destination for boards in the state folder, which is made when there is none yet. */
  destination: DestinationRef,
  type: DeviceBackupType.default('auto'),
  /** Absolute paths on the board; empty: all of it. These three, where absent: as the board is protected, else all of it. */
  paths: z.array(path).optional(),
  includes: z.array(z.string()).optional(),
  excludes: z.array(z.string()).optional(),
  tags: z.array(z.string()).default([]),
  dryRun: z.boolean().default(false),
  /** Make no snapshot when nothing changed. */
  skipIfUnchanged: z.boolean().default(false),
});
export type DeviceBackup = z.infer<typeof DeviceBackup>;

/** What becomes of a file that is there with other content. `backup`: kept beside as `NAME.bak`, or here where the board has no room. */
export const Existing = z.enum(['overwrite', 'backup', 'skip']);
export type Existing = z.infer<typeof Existing>;

const writing = run.extend({
  includes: z.array(z.string()).default([]),
  excludes: z.array(z.string()).default([]),
  /** Absolute path in what is restored, absolute path on the board it goes to instead. */
  map: z.array(z.object({ from: path, to: path })).default([]),
  existing: Existing.default('overwrite'),
  /** Hash what was written once more when everything is there. */
  verify: z.boolean().default(true),
  /** Give files their times by setting the board's clock while they are written. */
  times: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  /** The first file that fails ends the restore, and takes it back. */
  stopOnError: z.boolean().default(false),
});

export const DeviceRestore = writing.extend({
  destination: DestinationRef,
  /** With `:/sub/path` only that subtree, under its own path. `latest`: the newest of this board. */
  snapshot: SnapshotRef,
  filter: SnapshotFilter.prefault({}),
  /** Exactly these entries with all below them, absolute in the snapshot; empty: everything. */
  paths: z.array(z.string().min(1)).default([]),
  /** Remove what the snapshot does not have, in the directories that are restored. */
  delete: z.boolean().default(false),
});
export type DeviceRestore = z.infer<typeof DeviceRestore>;

export const DeviceClone = writing.extend({
  /** Its files are read; nothing on it is changed. */
  from: DeviceRef,
  delete: z.boolean().default(true),
});
export type DeviceClone = z.infer<typeof DeviceClone>;
