/** Gives files of the previous snapshot a second name in the new one. */
import { linkSync, lstatSync } from 'node:fs';
import { fsPath, joinRaw } from '../../../entry/name.ts';
import { Fault } from '../../../base/fault.ts';
import { flat } from '../../worker/worker-error.ts';
import type { MadeFolders } from './made-folders.ts';
import type { FileFailure, LinkFiles, Result } from './protocol.ts';

/** What fails is told, and copied anew. A stored file that was changed since is never linked: the change would spread. */
export function linkFiles({ from, to, folders, counts, names, sizes, mtimes }: LinkFiles, made: MadeFolders, goOn: () => void): Result {
  const failed: FileFailure[] = [];
  const all = names.split('\0');
  let file = 0;
  folders.split('\0').forEach((folder, number) => {
    const [old, young] = folder === '' ? [from, to] : [joinRaw(from, folder), joinRaw(to, folder)];
    for (const end = file + counts[number]!; file < end; file++) {
      goOn();
      try {
        const previous = fsPath(`${old}/${all[file]!}`);
        if (sizes[file]! >= 0) requireSame(previous, sizes[file]!, mtimes[file]!);
        made.make(young, to);
        linkSync(previous, fsPath(`${young}/${all[file]!}`));
      } catch (error) {
        failed.push({ file, error: flat(error) });
      }
    }
  });
  return { type: 'linked', failed };
}

function requireSame(path: string | Buffer, size: number, mtime: bigint): void {
  const stored = lstatSync(path, { bigint: true });
  if (!stored.isFile() || Number(stored.size) !== size || BigInt.asIntN(64, stored.mtimeNs) !== mtime) throw new Fault('damaged', 'The stored file was changed since.');
}
