/** Works through a list with so many pieces under way at once, handing out results as they come. */

/** A piece that fails ends the whole with its error. Leaving the loop early leaves what is under way to end by itself. */
export async function* inFlight<T, R>(items: Iterable<T>, most: number, work: (item: T) => Promise<R>): AsyncGenerator<R> {
  const queue = items[Symbol.iterator]();
  const running = new Set<Promise<{ result: R; self: Promise<unknown> }>>();
  const startNext = (): void => {
    const next = queue.next();
    if (next.done === true) return;
    const started: Promise<{ result: R; self: Promise<unknown> }> = work(next.value).then((result) => ({ result, self: started }));
    started.catch(() => undefined); // raced below
    running.add(started);
  };
  for (let slot = 0; slot < most; slot++) startNext();
  while (running.size > 0) {
    const { result, self } = await Promise.race(running);
    running.delete(self as Promise<{ result: R; self: Promise<unknown> }>);
    startNext();
    yield result;
  }
}
