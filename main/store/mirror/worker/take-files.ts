/** Reads stored files back: every byte is compared with its checksum before the file counts. */
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { Fault } from '../../../base/fault.ts';
import { fsPath } from '../../../entry/name.ts';
import { Stopped, type Control } from '../../vault/worker/control.ts';
import { flat } from '../../vault/worker/worker-error.ts';
import { LARGE, type FileFailure, type Part, type Result, type TakeFiles } from './protocol.ts';
import { type ReadThrough, WriteError } from './read-through.ts';

const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const WRITE_FLAGS = constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);

export function takeFiles({ from, paths, sizes, ids, to }: TakeFiles, through: ReadThrough, control: Control, tell: (part: Part) => void): Result {
  const failed: FileFailure[] = [];
  const targets = to?.split('\0') ?? null;
  paths.split('\0').forEach((path, file) => {
    const read = (bytes: number): void => {
      if (control.stopped) throw new Stopped();
      if (sizes[file]! >= LARGE) tell({ type: 'read', bytes });
    };
    try {
      takeOne(`${from}/${path}`, targets?.[file] ?? null, { size: sizes[file]!, id: ids.subarray(file * 32, file * 32 + 32) }, through, read);
    } catch (error) {
      if (error instanceof Stopped) throw error;
      failed.push({ file, error: flat(error instanceof WriteError ? error.cause : error) });
    }
  });
  return { type: 'taken', failed };
}

function takeOne(path: string, to: string | null, wanted: { size: number; id: Uint8Array }, through: ReadThrough, read: (bytes: number) => void): void {
  const fd = openSync(fsPath(path), FLAGS);
  let into: number | null = null;
  try {
    const { size, blocks } = fstatSync(fd);
    if (size !== wanted.size) throw new Fault('damaged', `It has ${size} bytes, and had ${wanted.size} when it was saved.`);
    into = to === null ? null : openSync(fsPath(to), WRITE_FLAGS);
    const { id } = through.pass(fd, { end: Infinity, into, sparse: blocks * 512 < size, read });
    if (!id.equals(wanted.id)) throw new Fault('damaged', 'Its content is not what was saved: its checksum is another.');
  } finally {
    closeSync(fd);
    if (into !== null) closeSync(into);
  }
}
