/** A Device: a MicroPython board on a serial port. Its unique id names it for good, whatever port it has. */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { DeviceCare } from './device-care.ts';
import { DeviceName, DeviceRef } from './device-name.ts';
import { DeviceBackup, DeviceClone, DeviceRestore, OnBoard } from './device-spec.ts';
import { errors, openingErrors, settingsErrors, writingErrors } from './errors.ts';
import { RestoreAction } from './restore.ts';
import { DestinationRef, RunStarted, SnapshotRef } from './run-id.ts';
import { FilePreview } from './snapshot-procedures.ts';

const count = z.int().nonnegative();

/** A restore that was cut off before it could be taken back: the next connection for a backup or a restore takes it back first. */
export const Unfinished = z.object({
  /** RFC 3339. */
  startedAt: z.string(),
  /** What was being restored: id of a snapshot, or name of the board that was cloned. */
  from: z.string(),
  /** What is needed to take it back is on this computer. */
  here: z.boolean(),
});
export type Unfinished = z.infer<typeof Unfinished>;

export const DeviceBackedUp = z.object({ at: z.string(), destination: z.string(), snapshot: z.string(), files: count, bytes: count });
export type DeviceBackedUp = z.infer<typeof DeviceBackedUp>;

/**
 * A board that is known, or a port with something on it that may be one.
 * `connected`: on a port now, as far as can be told without opening it. `away`: known, on no port. `new`: a port nobody has been asked on.
 */
export const Device = z.object({
  /** What other procedures take as `device`: the id of a known board, the path of the port otherwise. */
  ref: z.string(),
  state: z.enum(['connected', 'away', 'new']),
  /** Hexadecimal digits; null until it was asked, and for boards that do not tell one. */
  id: z.string().nullable(),
  /** Given by the user. */
  name: z.string().nullable(),
  /** Null: away. */
  port: z.string().nullable(),
  /** What it is: as the board said itself, or a guess from the USB ids; null: nothing is known. */
  board: z.string().nullable(),
  /** Something speaks for a board; ports of which this is false are not worth showing first. */
  likely: z.boolean(),
  /** Of MicroPython, when last asked. */
  version: z.string().nullable(),
  /** RFC 3339. */
  lastSeenAt: z.string().nullable(),
  lastBackup: DeviceBackedUp.nullable(),
  /** How it is protected; null: nobody has said. */
  care: DeviceCare.nullable(),
  unfinished: Unfinished.nullable(),
  /** The run that works with it now in this engine. */
  running: z.string().nullable(),
});
export type Device = z.infer<typeof Device>;

export const DeviceMount = z.object({ path: z.string(), size: count, free: count });

export const DeviceInfo = z.object({
  id: z.string().nullable(), name: z.string().nullable(), port: z.string(), baud: count,
  /** As the board names itself: `Raspberry Pi Pico W with RP2040`. */
  machine: z.string(),
  /** `rp2`, `esp32` … */
  platform: z.string(),
  version: z.string(), build: z.string(),
  /** Hertz. */
  frequency: count.nullable(),
  memoryFree: count, memoryTotal: count,
  mounts: z.array(DeviceMount),
  partitions: z.array(z.string()),
  /** What the board compares files by; null: they have to be read. */
  hash: z.enum(['sha256', 'crc32']).nullable(),
  clockSet: z.boolean(),
  /** Whether a program ran and was interrupted. */
  found: z.enum(['idle', 'running']),
  lastBackup: DeviceBackedUp.nullable(),
  unfinished: Unfinished.nullable(),
});
export type DeviceInfo = z.infer<typeof DeviceInfo>;

/** `mtime`: RFC 3339 by the board's clock, null where it keeps no times. */
export const DeviceEntry = z.object({ name: z.string(), path: z.string(), type: z.enum(['file', 'dir', 'unknown']), size: count, mtime: z.string().nullable() });
export type DeviceEntry = z.infer<typeof DeviceEntry>;

/** From the snapshot to the board: `added` is on the board only. */
export const DeviceChange = z.object({
  change: z.enum(['added', 'removed', 'changed']), path: z.string(), type: z.enum(['file', 'dir']), sizeBefore: count, sizeNow: count,
});
export type DeviceChange = z.infer<typeof DeviceChange>;

