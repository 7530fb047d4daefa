/** Repairs as runs. */
import type { InferContractRouterInputs } from '@orpc/contract';
import type { Contract } from '../../preload/contract/contract.ts';
import type { ResultOf } from '../../preload/contract/run.ts';
import type { SnapshotFilter } from '../../preload/contract/snapshot-filter.ts';
import type { Call } from '../base/call.ts';
import { Fault } from '../base/fault.ts';
import { filterSnapshots } from '../engine/find-snapshot.ts';
import { repairIndex } from '../store/vault/maintain/repair-index.ts';
import { repairPacks } from '../store/vault/maintain/repair-packs.ts';
import { repairSnapshots } from '../store/vault/maintain/repair-snapshots.ts';
import type { VaultStore } from '../store/vault/vault.ts';
import type { Services } from './implementer.ts';

type Input = Required<InferContractRouterInputs<Contract>['destination']['repair']>;
type Spec = Pick<Input, 'what'> & { destination?: string | undefined; readAllPacks: boolean; filter: SnapshotFilter; packs: string[]; forget: boolean; dryRun: boolean };

/** Starts the run; returns its id. */
export function repairVault(input: Spec, { context, destinations }: Services): string {
  return context.runner.start({
    kind: 'repair', destination: destinations.address(input.destination), subject: input.what,
    perform: (call) => destinations.withVault(input.destination, call, async (vault) => {
      const result = await REPAIR[input.what](vault, input, call);
      if (!input.dryRun && result.changes.length > 0) context.audited(`destination repair ${input.what}`, vault.address, { changes: result.changes.slice(0, 100) });
      return { results: [result] };
    }),
  });
}

const REPAIR: Record<Spec['what'], (vault: VaultStore, input: Spec, call: Call) => Promise<ResultOf<'repair'>>> = {
  index: async (vault, { readAllPacks, dryRun }, call) => {
    const report = await repairIndex(vault, { readAllPacks, dryRun }, call);
    const changes = [
      ...report.damagedFiles.map((id) => `Index file ${id.slice(0, 8)} is damaged and is replaced.`),
      ...report.packsAdded.map((id) => `Pack ${id.slice(0, 8)} was named by no index and is now.`),
      ...report.packsMissing.map((id) => `Pack ${id.slice(0, 8)} does not exist and is no longer named.`),
      ...report.packsUnreadable.map((id) => `Pack ${id.slice(0, 8)} cannot be read and is no longer named.`),
      ...(report.filesWritten > 0 || report.filesRemoved > 0 ? [`Index files written: ${report.filesWritten}, removed: ${report.filesRemoved}.`] : []),
    ];
    return { kind: 'repair', dryRun, changes, snapshots: [] };
  },
  packs: async (vault, { packs, dryRun }, call) => {
    if (dryRun) throw new Fault('invalid', 'A repair of packs cannot be tried without doing it.', { advice: 'Run "holdfast check --read-data" to see what is broken.' });
    const report = await repairPacks(vault, packs, call);
    const changes = report.packs.map(({ id, saved, lost }) => `Pack ${id.slice(0, 8)} is taken out of use: ${saved} blobs saved, ${lost} lost.`);
    return { kind: 'repair', dryRun, changes, snapshots: [] };
  },
  snapshots: async (vault, { filter, forget, dryRun }, call) => {
    const chosen = await chosenFiles(vault, filter, call);
    const repaired = await repairSnapshots(vault, { ...(chosen === null ? {} : { snapshots: chosen }), forget, dryRun }, call);
    const changes = repaired.flatMap(({ from, changes: lines }) => lines.map((line) => `${from.slice(0, 8)}: ${line}`));
    return { kind: 'repair', dryRun, changes, snapshots: repaired.map(({ from, to }) => ({ from, to })) };
  },
};

/** Ids of the snapshots asked for by name, by condition or as the latest; null: all. */
async function chosenFiles(vault: VaultStore, filter: SnapshotFilter, call: Call): Promise<string[] | null> {
  const { ids, hosts, tags, paths } = filter;
  const latest = ids.filter((ref) => ref === 'latest');
  if (ids.length === 0 && hosts.length + tags.length + paths.length === 0) return null;
  const fitting = ids.length === 0 || latest.length > 0 ? filterSnapshots(await vault.snapshots(call), { ...filter, ids: latest }) : [];
  return [...fitting.map(({ id }) => id), ...(await namedFiles(vault, ids.filter((ref) => ref !== 'latest'), call))];
}

/** Ids of snapshot files, readable or not: one that nobody can read is what a repair may have to take away. */
async function namedFiles(vault: VaultStore, refs: readonly string[], call: Call): Promise<string[]> {
  const files = (await vault.repository.list('snapshots', call)).map(({ id }) => id);
  return refs.map((ref) => {
    const found = files.filter((id) => id.startsWith(ref));
    if (found.length === 1) return found[0];
    throw new Fault(found.length === 0 ? 'missing' : 'invalid', found.length === 0 ? `There is no snapshot ${ref}.` : `${found.length} snapshots begin with ${ref}.`, { advice: 'See "holdfast check" and "holdfast snapshots" for the ids.' });
  });
}
