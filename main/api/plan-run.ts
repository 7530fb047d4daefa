/** Running a plan of the settings: every source into every destination, its retention, the space that frees; then what is to be carried on from there. */
import type { PlanRun } from '../../preload/contract/plan.ts';
import { planTag, type Plan } from '../../preload/contract/plan-settings.ts';
import type { ResultOf, RunResult } from '../../preload/contract/run.ts';
import type { Call } from '../base/call.ts';
import type { Effort } from '../base/effort.ts';
import { type Fault, toFault } from '../base/fault.ts';
import { identity } from '../base/platform.ts';
import { backUp } from '../engine/backup.ts';
import { chooseParent } from '../plan/plan-snapshots.ts';
import type { FolderSource } from '../source/folder/folder-source.ts';
import { effortOf } from './effort.ts';
import { refuseUnfit, withoutOwnVault } from './fit-target.ts';
import type { Services } from './implementer.ts';
import { folderSource } from './plan-backup.ts';
import { tidyUp } from './plan-retention.ts';
import { transferAll } from './plan-transfer.ts';
import { requirePlan } from './require-plan.ts';

/** @param only names of the destinations to write; default: all of them. @returns the id of the run. @throws Fault `busy` while the plan is being run. */
export function startPlan({ plan: id, dryRun, items, collectOnly, ...taking }: PlanRun, services: Services, only: readonly string[] | null = null): string {
  const { context, destinations } = services;
  const plan = requirePlan(context.settings.read(), id);
  const sources = plan.sources.map((spec) => folderSource(withoutOwnVault(spec, services)));
  const wanted = plan.destinations.filter((name) => only === null || only.includes(name));
  return context.runner.start({
    kind: 'backup', plan: id, destination: wanted.map((name) => destinations.address(name)).join(', '),
    subject: plan.sources.flatMap(({ paths }) => paths).join(', '), items,
    perform: async (call, done) => {
      const faults: Fault[] = [];
      const effort = effortOf(taking, context);
      for (const name of wanted) {
        const stored = await backUpAll({ plan, sources, name, dryRun, effort }, services, call, done, faults);
        if (plan.retention !== null && stored.length > 0) await tidyUp({ plan, name, retention: plan.retention, fresh: stored }, services, call, done);
      }
      if (!dryRun && !collectOnly && plan.transfers.length > 0) faults.push(...(await transferAll(plan, { dueOnly: true }, services, call, done)));
      const [failed = null, ...more] = faults;
      for (const fault of more) call.report({ item: plan.name, during: 'backup', severity: 'warning', fault });
      return { results: done, failed };
    },
  });
}

interface Part {
  plan: Plan;
  sources: readonly FolderSource[];
  /** Of the destination. */
  name: string;
  dryRun: boolean;
  effort: Effort;
}

/** One source that fails does not keep the others from being stored. @returns the ids of the new snapshots. */
async function backUpAll(part: Part, services: Services, call: Call, done: RunResult[], faults: Fault[]): Promise<string[]> {
  const stored: string[] = [];
  for (const source of part.sources) {
    try {
      source.checkPaths();
      const result = await backUpOne(part, source, services, call);
      done.push(result);
      if (result.snapshotId !== null) stored.push(result.snapshotId);
    } catch (error) {
      call.signal.throwIfAborted();
      faults.push(toFault(error, `The backup to ${part.name} failed`)); // the others still get theirs
    }
  }
  return stored;
}

async function backUpOne({ plan, sources, name, dryRun, effort }: Part, source: FolderSource, services: Services, call: Call): Promise<ResultOf<'backup'>> {
  const { context, destinations } = services;
  await refuseUnfit(name, source, services);
  const { hostname, username } = identity();
  await using _ahead = source.lookAhead();
  return await destinations.withStore(name, call, async (vault) => {
    const wanted = { hostname, paths: source.paths, tag: planTag(plan.id), alone: sources.length === 1, time: context.clock.now() };
    const parent = chooseParent(await vault.snapshots(call), wanted);
    const { snapshot, summary } = await backUp(source, vault, {
      time: new Date(wanted.time), paths: source.paths, hostname, username, tags: [wanted.tag, ...plan.tags.filter((tag) => tag !== wanted.tag)],
      excludes: source.excludes, dryRun, skipIfUnchanged: false, parent, effort,
    }, call);
    if (snapshot !== null) context.audited('snapshot create', snapshot.id, { destination: vault.address, paths: [...source.paths], plan: plan.id });
    return { kind: 'backup', destination: vault.address, snapshotId: snapshot?.id ?? null, parentId: parent?.id ?? null, dryRun, summary };
  });
}
