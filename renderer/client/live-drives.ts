/** The drives as they come and go, for the whole window: one subscription, and what is asked about them. */
import { useSyncExternalStore } from 'react';
import type { Drive, DriveNews } from '../../preload/contract/drive.ts';
import { client } from '../client.ts';
import { queryClient } from './query-client.ts';
import { whileConnected } from './use-stream.ts';

export interface DrivesKnown {
  /** Null: nothing was heard yet. The last news stay while the engine is away. */
  news: DriveNews | null;
  /** Why nothing more is heard. */
  error: unknown;
}

let known: DrivesKnown = { news: null, error: null };
const listeners = new Set<() => void>();
let again: (() => void) | null = null;

function learn(next: DrivesKnown): void {
  known = next;
  for (const listener of listeners) listener();
}

/** What decides whether a place is there: which drives are mounted where, and who they are. */
const standing = (drives: readonly Drive[]): string => JSON.stringify(drives.map(({ id, name, path, state }) => [id, name, path, state]));

async function follow(signal: AbortSignal): Promise<void> {
  again = () => void follow(signal);
  try {
    for await (const news of await client.drive.watch(undefined, { signal })) {
      const moved = known.news !== null && standing(known.news.drives) !== standing(news.drives);
      learn({ news, error: null });
      if (moved) void queryClient.invalidateQueries({ predicate: ({ queryKey }) => ['plans', 'place', 'landmarks', 'destinations'].includes(String(queryKey[0])) });
    }
  } catch (error) {
    if (!signal.aborted) learn({ ...known, error });
  }
}

/** Once, at the start of the window. */
export function followDrives(): void {
  whileConnected((signal) => void follow(signal));
}

/** After it went wrong. */
export const followDrivesAgain = (): void => again?.();

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useDrives = (): DrivesKnown => useSyncExternalStore(subscribe, () => known);
