/** Waiting that can be stopped: sleep, a race against a signal, and a bound on how much runs at once. */

/** Longest delay a timer takes, in milliseconds; longer ones would fire at once. */
const LONGEST = 2 ** 31 - 1;

/** Resolves after `ms` milliseconds, or rejects with the signal's reason as soon as it aborts. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(
      () => {
        signal.removeEventListener('abort', stop);
        resolve();
      },
      Math.min(ms, LONGEST),
    );
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** The promise, or the signal's reason as soon as it aborts. What the promise stands for goes on in the background. */
export function raceAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    // Always followed, so that a late rejection is never an unhandled one.
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** At most so many pieces of work at once; the others wait their turn, first come first served. */
export class Limit {
  readonly #most: number;
  readonly #queue: (() => void)[] = [];
  #active = 0;

  /** @param most 1 or more. */
  constructor(most: number) {
    if (!(most >= 1)) throw new RangeError(`A limit of ${most} would never let anything run.`);
    this.#most = most;
  }

  /** Pieces of work running now. */
  get active(): number {
    return this.#active;
  }

  /** Pieces of work waiting for their turn. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Runs the work when there is room. A signal that aborts before its turn rejects with its reason and the work never starts. */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#enter(signal);
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      if (next === undefined) this.#active--;
      else next(); // the place is handed on: `#active` stays as it is
    }
  }

  #enter(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      if (this.#active < this.#most) {
        this.#active++;
        return resolve();
      }
      const stop = (): void => {
        this.#queue.splice(this.#queue.indexOf(go), 1);
        reject(signal.reason);
      };
      const go = (): void => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      this.#queue.push(go);
      signal.addEventListener('abort', stop, { once: true });
    });
  }
}
