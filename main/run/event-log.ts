/** The events of one run: kept while it lives, replayed to whoever comes later, in order. Progress is state, not history: only the last counts. */
import type { RunEvent } from '../../preload/contract/run.ts';

type Listener = () => void;

export class EventLog {
  readonly #events: RunEvent[] = [];
  readonly #listeners = new Set<Listener>();
  #progress: RunEvent | null = null;
  #progressNumber = 0;
  #ended = false;

  add(event: RunEvent): void {
    if (event.type === 'progress') {
      this.#progress = event;
      this.#progressNumber++;
    } else {
      this.#events.push(event);
    }
    this.#ended ||= event.type === 'ended';
    for (const listener of this.#listeners) listener();
  }

  /** Everything so far, then what comes, until the end or the signal. */
  async *watch(signal: AbortSignal | undefined): AsyncGenerator<RunEvent> {
    let next = 0;
    let seen = 0;
    for (;;) {
      while (next < this.#events.length) yield this.#events[next++];
      if (this.#ended || signal?.aborted === true) return;
      if (seen < this.#progressNumber && this.#progress !== null) {
        seen = this.#progressNumber;
        yield this.#progress;
        continue;
      }
      await this.#change(signal);
    }
  }

  #change(signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => resolve();
    this.#listeners.add(wake);
    signal?.addEventListener('abort', wake, { once: true });
    return promise.finally(() => {
      this.#listeners.delete(wake);
      signal?.removeEventListener('abort', wake);
    });
  }
}
