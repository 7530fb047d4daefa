/** Turns counters into what people see: throughput and an ETA that does not jump. */
import type { RunPhase, RunProgress } from '../../preload/contract/run.ts';
import type { Clock } from '../base/clock.ts';
import type { Progress } from '../base/progress.ts';

/** Seconds over which throughput is smoothed. */
const SMOOTHING = 10;
/** No ETA before this much time and this share of the work: it would be a guess. */
const MEANINGFUL_SECONDS = 3;
const MEANINGFUL_SHARE = 0.02;

export class Meter {
  readonly #progress: Progress;
  readonly #clock: Clock;
  readonly #start: number;
  #lastTime: number;
  #lastBytes = 0;
  /** Smoothed rate and the weight behind it: their quotient is right from the first sample on. */
  #sum = 0;
  #weight = 0;

  constructor(progress: Progress, clock: Clock) {
    this.#progress = progress;
    this.#clock = clock;
    this.#start = this.#lastTime = clock.monotonic();
  }

  get elapsedSeconds(): number {
    return (this.#clock.monotonic() - this.#start) / 1000;
  }

  /** To be called regularly: the rate is smoothed from call to call. */
  sample(): RunProgress {
    const { done, totalFiles, totalBytes, phase, current } = this.#progress;
    this.#update(done.bytes);
    const elapsedSeconds = this.elapsedSeconds;
    // counted ahead, or taken from the last run: once it is outgrown, how much there is in all is not known any more
    const outgrown = (totalBytes !== null && done.bytes > totalBytes) || (totalFiles !== null && done.files > totalFiles);
    const bytes = outgrown ? null : totalBytes;
    return {
      phase: phase as RunPhase,
      files: done.files, bytes: done.bytes, errors: done.errors,
      totalFiles: outgrown ? null : totalFiles, totalBytes: bytes,
      current, elapsedSeconds, bytesPerSecond: Math.round(this.#rate),
      etaSeconds: this.#eta(done.bytes, bytes, elapsedSeconds),
    };
  }

  #update(bytes: number): void {
    const now = this.#clock.monotonic();
    const seconds = (now - this.#lastTime) / 1000;
    if (seconds <= 0) return;
    const rate = Math.max(0, bytes - this.#lastBytes) / seconds;
    this.#lastTime = now;
    this.#lastBytes = bytes;
    if (this.#weight === 0 && bytes === 0) return; // opening and locking say nothing of how fast bytes will go
    const weight = 1 - Math.exp(-seconds / SMOOTHING);
    this.#sum += (rate - this.#sum) * weight;
    this.#weight += (1 - this.#weight) * weight;
  }

  get #rate(): number {
    return this.#weight === 0 ? 0 : this.#sum / this.#weight;
  }

  #eta(bytes: number, total: number | null, elapsed: number): number | null {
    if (total === null || total === 0 || elapsed < MEANINGFUL_SECONDS || bytes / total < MEANINGFUL_SHARE || this.#rate <= 0) return null;
    return Math.max(0, Math.round((total - bytes) / this.#rate));
  }
}
