/** What a search over all versions has found so far: every path once, with how many older versions hold it too. */
import type { FindBatch, SearchHit } from '../../../preload/contract/snapshot-procedures.ts';

export interface Hit extends SearchHit {
  /** Older versions that have this path. */
  alsoIn: number;
}

export interface Found {
  hits: readonly Hit[];
  searched: number;
  of: number;
  /** By path as shown: places in `hits`. */
  places: ReadonlyMap<string, number>;
}

export const NONE_FOUND: Found = { hits: [], searched: 0, of: 0, places: new Map() };

export function withBatch(found: Found, batch: FindBatch): Found {
  const hits = [...found.hits];
  const places = batch.hits.length === 0 ? found.places : new Map(found.places);
  for (const hit of batch.hits) {
    (places as Map<string, number>).set(hit.entry.path, hits.length);
    hits.push({ ...hit, alsoIn: 0 });
  }
  for (const { path, snapshots } of batch.again) {
    const place = places.get(path);
    if (place !== undefined) hits[place] = { ...hits[place]!, alsoIn: hits[place]!.alsoIn + snapshots };
  }
  return { hits, places, searched: batch.searched, of: batch.of };
}
