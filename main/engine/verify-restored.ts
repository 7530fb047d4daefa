/** Verify after a restore: every file is read back from the target and compared with the snapshot, byte for byte. */
import { open } from 'node:fs/promises';
import type { Call } from '../base/call.ts';
import { Fault, toFault } from '../base/fault.ts';
import { fsPath, showName } from '../entry/name.ts';
import type { RawPath, StoredEntry } from '../entry/entry.ts';
import type { SnapshotReader } from '../store/store.ts';

export interface Restored {
  /** Absolute. */
  path: RawPath;
  entry: StoredEntry;
}

/** Returns how many files are equal; each that is not is reported. */
export async function verifyRestored(reader: SnapshotReader, files: readonly Restored[], call: Call): Promise<number> {
  call.progress.phase = 'verifying';
  let equal = 0;
  for (const file of files) {
    call.signal.throwIfAborted();
    call.progress.current = showName(file.path);
    try {
      await compare(reader, file, call);
      equal++;
    } catch (error) {
      call.signal.throwIfAborted();
      call.progress.done.errors++;
      call.report({ item: showName(file.path), during: 'verify', severity: 'warning', fault: toFault(error, `${showName(file.path)} cannot be verified`) });
    }
  }
  return equal;
}

async function compare(reader: SnapshotReader, { path, entry }: Restored, call: Call): Promise<void> {
  await using file = await open(fsPath(path));
  let at = 0;
  for await (const piece of reader.read(entry, call)) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(piece.length), 0, piece.length, at);
    if (bytesRead !== piece.length || Buffer.compare(buffer, piece) !== 0) throw new Fault('damaged', `${showName(path)} does not have the content of the snapshot (near byte ${at}).`, { advice: 'Restore it again; if it happens again, check the drive.' });
    at += piece.length;
  }
  const { size } = await file.stat();
  if (size !== at) throw new Fault('damaged', `${showName(path)} is ${size} bytes long instead of ${at}.`, { advice: 'Restore it again; if it happens again, check the drive.' });
}
