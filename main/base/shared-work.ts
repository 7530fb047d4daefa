/** One piece of work for all who want its result: it goes on as long as anybody waits for it. */
import { raceAbort } from './abort.ts';

export class SharedWork<T> {
  readonly #stop = new AbortController();
  readonly #result: Promise<T>;
  #waiting = 0;
  #settled = false;

  /** @param work begins at once. Its signal aborts when the last one who waited has left before it was done. */
  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#result = work(this.#stop.signal);
    const settle = (): void => void (this.#settled = true);
    this.#result.then(settle, settle);
  }

  /** Everybody left before it was done: there will be no result. */
  get abandoned(): boolean {
    return this.#stop.signal.aborted;
  }

  /** The result, or this signal's reason as soon as it aborts: somebody else's leaving is no reason. */
  async wait(signal: AbortSignal): Promise<T> {
    this.#waiting++;
    try {
      return await raceAbort(this.#result, signal);
    } finally {
      if (--this.#waiting === 0 && !this.#settled) this.#stop.abort();
    }
  }
}
