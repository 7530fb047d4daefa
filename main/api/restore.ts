/** restore: entries of a snapshot back to a folder. */
import type { RestoreSpec } from '../../preload/contract/restore.ts';
import type { ResultOf, RunResult } from '../../preload/contract/run.ts';
import type { Call } from '../base/call.ts';
import { Restore } from '../engine/restore.ts';
import { shortCall } from './calls.ts';
import type { Context } from './context.ts';
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
      perform: async (call, done) => ({ results: [await restoreTo(spec, services, runId, call, done)] }), // begins only after the id is known
    });
    return { runId };
  }),
};

/** @param done gets the result of a restore that is cut off: what it did stands, and can be undone. */
function restoreTo(spec: RestoreSpec, { destinations, context }: Services, runId: string, call: Call, done: RunResult[]): Promise<ResultOf<'restore'>> {
  return destinations.withStore(spec.destination, call, async (vault) => {
    const { reader, target, options } = await prepare(spec, vault, context.clock, call);
    const { id } = reader.snapshot;
    const journal = journalsOf(context).open(runId, { destination: vault.address, snapshot: id, place: target.place });
    const restoring = new Restore(reader, target, { ...options, journal }, call);
    const result = (): ResultOf<'restore'> => {
      const { counts, ...rest } = restoring.report;
      return { kind: 'restore', snapshotId: id, target: target.place, dryRun: spec.dryRun, ...counts, ...rest };
    };
    try {
      await restoring.run();
      if (!spec.dryRun) audit(context, vault.address, result());
      return result();
    } catch (error) {
      if (hasWritten(result())) {
        done.push(result());
        audit(context, vault.address, result());
      }
      throw error;
    } finally {
      journal.close();
    }
  });
}

const audit = (context: Context, destination: string, { snapshotId, target, created, replaced, kept, unchanged, deleted, aside }: ResultOf<'restore'>): void =>
  context.audited('restore', snapshotId, { destination, target, created, replaced, kept, unchanged, deleted, aside });

const hasWritten = ({ dryRun, created, replaced, deleted }: ResultOf<'restore'>): boolean => !dryRun && created + replaced + deleted > 0;
