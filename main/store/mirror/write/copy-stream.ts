/** Content that comes as a stream (dumps, boards) into a file of the snapshot. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Call } from '../../../base/call.ts';
import { toFault } from '../../../base/fault.ts';
import type { RawPath, StreamContent } from '../../../entry/entry.ts';
import { fsPath, showName } from '../../../entry/name.ts';
import { piecesOf } from '../../pieces.ts';

/** @param to file to make; null: only read. @throws BrokenStream; a Fault when the mirror cannot be written; the signal's reason. */
export async function copyStream(content: StreamContent, to: RawPath | null, call: Call): Promise<{ id: string; size: number }> {
  const digest = createHash('sha256');
  const fd = to === null ? null : writing(to, () => openSync(fsPath(to), 'wx', 0o600));
  let size = 0;
  try {
    for await (const bytes of piecesOf(content, call)) {
      digest.update(bytes);
      if (fd !== null) writing(to!, () => writeAll(fd, bytes));
      size += bytes.length;
      call.progress.done.bytes += bytes.length;
    }
    return { id: digest.digest('hex'), size };
  } finally {
    if (fd !== null) closeSync(fd);
  }
}

function writing<T>(to: RawPath, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toFault(error, `"${showName(to)}" cannot be written`);
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
}
