/** Where a used blob lies in several packs, decides which copy stays: the one that lets most packs go. */
import { BitSet } from './bit-set.ts';
import type { Inventory } from './inventory.ts';

export interface ChosenCopies {
  /** Index entries: exactly one for every used blob. */
  keep: BitSet;
  /** Index entries of used blobs that lie in no pack that is there and whole. */
  lost: number[];
}

/** @param used by first index entry of each blob, as marking leaves it. */
export function chooseCopies(inventory: Inventory, used: BitSet): ChosenCopies {
  const { index, table } = inventory;
  const sound = Uint8Array.from({ length: table.packs }, (_, pack) => (inventory.sizes[pack] === table.size(pack) ? 1 : 0));
  const keep = new BitSet(index.count);
  const lost: number[] = [];
  const repeated: number[][] = [];
  const needed = new Uint8Array(table.packs); // packs with a blob that lies nowhere else
  for (let entry = 0; entry < index.count; entry++) {
    if (!used.has(entry)) continue;
    const all = index.ids.findAll(index.ids.idOf(entry), index.ids.typeOf(entry)).filter((copy) => sound[index.packOf(copy)] === 1);
    if (all.length === 0) lost.push(entry);
    else if (all.length > 1) repeated.push(all);
    else if (keep.add(all[0])) needed[index.packOf(all[0])] = 1;
  }
  for (const copies of repeated) {
    const best = copies.find((copy) => needed[index.packOf(copy)] === 1) ?? fullest(copies, inventory);
    keep.add(best);
    needed[index.packOf(best)] = 1; // the next repeated blob gathers here too
  }
  return { keep, lost };
}

/** The copy in the pack with most blobs: what was merged once stays merged. */
function fullest(copies: readonly number[], { index, table }: Inventory): number {
  const blobs = (entry: number): number => table.entries(index.packOf(entry)).length;
  return copies.reduce((best, copy) => (blobs(copy) > blobs(best) ? copy : best));
}
