/** Reads stored files back: every byte is compared with its checksum before the file counts. */
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { Fault } from '../../../base/fault.ts';
import type { RawPath } from '../../../entry/entry.ts';
import { fsPath } from '../../../entry/name.ts';
import { NewFiles } from '../../../entry/new-files.ts';
import { Stopped } from '../../worker/stop.ts';
import { flat } from '../../worker/worker-error.ts';
import { LARGE, type MadeFile, type Part, type Result, type TakeFiles } from './protocol.ts';
import { type ReadThrough, WriteError } from './read-through.ts';

const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const WRITE_FLAGS = constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);

export function takeFiles({ from, paths, sizes, ids, to, making }: TakeFiles, through: ReadThrough, goOn: () => void, tell: (part: Part) => void): Result {
  const result: Extract<Result, { type: 'taken' }> = { type: 'taken', failed: [], unset: [] };
  const targets = to?.split('\0') ?? null;
  const newFiles = new NewFiles();
  paths.split('\0').forEach((path, file) => {
    const read = (bytes: number): void => {
      goOn();
      if (sizes[file]! >= LARGE) tell({ type: 'read', bytes });
    };
    try {
      const stored = new StoredFile(`${from}/${path}`, { size: sizes[file]!, id: ids.subarray(file * 32, file * 32 + 32) }, through, read);
      const messages = take(stored, targets?.[file] ?? null, making[file] ?? null, newFiles);
      if (messages.length > 0) result.unset.push({ file, messages });
    } catch (error) {
      if (error instanceof Stopped) throw error;
      result.failed.push({ file, error: flat(error instanceof WriteError ? error.cause : error) });
    }
  });
  return result;
}

/** Returns what could not be set of the metadata of a file made. */
function take(stored: StoredFile, to: RawPath | null, made: MadeFile | null, newFiles: NewFiles): string[] {
  if (to === null) stored.copy(null);
  else if (made !== null) return newFiles.make(to, made.place, made, (fd) => stored.copy(fd));
  else fill(stored, to);
  return [];
}

function fill(stored: StoredFile, to: RawPath): void {
  const fd = openSync(fsPath(to), WRITE_FLAGS);
  try {
    stored.copy(fd);
  } finally {
    closeSync(fd);
  }
}

class StoredFile {
  readonly #path: RawPath;
  readonly #wanted: { size: number; id: Uint8Array };
  readonly #through: ReadThrough;
  readonly #read: (bytes: number) => void;

  constructor(path: RawPath, wanted: { size: number; id: Uint8Array }, through: ReadThrough, read: (bytes: number) => void) {
    this.#path = path;
    this.#wanted = wanted;
    this.#through = through;
    this.#read = read;
  }

  /** @param into null: only reads. @throws Fault `damaged` when it is not what was saved. */
  copy(into: number | null): void {
    const fd = openSync(fsPath(this.#path), FLAGS);
    try {
      const { size, blocks } = fstatSync(fd);
      if (size !== this.#wanted.size) throw new Fault('damaged', `It has ${size} bytes, and had ${this.#wanted.size} when it was saved.`);
      const { id } = this.#through.pass(fd, { end: Infinity, into, sparse: blocks * 512 < size, read: this.#read });
      if (!id.equals(this.#wanted.id)) throw new Fault('damaged', 'Its content is not what was saved: its checksum is another.');
    } finally {
      closeSync(fd);
    }
  }
}
