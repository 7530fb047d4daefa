/** The events of one run, replayed to whoever comes later, in order. Progress is state, not history: only the last counts. */
import type { RunEvent } from '../../preload/contract/run.ts';
import { Bell } from './bell.ts';

/** Events kept for whoever comes later. */
const KEPT = 10_000;
/** Events kept for a watcher that is behind; one that is further behind misses the oldest. */
const BEHIND = 200_000;

interface Place {
  /** Number of the next event to see. */
  next: number;
}

export class EventLog {
  readonly #events: RunEvent[] = [];
  readonly #watchers = new Set<Place>();
  readonly #bell = new Bell();
  /** Number of the first event that is kept. */
  #first = 0;
  #progress: RunEvent | null = null;
  #progressNumber = 0;
  #ended = false;

  add(event: RunEvent): void {
    if (event.type === 'progress') {
      this.#progress = event;
      this.#progressNumber++;
    } else {
      this.#events.push(event);
      this.#drop();
    }
    this.#ended ||= event.type === 'ended';
    this.#bell.ring();
  }

  /** Everything that is still known, then what comes, until the end or the signal. */
  async *watch(signal: AbortSignal | undefined): AsyncGenerator<RunEvent> {
    const place: Place = { next: 0 };
    let seen = 0;
    this.#watchers.add(place);
    try {
      for (;;) {
        place.next = Math.max(place.next, this.#first);
        while (place.next - this.#first < this.#events.length) yield this.#events[place.next++ - this.#first];
        if (this.#ended || signal?.aborted === true) return;
        if (seen < this.#progressNumber && this.#progress !== null) {
          seen = this.#progressNumber;
          yield this.#progress;
          continue;
        }
        await this.#bell.wait(signal);
      }
    } finally {
      this.#watchers.delete(place);
    }
  }

  /** Lets go of the oldest half, once there are twice as many as are kept and nobody still waits for them. */
  #drop(): void {
    if (this.#events.length < 2 * KEPT) return;
    const wanted = Math.min(this.#first + KEPT, ...[...this.#watchers].map(({ next }) => next));
    const count = Math.max(wanted - this.#first, this.#events.length - BEHIND);
    if (count < KEPT && this.#events.length < BEHIND) return;
    this.#events.splice(0, count);
    this.#first += count;
  }
}
