/** A run of this process: what is known of it while it goes, and for a while after it ended. */
import type { RunView } from '../../preload/contract/run-procedures.ts';
import type { Run, RunProgress } from '../../preload/contract/run.ts';
import { Skips } from '../base/skips.ts';
import { Bell } from './bell.ts';
import { EventLog } from './event-log.ts';
import { Cancelled } from './outcome.ts';
import { ProblemList } from './problem-list.ts';
import { Samples } from './samples.ts';

/** Milliseconds between two views: the contract promises no more than 4 a second. */
export const VIEW_EVERY = 250;

export class LiveRun {
  readonly run: Run;
  readonly log = new EventLog();
  readonly problems = new ProblemList();
  readonly samples = new Samples();
  readonly skips = new Skips();
  readonly abort = new AbortController();
  progress: RunProgress | null = null;
  /** Set by whoever performs it. */
  done: Promise<void> = Promise.resolve();
  readonly #over = new Bell();

  constructor(run: Run) {
    this.run = run;
  }

  get ended(): boolean {
    return this.run.state === 'ended';
  }

  cancel(): void {
    this.abort.abort(new Cancelled());
  }

  sampled(progress: RunProgress): void {
    this.progress = progress;
    this.run.problems = this.problems.count;
    this.samples.add(progress.elapsedSeconds, progress.bytesPerSecond);
    this.log.add({ type: 'progress', progress });
  }

  over(): void {
    this.#over.ring();
  }

  /** As it stands, whenever a view is due, until it has ended. */
  async *follow(signal: AbortSignal | undefined): AsyncGenerator<RunView> {
    let told = -1;
    while (signal?.aborted !== true) {
      const { ended } = this;
      const samples = this.samples.since(told);
      told = samples.at(-1)?.[0] ?? told;
      yield { run: { ...this.run }, progress: this.progress, groups: this.problems.groups(), samples };
      if (ended) return;
      if (!this.ended) await this.#over.wait(signal, VIEW_EVERY);
    }
  }
}
