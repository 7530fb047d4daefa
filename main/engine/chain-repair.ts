/** Makes broken chains of archives whole from another store of the same machine or board. What is broken goes only after what takes its place was read back. */
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Call } from '../base/call.ts';
import { Fault } from '../base/fault.ts';
import { shortId } from '../base/ids.ts';
import type { ArchiveStore } from '../store/archive/archive.ts';
import { examine, type Examined, type Gone } from '../store/archive/maintain/broken.ts';
import { readBack, writeFullCopy } from '../store/archive/maintain/full-copy.ts';
import { repoint } from '../store/archive/maintain/repoint.ts';
import { removeFiles, removeUnneeded } from '../store/archive/maintain/tidy.ts';
import type { ContentSource } from '../store/archive/write/copy-state.ts';
import type { Store } from '../store/store.ts';
import { planFrom, type ChainRepairPlan } from './chain-repair-plan.ts';
import { Lost, requestFor, writeWhole } from './copy-stored.ts';
import { OtherContents } from './other-contents.ts';
import { Staging } from './staging.ts';
import { StoredSource } from './stored-source.ts';

export interface ChainRepair {
  readonly plan: ChainRepairPlan;
  readonly bad: ReadonlySet<string>;
  readonly others: OtherContents;
}

/** Reads all of `to`, and of `from` what may help. @throws Fault `invalid` for a store and itself. */
export async function planChainRepair(to: ArchiveStore, from: Store, call: Call): Promise<ChainRepair> {
  if (to.format === from.format && to.id === from.id) throw new Fault('invalid', `${to.address} and ${from.address} are the same archives.`, { advice: 'Name another destination that holds backups of the same.' });
  await to.hold(call);
  const there = await from.snapshots(call);
  const others = new OtherContents(from, there);
  const examination = await examine(to, call);
  const plan = await planFrom(examination, async (id, size, { hostname = '' }) => (await others.find(id, size, hostname, call)) !== null, (gone) => copyOf(gone, there));
  return { plan, bad: examination.bad, others };
}

/** By its id, where one was copied from the other; else by the machine and the second in its name. */
function copyOf({ id, name }: Gone, there: readonly Snapshot[]): Snapshot | null {
  return there.find((snapshot) => snapshot.original === id) ?? there.find((snapshot) => name.startsWith(`${snapshot.hostname ?? ''}-${stampOf(snapshot.time)}-`)) ?? null;
}

/** As names of archives have it. */
const stampOf = (time: string): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z').replaceAll(':', '-');

export interface Repaired {
  /** Snapshots that took the place of broken ones. */
  readonly made: { from: string; to: string }[];
}

/** @param isAsShown whether what is about to be done is what was agreed to. @throws Fault `stale`; of the target whatever ends a backup. */
export async function repairChain(to: ArchiveStore, from: Store, isAsShown: (plan: ChainRepairPlan) => boolean, call: Call): Promise<Repaired> {
  const { plan, bad, others } = await planChainRepair(to, from, call);
  if (!isAsShown(plan)) throw new Fault('stale', `The archives at ${to.address} are no longer what was shown.`);
  const made: { from: string; to: string }[] = [];
  for (const { gone, from: snapshot } of plan.copied) made.push({ from: gone.id, to: (await copied(snapshot, from, to, call)).id });
  await to.exclusively(call, async (guarded) => {
    for (const one of plan.rebuilt) made.push({ from: one.snapshot.id, to: (await rebuilt(to, one, { bad, others }, guarded)).id });
    guarded.progress.phase = 'deleting';
    await removeUnneeded(to.repository, to.sidecars, guarded, new Set(plan.copied.map(({ gone }) => gone.name)));
    await dropGone(to, plan.copied.map(({ gone }) => gone), guarded);
  });
  return { made };
}

async function copied(snapshot: Snapshot, from: Store, to: ArchiveStore, call: Call): Promise<Snapshot> {
  const staging = new Staging();
  try {
    const source = new StoredSource(await from.open(snapshot, call), null, staging);
    const { snapshot: copy } = await writeWhole((strict) => source.walk(strict), { ...requestFor(snapshot, null), kind: 'full' }, to, `Snapshot ${shortId(snapshot.id)} is not copied`, call);
    return copy;
  } catch (error) {
    throw error instanceof Lost ? error.fault : error;
  } finally {
    staging.close();
  }
}

async function rebuilt(store: ArchiveStore, { snapshot, link }: Examined, { bad, others }: Omit<ChainRepair, 'plan'>, call: Call): Promise<Snapshot> {
  const content = await mixed(store, link.name, snapshot.hostname ?? '', others);
  const made = await writeFullCopy(store, { name: link.name, snapshot, content }, call);
  call.progress.phase = 'verifying';
  const merged = await readBack(store, made.id, snapshot, 'repaired', call);
  const links = (await store.heads(call)).map((head) => head.link);
  const folded = links.filter((one) => one.chain === link.chain && (bad.has(one.id) || one.id === link.id));
  const absent = [...bad].filter((id) => !folded.some((one) => one.id === id)).map((id) => ({ id }));
  for (const later of links.filter((one) => one.chain === link.chain && one.sequence > link.sequence && (one.parent === link.id || one.needs.some((id) => bad.has(id) || id === link.id)))) {
    await repoint(store, later, { merged: merged.link, folded: [...folded, ...absent], target: link.id });
  }
  const { id, name, chain } = link;
  await store.repository.mark('links', id, { name, chain, forgotten: true }, call);
  return made;
}

/** From here what is whole here, from there the rest. */
async function mixed(store: ArchiveStore, name: string, hostname: string, others: OtherContents): Promise<ContentSource> {
  const { state, content } = await store.read({ name });
  return {
    async *stream(id, call) {
      const isHere = await content.verify(id, call).then(() => true, () => false);
      call.signal.throwIfAborted();
      const found = isHere ? null : await others.find(id, state.contents.get(id)?.size ?? 0, hostname, call);
      if (found === null) yield* content.stream(id, call);
      else yield* found.reader.read(found.entry, call);
    },
  };
}

/** What is left of links whose snapshots were copied anew. One that others still name is remembered as long as they do. */
async function dropGone({ repository, sidecars }: ArchiveStore, gone: readonly Gone[], call: Call): Promise<void> {
  const marks = await repository.marks('links', call);
  const there = new Set(sidecars.names());
  const needed = new Set((await sidecars.all(call)).heads.flatMap(({ link }) => link.needs));
  for (const { id, name } of gone) {
    const mark = marks.get(id);
    if (mark !== undefined) await repository.mark('links', id, { ...mark, forgotten: true }, call);
    if (needed.has(id)) continue; // of one that stays broken: a file that is put back may still serve it
    if (there.has(name)) await sidecars.remove(name);
    await removeFiles(repository.root, name);
  }
}
