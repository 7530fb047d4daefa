/** Gives files of the previous snapshot a second name in the new one. */
import { linkSync, lstatSync } from 'node:fs';
import { fsPath } from '../../../entry/name.ts';
import { Fault } from '../../../base/fault.ts';
import { Stopped, type StopSign } from '../../worker/stop.ts';
import { flat } from '../../worker/worker-error.ts';
import type { MadeFolders } from './made-folders.ts';
import type { FileFailure, LinkFiles, Result } from './protocol.ts';

/** What fails is told, and copied anew. A stored file that was changed since is never linked: the change would spread. */
export function linkFiles({ from, to, paths, sizes, mtimes }: LinkFiles, made: MadeFolders, sign: StopSign): Result {
  const failed: FileFailure[] = [];
  paths.split('\0').forEach((path, file) => {
    if (sign.stopped) throw new Stopped();
    try {
      const previous = fsPath(`${from}/${path}`);
      if (sizes[file]! >= 0) {
        const stored = lstatSync(previous, { bigint: true });
        if (!stored.isFile() || Number(stored.size) !== sizes[file] || BigInt.asIntN(64, stored.mtimeNs) !== mtimes[file]) throw new Fault('damaged', 'The stored file was changed since.');
      }
      const place = `${to}/${path}`;
      made.forEntry(place, to);
      linkSync(previous, fsPath(place));
    } catch (error) {
      failed.push({ file, error: flat(error) });
    }
  });
  return { type: 'linked', failed };
}