export const DeviceChanges = z.object({
  snapshot: z.string(), time: z.string(), destination: z.string(),
  changes: z.array(DeviceChange), added: count, removed: count, changed: count, unchanged: count,
});
export type DeviceChanges = z.infer<typeof DeviceChanges>;

/** `keep-both`: what is there stays as a copy. `same`: nothing to do. Items stop at 10,000, counts do not. */
export const DeviceRestorePreview = z.object({
  /** Good for this very list. */
  token: z.string(),
  items: z.array(z.object({ action: RestoreAction, path: z.string(), size: count })),
  counts: z.record(RestoreAction, count),
  /** To be written. */
  bytes: count,
  /** Each file system that is written to: most bytes taken at any time, and what is free now. */
  space: z.array(z.object({ path: z.string(), needed: count, free: count })),
  /** Copies of existing files go to this computer, the board having no room for them. */
  copiesHere: z.boolean(),
});
export type DeviceRestorePreview = z.infer<typeof DeviceRestorePreview>;

const { BUSY, DENIED, INVALID, MISSING, OFFLINE, STALE, UNSUPPORTED, BUG, FULL } = errors;
/** What reaching a board can end with. BUSY: a program runs on it, or another program holds the port; `context.reason` says which: `running`, `held`. */
export const deviceErrors = { BUG, BUSY, DENIED, FULL, INVALID, MISSING, OFFLINE, UNSUPPORTED };
const restoreErrors = { ...writingErrors, ...deviceErrors };

/** Lists and browsing never interrupt a program: without `interrupt` a busy board is refused as BUSY. */
export const device = {
  /** Boards on ports first. No port is opened. */
  list: oc.output(z.array(Device)).errors(settingsErrors),
  /** The list at once, then whenever something was plugged in or out, or a board was backed up. Never ends by itself. */
  watch: oc.output(eventIterator(z.array(Device))).errors(settingsErrors),
  info: oc.input(OnBoard).output(DeviceInfo).errors(deviceErrors),
  /** One directory, directories first, in name order. */
  files: oc.input(OnBoard.extend({ path: z.string().startsWith('/').default('/') })).output(z.array(DeviceEntry)).errors(deviceErrors),
  /** A file of the board, to be shown: read when it is asked for here, served from memory. Files over 4 MiB are `too-large`. */
  preview: oc.input(OnBoard.extend({ path: z.string().startsWith('/') })).output(FilePreview).errors(deviceErrors),
  /** The run is of kind `backup`. `created`: the first backup without a destination made the one for boards. */
  backup: oc.input(DeviceBackup).output(RunStarted.extend({ created: z.object({ address: z.string() }).nullable() })).errors(restoreErrors),
  /** The board as it is now against a snapshot, by content. */
  changes: oc.input(OnBoard.extend({ destination: DestinationRef, snapshot: SnapshotRef.default('latest') })).output(DeviceChanges).errors({ ...openingErrors, ...deviceErrors }),
  restore: {
    /** Changes nothing, but for taking back a restore that was cut off before. */
    preview: oc.input(DeviceRestore).output(DeviceRestorePreview).errors(restoreErrors),
    /** The run is of kind `restore`. With a token: refuses, or the run ends, as STALE when it would no longer do what that preview showed. */
    start: oc.input(DeviceRestore.extend({ token: z.string().optional() })).output(RunStarted).errors({ ...restoreErrors, STALE }),
  },
  /** One board's files onto another: what is only on the other goes, unless `delete` is false. */
  clone: {
    preview: oc.input(DeviceClone).output(DeviceRestorePreview).errors(restoreErrors),
    start: oc.input(DeviceClone.extend({ token: z.string().optional() })).output(RunStarted).errors({ ...restoreErrors, STALE }),
  },
  /** Takes back a restore that was cut off. The run is of kind `restore`. */
  rollback: oc.input(OnBoard).output(RunStarted).errors(deviceErrors),
  /** Gives a known board a name; null: takes it away. */
  save: oc.input(z.object({ device: DeviceRef, name: DeviceName.nullable() })).output(Device).errors(settingsErrors),
  /** How a known board is backed up from now on, wherever nothing else is said; null: as if nobody had said. Nothing is backed up by this. */
  protect: oc.input(z.object({ device: DeviceRef, care: DeviceCare.nullable() })).output(Device).errors(settingsErrors),
  /** Its backups stay where they are. */
  forget: oc.input(z.object({ device: DeviceRef })).output(z.object({ forgotten: z.string() })).errors(settingsErrors),
};
