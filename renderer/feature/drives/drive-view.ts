/** A drive as the page shows it: how it stands, what may be done with it, and how much of it is taken. */
import type { Drive, DrivePlan, DriveState } from '../../../preload/contract/drive.ts';
import type { State } from '../../ui/state-mark.tsx';

/** The worst or most pressing thing that is true of a drive. */
export type Standing = 'cloned' | 'busy' | 'read-only' | 'due' | 'unmounted' | 'safe' | 'unused' | 'new' | 'ignored' | 'away';

export const MARK: Record<Standing, State> = {
  cloned: 'attention', busy: 'busy', 'read-only': 'attention', due: 'attention', unmounted: 'none', safe: 'safe', unused: 'none', new: 'none', ignored: 'none', away: 'none',
};

type Judged = Pick<Drive, 'state' | 'path' | 'runs' | 'readOnly' | 'plans'>;

export function standingOf({ state, path, runs, readOnly, plans }: Judged): Standing {
  if (state === 'away') return 'away';
  if (state === 'cloned') return 'cloned';
  if (runs.length > 0) return 'busy';
  if (path === null) return 'unmounted';
  if (state !== 'known') return state;
  if (readOnly) return 'read-only';
  if (plans.some(({ due }) => due)) return 'due';
  return plans.length === 0 ? 'unused' : 'safe';
}

/** 0 to 1; null: not known. */
export function usedShare({ totalBytes, freeBytes }: Pick<Drive, 'totalBytes' | 'freeBytes'>): number | null {
  if (totalBytes === null || freeBytes === null || totalBytes === 0) return null;
  return Math.min(1, Math.max(0, (totalBytes - freeBytes) / totalBytes));
}

/** From here on little room is left. */
export const NEARLY_FULL = 0.9;

/** File systems people are told something about; whatever else there is keeps its own name. */
export type FileSystemKind = 'linux' | 'windows' | 'mac' | 'exfat' | 'fat' | 'disc';

const KINDS: Readonly<Record<string, FileSystemKind>> = {
  ext2: 'linux', ext3: 'linux', ext4: 'linux', xfs: 'linux', btrfs: 'linux', f2fs: 'linux', zfs: 'linux', ntfs: 'windows', ntfs3: 'windows', refs: 'windows', apfs: 'mac', hfs: 'mac', hfsplus: 'mac',
  exfat: 'exfat', vfat: 'fat', fat: 'fat', fat32: 'fat', fat16: 'fat', msdos: 'fat', udf: 'disc', iso9660: 'disc', cd9660: 'disc',
};

export const fileSystemKind = (fileSystem: string): FileSystemKind | null => KINDS[fileSystem.toLowerCase().replace(/^fuse(blk)?\./, '')] ?? null;

/** The newest backup on it; null: there is none, or none can be read. */
export function lastBackupAt(plans: readonly Pick<DrivePlan, 'lastSuccessAt'>[]): string | null {
  const known = plans.flatMap(({ lastSuccessAt }) => (lastSuccessAt === null || Number.isNaN(Date.parse(lastSuccessAt)) ? [] : [lastSuccessAt]));
  return known.toSorted((a, b) => Date.parse(b) - Date.parse(a))[0] ?? null;
}

const ORDER: Record<DriveState, number> = { cloned: 0, known: 1, new: 2, ignored: 3, away: 4 };

/** Those that are here and those that are not, each with what concerns most people first. The engine's own order breaks ties, so that nothing jumps. */
export function grouped(drives: readonly Drive[]): { here: Drive[]; away: Drive[] } {
  const sorted = drives.toSorted((a, b) => ORDER[a.state] - ORDER[b.state]);
  return { here: sorted.filter(({ state }) => state !== 'away'), away: sorted.filter(({ state }) => state === 'away') };
}
