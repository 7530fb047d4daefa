/** What the main thread and an archive's workers say to each other: a frame of a tar a task, its files in columns instead of objects. */
import type { Effort } from '../../../base/effort.ts';
import type { FileStamp, Xattr } from '../../../entry/entry.ts';
import type { WorkerError } from '../../worker/worker-error.ts';
import type { Compression } from '../container/container.ts';

export interface WorkerSetup {
  sign: SharedArrayBuffer;
  compression: Compression;
  effort: Effort;
}

/** Files to be read into a frame, between members that are whole already. */
export interface FrameToMake {
  type: 'make';
  /** Members that need no reading, one after the other. */
  given: Uint8Array<ArrayBuffer>;
  /** Bytes of those that come before each file. */
  before: Uint32Array<ArrayBuffer>;
  /** Where they lie in the tar; raw, joined by NUL. */
  paths: string;
  /** Where they are read from: raw, absolute, joined by NUL. */
  sources: string;
  /** As they should look, and as their headers tell. */
  sizes: Float64Array<ArrayBuffer>;
  mtimes: BigInt64Array<ArrayBuffer>;
  ctimes: BigInt64Array<ArrayBuffer>;
  inodes: BigUint64Array<ArrayBuffer>;
  modes: Uint32Array<ArrayBuffer>;
  uids: Uint32Array<ArrayBuffer>;
  gids: Uint32Array<ArrayBuffer>;
  /** User and group of each, joined by NUL. */
  owners: string;
  /** Of the few files that have any. */
  xattrs: { file: number; xattrs: readonly Xattr[] }[];
  /** Hex SHA-256 of content that is not stored again, by file. */
  known: { file: number; sha256: string }[];
}

/** A frame that is there, to be packed. */
export interface FrameToPack {
  type: 'pack';
  plain: Uint8Array<SharedArrayBuffer>;
}

export type Task = FrameToMake | FrameToPack;

/** A file that needs a word. */
export interface OddFile {
  file: number;
  /** The status that goes with the bytes read, when it is not the one asked for. */
  stamp: FileStamp | null;
  unstable: boolean;
  /** Its content is the known one: it is not in the frame. */
  known: boolean;
  /** It has grown beyond what is read whole: it is not in the frame. */
  outgrew: boolean;
  /** It could not be read: it is not in the frame. */
  error: WorkerError | null;
}

/** Of all others. */
export const USUAL: Omit<OddFile, 'file'> = { stamp: null, unstable: false, known: false, outgrew: false, error: null };

export interface FrameMade {
  /** Packed. */
  bytes: Uint8Array<ArrayBuffer>;
  /** SHA-256 of each file, 32 bytes. */
  ids: Uint8Array<ArrayBuffer>;
  sizes: Float64Array<ArrayBuffer>;
  /** Bytes each takes in the frame, its header and what fills its last block included. */
  taken: Float64Array<ArrayBuffer>;
  /** Bytes of its header. */
  headers: Uint32Array<ArrayBuffer>;
  odd: OddFile[];
}

export interface FramePacked {
  bytes: Uint8Array<ArrayBuffer>;
}

export type Result = FrameMade | FramePacked;
