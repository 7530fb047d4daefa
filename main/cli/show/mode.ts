/** File modes: as Go numbers and letters, which is how restic prints them, and as `ls -l` prints them. */
import type { Entry, EntryType } from '../../../preload/contract/entry.ts';

type Mode = Pick<Entry, 'type' | 'mode'>;

/** Bits of Go's os.FileMode (https://pkg.go.dev/io/fs#FileMode). */
const GO_TYPE = {
  file: 0,
  dir: 2 ** 31,
  symlink: 2 ** 27,
  dev: 2 ** 26,
  chardev: 2 ** 26 + 2 ** 21,
  fifo: 2 ** 25,
  socket: 2 ** 24,
} as const satisfies Record<EntryType, number>;

/** Go's letters, in the order it writes them. */
const GO_LETTERS = { file: '', dir: 'd', symlink: 'L', dev: 'D', chardev: 'D', fifo: 'p', socket: 'S' } as const satisfies Record<EntryType, string>;
const UNIX_LETTER = { file: '-', dir: 'd', symlink: 'l', dev: 'b', chardev: 'c', fifo: 'p', socket: 's' } as const satisfies Record<
  EntryType,
  string
>;

const SETUID = 0o4000;
const SETGID = 0o2000;
const STICKY = 0o1000;

/** The number restic's `mode` holds. */
export const goMode = ({ type, mode }: Mode): number =>
  GO_TYPE[type] + (mode & 0o777) + (mode & SETUID ? 2 ** 23 : 0) + (mode & SETGID ? 2 ** 22 : 0) + (mode & STICKY ? 2 ** 20 : 0);

/** The text restic's `permissions` holds: `-rw-r--r--`, `Lrwxrwxrwx`, `Dcrw-rw-rw-`, `urwxr-xr-x`. */
export function goPermissions({ type, mode }: Mode): string {
  const special = (mode & SETUID ? 'u' : '') + (mode & SETGID ? 'g' : '');
  const letters = GO_LETTERS[type] + special + (type === 'chardev' ? 'c' : '') + (mode & STICKY ? 't' : '');
  return (letters || '-') + rwx(mode);
}

/** `drwxr-xr-x`, `-rwsr-xr-x` */
export function unixPermissions({ type, mode }: Mode): string {
  const letters = Array.from(rwx(mode));
  const mark = (at: number, letter: string): void => {
    letters[at] = letters[at] === 'x' ? letter : letter.toUpperCase();
  };
  if (mode & SETUID) mark(2, 's');
  if (mode & SETGID) mark(5, 's');
  if (mode & STICKY) mark(8, 't');
  return UNIX_LETTER[type] + letters.join('');
}

const rwx = (mode: number): string => Array.from('rwxrwxrwx', (letter, at) => (mode & (1 << (8 - at)) ? letter : '-')).join('');
