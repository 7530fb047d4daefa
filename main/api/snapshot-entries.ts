/** snapshot.entries: one directory, a page at a time. */
import type { ListedEntry } from '../../preload/contract/snapshot-procedures.ts';
import { Fault } from '../base/fault.ts';
import { identity } from '../base/platform.ts';
import { compareNow } from '../engine/entry-now.ts';
import { joinRaw } from '../entry/name.ts';
import type { RawPath, StoredEntry } from '../entry/entry.ts';
import type { Directory, StoredItem } from '../store/store.ts';
import { shortCall } from './calls.ts';
import { os } from './implementer.ts';
import { showEntry } from './show-entry.ts';
import { BrowsedSnapshot, pathBelow, presentSnapshot } from './snapshot-place.ts';

interface Page {
  items: StoredItem[];
  next: string | null;
  total: number;
}

export const entries = os.snapshot.entries.handler(async ({ input, context: { context, destinations }, signal }) => {
  const call = shortCall(context, signal);
  const from = placeOf(input.cursor);
  return destinations.withStore(input.destination, call, async (vault) => {
    const { snapshot, path: under } = await presentSnapshot(vault, input.snapshot, null, call);
    const browsed = new BrowsedSnapshot(snapshot, vault, destinations, call);
    const { path, entry } = await browsed.at(pathBelow(under, input.path));
    const { items, next, total } = entry !== null && entry.subtree === null
      ? { items: [{ path, entry }], next: null, total: 1 }
      : pageOf(await browsed.directory(entry?.subtree ?? snapshot.tree), path, from, input);
    return { entries: input.compare ? await compared(items, snapshot.hostname) : items.map(showEntry), next, total };
  });
});

function pageOf(directory: Directory, path: RawPath, from: number, { limit, directoriesOnly }: { limit: number; directoriesOnly: boolean }): Page {
  const item = (entry: StoredEntry): StoredItem => ({ entry, path: joinRaw(path, entry.name) });
  const places = directoriesOnly ? directory.directories() : null;
  const total = places?.length ?? directory.count;
  const page = places === null ? directory.slice(from, from + limit) : Array.from(places.subarray(from, from + limit), (place) => directory.slice(place, place + 1)[0]!);
  return { items: page.map(item), next: from + limit < total ? String(from + limit) : null, total };
}

/** What another machine saved is not compared with what happens to have the same path here. */
async function compared(items: readonly StoredItem[], hostname: string | undefined): Promise<ListedEntry[]> {
  if (hostname !== identity().hostname) return items.map((item) => ({ ...showEntry(item), now: 'unknown' as const }));
  const now = await compareNow(items);
  return items.map((item, place) => ({ ...showEntry(item), now: now[place]! }));
}

function placeOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new Fault('invalid', `"${cursor}" is no place in a directory.`, { advice: 'Begin again with the first page.' });
}
