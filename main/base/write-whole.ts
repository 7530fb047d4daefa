/** Small files that are either the old one or the new one, never half of each. */
import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { toFault } from './fault.ts';

/**
 * Writes a side file readable by its owner only, flushes it, and moves it into place; the folder is flushed too, so the new name
 * survives a power loss.
 * @throws Fault by what the system said; the file is then as it was.
 */
export function writeWhole(path: string, bytes: Uint8Array | string, mode = 0o600): void {
  const side = `${path}.${randomUUID()}.part`;
  try {
    writeFileSync(side, bytes, { flag: 'wx', mode, flush: true });
    renameSync(side, path);
    if (process.platform !== 'win32') flushFolder(dirname(path)); // Windows cannot open a folder, and journals renames itself
  } catch (error) {
    rmSync(side, { force: true });
    throw toFault(error, `${path} cannot be written`, { path });
  }
}

function flushFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
