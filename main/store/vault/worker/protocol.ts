/** What the main thread and the vault's workers say to each other. Bytes travel by transfer or in shared memory, lists as packed columns. */
import type { Effort } from '../../../base/effort.ts';
import type { FileStamp } from '../../worker/source-file.ts';
import type { WorkerError } from '../../worker/worker-error.ts';
import type { Metadata } from '../../../entry/apply-metadata.ts';
import type { RawPath } from '../../../entry/entry.ts';
import type { MasterKeys } from '../crypto/keys.ts';
import type { BlobType, SharedIds } from '../index/id-table.ts';
import type { SharedControl } from './control.ts';

/** Given to a worker once, at its start. */
export interface WorkerSetup {
  keys: MasterKeys;
  /** Hex, as in the repository's config. */
  polynomial: string;
  /** Repositories of version 1 hold plain blobs only. */
  compress: boolean;
  effort: Effort;
  ids: SharedIds;
  control: SharedControl;
}

/** Files to be read, in columns of equal length: as an object each they cost more than reading a small file does. */
export interface FilesToRead {
  type: 'files';
  /** Raw paths, a NUL between two. */
  paths: string;
  sizes: Float64Array<ArrayBuffer>;
  /** Nanoseconds, as far as 64 bits hold them. */
  mtimes: BigInt64Array<ArrayBuffer>;
  ctimes: BigInt64Array<ArrayBuffer>;
  inodes: BigUint64Array<ArrayBuffer>;
}

/** A stretch of a large file: cutting begins at `at`; what counts are blobs that begin from `from` on, before `to`. */
export interface SegmentToRead {
  type: 'segment';
  path: RawPath;
  stamp: FileStamp;
  at: number;
  from: number;
  to: number;
}

export interface SegmentRead {
  type: 'segment';
  /** 32 bytes a blob, in order. */
  ids: Uint8Array<ArrayBuffer>;
  /** Where the first of these blobs begins, and the first that is none of them. */
  first: number;
  last: number;
  /** The file was as its stamp says, and could be read. */
  steady: boolean;
  skipped: boolean;
  error: WorkerError | null;
}

/** Blobs to be written out, in columns: where each lies in the fetched bytes, what it must be, and where it goes. */
export interface BlobsToExtract {
  type: 'extract';
  bytes: Uint8Array<ArrayBuffer>;
  /** 32 bytes a blob. */
  ids: Uint8Array<ArrayBuffer>;
  offsets: Uint32Array<ArrayBuffer>;
  lengths: Uint32Array<ArrayBuffer>;
  /** 0 = stored plain. */
  uncompressed: Uint32Array<ArrayBuffer>;
  /** How many of the writes below belong to each blob. */
  writes: Uint32Array<ArrayBuffer>;
  /** A write: the file's number, first those of `files`, then those of `making`; and the byte offset in that file. */
  writeFiles: Uint32Array<ArrayBuffer>;
  writeAts: Float64Array<ArrayBuffer>;
  files: FileToFill[];
  making: FilesToMake;
}

/** Files of one blob each that the worker makes from beginning to end, in columns: as an object each they cost more than writing a small file does. */
export interface FilesToMake {
  /** Raw paths, a NUL between two: where each is made, then where it goes when it is whole. */
  paths: string;
  modes: Uint16Array<ArrayBuffer>;
  uids: Uint32Array<ArrayBuffer>;
  gids: Uint32Array<ArrayBuffer>;
  /** Nanoseconds. */
  mtimes: BigInt64Array<ArrayBuffer>;
  atimes: BigInt64Array<ArrayBuffer>;
  /** All metadata of the few that have extended attributes, or numbers no column holds, by place in the columns. */
  odd: Map<number, Metadata>;
}

export interface FileToFill {
  path: RawPath;
  /** Final size in bytes; the file is a single blob when `whole`. */
  size: number;
  whole: boolean;
}

export type Task =
  | FilesToRead
  | SegmentToRead
  | { type: 'blobs'; blobType: BlobType; plain: Uint8Array<ArrayBuffer>[] }
  | { type: 'stream' }
  | BlobsToExtract
  | { type: 'check'; pack: string; bytes: Uint8Array<ArrayBuffer> }
  | { type: 'verify'; bytes: Uint8Array<ArrayBuffer>; blobs: BlobToOpen[] }
  | { type: 'open'; bytes: Uint8Array<ArrayBuffer>; blobs: BlobToOpen[]; reseal: MasterKeys | null };

export interface BlobToOpen {
  id: Uint8Array;
  /** Where it lies in the bytes of the task. */
  offset: number;
  length: number;
  uncompressed: number;
}

export type ToWorker =
  | { type: 'task'; id: number; task: Task }
  | { type: 'ids'; ids: SharedIds }
  | { type: 'data'; id: number; bytes: Uint8Array | null };

/** Sealed blobs, one after the other, described by columns of equal length. */
export interface SealedBatch {
  type: 'sealed';
  blobType: BlobType;
  /** The number of the slot of shared memory they are in, or the bytes of a single blob too large for one. */
  place: number | Uint8Array<ArrayBuffer>;
  /** 32 bytes a blob. */
  ids: Uint8Array<ArrayBuffer>;
  lengths: Uint32Array<ArrayBuffer>;
  /** 0 = stored plain. */
  uncompressed: Uint32Array<ArrayBuffer>;
}

/** What became of the files of a task, in columns of equal length. */
export interface FilesRead {
  type: 'files';
  /** 32 bytes a blob, file after file, each in file order. */
  ids: Uint8Array<ArrayBuffer>;
  /** How many of the ids belong to each file. */
  counts: Uint32Array<ArrayBuffer>;
  sizes: Float64Array<ArrayBuffer>;
  /** The few about which there is more to say. */
  odd: OddFile[];
}

export interface OddFile {
  /** Number of the file in the task. */
  file: number;
  /** The status that goes with the bytes read; null when it is the one the task named. */
  stamp: FileStamp | null;
  /** It changed during every try. */
  unstable: boolean;
  /** It could not be read. */
  error: WorkerError | null;
  /** Left out because somebody asked for it while it was read. */
  skipped: boolean;
}

export interface BlobProblem {
  /** Number of the blob in the task. */
  blob: number;
  /** `damaged`: the bytes are not what they must be; `write`: a target file could not be written; `unset`: it was made, without some metadata. */
  kind: 'damaged' | 'write' | 'unset';
  file: number;
  error: WorkerError;
}

/** A large file is being read: its number in the task, and the ticket under which it can be skipped. */
export interface Reading {
  type: 'reading';
  file: number;
  ticket: number;
}

export type Part = SealedBatch | FilesRead | SegmentRead | Reading | { type: 'read'; bytes: number } | { type: 'more' };

/** What the header of a pack names, in columns, by offset. */
export interface BlobsInPack {
  /** 32 bytes a blob. */
  ids: Uint8Array<ArrayBuffer>;
  offsets: Uint32Array<ArrayBuffer>;
}

export type Result =
  | { type: 'done' }
  | { type: 'extracted'; problems: BlobProblem[] }
  | { type: 'checked'; problems: string[]; blobs: BlobsInPack }
  /** The bytes come back as they went; one flag a blob, 1 = it is what its id promises. */
  | { type: 'verified'; bytes: Uint8Array<ArrayBuffer>; sound: Uint8Array<ArrayBuffer> }
  | { type: 'opened'; blobs: (Uint8Array<ArrayBuffer> | null)[] };

export type FromWorker =
  | { id: number; part: Part }
  | { id: number; result: Result }
  | { id: number; failure: WorkerError };
