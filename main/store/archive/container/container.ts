/** Container: one file (or its volumes) that holds entries one after another. Written front to back, read by place. What it promises is checked by `test/contract/container.ts`. */
import type { Call } from '../../../base/call.ts';
import type { Entry, FileStamp, RawPath } from '../../../entry/entry.ts';
import type { WorkerError } from '../../worker/worker-error.ts';

export type ContainerKind = 'tar' | 'zip' | 'blb';
export type Compression = 'none' | 'gzip' | 'zstd';

/** Where the bytes go or come from: a file, a volume set, an encrypting stream. */
export interface ByteSink {
  /** Resolves when there is room for more. The bytes are the caller's again then. */
  write(bytes: Uint8Array): Promise<void>;
  /** Bytes written so far. */
  readonly position: number;
}

export interface ByteSource {
  readonly size: number;
  /** Exactly the bytes from `start` to before `end`; each piece belongs to whoever takes it. @throws Fault `damaged` when there are fewer. */
  read(start: number, end: number, call: Pick<Call, 'signal'>): AsyncIterable<Uint8Array>;
}

/** Where an entry lies: enough to read it without reading what is before it. Meaning is the container's own; kept in the manifest. */
export interface Placed {
  /** Of the frame or member, in the (decrypted) container. */
  offset: number;
  /** Bytes there; with `offset` all that has to be read. */
  stored: number;
  /** Of the entry's first byte of content in the unpacked frame; 0 where the frame is the file's own. */
  within: number;
}

export interface Added {
  /** Filled in when its frame is written: final once `flush` has resolved. All zero for what has no content. */
  placed: Placed;
  /** Bytes of content that are in the container: for a file that grew or shrank while it was read, not the entry's size. */
  size: number;
  /** SHA-256 of the content as the container gives it back, hex; null for what has none. */
  sha256: string | null;
  /** Its name inside the container where that is not its path: in a blb. */
  name?: string;
}

/** Content as it is read; each piece belongs to whoever takes it, and is not changed any more. */
export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** A small file for the container to read. */
export interface FileToTake {
  /** Absolute, raw. */
  source: RawPath;
  /** Hex SHA-256 of content that need not be stored again; null: none. */
  known: string | null;
}

/** What became of it. */
export interface FileTaken {
  /** Its SHA-256 is that of what was read, also where it is not in the container because it could not be read or has the known content. */
  added: Added;
  isKnown: boolean;
  /** The status that goes with the bytes read, when it is not the one the entry told. */
  stamp: FileStamp | null;
  /** It changed during every try. */
  unstable: boolean;
  /** It has grown so much that it has to be added as a large file: nothing of it is in the container. */
  outgrew: boolean;
  /** It could not be read. */
  error: WorkerError | null;
}

/** Files read by the container itself, many of them at once, in other threads. */
export interface TakesFiles {
  /** False: `endFrame` first. */
  readonly hasRoom: boolean;
  /**
   * A file of at most 1 MiB with a time of at most 64 bits. It lies where `add` would have put it; when it is not as the entry says, its header is.
   * @param done told when it is written, of one file after the other in the order they came.
   */
  take(entry: Entry, path: RawPath, file: FileToTake, done: (taken: FileTaken) => void): void;
  /** Sends on what was gathered so far. */
  endFrame(call: Call): Promise<void>;
}

/** A plain file of the container itself. */
export interface Extra {
  name: string;
  bytes: readonly Uint8Array[];
}

export interface ContainerWriter {
  /** False: it has no hard links. Each name of a file is then added as a file, with the content. */
  readonly hardLinks: boolean;
  /**
   * Entries come in the order they are to lie, a directory before what is in it; one at a time. A directory's own entry is optional.
   * @param path relative, raw. @param link path of an entry added before that is the same file (hard link).
   * @throws Fault `unsupported` for what the container cannot hold (nothing is written of it then, the next can be added). After any
   * other error, one of `content` included, the container is unfinished rubbish.
   */
  add(entry: Entry, path: RawPath, content: Chunks | null, link: RawPath | null, call: Call): Promise<Added>;
  /** It copies content as it comes: of what is larger than 1 MiB a piece may be used again when the next is asked for. */
  readonly copies?: true;
  /** Absent: it is given every byte. */
  readonly files?: TakesFiles;
  /** Writes what waits: the places of all entries so far are known then. */
  flush(call: Call): Promise<void>;
  /** @param extra plain files of the container itself, named as given (manifest, checksums), in pieces. Nothing can be added after it. Does not close the sink. */
  finish(extra: readonly Extra[], call: Call): Promise<void>;
  /** Gives up: what it started ends, what it wrote is unfinished rubbish. Nothing goes to the sink after it. Never throws. */
  abandon(): Promise<void>;
}

/** An entry of a container anybody may have made. What the container does not tell of it (owner, times) is 0 or ''. */
export interface Found {
  entry: Entry;
  /** Relative, raw, checked: no `..`, not absolute, nothing below a link, no name twice. */
  path: RawPath;
  /** Path of the entry it is a hard link to. */
  link: RawPath | null;
  /** Null where its content cannot be read without what is before it. */
  placed: Placed | null;
  /** Sentences about what the container tells of it and an entry cannot say; absent: nothing. */
  unkept?: readonly string[];
}

export interface ContainerReader {
  /** All entries in the order they lie, the container's own files left out. @throws Fault `damaged` or `invalid` naming the entry. */
  entries(call: Call): AsyncIterable<Found>;
  /** The content of one file whose place is known. @throws Fault `damaged` when it is not there. */
  read(placed: Placed, size: number, call: Call): AsyncIterable<Uint8Array>;
  /** As `read`, of a file that lies in the frame read last: a view, at once. Null: it does not. Absent: nothing is kept. */
  readNow?(placed: Placed, size: number): Uint8Array | null;
  /** All entries with their content in one pass over the container, for foreign archives without an index. The content must be consumed or left before the next. */
  stream(call: Call): AsyncIterable<Found & { content: AsyncIterable<Uint8Array> | null }>;
  /** What was given to `finish`, found from the container's end; null for a container that is not one of ours, or not whole. */
  extra(call: Call): Promise<{ name: string; bytes: Uint8Array }[] | null>;
}
