/** run: what is being done now, and what was done. */
import type { Run, RunFault, RunResult } from '../../preload/contract/run.ts';
import type { RunRecord } from '../state/catalog/runs.ts';
import { mapped } from './faults.ts';
import { os } from './implementer.ts';

export const run = {
  list: os.run.list.handler(async ({ input, context: { context } }) => {
    const { runs, next } = context.catalog.runs.list(input);
    return { runs: runs.map((record) => context.runner.get(record.id) ?? fromRecord(record)), next };
  }),
  get: os.run.get.handler(async ({ input, context: { context } }) => context.runner.get(input.runId) ?? fromRecord(context.catalog.runs.get(input.runId))),
  watch: os.run.watch.handler(async ({ input, context: { context }, signal }) => mapped(context.runner.watch(input.runId, signal))),
  cancel: os.run.cancel.handler(async ({ input, context: { context } }) => ({ cancelled: context.runner.cancel(input.runId) })),
};

/** A run of the past, as the catalog keeps it. */
function fromRecord(record: RunRecord): Run {
  const summary = record.summary as { fault?: RunFault | null; results?: RunResult[] } | null;
  return {
    id: record.id, kind: record.kind, state: record.outcome === null ? 'running' : 'ended', outcome: record.outcome,
    startedAt: record.startedAt, endedAt: record.endedAt, destination: record.destination ?? '', subject: record.source ?? '',
    fault: summary?.fault ?? null, results: summary?.results ?? [], problems: record.problemCount,
  };
}
