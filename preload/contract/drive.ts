/** A Drive: a removable volume, recognised by the marker on it, never by its letter or mount point. */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { DriveId, DriveName, DrivePolicy } from './drive-settings.ts';
import { errors, settingsErrors, writingErrors } from './errors.ts';

const count = z.int().nonnegative();

/**
 * `known`: adopted and here. `new`: here, not adopted on this machine. `cloned`: its marker is also on another drive, or was copied to this one; nothing is
 * written to it until it is adopted anew. `ignored`: here, and nobody wants to be asked about it. `away`: adopted, not here (or not mounted).
 */
export const DriveState = z.enum(['known', 'new', 'cloned', 'ignored', 'away']);
export type DriveState = z.infer<typeof DriveState>;

/** A plan with a destination on the drive. */
export const DrivePlan = z.object({
  plan: z.string(),
  name: z.string(),
  /** RFC 3339, of the newest backup of it to this drive; null: there is none yet. */
  lastSuccessAt: z.string().nullable(),
  /**
   * Its last backup to this drive ended more than 20 hours ago, or there is none: a drive that is plugged in every evening is asked about every evening. Or the newest one broke off.
   * Where it transfers to the drive: something waits for that, and its day has come.
   */
  due: z.boolean(),
});
export type DrivePlan = z.infer<typeof DrivePlan>;

export const Drive = z.object({
  /** Tells it from all others of the list as long as it is there; every procedure that takes a drive takes it. */
  key: z.string(),
  /** Null: not adopted on this machine. */
  id: DriveId.nullable(),
  /** The name it was given; before that its label, or what the system calls it. */
  name: z.string(),
  label: z.string().nullable(),
  /** Maker and model, as far as the device tells. */
  description: z.string().nullable(),
  /** `/dev/sdb1`, `E:`; null when it is away or the system does not tell. */
  device: z.string().nullable(),
  /** Where it is mounted; null: away, or plugged in and not mounted. */
  path: z.string().nullable(),
  fileSystem: z.string().nullable(),
  totalBytes: count.nullable(), freeBytes: count.nullable(),
  removable: z.boolean(),
  readOnly: z.boolean(),
  state: DriveState,
  /** Nothing on it but what the system itself puts there; null: cannot be told. */
  empty: z.boolean().nullable(),
  /** Whether its file system has hard links, which mirrors need; null: cannot be told. */
  hardLinks: z.boolean().nullable(),
  /** Null: not adopted. */
  policy: DrivePolicy.nullable(),
  /** RFC 3339. */
  adoptedAt: z.string().nullable(), lastSeenAt: z.string().nullable(),
  /** Names of the destinations on it. */
  destinations: z.array(z.string()),
  plans: z.array(DrivePlan),
  /** Ids of the runs that write to it now. */
  runs: z.array(z.string()),
});
export type Drive = z.infer<typeof Drive>;

/**
 * Something to ask or tell a person, until it is answered or its drive is gone.
 * `back-up`: "Back up PLAN to DRIVE now?" · now, not-now, always (and now), never.
 * `use`: "Use this drive for backups?" · now (adopts it), not-now, always (adopts it, and backs up without asking), never (it is not asked for again).
 * `safe`: "Safe to remove": what was started here has ended, and all is written · now (ejects it), not-now.
 */
export const DrivePrompt = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('back-up'), prompt: z.string(), drive: Drive, plans: z.array(DrivePlan) }),
  z.object({ kind: z.literal('use'), prompt: z.string(), drive: Drive }),
  z.object({ kind: z.literal('safe'), prompt: z.string(), drive: Drive, plans: z.array(DrivePlan) }),
]);
export type DrivePrompt = z.infer<typeof DrivePrompt>;

export const DriveAnswer = z.enum(['now', 'not-now', 'always', 'never']);
export type DriveAnswer = z.infer<typeof DriveAnswer>;

/** Whole: each one replaces the last. */
export const DriveNews = z.object({
  drives: z.array(Drive),
  prompts: z.array(DrivePrompt),
  /** Why less is known of the drives than could be, as a sentence; null: nothing is amiss. */
  note: z.string().nullable(),
});
export type DriveNews = z.infer<typeof DriveNews>;

/** A drive: its key, id, name, mount point or device. */
export const DriveRef = z.string().min(1);
const one = z.object({ drive: DriveRef });
const { BUG, BUSY, DENIED, INVALID, MISSING, NEWER, OFFLINE, UNSUPPORTED } = errors;

export const drive = {
  /** Connected ones first, then those that are away. */
  list: oc.output(DriveNews.pick({ drives: true, note: true })).errors(settingsErrors),
  /** At once, then whenever something changes, within 2 seconds; never ends by itself. */
  watch: oc.output(eventIterator(DriveNews)).errors(settingsErrors),
  /** MISSING when the prompt was answered elsewhere or its drive has gone. */
  answer: oc.input(z.object({ prompt: z.string().min(1), answer: DriveAnswer }))
    .output(z.object({ /** What was started. */ runIds: z.array(z.string()), drive: Drive })).errors(writingErrors),
  /** Writes the marker. A marker of another machine is taken over. `anew`: it gets an id of its own, whatever marker is on it; a `cloned` drive needs that. */
  adopt: oc.input(one.extend({ name: DriveName.optional(), policy: DrivePolicy.default('ask'), anew: z.boolean().default(false) })).output(Drive).errors(writingErrors),
  setPolicy: oc.input(one.extend({ policy: DrivePolicy })).output(Drive).errors(settingsErrors),
  rename: oc.input(one.extend({ name: DriveName })).output(Drive).errors(settingsErrors),
  /** Of a drive that is not adopted: whether it is never asked for. */
  ignore: oc.input(one.extend({ ignored: z.boolean().default(true) })).output(Drive).errors(settingsErrors),
  /** Takes it out of the settings; nothing on it changes. INVALID while a destination is on it. */
  forget: oc.input(one).output(z.object({ forgotten: z.string() })).errors(settingsErrors),
  /** Writes everything out and unmounts it wherever it is mounted. BUSY names the programs that hold it, as far as the system tells. */
  eject: oc.input(one).output(z.object({ drive: z.string(), device: z.string().nullable(), unmounted: z.array(z.string()), /** Whether the device was switched off too. */ poweredOff: z.boolean() }))
    .errors({ BUG, BUSY, DENIED, INVALID, MISSING, NEWER, OFFLINE, UNSUPPORTED }),
};
