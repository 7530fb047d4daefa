/** Permission bits and file type as Go's os.FileMode counts them: other bits than the system's. */
import type { EntryType } from '../../entry/entry.ts';

const DEVICE = 2 ** 26;
const SETUID = 2 ** 23;
const SETGID = 2 ** 22;
const CHARACTER = 2 ** 21;
const STICKY = 2 ** 20;

const TYPE_BITS = {
  file: 0, dir: 2 ** 31, symlink: 2 ** 27, dev: DEVICE, chardev: DEVICE + CHARACTER, fifo: 2 ** 25, socket: 2 ** 24,
} as const satisfies Record<EntryType, number>;

export const isEntryType = (name: string): name is EntryType => Object.hasOwn(TYPE_BITS, name);

/** @param mode 0 to 0o7777. */
export function goMode(type: EntryType, mode: number): number {
  const special = (mode & 0o4000 ? SETUID : 0) + (mode & 0o2000 ? SETGID : 0) + (mode & 0o1000 ? STICKY : 0);
  return TYPE_BITS[type] + special + (mode & 0o777);
}

/** 0 to 0o7777; the type is left out, a node names it apart. */
export const modeOfGo = (mode: number): number =>
  (mode & 0o777) | (mode & SETUID ? 0o4000 : 0) | (mode & SETGID ? 0o2000 : 0) | (mode & STICKY ? 0o1000 : 0);
