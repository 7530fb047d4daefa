/** Whether the files of a link are there and its own: by their lengths and their last bytes, in no time. */
import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { toFault } from '../../../base/fault.ts';
import { TAIL, type Link, type LinkFile } from '../manifest/link.ts';

export type FileState = 'ok' | 'missing' | 'truncated' | 'altered';

/** @throws Fault when it cannot be read for another reason than that it is gone. */
export function stateOfFile(root: string, { name, size, tail }: LinkFile): FileState {
  const found = endOfFile(join(root, name));
  if (found === null) return 'missing';
  if (found.size < size) return 'truncated';
  return found.size === size && found.tail === tail ? 'ok' : 'altered';
}

export const isWhole = (root: string, { files }: Link): boolean => files.every((file) => stateOfFile(root, file) === 'ok');

/** Length and checksum of the last bytes; null when there is no such file. */
export function endOfFile(path: string): { size: number; tail: string } | null {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const fault = toFault(error, `"${path}" cannot be read`);
    if (fault.kind === 'missing') return null;
    throw fault;
  }
  try {
    const { size } = fstatSync(fd);
    const bytes = Buffer.alloc(Math.min(TAIL, size));
    let done = 0;
    for (let read = -1; done < bytes.length && read !== 0; done += read) read = readSync(fd, bytes, done, bytes.length - done, size - bytes.length + done);
    return { size, tail: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    throw toFault(error, `"${path}" cannot be read`);
  } finally {
    closeSync(fd);
  }
}
