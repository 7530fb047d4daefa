/** snapshot: what there is, what is in it, and what is to go. */
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import { Fault, isFault } from '../base/fault.ts';
import { copyStored } from '../engine/copy-stored.ts';
import { ArchiveStore } from '../store/archive/archive.ts';
import { freedBy } from '../store/archive/maintain/freed.ts';
import { filterSnapshots, findSnapshot } from '../engine/find-snapshot.ts';
import { planForget } from '../plan/forget-plan.ts';
import { shortCall } from './calls.ts';
import { keptLast, groupChosen } from './forget-chosen.ts';
import { os } from './implementer.ts';
import { merge, mergePreview } from './merge.ts';
import { diff, paths, search, walk } from './snapshot-content.ts';
import { exporting, importing } from './snapshot-archive.ts';
import { entries } from './snapshot-entries.ts';
import { find, keeping, versions } from './snapshot-history.ts';
import { preview } from './snapshot-preview.ts';
import { tagIn } from './store-upkeep.ts';

interface ForgetPreview {
  address: string;
  /** Ids of all snapshots there were. */
  present: string[];
  remove: Snapshot[];
}

export const snapshot = {
  entries, walk, paths, search, diff, versions, find, preview, keeping,
  export: exporting,
  import: importing,

  list: os.snapshot.list.handler(async ({ input, context: { context, destinations }, signal }) => {
    const call = shortCall(context, signal);
    const all = filterSnapshots(await destinations.withStore(input.destination, call, (vault) => vault.snapshots(call)), input.filter);
    const wanted = input.latest === undefined ? all : newest(all, input.latest);
    const start = input.cursor === undefined ? 0 : wanted.findIndex(({ id }) => id === input.cursor) + 1;
    const page = wanted.slice(start, start + input.limit);
    return { snapshots: page, next: start + page.length < wanted.length ? (page.at(-1)?.id ?? null) : null };
  }),

  get: os.snapshot.get.handler(async ({ input, context: { context, destinations }, signal }) => {
    const call = shortCall(context, signal);
    const all = await destinations.withStore(input.destination, call, (vault) => vault.snapshots(call));
    return findSnapshot(all, input.snapshot, input.filter);
  }),

  tag: os.snapshot.tag.handler(async ({ input, context: { context, destinations }, signal }) => {
    const call = shortCall(context, signal);
    return destinations.withStore(input.destination, call, async (vault) => {
      const chosen = filterSnapshots(await vault.snapshots(call), input.filter);
      const changed = await tagIn(vault, chosen, { ...(input.set === undefined ? {} : { set: input.set }), add: input.add, remove: input.remove }, call);
      for (const { from, to } of changed) context.audited('snapshot tag', to, { from, destination: vault.address });
      return { changed };
    });
  }),

  forgetPreview: os.snapshot.forgetPreview.handler(async ({ input, context: { context, destinations }, signal }) => {
    const call = shortCall(context, signal);
    return destinations.withStore(input.destination, call, async (vault) => {
      const all = await vault.snapshots(call);
      const chosen = filterSnapshots(all, input.filter);
      if (input.policy === undefined && input.filter.ids.length === 0) {
        throw new Fault('invalid', 'It is not said what to forget.', { advice: 'Name snapshots, or say what to keep.' });
      }
      const groups = input.policy === undefined ? groupChosen(all, chosen, input.groupBy) : planForget(chosen, input.policy, input.groupBy, context.clock);
      if (!input.allowRemoveLast) keptLast(groups);
      const preview: ForgetPreview = { address: vault.address, present: all.map(({ id }) => id), remove: groups.flatMap(({ remove }) => remove) };
      const freed = vault instanceof ArchiveStore ? await freedBy(vault, preview.remove.map(({ id }) => id), call) : null;
      return { token: context.previews.add('forget', preview), groups, needsPrune: vault.format === 'vault', freed };
    });
  }),

  forget: os.snapshot.forget.handler(async ({ input, context: { context, destinations }, signal }) => {
    const call = shortCall(context, signal);
    const preview = context.previews.take<ForgetPreview>('forget', input.token);
    const { address, present, remove } = preview;
    try {
      return await destinations.withStore(input.destination, call, async (vault) => {
        if (vault.address !== address) throw new Fault('stale', 'The preview was made for another destination.');
        if (remove.length > 0) await vault.remove(remove, call, present);
        for (const { id, time, paths } of remove) context.audited('snapshot forget', id, { destination: address, time, paths });
        return { removed: remove.map(({ id }) => id) };
      });
    } catch (error) {
      if (isFault(error, 'locked')) context.previews.putBack('forget', input.token, preview); // nothing was touched: the same can be asked again
      throw error;
    }
  }),

  mergePreview,
  merge,

  copy: os.snapshot.copy.handler(async ({ input, context: { context, destinations } }) => {
    const runId = context.runner.start({
      kind: 'copy', destination: destinations.address(input.to), subject: `from ${destinations.address(input.from)}`,
      perform: async (call) => destinations.withStore(input.from, call, (from) => destinations.withStore(input.to, call, async (to) => {
        const chosen = filterSnapshots(await from.snapshots(call), input.filter);
        const { copied, skipped, failed, blobs, bytes } = await copyStored(from, chosen, to, call, { repair: input.repair });
        for (const { from: id, to: copy } of copied) context.audited('snapshot copy', copy, { from: id, destination: to.address });
        return { results: [{ kind: 'copy' as const, copied, skipped, blobs, bytes }], findings: failed.length > 0 };
      })),
    });
    return { runId };
  }),
};

/** The newest n of each host and set of paths, in time order. */
function newest(snapshots: readonly Snapshot[], count: number): Snapshot[] {
  const seen = new Map<string, number>();
  const wanted = snapshots.toReversed().filter((item) => {
    const group = JSON.stringify([item.hostname, item.paths.toSorted()]);
    const number = (seen.get(group) ?? 0) + 1;
    seen.set(group, number);
    return number <= count;
  });
  return wanted.toReversed();
}
