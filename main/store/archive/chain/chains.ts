/** A store chain by chain: what each link is, whether it is there, which others it needs, when the next full one is due. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import type { ArchiveStore } from '../archive.ts';
import type { LinkKind } from '../layout.ts';
import { storedBytes, type LinkFile } from '../manifest/link.ts';
import { chainOf, linksLeft } from './chain.ts';
import { inspect, type LinkState } from './inspect.ts';

export interface ShownLink {
  id: string;
  name: string;
  kind: LinkKind;
  parent: string | null;
  needs: string[];
  time: string;
  files: LinkFile[];
  bytes: number;
  state: LinkState;
  problems: string[];
  /** Null when it is forgotten. */
  snapshot: Snapshot | null;
}

export interface ShownChain {
  id: string;
  links: ShownLink[];
  bytes: number;
  linksLeft: number | null;
}

export interface ShownChains {
  chains: ShownChain[];
  /** Of links that cannot be shown in a chain. */
  problems: string[];
  notes: string[];
}

export async function chainsOf(store: ArchiveStore, call: Call): Promise<ShownChains> {
  const heads = await store.heads(call); // reports what cannot be read
  const [found, marks] = [await store.sidecars.all(call), await store.repository.marks('links', call)];
  const { wrong, notes } = await inspect({ root: store.repository.root, found, marks }, call);
  const links = heads.map(({ link }) => link);
  const { maxLinks } = store.repository.settings;
  const chains = [...new Set(links.map(({ chain }) => chain))].map((id): ShownChain => {
    const members = chainOf(id, links);
    const shown = members.map((link): ShownLink => {
      const faults = wrong.filter((fault) => fault.id === link.id);
      const state = faults.length === 0 ? 'ok' : faults.some((fault) => fault.state === 'missing') ? 'missing' : 'damaged';
      const snapshot = marks.get(link.id)?.forgotten === true ? null : heads.find((head) => head.link === link)!.snapshot;
      const { name, kind, parent, needs, time, files } = link;
      return { id: link.id, name, kind, parent, needs, time, files, bytes: storedBytes(link), state, problems: faults.map(({ message }) => message), snapshot };
    });
    const isSound = shown.every(({ state }) => state === 'ok');
    return { id, links: shown, bytes: shown.reduce((sum, { bytes }) => sum + bytes, 0), linksLeft: isNewest(id, heads) ? (isSound ? linksLeft(members, { maxLinks }) : 0) : null };
  });
  const known = new Set(links.map(({ id }) => id));
  return { chains, notes, problems: wrong.filter(({ id }) => id === null || !known.has(id)).map(({ message }) => message) };
}

/** Whether the newest snapshot of some source is in it: that is the one the next backup goes on with. */
function isNewest(id: string, heads: Awaited<ReturnType<ArchiveStore['heads']>>): boolean {
  const newest = new Map<string, string>();
  for (const { link, snapshot } of heads) newest.set(JSON.stringify([snapshot.hostname, snapshot.paths.toSorted()]), link.chain);
  return [...newest.values()].includes(id);
}
