/** Content that comes as a stream (dumps, boards) into a file of the snapshot. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { raceAbort } from '../../../base/abort.ts';
import type { Call } from '../../../base/call.ts';
import { toFault } from '../../../base/fault.ts';
import type { Content, RawPath } from '../../../entry/entry.ts';
import { fsPath, showName } from '../../../entry/name.ts';

/** The source broke off: a matter of this entry alone. */
export class BrokenStream extends Error {
  constructor(cause: unknown) {
    super('the stream broke off', { cause });
  }
}

/** @param to file to make; null: only read. @throws BrokenStream; a Fault when the mirror cannot be written; the signal's reason. */
export async function copyStream({ open }: Extract<Content, { type: 'stream' }>, to: RawPath | null, call: Call): Promise<{ id: string; size: number }> {
  const digest = createHash('sha256');
  const fd = to === null ? null : writing(to, () => openSync(fsPath(to), 'wx', 0o600));
  let size = 0;
  try {
    const pieces = opened(() => open(call)[Symbol.asyncIterator]());
    try {
      for (;;) {
        const next = await raceAbort(pieces.next(), call.signal).catch((error: unknown) => {
          call.signal.throwIfAborted();
          throw new BrokenStream(error);
        });
        if (next.done === true) return { id: digest.digest('hex'), size };
        digest.update(next.value);
        if (fd !== null) writing(to!, () => writeAll(fd, next.value));
        size += next.value.length;
        call.progress.done.bytes += next.value.length;
      }
    } finally {
      void pieces.return?.().catch(() => undefined); // cut off half-way, it lets go of what it reads from; how that ends changes nothing here
    }
  } finally {
    if (fd !== null) closeSync(fd);
  }
}

function opened<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new BrokenStream(error);
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
