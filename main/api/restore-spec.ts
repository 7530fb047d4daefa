/** From what a restore is asked to be to what the engine takes. */
import type { RestoreSpec } from '../../preload/contract/restore.ts';
import type { Call } from '../base/call.ts';
import type { Clock } from '../base/clock.ts';
import { chosenPaths } from '../engine/chosen-paths.ts';
import type { RestoreOptions } from '../engine/restore-options.ts';
import { FolderTarget } from '../source/folder/folder-target.ts';
import type { SnapshotReader, Store } from '../store/store.ts';
import { presentSnapshot } from './snapshot-place.ts';

export interface PreparedRestore {
  reader: SnapshotReader;
  target: FolderTarget;
  options: RestoreOptions;
}

/** @throws Fault `missing` for a snapshot or a chosen path that is not there. */
export async function prepare(spec: RestoreSpec, vault: Store, clock: Clock, call: Call): Promise<PreparedRestore> {
  const { snapshot, path } = await presentSnapshot(vault, spec.snapshot, spec.filter, call);
  const reader = await vault.open(snapshot, call);
  const { includes, excludes, map, overwrite, delete: deletes, verify, dryRun, stopOnError } = spec;
  return {
    reader, target: new FolderTarget(spec.into ?? '/'),
    options: {
      from: path, inPlace: spec.into === null, includes, excludes, paths: await chosenPaths(reader, spec.paths, path, call), map, overwrite,
      keepAside: spec.keepExisting ? `before-restore-${stamp(clock)}` : null, delete: deletes, verify, dryRun, stopOnError,
    },
  };
}

/** For file names: `20261121-102132`, UTC. */
export const stamp = (clock: Clock): string => new Date(clock.now()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
