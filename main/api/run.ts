/** run: what is being done now, and what was done. */
import type { ProblemGroup, RunFilter, RunView } from '../../preload/contract/run-procedures.ts';
import type { Run, RunFault, RunResult } from '../../preload/contract/run.ts';
import { Fault } from '../base/fault.ts';
import { ProblemGroups } from '../run/problem-groups.ts';
import { pageOf, type PageWanted, type ProblemPage } from '../run/problem-list.ts';
import type { RunRecord, RunsWanted } from '../state/catalog/runs.ts';
import { os } from './implementer.ts';

export const run = {
  list: os.run.list.handler(async ({ input: { filter, cursor, limit }, context: { context } }) => {
    const { runs, next } = context.catalog.runs.list({ ...wanted(filter), cursor, limit });
    return { runs: runs.map((record) => context.runner.get(record.id) ?? runOf(record)), next };
  }),
  get: os.run.get.handler(async ({ input, context: { context } }) => context.runner.get(input.runId) ?? runOf(context.catalog.runs.get(input.runId))),
  watch: os.run.watch.handler(async ({ input, context: { context }, signal }) => context.runner.watch(input.runId, signal)),
  follow: os.run.follow.handler(async ({ input, context: { context }, signal }) =>
    context.runner.follow(input.runId, signal) ?? once(viewOf(context.catalog.runs.get(input.runId)))),
  live: os.run.live.handler(async ({ context: { context }, signal }) => context.runner.live(signal)),
  problems: os.run.problems.handler(async ({ input, context: { context } }) =>
    context.runner.problems(input.runId, input) ?? problemsOf(context.catalog.runs.get(input.runId), input)),
  cancel: os.run.cancel.handler(async ({ input, context: { context } }) => ({ cancelled: context.runner.cancel(input.runId) })),
  skip: os.run.skip.handler(async ({ input, context: { context } }) => ({ skipped: context.runner.skip(input.runId, input.item) })),
};

function wanted({ since, until, ...filter }: RunFilter): RunsWanted {
  return { ...filter, since: time('since', since), until: time('until', until) };
}

function time(name: string, text: string | undefined): number | undefined {
  const time = text === undefined ? undefined : Date.parse(text);
  if (Number.isNaN(time)) throw new Fault('invalid', `"${text}" is no time to look ${name}.`, { advice: 'Write it as 2026-11-21T14:02:00Z.' });
  return time;
}

/** What the catalog keeps of how a run ended. */
interface Ending {
  fault?: RunFault | null;
  results?: RunResult[];
  groups?: ProblemGroup[];
}

const endingOf = ({ summary }: RunRecord): Ending => (summary ?? {}) as Ending;

/** A run of the past, as the catalog keeps it. */
export function runOf(record: RunRecord): Run {
  const { fault = null, results = [] } = endingOf(record);
  return {
    id: record.id, kind: record.kind, plan: record.plan, state: record.outcome === null ? 'running' : 'ended', outcome: record.outcome,
    startedAt: record.startedAt, endedAt: record.endedAt, destination: record.destination ?? '', subject: record.source ?? '',
    fault, results, problems: record.problemCount,
  };
}

function viewOf(record: RunRecord): RunView {
  return { run: runOf(record), progress: null, groups: endingOf(record).groups ?? grouped(record).all(), samples: [] };
}

function grouped({ problems }: RunRecord): ProblemGroups {
  const groups = new ProblemGroups();
  for (const problem of problems) groups.add(problem);
  return groups;
}

function problemsOf(record: RunRecord, page: PageWanted): ProblemPage {
  const groups = grouped(record);
  const total = page.group === undefined ? record.problemCount : endingOf(record).groups?.find(({ key }) => key === page.group)?.count;
  return pageOf(record.problems, (problem) => groups.keyOf(problem), total ?? groups.all().find(({ key }) => key === page.group)?.count ?? 0, page);
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}
