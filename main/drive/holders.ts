/** Which programs keep a drive from being ejected, from what Linux shows of them in `/proc` (see proc(5)). */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

export interface Holder {
  pid: number;
  /** As it was started: `bash`, `eog`. */
  name: string;
  /** The first thing of the drive it holds. */
  path: string;
}

/** Those this user may look into; root sees all. @param paths mount points, absolute. */
export function holdersOf(paths: readonly string[], proc = '/proc'): Holder[] {
  return namesIn(proc).filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    const held = heldBy(join(proc, pid), paths);
    return held === null ? [] : [{ pid: Number(pid), name: nameOf(join(proc, pid)), path: held }];
  });
}

/** Its working folder, its root, its program, or a file it has open. */
function heldBy(folder: string, paths: readonly string[]): string | null {
  const links = ['cwd', 'root', 'exe', ...namesIn(join(folder, 'fd')).map((fd) => join('fd', fd))];
  for (const link of links) {
    const aim = linkOf(join(folder, link));
    if (aim !== null && paths.some((path) => aim === path || aim.startsWith(`${path}/`))) return aim;
  }
  return null;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // ended meanwhile, or somebody else's
  }
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function nameOf(folder: string): string {
  try {
    return readFileSync(join(folder, 'comm'), 'utf8').trim();
  } catch {
    return 'a program';
  }
}

/** As part of a sentence: `bash (4711), eog (4712) and 2 more`; null when none is known. */
export function inWords(holders: readonly Holder[]): string | null {
  if (holders.length === 0) return null;
  const named = holders.slice(0, 3).map(({ name, pid }) => `${name} (${pid})`);
  if (holders.length > 3) return `${named.join(', ')} and ${holders.length - 3} more`;
  return named.length === 1 ? named.join() : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}
