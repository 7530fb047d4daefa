/** News that go on and on, for the whole window: one subscription each, begun anew when the connection comes back. */
import { useSyncExternalStore } from 'react';
import { whileConnected } from './use-stream.ts';

export interface Known<News> {
  /** Null: nothing was heard yet. The last news stay while the engine is away. */
  news: News | null;
  /** Why nothing more is heard. */
  error: unknown;
}

export interface LiveNews<News> {
  /** Once, at the start of the window. */
  follow: () => void;
  /** After it went wrong. */
  followAgain: () => void;
  use: () => Known<News>;
}

/** @param open news that replace each other. @param heard called with each one and the one before it, once everybody can see it. */
export function liveNews<News>(open: (signal: AbortSignal) => Promise<AsyncIterable<News>>, heard: (news: News, before: News | null) => void = () => undefined): LiveNews<News> {
  let known: Known<News> = { news: null, error: null };
  let again: (() => void) | null = null;
  const listeners = new Set<() => void>();
  const learn = (next: Known<News>): void => {
    known = next;
    for (const listener of listeners) listener();
  };
  const listen = async (signal: AbortSignal): Promise<void> => {
    again = () => void listen(signal);
    try {
      for await (const news of await open(signal)) {
        const before = known.news;
        learn({ news, error: null });
        heard(news, before);
      }
    } catch (error) {
      if (!signal.aborted) learn({ ...known, error });
    }
  };
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { follow: () => void whileConnected((signal) => void listen(signal)), followAgain: () => again?.(), use: () => useSyncExternalStore(subscribe, () => known) };
}
