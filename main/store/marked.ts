/** How a folder of a format is known: by a file in it. */
import { lstatSync } from 'node:fs';

/** False also where nobody may look: whoever opens the folder then says so. @param path of the file. */
export function isMarked(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false; // no permission, or a drive that fails
  }
}
