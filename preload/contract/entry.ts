/** An Entry: one file, directory, link or special file, as it is shown. */
import { z } from 'zod';

/** The kinds of file a snapshot can hold (POSIX file types). Sockets are never stored: they mean nothing without their process. */
export const EntryType = z.enum(['file', 'dir', 'symlink', 'dev', 'chardev', 'fifo', 'socket']);
export type EntryType = z.infer<typeof EntryType>;

const count = z.int().nonnegative();

export const Entry = z.object({
  /** Text to show; bytes that are not UTF-8 appear as `\xNN`. */
  name: z.string(),
  /** Absolute path inside the snapshot, `/`-separated, shown like `name`. */
  path: z.string(),
  /** The same for programs: decoded as UTF-8, nothing escaped; bytes that are not UTF-8 are U+FFFD. */
  rawPath: z.string(),
  type: EntryType,
  /** Bytes; 0 for everything but files. */
  size: count,
  /** POSIX permission bits with setuid, setgid and sticky: 0 to 0o7777. */
  mode: count,
  uid: count,
  gid: count,
  user: z.string(),
  group: z.string(),
  /** RFC 3339, nanoseconds kept. */
  mtime: z.string(),
  atime: z.string(),
  ctime: z.string(),
  inode: z.string(),
  /** Of the file system it lay on, in digits. */
  deviceId: z.string().optional(),
  /** Hard links to it, itself among them; not of directories. */
  links: count.optional(),
  linkTarget: z.string().nullable(),
});
export type Entry = z.infer<typeof Entry>;
