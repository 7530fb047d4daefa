/** A MicroPython board that is connected. What it promises is checked by `test/contract/board.ts`. */

/** A file system on the board. */
export interface BoardMount {
  /** `/`, `/flash`, `/sd` … */
  readonly path: string;
  readonly size: number;
  readonly free: number;
  /** Bytes of the unit files are kept in: what a small file really takes. */
  readonly block: number;
}

export interface BoardInfo {
  /** Path of the port it is on now. */
  readonly port: string;
  readonly baud: number;
  /** Names the device for good, in hexadecimal digits; null where the board does not tell one. */
  readonly id: string | null;
  /** As the board names itself: `Raspberry Pi Pico W with RP2040`. */
  readonly machine: string;
  /** `rp2`, `esp32` … */
  readonly platform: string;
  /** Of MicroPython: `1.27.0`. */
  readonly version: string;
  /** The whole line about the firmware. */
  readonly build: string;
  /** Hertz; null where it does not tell. */
  readonly frequency: number | null;
  /** Bytes, before Holdfast's helper took its part. */
  readonly memoryFree: number;
  readonly memoryTotal: number;
  readonly mounts: readonly BoardMount[];
  /** Data partitions as `esp32.Partition.info()` has them, comma-separated; empty on other boards. */
  readonly partitions: readonly string[];
  /** What `hash` gives: null means the board can compute nothing of the kind. */
  readonly hash: 'sha256' | 'crc32' | null;
  /** False when its clock stands at its beginning: times of its files then say nothing. */
  readonly clockSet: boolean;
  /** Whether a program ran when it was connected. */
  readonly found: 'idle' | 'running';
}

export interface BoardEntry {
  /** Without directory. */
  readonly name: string;
  /** `unknown`: the board lists it but tells nothing about it. */
  readonly type: 'file' | 'dir' | 'unknown';
  readonly size: number;
  /** Seconds since 1970 by the board's clock, which may never have been set; 0 where the file system keeps no times. */
  readonly mtime: number;
}

export interface BoardCall {
  readonly signal: AbortSignal;
  /** Told of content bytes as they are read, written or hashed. */
  moved?(bytes: number): void;
}

/** Hexadecimal digits of the content's SHA-256 or CRC-32 (see `BoardInfo.hash`), or why there is none. */
export type Hashed = { readonly path: string; readonly digest: string } | { readonly path: string; readonly fault: Error };

/**
 * Paths are absolute, with `/`. Promises:
 * - Calls may overlap; they are carried out one after another.
 * - What arrives was checked by both ends; a lossy link costs time, never a wrong byte.
 * - Faults name the path: `missing`, `exists`, `full`, `denied`, `invalid` as on any file system; `offline` when the board is gone or the link unusable.
 * - A signal ends any call with its reason within a frame's time; the board can be used afterwards.
 * - A file that is written appears whole or not at all, also when the board is unplugged meanwhile. What is left of such a try is never listed.
 */
export interface Board extends AsyncDisposable {
  readonly info: BoardInfo;
  /** Entries of one directory, in no order. */
  list(directory: string, call: BoardCall): Promise<BoardEntry[]>;
  stat(path: string, call: BoardCall): Promise<Omit<BoardEntry, 'name'>>;
  /** One result a path, in their order. Throws `unsupported` when `info.hash` is null. */
  hash(paths: readonly string[], call: BoardCall): AsyncIterable<Hashed>;
  /** Content in order, in pieces of some kilobytes. */
  read(path: string, call: BoardCall): AsyncIterable<Uint8Array>;
  /** Replaces or makes a file; its directory must exist. What the board then holds is hashed there and compared, where it can. */
  write(path: string, content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, call: BoardCall): Promise<void>;
  makeDirectory(path: string, call: BoardCall): Promise<void>;
  /** Replaces a file that is there. */
  rename(from: string, to: string, call: BoardCall): Promise<void>;
  remove(path: string, call: BoardCall): Promise<void>;
  /** Refused with `exists` while something is in it. */
  removeDirectory(path: string, call: BoardCall): Promise<void>;
  /** Of the file system the path is on. */
  space(path: string, call: BoardCall): Promise<{ size: number; free: number; block: number }>;
  /** Sets the board's clock (UTC); throws `unsupported` where it has none. @param time milliseconds since 1970. */
  setClock(time: number, call: BoardCall): Promise<void>;
  /** Frees the port. @param restart start the board's program again by a soft reset; without: only if one ran when it was found. */
  close(restart?: boolean): Promise<void>;
}
