/** Whether a folder may hold backups of some paths, as far as its place tells. */
import { homedir } from 'node:os';
import { parse } from 'node:path';
import { folderAround, realPlace } from './place.ts';

export type Unfit = 'system-root' | 'source' | 'inside';

/**
 * Null: it may. `system-root`: the topmost folder of the system's own disk; `source`: it is what is backed up; `inside`: it lies in it, so that a backup
 * would hold itself. @param folder absolute; need not exist. @param sources absolute.
 */
export async function unfitness(folder: string, sources: readonly string[], systemRoot = parse(homedir()).root): Promise<{ why: Unfit; source: string | null } | null> {
  const place = await realPlace(folder);
  if (place.path === systemRoot) return { why: 'system-root', source: null };
  const around = await folderAround(place, sources);
  if (around === null) return null;
  const source = await realPlace(around).then(({ path }) => path, () => around);
  return { why: source === place.path ? 'source' : 'inside', source: around };
}

export function unfitInWords(folder: string, { why, source }: { why: Unfit; source: string | null }): string {
  if (why === 'system-root') return `"${folder}" is the topmost folder of the system's disk: backups do not belong there.`;
  if (why === 'source') return `"${folder}" is what is to be backed up: a backup cannot be kept in its own source.`;
  return `"${folder}" lies inside "${source}", which is to be backed up: every backup would hold the ones before it.`;
}
