/** The drives a person sees in a file manager: what is mounted, system parts and made-up file systems left out. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { raceAbort } from '../base/abort.ts';
import { isVolume, mountOf, readMounts } from './mounts.ts';
import { spaceOf } from './space.ts';
import type { Space } from './space.ts';

export interface Volume extends Partial<Space> {
  name: string;
  /** Absolute. */
  path: string;
  /** As the system calls it; null where it does not tell. */
  fileSystem: string | null;
}

type Platform = NodeJS.Platform;
/** Milliseconds a drive may take to say that it is there. */
const PATIENCE = 1500;

/** In the order of mounting (Linux) or of names. */
export async function volumes(platform: Platform = process.platform): Promise<Volume[]> {
  const found = platform === 'linux' ? linux() : platform === 'win32' ? letters() : await mac();
  const present = await Promise.all(found.map(async (volume) => ((await isFolder(volume.path)) ? { ...volume, ...(await spaceOf(volume.path)) } : null)));
  return present.filter((volume) => volume !== null);
}

/** The volume a folder lies on, as far as the system tells. @param path absolute and real. */
export function fileSystemOf(path: string): string | null {
  return mountOf(Buffer.from(path).toString('latin1'), readMounts())?.fileSystem ?? null;
}

/** A mount point whose name is not UTF-8 could not be named again: it is left out. */
function linux(): Volume[] {
  return readMounts().filter(isVolume).flatMap(({ path, fileSystem }) => {
    const text = Buffer.from(path, 'latin1').toString('utf8');
    return text.includes('\ufffd') ? [] : [{ name: basename(text), path: text, fileSystem }];
  });
}

async function mac(): Promise<Volume[]> {
  try {
    const names = await readdir('/Volumes', { withFileTypes: true });
    // The link among them stands for the system's own disk.
    return names.filter((entry) => entry.isDirectory()).map(({ name }) => ({ name, path: join('/Volumes', name), fileSystem: null }));
  } catch {
    return []; // no such folder: no drives
  }
}

const letters = (): Volume[] => Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => ({ name: `${letter}:`, path: `${letter}:\\`, fileSystem: null }));

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await raceAbort(stat(path), AbortSignal.timeout(PATIENCE))).isDirectory();
  } catch {
    return false; // a letter without a drive, a single mounted file, a server that does not answer
  }
}
