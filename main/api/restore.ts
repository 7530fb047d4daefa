/** restore: entries of a snapshot back to a folder. */
import type { RestoreSpec } from '../../preload/contract/restore.ts';
import type { ResultOf } from '../../preload/contract/run.ts';
import type { Call } from '../base/call.ts';
import { findSnapshot } from '../engine/find-snapshot.ts';
import { Restore } from '../engine/restore.ts';
import { FolderTarget } from '../source/folder/folder-target.ts';
import { os } from './implementer.ts';
import type { Services } from './implementer.ts';

export const restore = {
  start: os.restore.start.handler(async ({ input, context: services }) => {
    const runId = services.context.runner.start({
      kind: 'restore', destination: services.destinations.address(input.destination), subject: `${input.snapshot} to ${input.into ?? 'where it came from'}`, items: input.items,
      perform: async (call) => ({ results: [await restoreTo(input, services, call)] }),
    });
    return { runId };
  }),
};

function restoreTo(input: RestoreSpec, { destinations, context }: Services, call: Call): Promise<ResultOf<'restore'>> {
  return destinations.withVault(input.destination, call, async (vault) => {
    const { snapshot, path } = findSnapshot(await vault.snapshots(call), input.snapshot, input.filter);
    const reader = await vault.open(snapshot, call);
    const target = new FolderTarget(input.into ?? '/');
    const stamp = new Date(context.clock.now()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
    const { counts, files, bytes, verified } = await new Restore(reader, target, {
      from: path, inPlace: input.into === null, includes: input.includes, excludes: input.excludes, map: input.map, overwrite: input.overwrite,
      keepAside: input.keepExisting ? `before-restore-${stamp}` : null, delete: input.delete, verify: input.verify, dryRun: input.dryRun, stopOnError: input.stopOnError,
    }, call).run();
    if (!input.dryRun) context.audited('restore', snapshot.id, { destination: vault.address, target: target.place, ...counts });
    return { kind: 'restore', snapshotId: snapshot.id, target: target.place, dryRun: input.dryRun, ...counts, files, bytes, verified };
  });
}
