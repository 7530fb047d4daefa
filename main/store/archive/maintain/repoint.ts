/** Points links to another that holds the same content, so that the ones they needed can go. */
import type { ArchiveStore } from '../archive.ts';
import type { Link } from '../manifest/link.ts';
import { encodeSidecar } from '../manifest/sidecar-file.ts';
import { StateWriter, type ContentPlace, type State } from '../manifest/state-text.ts';
import { holderOf } from '../write/link-writer.ts';

export interface Repointing {
  /** The link that takes the place of others. */
  merged: Link;
  folded: readonly Pick<Link, 'id'>[];
  /** Id of the one among them that it is equal to. */
  target: string;
}

/** Which links it needs when those that go are replaced as far as possible; the new one not counted. */
export function needsAfter(link: Link, state: State, going: ReadonlySet<string>, has: ReadonlyMap<string, unknown>): string[] {
  const needs = new Set<string>();
  for (const [id, place] of state.contents) {
    const holder = holderOf(link, place);
    if (holder !== link.id && !(going.has(holder) && has.has(id))) needs.add(holder);
  }
  return [...needs];
}

/** Its sidecar is replaced whole; the archive itself stays as it is. */
export async function repoint(store: ArchiveStore, { name }: Link, { merged, folded, target }: Repointing): Promise<void> {
  const { link, snapshot: { id: _, ...snapshot }, state } = await store.sidecars.whole(name);
  const { state: better } = await store.sidecars.whole(merged.name);
  const going = new Set(folded.map(({ id }) => id));
  const others = needsAfter(link, state, going, better.contents);
  const needs = [merged.id, ...others];
  const contents = new Map<string, ContentPlace>();
  for (const [id, place] of state.contents) {
    const holder = holderOf(link, place);
    const found = going.has(holder) ? better.contents.get(id) : undefined;
    contents.set(id, found === undefined ? { ...place, link: holder === link.id ? 0 : needs.indexOf(holder) + 1 } : { ...found, link: 1 });
  }
  const writer = new StateWriter();
  for (const { path, tree } of state.directories.values()) writer.add(path, tree);
  const moved = { ...link, needs, parent: link.parent === target ? merged.id : link.parent };
  await store.sidecars.put(name, await encodeSidecar({ link: moved, snapshot, state: writer.finish(contents, state.deletions) }, store.seal));
}
