/** What can be asked of runs. */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { errors, FaultKind } from './errors.ts';
import { RunStarted as runId } from './run-id.ts';
import { Run, RunEvent, RunKind, RunOutcome, RunProblem, RunProgress } from './run.ts';

const count = z.int().nonnegative();
const cursor = z.string().optional();
const { INVALID, MISSING } = errors;

/** Problems of one reason in one folder: many paths, one sentence, one remedy. */
export const ProblemGroup = z.object({
  key: z.string(),
  kind: FaultKind,
  during: z.string(),
  severity: RunProblem.shape.severity,
  /** Folder all of them lie below; empty when they have none in common. */
  place: z.string(),
  /** Message of the first. */
  message: z.string(),
  advice: z.string(),
  count,
  /** The first few paths. */
  examples: z.array(z.string()),
});
export type ProblemGroup = z.infer<typeof ProblemGroup>;

/** A run as it stands, whole: each one replaces the last. */
export const RunView = z.object({
  run: Run,
  progress: RunProgress.nullable(),
  groups: z.array(ProblemGroup),
  /** Seconds since the start and bytes a second then; those since the last view, and in the first all there are (at most 240, thinned). */
  samples: z.array(z.tuple([z.number(), z.number()])),
});
export type RunView = z.infer<typeof RunView>;

/** What runs now in this engine, and what ended since the last message. */
export const LiveRuns = z.object({ running: z.array(z.object({ run: Run, progress: RunProgress.nullable() })), ended: z.array(Run) });
export type LiveRuns = z.infer<typeof LiveRuns>;

export const RunFilter = z.object({
  plan: z.string().optional(),
  kinds: z.array(RunKind).default([]),
  outcomes: z.array(RunOutcome).default([]),
  /** RFC 3339; started at or after, and before. */
  since: z.string().optional(),
  until: z.string().optional(),
});
export type RunFilter = z.infer<typeof RunFilter>;

export const runProcedures = {
  /** Newest first. */
  list: oc.input(z.object({ filter: RunFilter.prefault({}), cursor, limit: z.int().min(1).max(500).default(50) }))
    .output(z.object({ runs: z.array(Run), next: z.string().nullable() })).errors({ INVALID }),
  get: oc.input(runId).output(Run).errors({ MISSING }),
  /** Events from the beginning of the run as far as they are still known, then as they come. */
  watch: oc.input(runId).output(eventIterator(RunEvent)).errors({ MISSING }),
  /** The run as it stands, at most 4 times a second, until it has ended; of an ended run once. */
  follow: oc.input(runId).output(eventIterator(RunView)).errors({ MISSING }),
  /** At once, then at most 4 times a second while something changes; never ends by itself. */
  live: oc.output(eventIterator(LiveRuns)).errors({ BUG: errors.BUG }),
  /** In the order they came. `group`: only those of one group. */
  problems: oc.input(runId.extend({ group: z.string().optional(), cursor, limit: z.int().min(1).max(1000).default(100) }))
    .output(z.object({ problems: z.array(RunProblem), next: z.string().nullable(), total: count })).errors({ MISSING }),
  /** Asks it to stop; it ends with the outcome `cancelled`. */
  cancel: oc.input(runId).output(z.object({ cancelled: z.boolean() })).errors({ MISSING }),
  /** Leaves out the file that is being read now, if it is still this one; the run ends `warned`. */
  skip: oc.input(runId.extend({ item: z.string() })).output(z.object({ skipped: z.boolean() })).errors({ MISSING }),
};
