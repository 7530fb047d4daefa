/** What the main thread and the vault's workers say to each other. Bytes travel by transfer, ids as packed columns. */
import type { FaultKind } from '../../../base/fault.ts';
import type { RawPath } from '../../../entry/entry.ts';
import type { MasterKeys } from '../crypto/keys.ts';
import type { BlobType, SharedIds } from '../index/id-table.ts';

/** Given to a worker once, at its start. */
export interface WorkerSetup {
  keys: MasterKeys;
  /** Hex, as in the repository's config. */
  polynomial: string;
  /** Repositories of version 1 hold plain blobs only. */
  compress: boolean;
  ids: SharedIds;
  control: SharedArrayBuffer;
}

/** What of a file's status decides whether it stood still while it was read. */
export interface FileStamp {
  size: number;
  mtime: bigint;
  ctime: bigint;
  inode: bigint;
}

export interface FileToRead extends FileStamp {
  path: RawPath;
}

/** One sealed blob's place in the bytes of a part of a pack. */
export interface SealedPlace {
  offset: number;
  length: number;
}

/** One blob to be written out: where it lies in the fetched bytes, what it must be, where it goes. */
export interface BlobToExtract extends SealedPlace {
  id: Uint8Array;
  uncompressed: number;
  /** Pairs of file number in the task and byte offset in that file. */
  writes: readonly { file: number; at: number }[];
}

export interface FileToFill {
  path: RawPath;
  /** Final size in bytes; the file is a single blob when `whole`. */
  size: number;
  whole: boolean;
}

export type Task =
  | { type: 'files'; files: FileToRead[] }
  | { type: 'blobs'; blobType: BlobType; plain: Uint8Array[] }
  | { type: 'stream'; }
  | { type: 'extract'; bytes: Uint8Array; blobs: BlobToExtract[]; files: FileToFill[] }
  | { type: 'check'; pack: string; bytes: Uint8Array }
  | { type: 'verify'; bytes: Uint8Array<ArrayBuffer>; blobs: BlobToOpen[] }
  | { type: 'open'; bytes: Uint8Array; blobs: BlobToOpen[]; reseal: MasterKeys | null };

export interface BlobToOpen extends SealedPlace {
  id: Uint8Array;
  uncompressed: number;
}

export type ToWorker =
  | { type: 'task'; id: number; task: Task }
  | { type: 'ids'; ids: SharedIds }
  | { type: 'recycle'; buffer: ArrayBuffer }
  | { type: 'data'; id: number; bytes: Uint8Array | null };

/** Sealed blobs, one after the other in `bytes`, described by columns of equal length. */
export interface SealedBatch {
  type: 'sealed';
  blobType: BlobType;
  bytes: Uint8Array<ArrayBuffer>;
  /** 32 bytes a blob. */
  ids: Uint8Array;
  lengths: Uint32Array;
  /** 0 = stored plain. */
  uncompressed: Uint32Array;
}

/** A thrown error, flat enough to cross threads. */
export interface WorkerError {
  /** Of a Fault; null for anything else. */
  kind: FaultKind | null;
  /** Of the operating system; '' where there is none. */
  code: string;
  message: string;
}

export interface FileRead {
  file: number;
  /** 32 bytes a blob, in file order. */
  ids: Uint8Array;
  /** The status that goes with the bytes read; null when it is the one the task named. */
  stamp: FileStamp | null;
  size: number;
  /** It changed during every try. */
  unstable: boolean;
  error: WorkerError | null;
}

export interface BlobProblem {
  /** Number of the blob in the task. */
  blob: number;
  /** `damaged`: the bytes are not what they must be; `write`: a target file could not be written. */
  kind: 'damaged' | 'write';
  file: number;
  error: WorkerError;
}

export type Part = SealedBatch | { type: 'files'; files: FileRead[] } | { type: 'read'; bytes: number } | { type: 'more' };

export type Result =
  | { type: 'done' }
  | { type: 'extracted'; problems: BlobProblem[] }
  | { type: 'checked'; problems: string[]; blobs: { id: Uint8Array; type: BlobType; offset: number; length: number; uncompressed: number }[] }
  /** The bytes come back as they went; one flag a blob, 1 = it is what its id promises. */
  | { type: 'verified'; bytes: Uint8Array<ArrayBuffer>; sound: Uint8Array }
  | { type: 'opened'; blobs: (Uint8Array | null)[] };

export type FromWorker =
  | { id: number; part: Part }
  | { id: number; result: Result }
  | { id: number; failure: WorkerError };
