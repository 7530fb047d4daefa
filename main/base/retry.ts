/** Trying again what may pass by itself: exponential back-off with jitter, so that many callers do not come back at once. */
import { sleep as realSleep } from './abort.ts';
import { isTransient } from './fault.ts';

export interface RetryOptions {
  /** How often to try in all, the first time included. */
  readonly tries: number;
  /** Milliseconds before the second try; each further wait doubles. */
  readonly firstDelay: number;
  /** Milliseconds no wait exceeds. */
  readonly longestDelay: number;
  /** Which errors are worth another try. */
  readonly again: (error: unknown) => boolean;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0 to below 1. */
  readonly random: () => number;
}

/** Eight tries in about a minute: long enough for a server to restart or a network to come back. */
export const RETRY: RetryOptions = {
  tries: 8,
  firstDelay: 500,
  longestDelay: 20_000,
  again: isTransient,
  sleep: realSleep,
  random: Math.random,
};

/** Milliseconds to wait after the given number of failures (1 or more): half of the back-off is fixed, half is chance. */
export function backOff(failures: number, { firstDelay, longestDelay, random }: RetryOptions): number {
  const full = Math.min(longestDelay, firstDelay * 2 ** (failures - 1));
  return full / 2 + (full / 2) * random();
}

/**
 * Runs the work until it succeeds. The last error is thrown when tries run out, any other error at once, the signal's reason
 * when it aborts: before the first try, during a wait, or instead of one.
 * @param work given how many tries failed before this one.
 */
export async function retry<T>(work: (failures: number) => Promise<T>, signal: AbortSignal, options: Partial<RetryOptions> = {}): Promise<T> {
  const settings = { ...RETRY, ...options };
  for (let failures = 0; ;) {
    signal.throwIfAborted();
    try {
      return await work(failures);
    } catch (error) {
      failures++;
      if (failures >= settings.tries || !settings.again(error)) throw error;
    }
    await settings.sleep(backOff(failures, settings), signal);
  }
}
