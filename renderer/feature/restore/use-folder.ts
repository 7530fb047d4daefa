/** The folder that is shown: what was shown stays until what comes next has something to show. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { connection } from '../../client.ts';
import { ConnectionLost } from '../../client/connection.ts';
import { FolderPages } from './folder-pages.ts';
import { folderLoader, type At } from './queries.ts';

export interface ShownFolder {
  pages: FolderPages;
  path: string;
  snapshot: string;
}

export interface FolderState {
  shown: ShownFolder;
  /** Something else than what is shown was asked for. */
  waiting: boolean;
  /** Reads it anew: what lies there now may be different. */
  refresh: () => void;
}

/** Folders kept, so that going back and forth is instant. */
const KEPT = 12;

export function useFolder(at: At, path: string): FolderState {
  const [kept] = useState(() => new Map<string, ShownFolder>());
  const [turn, setTurn] = useState(0);
  const wanted = recall(kept, JSON.stringify([at.destination, at.snapshot, path, turn]), () => ({ pages: new FolderPages(folderLoader(at, path)), path, snapshot: at.snapshot }));
  const [last, setLast] = useState(wanted);
  const { pages } = wanted;
  useSyncExternalStore(pages.subscribe, () => pages.version);
  const isReady = pages.total !== null || (pages.error !== null && !(pages.error instanceof ConnectionLost)); // while the engine is away, what was shown stays
  if (isReady && last !== wanted) setLast(wanted);
  const shown = isReady ? wanted : last;
  useSyncExternalStore(shown.pages.subscribe, () => shown.pages.version);
  useEffect(() => pages.want(0, 1), [pages]);
  useEffect(() => {
    const again = (): void => {
      if (connection.state === 'open' && pages.error instanceof ConnectionLost) pages.retry();
    };
    const ends = [connection.subscribe(again), pages.subscribe(again)]; // a call can break off after the connection is there again
    again();
    return () => ends.forEach((end) => end());
  }, [pages]);
  return { shown, waiting: shown !== wanted, refresh: () => setTurn((before) => before + 1) };
}

function recall(kept: Map<string, ShownFolder>, key: string, make: () => ShownFolder): ShownFolder {
  const known = kept.get(key);
  const failed = known?.pages.error != null && !(known.pages.error instanceof ConnectionLost) && [...kept.keys()].at(-1) !== key;
  const folder = known === undefined || failed ? make() : known;
  kept.delete(key);
  kept.set(key, folder); // the map's order is the order of use
  for (const [oldest, { pages }] of kept) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
    pages.close();
  }
  return folder;
}
