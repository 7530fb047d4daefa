/** A Snapshot: one committed state of one source in one destination. */
import { z } from 'zod';
import { BackupSummary } from './summary.ts';

export { BackupSummary };

/** A board as it was when it was backed up, and what of it was taken. */
export const SnapshotDevice = z.object({
  /** Names the board for good; absent where it tells none. */
  id: z.string().optional(),
  /** As people called it then. */
  name: z.string().optional(),
  /** As it names itself: `Raspberry Pi Pico W with RP2040`. */
  board: z.string(),
  /** `rp2`, `esp32` … */
  platform: z.string(),
  /** Version of MicroPython. */
  firmware: z.string(),
  /** The whole line about the firmware. */
  build: z.string(),
  /** Only what these patterns match was taken; absent: everything. */
  includes: z.array(z.string()).optional(),
});
export type SnapshotDevice = z.infer<typeof SnapshotDevice>;

/** Every field but time, tree and paths may be missing: other programs write snapshots too. */
export const Snapshot = z.object({
  /** 64 hex characters in a vault. */
  id: z.string(),
  /** RFC 3339 with nanoseconds and the writer's offset. */
  time: z.string(),
  parent: z.string().optional(),
  tree: z.string(),
  paths: z.array(z.string()),
  hostname: z.string().optional(),
  username: z.string().optional(),
  uid: z.number().optional(),
  gid: z.number().optional(),
  excludes: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
  original: z.string().optional(),
  program_version: z.string().optional(),
  summary: BackupSummary.partial().optional(),
  /** Of a board. */
  device: SnapshotDevice.optional(),
});
export type Snapshot = z.infer<typeof Snapshot>;
