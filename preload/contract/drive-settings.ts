/** Drives as the settings keep them: the ones that were adopted, and the ones nobody wants to be asked about. */
import { z } from 'zod';

/** Made on adoption and written on the drive itself. */
export const DriveId = z.string().regex(/^[0-9a-z]{8,40}$/, { error: 'must be 8 to 40 small letters and digits' });

export const DriveName = z.string().trim().min(1).max(60);

/** What happens when it is plugged in and something is due: it is asked for, done, or left alone. */
export const DrivePolicy = z.enum(['ask', 'always', 'never']);
export type DrivePolicy = z.infer<typeof DrivePolicy>;

export const DriveSettings = z.strictObject({
  id: DriveId,
  name: DriveName,
  /** RFC 3339, both. */
  adoptedAt: z.iso.datetime({ offset: true }),
  lastSeenAt: z.iso.datetime({ offset: true }),
  policy: DrivePolicy.default('ask'),
  /** Of the file system that carried the marker when it was adopted; another one with the same marker is a copy. Null: the system did not tell. */
  fileSystemUuid: z.string().nullable().default(null),
});
export type DriveSettings = z.infer<typeof DriveSettings>;

/** "Never ask for this drive", by the identity of its file system or, where that cannot be told, by its device's name and size. */
export const IgnoredDrive = z.strictObject({ mark: z.string().min(1).max(200), name: z.string().max(200), since: z.iso.datetime({ offset: true }) });
export type IgnoredDrive = z.infer<typeof IgnoredDrive>;
