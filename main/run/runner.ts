/** Runs operations: gives each an id, samples its progress, keeps its events and writes its beginning and end into the catalog. */
import type { LiveRuns, RunView } from '../../preload/contract/run-procedures.ts';
import type { Run, RunEvent, RunKind, RunOutcome, RunProblem, RunResult } from '../../preload/contract/run.ts';
import type { Call, Problem } from '../base/call.ts';
import type { Clock } from '../base/clock.ts';
import { Fault, isFault, toFault } from '../base/fault.ts';
import { newId } from '../base/ids.ts';
import { isAlive } from '../base/process/alive.ts';
import { Progress } from '../base/progress.ts';
import type { Runs } from '../state/catalog/runs.ts';
import { LiveFeed } from './live-feed.ts';
import { LiveRun } from './live-run.ts';
import { Meter } from './meter.ts';
import { outcomeOf, outcomeOfThrow, showFault } from './outcome.ts';
import type { PageWanted, ProblemPage } from './problem-list.ts';

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
  /** Id of the plan it belongs to; a second run of the same plan is refused meanwhile. */
  plan?: string;
  /** @param done takes results that stand, whatever becomes of the rest of the run. */
  perform(call: Call, done: RunResult[]): Promise<Performed>;
}

export interface Performed {
  results: RunResult[];
  /** The operation worked and found something that must not be called a success. */
  findings?: boolean;
  /** A part of it failed; what succeeded is in the results. */
  failed?: Fault | null;
  /** Nothing was done, for this reason. */
  skipped?: Fault | null;
}

/** Ended runs whose events are still known; older ones are in the catalog only. */
const ENDED_KEPT = 20;

export class Runner {
  readonly #live = new Map<string, LiveRun>();
  readonly #feed = new LiveFeed(this.#live);
  readonly #runs: Runs;
  readonly #clock: Clock;
  readonly #problem: (problem: RunProblem, runId: string) => void;
  readonly #unforeseen: (fault: Fault, runId: string) => void;

  /**
   * @param problem hears of every problem of every run (the log).
   * @param unforeseen hears of the error a run ended with, when it is of Holdfast's own making.
   */
  constructor(runs: Runs, clock: Clock, problem: (problem: RunProblem, runId: string) => void = () => undefined, unforeseen: (fault: Fault, runId: string) => void = () => undefined) {
    this.#runs = runs;
    this.#clock = clock;
    this.#problem = problem;
    this.#unforeseen = unforeseen;
  }

