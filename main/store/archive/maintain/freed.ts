/** What forgetting snapshots would free, before it is done: files go only when nobody needs them any more. */
import type { Call } from '../../../base/call.ts';
import type { ArchiveStore } from '../archive.ts';
import { linksNeeded, unneeded } from '../chain/chain.ts';
import { storedBytes, type Link } from '../manifest/link.ts';

export interface Freed {
  /** Archives that go, by name. */
  removed: string[];
  /** Bytes of those. */
  bytes: number;
  /** Archives of forgotten snapshots that stay, and which snapshots need them. */
  kept: { name: string; bytes: number; neededBy: string[] }[];
}

/** @param ids of the snapshots to be forgotten. */
export async function freedBy(store: ArchiveStore, ids: readonly string[], call: Call): Promise<Freed> {
  const links = (await store.heads(call)).map(({ link }) => link);
  const marks = await store.repository.marks('links', call);
  const listed = links.filter(({ id }) => marks.get(id)?.forgotten !== true && !ids.includes(id));
  return freed(links, listed);
}

/** The rule itself. @param listed those that stay listed. */
export function freed(links: readonly Link[], listed: readonly Link[]): Freed {
  const ids = new Set(listed.map(({ id }) => id));
  const going = unneeded(links, ids);
  const staying = links.filter((link) => !ids.has(link.id) && !going.includes(link));
  const neededBy = (link: Link): string[] => listed.filter((other) => linksNeeded(other, [link]).length > 0).map(({ id }) => id);
  return {
    removed: going.map(({ name }) => name), bytes: going.reduce((sum, link) => sum + storedBytes(link), 0),
    kept: staying.map((link) => ({ name: link.name, bytes: storedBytes(link), neededBy: neededBy(link) })),
  };
}
