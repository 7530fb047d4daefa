/** An event iterator of the contract as state: folded by a reducer, shown at most once a frame, ended with the component. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { connection } from '../client.ts';

export interface Stream<S> {
  value: S;
  /** True once the iterator has ended by itself. */
  done: boolean;
  error: unknown;
}

/**
 * @param key what the stream is of: another key starts a new one from `initial`; null: none.
 * @param open called with a signal that ends it. Its return value, if any, is folded too.
 */
export function useStream<T, S>(key: string | null, open: (signal: AbortSignal) => Promise<AsyncIterable<T>>, fold: (state: S, item: T) => S, initial: S): Stream<S> {
  const [stream, setStream] = useState<Stream<S> & { key: string | null }>({ key, value: initial, done: false, error: null });
  const latest = useRef({ open, fold, initial });
  useLayoutEffect(() => {
    latest.current = { open, fold, initial };
  });
  useEffect(() => {
    if (key === null) return undefined;
    const abort = new AbortController();
    const { initial: start } = latest.current;
    let state: Stream<S> & { key: string | null } = { key, value: start, done: false, error: null };
    let frame = 0;
    const show = (next: Partial<Stream<S>>): void => {
      state = { ...state, ...next };
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        if (!abort.signal.aborted) setStream(state);
      });
    };
    void (async () => {
      try {
        for await (const item of await latest.current.open(abort.signal)) show({ value: latest.current.fold(state.value, item) });
        show({ done: true });
      } catch (error) {
        if (!abort.signal.aborted) show({ error });
      }
    })();
    return () => {
      abort.abort();
      cancelAnimationFrame(frame);
    };
  }, [key]);
  return stream.key === key ? stream : { value: initial, done: false, error: null };
}

/** Calls `begin` now and whenever the connection has come back. @returns ends it. */
export function whileConnected(begin: (signal: AbortSignal) => void): () => void {
  let abort: AbortController | null = null;
  const follow = (): void => {
    if (connection.state === 'open' && abort === null) {
      abort = new AbortController();
      begin(abort.signal);
    } else if (connection.state !== 'open') {
      abort?.abort();
      abort = null;
    }
  };
  const unsubscribe = connection.subscribe(follow);
  follow();
  return () => {
    unsubscribe();
    abort?.abort();
  };
}
