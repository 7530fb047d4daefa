/** App: what runs here, and what this host can do for the person in front of it. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errors } from './errors.ts';

export const AppInfo = z.object({
  version: z.string(), node: z.string(), platform: z.string(),
  /** This machine's name, as snapshots carry it. */
  hostname: z.string(),
  home: z.string(), secretStore: z.string(), defaultVault: z.string(),
  /** Address of the destination for boards, which the first backup of one makes. */
  boards: z.string(),
  /** `desktop`, `serve` or `cli`. */
  host: z.string(),
  /** Names and versions of what it stands on. */
  versions: z.record(z.string(), z.string()),
  can: z.object({ pickFolder: z.boolean(), reveal: z.boolean() }),
});
export type AppInfo = z.infer<typeof AppInfo>;

const { DENIED, MISSING, UNSUPPORTED } = errors;

export const app = {
  info: oc.output(AppInfo),
  /** The system's own folder dialog; null: closed without a choice. */
  pickFolder: oc.input(z.object({ title: z.string(), startAt: z.string().optional() })).output(z.object({ path: z.string().nullable() })).errors({ UNSUPPORTED }),
  /** Shows a file or folder in the system's file manager. */
  reveal: oc.input(z.object({ path: z.string().min(1) })).output(z.object({ shown: z.boolean() })).errors({ DENIED, MISSING, UNSUPPORTED }),
};
