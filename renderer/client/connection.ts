/** The connection to the engine: there, not yet there, or lost. Calls made while it is lost fail at once and say so. */
import { ORPCError, type ClientContext, type ClientLink, type ClientOptions } from '@orpc/client';

export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused';

/** The engine cannot be reached: nothing was done. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost';
}

export class Connection implements ClientLink<ClientContext> {
  #state: ConnectionState = 'connecting';
  #since = Date.now();
  #link: ClientLink<ClientContext> | null = null;
  readonly #listeners = new Set<() => void>();
  #first = Promise.withResolvers<void>();

  get state(): ConnectionState {
    return this.#state;
  }

  /** When the state began: milliseconds since the epoch. */
  get since(): number {
    return this.#since;
  }

  /** In place of another one that still stands: what went over that is lost, and everybody hears of it. */
  attach(link: ClientLink<ClientContext>): void {
    if (this.#link !== null) this.detach(this.#link);
    this.#link = link;
    this.#enter('open');
    this.#first.resolve();
  }

  /** @param link the one that ended: an older one than the current changes nothing. */
  detach(link: ClientLink<ClientContext>): void {
    if (this.#link !== link) return;
    this.#link = null;
    this.#enter('lost');
  }

  /** The host does not know us (any more): only opening the window anew helps. */
  refuse(): void {
    this.#link = null;
    this.#enter('refused');
    this.#first.reject(new ConnectionLost('refused'));
    this.#first.promise.catch(() => undefined); // nobody may be waiting
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async call(path: readonly string[], input: unknown, options: ClientOptions<ClientContext>): Promise<unknown> {
    if (this.#state === 'connecting') await this.#first.promise;
    const link = this.#link;
    if (link === null) throw new ConnectionLost(this.#state);
    try {
      return await link.call(path, input, options);
    } catch (error) {
      if (error instanceof ORPCError || options.signal?.aborted === true) throw error;
      await new Promise((resolve) => setTimeout(resolve)); // what ends a call under way ends the connection too: who hears of it first is chance
      throw this.#link === link ? error : new ConnectionLost(this.#state);
    }
  }

  #enter(state: ConnectionState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#since = Date.now();
    for (const listener of this.#listeners) listener();
  }
}
