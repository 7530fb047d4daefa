/** What runs now, for the whole window: one subscription, and whatever a finished run changed is fetched again. */
import { useSyncExternalStore } from 'react';
import type { LiveRuns } from '../../preload/contract/run-procedures.ts';
import type { Run } from '../../preload/contract/run.ts';
import { client } from '../client.ts';
import { queryClient } from './query-client.ts';
import { whileConnected } from './use-stream.ts';

export type LiveRun = LiveRuns['running'][number];

let running: readonly LiveRun[] = [];
const listeners = new Set<() => void>();
const endedListeners = new Set<(run: Run) => void>();

async function follow(signal: AbortSignal): Promise<void> {
  for await (const message of await client.run.live(undefined, { signal })) {
    const changed = message.running.length !== running.length || message.ended.length > 0 || message.running.some(({ run }, index) => running[index]?.run.id !== run.id);
    running = message.running;
    for (const listener of listeners) listener();
    if (changed) void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'plans' || queryKey[0] === 'runs' || queryKey[0] === 'snapshots' });
    for (const run of message.ended) for (const listener of endedListeners) listener(run);
  }
}

/** Once, at the start of the window. */
export function followLiveRuns(): void {
  whileConnected((signal) => void follow(signal).catch(() => undefined)); // the connection says itself that it is lost
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useLiveRuns = (): readonly LiveRun[] => useSyncExternalStore(subscribe, () => running);

/** Hears of every run that ends while the window is open. */
export function onRunEnded(listener: (run: Run) => void): () => void {
  endedListeners.add(listener);
  return () => endedListeners.delete(listener);
}
