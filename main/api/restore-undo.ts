/** restore.undo: what a restore kept aside goes back to its place. A run of its own. */
import type { ResultOf } from '../../preload/contract/run.ts';
import type { Call } from '../base/call.ts';
import { Fault, isFault } from '../base/fault.ts';
import { shortId } from '../base/ids.ts';
import { identity } from '../base/platform.ts';
import { isAlive } from '../base/process/alive.ts';
import { Undo, type UndoReport } from '../engine/undo.ts';
import { UndoJournals, type KeptAside, type UndoHeader } from '../engine/undo-journal.ts';
import type { Context } from './context.ts';
import { os } from './implementer.ts';
import { stamp } from './restore-spec.ts';

export const journalsOf = (context: Context): UndoJournals => new UndoJournals(context.folders.data);

export const undo = os.restore.undo.handler(async ({ input: { runId }, context: { context } }) => {
  if (isGoingOn(context, runId)) throw new Fault('invalid', `Run ${runId} is still going on: it cannot be undone yet.`, { context: { id: runId }, advice: 'Cancel it or wait for its end, then undo it.' });
  const { header, kept } = journalsOf(context).read(runId);
  return {
    runId: context.runner.start({
      kind: 'restore', destination: header.destination, subject: `undo in ${header.place === '/' ? 'place' : header.place}`, items: true,
      perform: async (call) => ({ results: [await putBack(context, runId, header, kept, call)] }),
    }),
  };
});

/** Here, or in another process of this machine. A run the history does not know may still have its journal. */
function isGoingOn(context: Context, runId: string): boolean {
  const here = context.runner.get(runId);
  if (here !== null) return here.state !== 'ended';
  try {
    const { outcome, host, pid } = context.catalog.runs.get(runId);
    return outcome === null && host === identity().hostname && isAlive(pid);
  } catch (error) {
    if (isFault(error, 'missing')) return false;
    throw error;
  }
}

async function putBack(context: Context, runId: string, header: UndoHeader, kept: readonly KeptAside[], call: Call): Promise<ResultOf<'restore'>> {
  const undoing = new Undo(header.place, kept, `before-undo-${stamp(context.clock)}`, call);
  try {
    const report = await undoing.run();
    return resultOf(report, header);
  } finally {
    const { counts, aside, left } = undoing.report;
    journalsOf(context).keep(runId, header, left);
    context.audited('restore undo', runId, { snapshot: shortId(header.snapshot), target: header.place, ...counts, aside, left: left.length });
  }
}

const resultOf = ({ counts, aside, files, bytes }: UndoReport, { snapshot, place }: UndoHeader): ResultOf<'restore'> => ({
  kind: 'restore', snapshotId: snapshot, target: place, dryRun: false, ...counts, kept: 0, unchanged: 0, deleted: 0, files, bytes, verified: null, aside,
});
