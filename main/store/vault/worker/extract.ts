/** Writes blobs of fetched pack bytes into the files they belong to, or makes those files of them. Runs of zeros become holes. */
import { closeSync, constants, ftruncateSync, openSync, writeSync } from 'node:fs';
import { free } from '../../../base/free.ts';
import type { RawPath } from '../../../entry/entry.ts';
import { fsPath } from '../../../entry/name.ts';
import { NewFiles } from '../../../entry/new-files.ts';
import type { BlobOpener } from './open-blob.ts';
import type { BlobProblem, BlobsToExtract, FilesToMake, FileToFill } from './protocol.ts';
import { flat } from '../../worker/worker-error.ts';

const FLAGS = constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);
/** Zeros are looked for in blocks of this size, aligned to the file. */
const BLOCK = 64 * 1024;
const ZEROS = new Uint8Array(BLOCK);

/** Opens each file once a task. */
class OpenFiles {
  readonly #files: readonly FileToFill[];
  readonly #open = new Map<number, number>();

  constructor(files: readonly FileToFill[]) {
    this.#files = files;
  }

  fd(file: number): number {
    const known = this.#open.get(file);
    if (known !== undefined) return known;
    if (this.#open.size >= 64) this.close();
    const { path, size, whole } = this.#files[file];
    const fd = openSync(fsPath(path), FLAGS);
    this.#open.set(file, fd);
    if (!whole) ftruncateSync(fd, size); // holes need the final size; several blobs may arrive in any order
    return fd;
  }

  close(): void {
    for (const fd of this.#open.values()) closeSync(fd);
    this.#open.clear();
  }
}

/** What is written to: files that are there, and files made of one blob. */
class Files {
  readonly #known: number;
  readonly #open: OpenFiles;
  readonly #making: FilesToMake;
  readonly #paths: readonly RawPath[];
  readonly #new = new NewFiles();

  constructor({ files, making }: BlobsToExtract) {
    this.#known = files.length;
    this.#open = new OpenFiles(files);
    this.#making = making;
    this.#paths = making.paths.split('\0');
  }

  /** Returns what could not be set of the metadata. @throws the system's error, or a Fault. */
  write(file: number, plain: Uint8Array, at: number): string[] {
    if (file >= this.#known) return this.#make(file - this.#known, plain);
    writeSparse(this.#open.fd(file), plain, at);
    return [];
  }

  close(): void {
    this.#open.close();
  }

  #make(file: number, plain: Uint8Array): string[] {
    const { modes, uids, gids, mtimes, atimes, odd } = this.#making;
    const metadata = odd.get(file) ?? { type: 'file', mode: modes[file], uid: uids[file], gid: gids[file], mtime: mtimes[file], atime: atimes[file] };
    return this.#new.make(this.#paths[file * 2], this.#paths[file * 2 + 1], metadata, (fd) => writeSparse(fd, plain, 0));
  }
}

/** Writes every blob to every place it goes to. The task's bytes are used up. */
export function extractBlobs(opener: BlobOpener, task: BlobsToExtract): BlobProblem[] {
  const problems: BlobProblem[] = [];
  const files = new Files(task);
  try {
    let write = 0;
    for (let blob = 0; blob < task.offsets.length; blob++) {
      const end = write + task.writes[blob];
      extractBlob(opener, task, blob, write, end, files, problems);
      write = end;
    }
  } finally {
    files.close();
    free(task.bytes);
  }
  return problems;
}

function extractBlob(opener: BlobOpener, task: BlobsToExtract, blob: number, firstWrite: number, endWrite: number, files: Files, problems: BlobProblem[]): void {
  let plain: Uint8Array;
  try {
    const sealed = task.bytes.subarray(task.offsets[blob], task.offsets[blob] + task.lengths[blob]);
    plain = opener.open(sealed, { id: task.ids.subarray(blob * 32, blob * 32 + 32), uncompressed: task.uncompressed[blob] });
  } catch (error) {
    problems.push({ blob, kind: 'damaged', file: -1, error: flat(error) });
    return;
  }
  for (let write = firstWrite; write < endWrite; write++) {
    const file = task.writeFiles[write];
    try {
      for (const message of files.write(file, plain, task.writeAts[write])) problems.push({ blob, kind: 'unset', file, error: { kind: 'denied', code: '', message } });
    } catch (error) {
      problems.push({ blob, kind: 'write', file, error: flat(error) });
    }
  }
}

/** Writes all but whole blocks of zeros; the file's length is right in the end either way. */
function writeSparse(fd: number, plain: Uint8Array, at: number): void {
  let from = 0;
  for (let block = 0; block < plain.length; block += BLOCK) {
    const end = Math.min(block + BLOCK, plain.length);
    if (!isZero(plain, block, end)) continue;
    if (block > from) writeAll(fd, plain, from, block, at);
    from = end;
  }
  if (from < plain.length) writeAll(fd, plain, from, plain.length, at);
  else if (from > 0) extendTo(fd, at + plain.length);
}

/** Only full blocks count: short zero runs are cheaper written. */
function isZero(plain: Uint8Array, start: number, end: number): boolean {
  return end - start === BLOCK && plain[start] === 0 && Buffer.compare(plain.subarray(start, end), ZEROS) === 0;
}

/** A file that ends in a hole gets its length by its last byte, which never shortens it. */
function extendTo(fd: number, size: number): void {
  writeAll(fd, ZEROS, 0, 1, size - 1);
}

function writeAll(fd: number, bytes: Uint8Array, from: number, to: number, at: number): void {
  for (let done = from; done < to; ) done += writeSync(fd, bytes, done, to - done, at + done);
}
