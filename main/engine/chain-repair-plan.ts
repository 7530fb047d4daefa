/** How the broken snapshots of an archive store can be made whole from another store. Pure, once it is known what is where. */
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Examination, Examined, ExaminedContent, Gone } from '../store/archive/maintain/broken.ts';
import { IdSet } from '../store/archive/maintain/id-set.ts';

export interface ChainRepairPlan {
  /** Written anew as full archives, with the state they have. */
  readonly rebuilt: readonly Examined[];
  /** Whole again by those: they only have to be pointed to them. */
  readonly repointed: readonly Examined[];
  /** Gone with their manifests, copied from the other store as they are there. */
  readonly copied: readonly { readonly gone: Gone; readonly from: Snapshot }[];
  /** Broken, and the other store does not have what is missing. */
  readonly lost: readonly Examined[];
  readonly lostGone: readonly Gone[];
}

/** @param has whether the other store has a content for a snapshot. @param copyOf what the other store has of a snapshot that is gone. */
export async function planFrom({ chains, bad, gone }: Examination, has: (id: string, size: number, of: Snapshot) => Promise<boolean>, copyOf: (gone: Gone) => Snapshot | null): Promise<ChainRepairPlan> {
  const plan = { rebuilt: [] as Examined[], repointed: [] as Examined[], lost: [] as Examined[], copied: [] as { gone: Gone; from: Snapshot }[], lostGone: [] as Gone[] };
  for (const members of chains) {
    const made = new IdSet(); // contents in archives that will have been written anew before, in this chain
    for (const one of members) {
      if (one.isSound) continue;
      const contents = await one.contents();
      if (!bad.has(one.link.id) && isSafeNow(contents, made)) plan.repointed.push(one);
      else if (await canBeHad(contents, made, (id, size) => has(id, size, one.snapshot))) {
        plan.rebuilt.push(one);
        for (const { id } of contents) made.add(id);
      } else plan.lost.push(one);
    }
  }
  for (const each of gone) {
    const from = copyOf(each);
    if (from === null) plan.lostGone.push(each);
    else plan.copied.push({ gone: each, from });
  }
  return plan;
}

function isSafeNow(contents: Iterable<ExaminedContent>, made: IdSet): boolean {
  for (const { id, isSafe } of contents) if (!isSafe && !made.has(id)) return false;
  return true;
}

async function canBeHad(contents: Iterable<ExaminedContent>, made: IdSet, elsewhere: (id: string, size: number) => Promise<boolean>): Promise<boolean> {
  for (const { id, size, isReadable } of contents) if (!isReadable && !made.has(id) && !(await elsewhere(id, size))) return false;
  return true;
}
