/** A storage that keeps to a rate, so that a backup leaves room on the line for everybody else. */
import { sleep as realSleep } from '../../base/abort.ts';
import { systemClock } from '../../base/clock.ts';
import type { Clock } from '../../base/clock.ts';
import type { Key, Range, Storage, StorageCall } from '../storage.ts';
import { ForwardingStorage } from './forward.ts';

export interface Pace {
  clock: Clock;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

const REAL: Pace = { clock: systemClock, sleep: realSleep };

/**
 * Bytes per second, kept on average. Objects travel whole, so each is let through at once and the next one waits until the line would
 * have carried it. Waiting calls go in the order they came.
 */
export class Bucket {
  readonly #perMs: number;
  readonly #pace: Pace;
  /** Monotonic time at which everything let through so far is paid for. */
  #paidAt = -Infinity;

  /** @param bytesPerSecond more than 0. */
  constructor(bytesPerSecond: number, pace: Pace = REAL) {
    if (!(bytesPerSecond > 0)) throw new RangeError(`A rate of ${bytesPerSecond} bytes per second would let nothing through.`);
    this.#perMs = bytesPerSecond / 1000;
    this.#pace = pace;
  }

  /** Resolves when the bytes may go. One that is cancelled while it waits costs nothing. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const wait = this.#paidAt - this.#pace.clock.monotonic();
    const cost = this.charge(bytes);
    if (wait <= 0) return;
    try {
      await this.#pace.sleep(wait, signal);
    } catch (error) {
      this.#paidAt -= cost;
      throw error;
    }
  }

  /** Counts bytes whose number was not known before they came. Returns the milliseconds they cost. */
  charge(bytes: number): number {
    const cost = bytes / this.#perMs;
    this.#paidAt = Math.max(this.#paidAt, this.#pace.clock.monotonic()) + cost;
    return cost;
  }
}

export interface Rates {
  /** Bytes per second; null: as fast as it goes. */
  upload: number | null;
  download: number | null;
}

export class LimitedStorage extends ForwardingStorage {
  readonly #up: Bucket | null;
  readonly #down: Bucket | null;

  constructor(inner: Storage, { upload, download }: Rates, pace: Pace = REAL) {
    super(inner);
    this.#up = upload === null ? null : new Bucket(upload, pace);
    this.#down = download === null ? null : new Bucket(download, pace);
  }

  override async put(key: Key, bytes: Uint8Array, call: StorageCall, options?: { overwrite?: boolean }): Promise<void> {
    await this.#up?.take(bytes.length, call.signal);
    await this.inner.put(key, bytes, call, options);
  }

  override async get(key: Key, call: StorageCall, range?: Range): Promise<Uint8Array<ArrayBuffer>> {
    await this.#down?.take(range?.length ?? 0, call.signal);
    const bytes = await this.inner.get(key, call, range);
    if (range === undefined) this.#down?.charge(bytes.length);
    return bytes;
  }
}
