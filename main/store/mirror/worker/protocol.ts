/** What the main thread and a mirror's workers say to each other. Many files a message, columns instead of objects. */
import type { Effort } from '../../../base/effort.ts';
import type { Metadata } from '../../../entry/apply-metadata.ts';
import type { RawPath, Xattr } from '../../../entry/entry.ts';
import type { FileStamp } from '../../worker/source-file.ts';
import type { WorkerError } from '../../worker/worker-error.ts';

export interface WorkerSetup {
  sign: SharedArrayBuffer;
  /** Flush each file by itself: nothing else would. */
  flush: boolean;
  effort: Effort;
}

/** Paths and names of a batch are raw, relative to a folder given once, joined by NUL. */
export interface LinkFiles {
  type: 'link';
  /** Folder of the previous snapshot, and of the new one. */
  from: RawPath;
  to: RawPath;
  /** Below both, and how many of the files lie in each, in their order. */
  folders: string;
  counts: Uint32Array;
  names: string;
  /** As the previous manifest has them; -1: no file, and not looked at. */
  sizes: Float64Array;
  mtimes: BigInt64Array;
}

export interface CopyFiles {
  type: 'copy';
  /** Folder of the new snapshot; null: read and count only. */
  to: RawPath | null;
  /** Folder of the previous snapshot, for files that may be the same after all. */
  from: RawPath | null;
  paths: string;
  /** Absolute. */
  sources: string;
  sizes: Float64Array;
  mtimes: BigInt64Array;
  ctimes: BigInt64Array;
  inodes: BigUint64Array;
  /** Of files that are copies of what is saved: how those at `sources` should look; empty: as the columns say. */
  stamps: { file: number; stamp: FileStamp }[];
  /** What is to be set. */
  modes: Uint32Array;
  uids: Uint32Array;
  gids: Uint32Array;
  /** Times that need more than 64 bits, from the year 2262 on. */
  farTimes: { file: number; mtime: bigint }[];
  /** Of the few files that have any. */
  xattrs: { file: number; xattrs: readonly Xattr[] }[];
  /** 32 bytes a file: SHA-256 of the previous version, which has the same metadata; zeros: it does not, or there is none. */
  known: Uint8Array;
}

export interface MadeFile extends Metadata {
  /** Absolute. */
  place: RawPath;
}

/** Reads stored files, compares them with their checksum, and writes them out where told to. */
export interface TakeFiles {
  type: 'take';
  /** Folder of the snapshot. */
  from: RawPath;
  paths: string;
  sizes: Float64Array;
  /** 32 bytes a file. */
  ids: Uint8Array;
  /** Absolute paths of files to fill, joined by NUL; null: only to compare. */
  to: string | null;
  /** Of files to be made at `to`, with their metadata, and moved to their place once whole; null: there is an empty file to fill. */
  making: readonly (MadeFile | null)[];
}

export interface FinishedFolder extends Metadata {
  /** Below the snapshot's folder; '' is that itself. */
  place: RawPath;
}

/** Folders nothing more is made in, in their order. */
export interface FinishFolders {
  type: 'folders';
  to: RawPath;
  folders: readonly FinishedFolder[];
}

export type Task = LinkFiles | CopyFiles | TakeFiles | FinishFolders;

/** A file that needs a word. */
export interface OddCopy {
  file: number;
  /** The status that goes with the bytes read, when it is not the one asked for. */
  stamp: FileStamp | null;
  unstable: boolean;
  error: WorkerError | null;
  skipped: boolean;
}

export interface FileFailure {
  file: number;
  error: WorkerError;
}

export type Result =
  | { type: 'linked'; failed: FileFailure[] }
  | { type: 'finished'; unset: string[] }
  | { type: 'copied'; ids: Uint8Array<ArrayBuffer>; sizes: Float64Array<ArrayBuffer>; linked: number[]; odd: OddCopy[]; unset: string[] }
  | { type: 'taken'; failed: FileFailure[]; unset: { file: number; messages: readonly string[] }[] };

/** On the way: a file that takes a while is named, bytes of large ones are told. */
export type Part = { type: 'reading'; file: number; ticket: number } | { type: 'read'; bytes: number };

/** A file of this size is told of while it is read; smaller ones only when they are done. */
export const LARGE = 4 * 1024 * 1024;
