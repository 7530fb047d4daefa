/** The marker on a drive: a small file at its root that says who it is, whatever letter or mount point it has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DriveId, DriveName } from '../../preload/contract/drive-settings.ts';
import { Fault, isFault, toFault } from '../base/fault.ts';
import { newId } from '../base/ids.ts';
import { writeWhole } from '../base/write-whole.ts';

export const MARKER = '.holdfast-drive.json';
const VERSION = 1;
/** Bytes; a larger file of that name is not ours. */
const LARGEST = 16_384;

/** What else is in the file is kept by nobody and harms nobody: newer versions may add to it. */
const Marker = z.object({
  format: z.literal('holdfast-drive'),
  version: z.int().min(1),
  id: DriveId,
  name: DriveName,
  /** RFC 3339. */
  adoptedAt: z.iso.datetime({ offset: true }),
  /** Of the file system it was written on; null: the system did not tell. */
  fileSystemUuid: z.string().nullable().default(null),
});
export type Marker = z.infer<typeof Marker>;

export const newDriveId = (): string => newId().replaceAll('-', '');

export const makeMarker = (facts: Omit<Marker, 'format' | 'version'>): Marker => ({ format: 'holdfast-drive', version: VERSION, ...facts });

/** Null for a drive without one, and for a file that is none: such a drive is like a new one. @param root absolute. */
export function readMarker(root: string): Marker | null {
  try {
    return parseMarker(readFileSync(join(root, MARKER)));
  } catch {
    return null; // not there, not ours to read, or its drive has just gone
  }
}

export function parseMarker(bytes: Uint8Array): Marker | null {
  if (bytes.length > LARGEST) return null;
  try {
    return Marker.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return null; // somebody's file of that name, or half of one
  }
}

/** Readable by everybody: the same drive may be used under other accounts. @throws Fault `newer`, `denied`, `full`, `offline`, naming the drive. */
export function writeMarker(root: string, marker: Marker): void {
  const there = readMarker(root);
  if (there !== null && there.version > VERSION) {
    throw new Fault('newer', `The drive at ${root} was set up by a newer Holdfast (marker version ${there.version}).`, { context: { path: root } });
  }
  try {
    writeWhole(join(root, MARKER), `${JSON.stringify(marker, null, 2)}\n`, 0o644);
  } catch (error) {
    if (!isFault(error, 'denied')) throw toFault(error, `The drive at ${root} cannot be written to`, { path: root });
    throw new Fault('denied', `The drive at ${root} cannot be written to: permission denied, or it is read-only.`, { context: { path: root }, cause: error, advice: 'Mount it so that you may write to it, or change who owns its topmost folder.' });
  }
}
