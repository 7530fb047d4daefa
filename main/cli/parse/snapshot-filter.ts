/** `--host`, `--tag`, `--path` and snapshot ids: which snapshots are meant. */
import type { Command } from 'commander';
import type { SnapshotFilter } from '../../../preload/contract/snapshot-filter.ts';
import { collect } from './lists.ts';

export interface FilterOptions {
  host?: string[];
  tag?: string[];
  path?: string[];
}

/** @param short whether `-H` is free to stand for --host. @param when said of all three, as "for latest". */
export function addFilterOptions(command: Command, { short = true, when = '' }: { short?: boolean; when?: string } = {}): Command {
  return command
    .option(`${short ? '-H, ' : ''}--host <host>`, `only snapshots of this machine${when}; several: of any of them`, collect)
    .option('--tag <tags>', `only snapshots with all of these tags (a,b)${when}; several: with any of the lists`, collect)
    .option('--path <path>', `only snapshots of this absolute path${when}; several: of all of them`, collect);
}

export const filterOf = ({ host = [], tag = [], path = [] }: FilterOptions, ids: readonly string[] = []): SnapshotFilter => ({
  hosts: host.filter((name) => name !== ''),
  tags: tag,
  paths: path,
  ids: [...ids],
});
