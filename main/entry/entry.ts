/** Entry as source and store speak of it: bytes kept as bytes, times to the nanosecond. `preload/contract/entry.ts` is how it is shown. */
import type { EntryType } from '../../preload/contract/entry.ts';
import type { Call } from '../base/call.ts';

export type { EntryType };

/**
 * A file name as raw bytes, one character (U+0000 to U+00FF) a byte (`latin1`). JavaScript's `<` on it is byte order, and no
 * name is ever lost to a wrong encoding. Never show it: `showName` does that. ASCII names look the same in both worlds.
 */
export type RawName = string;
/** Raw names joined by `/`. Absolute ones begin with `/`. */
export type RawPath = string;

export interface Xattr {
  readonly name: RawName;
  readonly value: Uint8Array | null;
}

export interface Entry {
  name: RawName;
  type: EntryType;
  /** Permission bits with setuid, setgid, sticky: 0 to 0o7777. */
  mode: number;
  uid: number;
  gid: number;
  /** Names of uid and gid; '' where the system knows none. */
  user: string;
  group: string;
  /** Nanoseconds since the epoch. */
  mtime: bigint;
  atime: bigint;
  ctime: bigint;
  inode: bigint;
  /** st_dev of the file system it lies on. */
  deviceId: bigint;
  links: number;
  /** Bytes of content; 0 for everything but files. */
  size: number;
  /** symlink only. */
  linkTarget?: RawName;
  /** dev and chardev only: st_rdev. */
  rdev?: bigint;
  xattrs?: readonly Xattr[];
}

/** What of a file's status decides whether it stood still while it was read. */
export interface FileStamp {
  size: number;
  mtime: bigint;
  ctime: bigint;
  inode: bigint;
}

/** A file to be read by workers directly. */
export interface PathContent {
  readonly type: 'path';
  readonly path: RawPath;
  /** Of the file at the path, where that is only a copy of what the entry speaks of; absent: the entry's own. */
  readonly stamp?: FileStamp;
  /** Called when nobody reads it any more; where it was never read, maybe not. */
  release?(): void;
}

export interface StreamContent {
  readonly type: 'stream';
  /** Just as many bytes come as the entry says; when they do not, nobody wants the snapshot any more. */
  readonly isSure?: true;
  open(call: Call): AsyncIterable<Uint8Array>;
}

/** Where an entry's bytes come from. A stream (database dump, board) is pumped to the workers. */
export type Content = PathContent | StreamContent;

/** Fills in what of an entry costs more than a look (extended attributes). */
export interface LateMetadata {
  complete(entry: Entry, path: RawPath): void;
}

/**
 * One step of a depth-first walk. Children come sorted by raw name; `leave` ends the directory entered last. An entry that comes with `late` is
 * not complete: whoever finds that it is as it was (inode, size, mtime, ctime) need not complete it.
 */
export type WalkItem =
  | { readonly type: 'enter'; readonly entry: Entry; readonly path: RawPath; readonly late?: LateMetadata }
  | { readonly type: 'leave' }
  | { readonly type: 'entry'; readonly entry: Entry; readonly path: RawPath; readonly content: Content | null; readonly late?: LateMetadata };

/** An entry as a store gives it back. */
export interface StoredEntry extends Entry {
  /** Identities of the pieces of a file's content, in order; equal lists mean equal bytes. Null for everything but files. */
  content: readonly string[] | null;
  /** Identity of a directory's content; equal means the whole subtree is equal, metadata included. Null for everything but directories. */
  subtree: string | null;
  /** Where the store that gave it keeps the content, for stores that need to know: nobody else's business. */
  place?: RawPath;
}