  /** Begins at once; returns the run's id. @throws Fault `busy` while another run of the same plan goes on. */
  start(operation: Operation): string {
    const id = this.#begun(operation);
    const live = new LiveRun({
      id, kind: operation.kind, plan: operation.plan ?? null, state: 'running', outcome: null, startedAt: new Date(this.#clock.now()).toISOString(), endedAt: null,
      destination: operation.destination, subject: operation.subject, fault: null, results: [], problems: 0,
    });
    this.#live.set(id, live);
    live.done = this.#perform(operation, live);
    this.#feed.changed();
    return id;
  }

  /** True while a run is going on. */
  get busy(): boolean {
    return [...this.#live.values()].some(({ ended }) => !ended);
  }

  /** Runs that go on now, here. */
  get running(): Run[] {
    return [...this.#live.values()].filter(({ ended }) => !ended).map(({ run }) => run);
  }

  /** The run that works on a plan now, here. */
  runningOf(plan: string): Run | null {
    return [...this.#live.values()].find(({ ended, run }) => !ended && run.plan === plan)?.run ?? null;
  }

  /** @throws Fault `missing` for a run of which no events are known any more. */
  watch(id: string, signal: AbortSignal | undefined): AsyncGenerator<RunEvent> {
    const live = this.#live.get(id);
    if (live === undefined) throw new Fault('missing', `Run ${id} cannot be watched: it is not a run of this process.`, { advice: 'See "holdfast run show" for how it ended.' });
    return live.log.watch(signal);
  }

  /** Null for a run of which nothing but its record is known. */
  follow(id: string, signal: AbortSignal | undefined): AsyncGenerator<RunView> | null {
    return this.#live.get(id)?.follow(signal) ?? null;
  }

  /** What runs, at once and whenever that changes; until the signal. */
  live(signal: AbortSignal | undefined): AsyncGenerator<LiveRuns> {
    return this.#feed.watch(signal);
  }

  get(id: string): Run | null {
    return this.#live.get(id)?.run ?? null;
  }

  /** Null for a run of which nothing but its record is known. */
  problems(id: string, wanted: PageWanted): ProblemPage | null {
    return this.#live.get(id)?.problems.page(wanted) ?? null;
  }

  /** False when it had ended already. */
  cancel(id: string): boolean {
    const live = this.#here(id, 'cancelled');
    if (live.ended) return false;
    live.cancel();
    return true;
  }

  /** Asks for the item that is being read now to be left out; false when it is not, or no longer, this one. */
  skip(id: string, item: string): boolean {
    const live = this.#here(id, 'told to skip anything');
    return !live.ended && live.skips.ask(item);
  }

  #here(id: string, what: string): LiveRun {
    const live = this.#live.get(id);
    if (live === undefined) throw new Fault('missing', `Run ${id} cannot be ${what}: it is not a run of this process.`);
    return live;
  }

  /** Cancels what still runs and waits for it. */
  async close(): Promise<void> {
    for (const live of this.#live.values()) live.cancel();
    await Promise.all([...this.#live.values()].map(({ done }) => done));
  }

  /** History that cannot be written is no reason not to back up: the run then lives only while it is watched. */
  #begun({ kind, plan, destination, subject }: Operation): string {
    if (plan !== undefined) this.#refuseTwice(plan);
    try {
      return this.#runs.start({ kind, destination, source: subject, ...(plan === undefined ? {} : { plan }) }, plan === undefined ? undefined : isAlive);
    } catch (error) {
      if (isFault(error, 'busy') && 'runId' in error.context) throw error;
      const id = newId();
      this.#problem(showProblem({ item: 'catalog', during: 'start', severity: 'note', fault: toFault(error, 'The run is not in the history') }), id);
      return id;
    }
  }

  /** Also without a history to ask. */
  #refuseTwice(plan: string): void {
    const other = this.runningOf(plan);
    if (other === null) return;
    throw new Fault('busy', `The plan is being worked on already, by the run ${other.id}.`, { context: { runId: other.id }, advice: 'Wait until it has ended, or cancel it.' });
  }

  #ended({ run, problems }: LiveRun): void {
    const { id, outcome, fault, results, endedAt } = run;
    try {
      this.#runs.end(id, outcome ?? 'failed', { summary: { fault, results, groups: problems.groups() }, problems: problems.first, problemCount: problems.count, ...(endedAt === null ? {} : { at: Date.parse(endedAt) }) });
    } catch (error) {
      this.#problem(showProblem({ item: 'catalog', during: 'end', severity: 'note', fault: toFault(error, 'How the run ended is not in the history') }), id);
    }
  }

  async #perform(operation: Operation, live: LiveRun): Promise<void> {
    await Promise.resolve(); // the caller has the id before the first event
    const { run, log } = live;
    const progress = new Progress();
    const meter = new Meter(progress, this.#clock);
    let warnings = 0;
    const call: Call = {
      signal: live.abort.signal, progress, skips: live.skips,
      ...(operation.items ? { item: (action: string, path: string, size: number) => log.add({ type: 'item', action, path, size }) } : {}),
      report: (problem) => {
        const shown = showProblem(problem);
        live.problems.add(shown);
        if (problem.severity === 'warning') warnings++;
        this.#problem(shown, run.id);
        log.add({ type: 'problem', problem: shown });
      },
    };
    const sample = (): void => {
      const sampled = meter.sample();
      live.sampled({ ...sampled, current: live.skips.oldest ?? sampled.current });
      this.#feed.changed();
    };
    const timer = setInterval(sample, SAMPLE);
    const { outcome, fault, results } = await attempt(operation, call, () => warnings);
    clearInterval(timer);
    if (fault?.kind === 'bug') this.#unforeseen(fault, run.id);
    Object.assign(run, { state: 'ended', outcome, endedAt: new Date(this.#clock.now()).toISOString(), fault: fault === null ? null : showFault(fault), results, problems: live.problems.count });
    this.#ended(live);
    sample();
    log.add({ type: 'ended', outcome, fault: run.fault, results, elapsedSeconds: meter.elapsedSeconds });
    live.over();
    this.#feed.ended(run);
    this.#letGo();
  }

  /** Of the oldest runs that ended. */
  #letGo(): void {
    const ended = [...this.#live.values()].filter((live) => live.ended);
    for (const { run } of ended.slice(0, -ENDED_KEPT)) this.#live.delete(run.id);
  }
}

async function attempt(operation: Operation, call: Call, warnings: () => number): Promise<{ outcome: RunOutcome; fault: Fault | null; results: RunResult[] }> {
  const done: RunResult[] = [];
  try {
    call.signal.throwIfAborted(); // cancelled before it began
    const { results, findings = false, failed = null, skipped = null } = await operation.perform(call, done);
    if (failed === null && skipped !== null && !findings) return { outcome: 'skipped', fault: skipped, results };
    return { outcome: outcomeOf(warnings(), findings || failed !== null), fault: failed, results };
  } catch (error) {
    return { ...outcomeOfThrow(error, call.signal), results: done };
  }
}

const showProblem = ({ item, during, severity, fault }: Problem): RunProblem => ({ item, during, severity, kind: fault.kind, message: fault.message, advice: fault.advice });
