/** Entries as lines for people. */
import type { Entry } from '../../../preload/contract/entry.ts';
import { unixPermissions } from './mode.ts';
import { size, when } from './quantity.ts';
import { padStart } from './width.ts';

/** The path; long: with mode, owner, size and time, as `ls -l` has them. Exact bytes unless sizes are to be readable. */
export function entryLine(
  entry: Entry,
  { long = false, humanReadable = false }: { long?: boolean | undefined; humanReadable?: boolean | undefined },
): string {
  if (!long) return entry.path;
  const owner = `${(entry.user || String(entry.uid)).padEnd(8)} ${(entry.group || String(entry.gid)).padEnd(8)}`;
  const bytes = padStart(humanReadable ? size(entry.size) : String(entry.size), humanReadable ? 7 : 12);
  const target = entry.linkTarget === null ? '' : ` -> ${entry.linkTarget}`;
  return `${unixPermissions(entry)} ${owner} ${bytes} ${when(entry.mtime)} ${entry.path}${target}`;
}
