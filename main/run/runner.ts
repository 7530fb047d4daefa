/** Runs operations: gives each an id, samples its progress, keeps its events and writes its beginning and end into the catalog. */
import type { Run, RunEvent, RunKind, RunOutcome, RunProblem, RunResult } from '../../preload/contract/run.ts';
import type { Call, Problem } from '../base/call.ts';
import type { Clock } from '../base/clock.ts';
import { Fault, toFault } from '../base/fault.ts';
import { newId } from '../base/ids.ts';
import { Progress } from '../base/progress.ts';
import type { Runs } from '../state/catalog/runs.ts';
import { EventLog } from './event-log.ts';
import { Meter } from './meter.ts';
import { Cancelled, outcomeOf, outcomeOfThrow, showFault } from './outcome.ts';

/** Milliseconds between two progress events: the contract promises no more than 10 a second. */
const SAMPLE = 100;

export interface Operation {
  kind: RunKind;
  /** Address, without secrets. */
  destination: string;
  /** What is worked on, in a few words. */
  subject: string;
  /** Every entry becomes an `item` event. */
  items?: boolean;
  perform(call: Call): Promise<Performed>;
}

export interface Performed {
  results: RunResult[];
  /** The operation worked and found something that must not be called a success. */
  findings?: boolean;
  /** A part of it failed; what succeeded is in the results. */
  failed?: Fault | null;
}

interface Live {
  run: Run;
  log: EventLog;
  abort: AbortController;
  done: Promise<void>;
}

export class Runner {
  readonly #live = new Map<string, Live>();
  readonly #runs: Runs;
  readonly #clock: Clock;
  readonly #problem: (problem: RunProblem, runId: string) => void;

  /** @param problem hears of every problem of every run (the log). */
  constructor(runs: Runs, clock: Clock, problem: (problem: RunProblem, runId: string) => void = () => undefined) {
    this.#runs = runs;
    this.#clock = clock;
    this.#problem = problem;
  }

  /** Begins at once; returns the run's id. */
  start(operation: Operation): string {
    const id = this.#begun(operation);
    const log = new EventLog();
    const abort = new AbortController();
    const run: Run = {
      id, kind: operation.kind, state: 'running', outcome: null, startedAt: new Date(this.#clock.now()).toISOString(), endedAt: null,
      destination: operation.destination, subject: operation.subject, fault: null, results: [], problems: 0,
    };
    this.#live.set(id, { run, log, abort, done: this.#perform(operation, run, log, abort.signal) });
    return id;
  }

  /** @throws Fault `missing` for a run of which no events are known any more. */
  watch(id: string, signal: AbortSignal | undefined): AsyncGenerator<RunEvent> {
    const live = this.#live.get(id);
    if (live === undefined) throw new Fault('missing', `Run ${id} cannot be watched: it is not a run of this process.`, { advice: 'See "holdfast run show" for how it ended.' });
    return live.log.watch(signal);
  }

  get(id: string): Run | null {
    return this.#live.get(id)?.run ?? null;
  }

  /** False when it had ended already. */
  cancel(id: string): boolean {
    const live = this.#live.get(id);
    if (live === undefined) throw new Fault('missing', `Run ${id} cannot be cancelled: it is not a run of this process.`);
    if (live.run.state === 'ended') return false;
    live.abort.abort(new Cancelled());
    return true;
  }

  /** Cancels what still runs and waits for it. */
  async close(): Promise<void> {
    for (const { abort } of this.#live.values()) abort.abort(new Cancelled());
    await Promise.all([...this.#live.values()].map(({ done }) => done));
  }

  /** History that cannot be written is no reason not to back up: the run then lives only while it is watched. */
  #begun({ kind, destination, subject }: Operation): string {
    try {
      return this.#runs.start({ kind, destination, source: subject });
    } catch (error) {
      const id = newId();
      this.#problem(showProblem({ item: 'catalog', during: 'start', severity: 'note', fault: toFault(error, 'The run is not in the history') }), id);
      return id;
    }
  }

  #ended({ id, outcome, fault, results }: Run, problems: readonly RunProblem[]): void {
    try {
      this.#runs.end(id, outcome ?? 'failed', { summary: { fault, results }, problems });
    } catch (error) {
      this.#problem(showProblem({ item: 'catalog', during: 'end', severity: 'note', fault: toFault(error, 'How the run ended is not in the history') }), id);
    }
  }

  async #perform(operation: Operation, run: Run, log: EventLog, signal: AbortSignal): Promise<void> {
    await Promise.resolve(); // the caller has the id before the first event
    const progress = new Progress();
    const meter = new Meter(progress, this.#clock);
    const problems: RunProblem[] = [];
    let warnings = 0;
    const call: Call = {
      signal, progress,
      ...(operation.items ? { item: (action: string, path: string, size: number) => log.add({ type: 'item', action, path, size }) } : {}),
      report: (problem) => {
        const shown = showProblem(problem);
        problems.push(shown);
        if (problem.severity === 'warning') warnings++;
        this.#problem(shown, run.id);
        log.add({ type: 'problem', problem: shown });
      },
    };
    const timer = setInterval(() => log.add({ type: 'progress', progress: meter.sample() }), SAMPLE);
    const { outcome, fault, results } = await attempt(operation, call, () => warnings);
    clearInterval(timer);
    Object.assign(run, { state: 'ended', outcome, endedAt: new Date(this.#clock.now()).toISOString(), fault: fault === null ? null : showFault(fault), results, problems: problems.length });
    this.#ended(run, problems);
    log.add({ type: 'progress', progress: meter.sample() });
    log.add({ type: 'ended', outcome, fault: run.fault, results, elapsedSeconds: meter.elapsedSeconds });
  }
}

async function attempt(operation: Operation, call: Call, warnings: () => number): Promise<{ outcome: RunOutcome; fault: Fault | null; results: RunResult[] }> {
  try {
    call.signal.throwIfAborted(); // cancelled before it began
    const { results, findings = false, failed = null } = await operation.perform(call);
    return { outcome: outcomeOf(warnings(), findings || failed !== null), fault: failed, results };
  } catch (error) {
    return { ...outcomeOfThrow(error, call.signal), results: [] };
  }
}

const showProblem = ({ item, during, severity, fault }: Problem): RunProblem => ({ item, during, severity, kind: fault.kind, message: fault.message, advice: fault.advice });
