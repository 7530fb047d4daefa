/** restore: entries of a snapshot back to a folder. */
import type { RestoreSpec } from '../../preload/contract/restore.ts';
import type { ResultOf } from '../../preload/contract/run.ts';
import type { Call } from '../base/call.ts';
import { Restore } from '../engine/restore.ts';
import { shortCall } from './calls.ts';
import { os, type Services } from './implementer.ts';
import { preview, refuseUnlessAsPreviewed } from './restore-preview.ts';
import { prepare } from './restore-spec.ts';
import { journalsOf, undo } from './restore-undo.ts';

export const restore = {
  preview, undo,

  start: os.restore.start.handler(async ({ input: { token, ...spec }, context: services, signal }) => {
    const { context, destinations } = services;
    if (token !== undefined) await refuseUnlessAsPreviewed(token, spec, services, shortCall(context, signal));
    const runId: string = context.runner.start({
      kind: 'restore', destination: destinations.address(spec.destination), subject: `${spec.snapshot} to ${spec.into ?? 'where it came from'}`, items: spec.items,
      perform: async (call) => ({ results: [await restoreTo(spec, services, runId, call)] }), // begins only after the id is known
    });
    return { runId };
  }),
};

function restoreTo(spec: RestoreSpec, { destinations, context }: Services, runId: string, call: Call): Promise<ResultOf<'restore'>> {
  return destinations.withVault(spec.destination, call, async (vault) => {
    const { reader, target, options } = await prepare(spec, vault, context.clock, call);
    const { id } = reader.snapshot;
    const journal = journalsOf(context).open(runId, { destination: vault.address, snapshot: id, place: target.place });
    try {
      const { counts, files, bytes, verified, aside } = await new Restore(reader, target, { ...options, journal }, call).run();
      if (!spec.dryRun) context.audited('restore', id, { destination: vault.address, target: target.place, ...counts });
      return { kind: 'restore', snapshotId: id, target: target.place, dryRun: spec.dryRun, ...counts, files, bytes, verified, aside };
    } finally {
      journal.close();
    }
  });
}
