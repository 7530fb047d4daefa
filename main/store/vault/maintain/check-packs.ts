/** The part of a check that needs no reading: what the index files say against each other and against the list of packs. */
import { shortId } from '../../../base/ids.ts';
import type { Findings } from './findings.ts';
import { repeatedPacks, type Inventory } from './inventory.ts';

export interface PackNotes {
  notes: string[];
  suggestRepairIndex: boolean;
  suggestPrune: boolean;
}

export function checkPacks(inventory: Inventory, findings: Findings): PackNotes {
  const { damaged, table } = inventory;
  const notes: string[] = [];
  for (const { fault } of damaged) findings.add('index', fault.message);
  let wrong = false;
  for (let pack = 0; pack < table.packs; pack++) wrong = checkPack(inventory, findings, pack) || wrong;
  const repeated = repeatedNote(inventory, findings);
  if (repeated !== null) notes.push(repeated);
  let mixed = 0;
  for (let pack = 0; pack < table.packs; pack++) if (table.kind(pack) === 'mixed') mixed++;
  if (mixed > 0) notes.push(`${mixed} ${mixed === 1 ? 'pack mixes' : 'packs mix'} directories and data; that is slow, not wrong: "holdfast prune" sorts them.`);
  return { notes, suggestRepairIndex: damaged.length > 0 || wrong || repeated !== null, suggestPrune: mixed > 0 };
}

/**
 * Packs nobody names: rubbish of a run that was cut off, or, where something is lost, most likely what an index file that is gone named.
 * @param lost something that snapshots need is named by no index.
 */
export function checkUnindexed({ unindexed }: Inventory, lost: boolean, { notes, suggestRepairIndex, suggestPrune }: PackNotes): PackNotes {
  if (unindexed.length === 0) return { notes, suggestRepairIndex, suggestPrune };
  const one = unindexed.length === 1;
  const bytes = unindexed.reduce((sum, { size }) => sum + size, 0);
  const why = lost ? `they may hold what is lost: "holdfast repair index" reads ${one ? 'it' : 'them'}` : `most likely left by a run that was cut off: "holdfast prune" removes ${one ? 'it' : 'them'}`;
  const note = `${unindexed.length} ${one ? 'pack' : 'packs'} (${bytes} bytes) ${one ? 'is' : 'are'} named by no index, ${one ? why.replace('they', 'it') : why}.`;
  return { notes: [...notes, note], suggestRepairIndex: suggestRepairIndex || lost, suggestPrune: suggestPrune || !lost };
}

/** Whether the pack is not what the index says. */
function checkPack({ index, table, sizes }: Inventory, findings: Findings, pack: number): boolean {
  const name = shortId(index.packs[pack]);
  if (sizes[pack] < 0) {
    findings.pack(pack, 'missing-pack', `Pack ${name} is missing.`);
    for (const entry of table.entries(pack)) findings.spoil(entry);
    return true;
  }
  const size = table.size(pack);
  if (sizes[pack] === size) return false;
  findings.pack(pack, 'pack', `Pack ${name} is ${sizes[pack]} bytes long instead of ${size}.`);
  for (const entry of table.entries(pack)) if (index.offsetOf(entry) + index.lengthOf(entry) > sizes[pack]) findings.spoil(entry);
  return true;
}

/** Packs in several index files are clutter where all say the same, and damage where they do not. */
function repeatedNote({ index, table, files }: Inventory, findings: Findings): string | null {
  let same = 0;
  for (const pack of repeatedPacks(files)) {
    const all = table.entries(pack).length;
    if (files.every(({ packs }) => (packs.get(pack) ?? all) === all)) same++;
    else findings.pack(pack, 'pack', `Pack ${shortId(index.packs[pack])} is described differently by several index files.`);
  }
  return same === 0 ? null : `${same} ${same === 1 ? 'pack is' : 'packs are'} named by more than one index file; that is not wrong: "holdfast repair" tidies it.`;
}
