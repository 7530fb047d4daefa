/** Bytes between the moment they arrive and the moment somebody reads them. */
import type { Fault } from '../base/fault.ts';

export class Arrivals {
  #chunks: Uint8Array[] = [];
  #end: Fault | null = null;
  #wake: (() => void) | null = null;

  push(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#wake?.();
  }

  /** Nothing more will come; the first reason stays. */
  end(reason: Fault): void {
    this.#end ??= reason;
    this.#wake?.();
  }

  get ended(): Fault | null {
    return this.#end;
  }

  /** All that is there, or what comes first within so many milliseconds; null when nothing does. */
  async take(within: number, signal: AbortSignal): Promise<Uint8Array | null> {
    signal.throwIfAborted();
    if (this.#chunks.length === 0 && this.#end === null) await this.#wait(within, signal);
    if (this.#chunks.length > 0) {
      const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
      this.#chunks = [];
      return bytes;
    }
    if (this.#end !== null) throw this.#end;
    return null;
  }

  #wait(within: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (settle: () => void): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        this.#wake = null;
        settle();
      };
      const stop = (): void => done(() => reject(signal.reason));
      const timer = setTimeout(() => done(resolve), within);
      signal.addEventListener('abort', stop, { once: true });
      this.#wake = () => done(resolve);
    });
  }
}
