/** What runs now and what has just ended, for whoever keeps an eye on all runs. */
import type { LiveRuns } from '../../preload/contract/run-procedures.ts';
import type { Run } from '../../preload/contract/run.ts';
import { Bell } from './bell.ts';
import { VIEW_EVERY, type LiveRun } from './live-run.ts';

export class LiveFeed {
  readonly #runs: ReadonlyMap<string, LiveRun>;
  readonly #bell = new Bell();
  readonly #listeners = new Set<Run[]>();

  constructor(runs: ReadonlyMap<string, LiveRun>) {
    this.#runs = runs;
  }

  /** A run began, or one has news. */
  changed(): void {
    this.#bell.ring();
  }

  ended(run: Run): void {
    for (const ended of this.#listeners) ended.push({ ...run });
    this.#bell.ring();
  }

  async *watch(signal: AbortSignal | undefined): AsyncGenerator<LiveRuns> {
    const ended: Run[] = [];
    this.#listeners.add(ended);
    try {
      while (signal?.aborted !== true) {
        const changed = this.#bell.wait(signal); // what changes from here on is for the next message
        yield { running: this.#running(), ended: ended.splice(0) };
        await changed;
        await pause(signal);
      }
    } finally {
      this.#listeners.delete(ended);
    }
  }

  #running(): LiveRuns['running'] {
    return [...this.#runs.values()].filter((live) => !live.ended).map(({ run, progress }) => ({ run: { ...run }, progress }));
  }
}

/** Nobody rings this bell: it is the time that counts, or the signal. */
const pause = (signal: AbortSignal | undefined): Promise<void> => new Bell().wait(signal, VIEW_EVERY);
