/** Folds a chain up to a snapshot into one new full link that holds the same state; nothing goes before that is read back and compared. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import type { ArchiveStore } from '../archive.ts';
import { chainOf, linksNeeded } from '../chain/chain.ts';
import { storedBytes, type Link } from '../manifest/link.ts';
import { freed, type Freed } from './freed.ts';
import { readBack, writeFullCopy } from './full-copy.ts';
import { needsAfter, repoint } from './repoint.ts';
import { removeUnneeded } from './tidy.ts';

export interface MergePlan {
  /** The snapshot whose state the new link holds. */
  snapshot: Snapshot;
  /** Links that become one, oldest first. */
  folded: Link[];
  /** Ids of snapshots that go: those before it in the chain, and itself, which the new one replaces. */
  forgotten: string[];
  /** Later links that are pointed to the new one. */
  rewritten: Link[];
  freed: Freed;
}

export interface Merged extends MergePlan {
  /** Null after a dry run. */
  made: Snapshot | null;
  /** Bytes of the new link. */
  bytes: number;
}

/** @throws Fault `invalid` when there is nothing to fold; `missing`. */
export async function planMerge(store: ArchiveStore, snapshotId: string, call: Call): Promise<MergePlan> {
  const [listed, links] = [await store.listed(call), (await store.heads(call)).map(({ link }) => link)];
  const target = listed.find(({ link }) => link.id === snapshotId);
  if (target === undefined) throw new Fault('missing', `Snapshot ${snapshotId.slice(0, 8)} is not at ${store.address} any more.`);
  const folded = foldedBy(target.link, links);
  if (folded.length < 2) throw new Fault('invalid', `Snapshot ${snapshotId.slice(0, 8)} is a full archive, and nothing comes before it in its chain: there is nothing to merge.`, { advice: 'Name a later snapshot of the chain, or do nothing.' });
  const going = new Set(folded.map(({ id }) => id));
  const staying = listed.filter(({ link }) => !going.has(link.id));
  const rewritten = staying.map(({ link }) => link).filter((link) => link.sequence > target.link.sequence && (link.parent === target.link.id || link.needs.some((id) => going.has(id))));
  const after = [...links];
  const { state } = await store.sidecars.whole(target.link.name);
  for (const link of rewritten) after[after.indexOf(link)] = { ...link, needs: needsAfter(link, (await store.sidecars.whole(link.name)).state, going, state.contents) };
  const ids = new Set(staying.map(({ link }) => link.id));
  return {
    snapshot: target.snapshot, folded, rewritten, forgotten: listed.filter(({ link }) => going.has(link.id)).map(({ link }) => link.id),
    freed: freed(after, after.filter(({ id }) => ids.has(id))),
  };
}

/** The link, those it needs, and what comes before it in its chain. */
function foldedBy(target: Link, links: readonly Link[]): Link[] {
  const needed = linksNeeded(target, links);
  return chainOf(target.chain, links).filter((link) => link.id === target.id || needed.includes(link) || link.sequence < target.sequence);
}

export interface MergeOptions {
  dryRun: boolean;
  /** Whether what is about to be done is what was shown; absent: nothing was. */
  isAsShown?: (plan: MergePlan) => boolean;
}

/** @throws Fault `stale` when it would do something else than was shown. */
export async function merge(store: ArchiveStore, snapshotId: string, { dryRun, isAsShown = () => true }: MergeOptions, call: Call): Promise<Merged> {
  if (dryRun) return { ...(await planMerge(store, snapshotId, call)), made: null, bytes: 0 };
  return store.exclusively(call, async (guarded) => {
    const plan = await planMerge(store, snapshotId, guarded);
    if (!isAsShown(plan)) throw new Fault('stale', `The archives at ${store.address} are no longer what was shown.`);
    const made = await writeFullCopy(store, { name: plan.folded.find(({ id }) => id === plan.snapshot.id)!.name, snapshot: plan.snapshot }, guarded);
    guarded.progress.phase = 'verifying';
    const merged = await readBack(store, made.id, plan.snapshot, 'merged', guarded);
    guarded.progress.phase = 'deleting';
    for (const link of plan.rewritten) await repoint(store, link, { merged: merged.link, folded: plan.folded, target: plan.snapshot.id });
    for (const { id, name, chain } of plan.folded) if (plan.forgotten.includes(id)) await store.repository.mark('links', id, { name, chain, forgotten: true }, guarded);
    await removeUnneeded(store.repository, store.sidecars, guarded);
    return { ...plan, made, bytes: storedBytes(merged.link) };
  });
}
