/** Calls between two processes of the stand-in, both ways over one line that keeps their order. */

/** What `process` and a `ChildProcess` both are. */
export interface Line {
  send?: (message: unknown, answered: (error: Error | null) => void) => boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
}

type Handler = (value: never) => unknown;
type Wire = { kind: 'call'; id: number | null; name: string; value: unknown } | { kind: 'done'; id: number; value: unknown } | { kind: 'failed'; id: number; message: string };

export class Channel {
  readonly #line: Line;
  readonly #handlers = new Map<string, Handler>();
  readonly #open = new Map<number, PromiseWithResolvers<unknown>>();
  #next = 0;

  constructor(line: Line) {
    this.#line = line;
    line.on('message', (message) => void this.#hear(message as Wire));
    line.on('disconnect', () => {
      for (const { reject } of this.#open.values()) reject(new Error('The other process is gone.'));
      this.#open.clear();
    });
  }

  on<T>(name: string, handler: (value: T) => unknown): void {
    this.#handlers.set(name, handler as Handler);
  }

  tell(name: string, value: unknown = null): void {
    this.#say({ kind: 'call', id: null, name, value });
  }

  call<T>(name: string, value: unknown = null): Promise<T> {
    const id = this.#next++;
    const answer = Promise.withResolvers<unknown>();
    this.#open.set(id, answer);
    this.#say({ kind: 'call', id, name, value });
    return answer.promise as Promise<T>;
  }

  async #hear(message: Wire): Promise<void> {
    if (message.kind === 'call') return this.#answer(message);
    const open = this.#open.get(message.id);
    this.#open.delete(message.id);
    if (message.kind === 'done') open?.resolve(message.value);
    else open?.reject(new Error(message.message));
  }

  async #answer({ id, name, value }: Extract<Wire, { kind: 'call' }>): Promise<void> {
    try {
      const handler = this.#handlers.get(name);
      if (handler === undefined) throw new Error(`Nobody listens to "${name}".`);
      const answer = await handler(value as never);
      if (id !== null) this.#say({ kind: 'done', id, value: answer });
    } catch (error) {
      if (id === null) throw error;
      this.#say({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) });
    }
  }

  /** The other side may have ended meanwhile: whoever waits for an answer learns it by `disconnect`. */
  #say(message: Wire): void {
    this.#line.send?.(message, () => undefined);
  }
}
