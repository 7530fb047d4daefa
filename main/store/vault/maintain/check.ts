/** Checks a vault: its structure always, its data as far as asked for. Damage is named down to the file, and the check goes on. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import { shortId, sha256Hex } from '../../../base/ids.ts';
import { Progress } from '../../../base/progress.ts';
import type { RawName, StoredEntry } from '../../../entry/entry.ts';
import { showName } from '../../../entry/name.ts';
import { readKeyFile } from '../crypto/key-file.ts';
import type { BlobType } from '../index/id-table.ts';
import { TreeLoader } from '../read/tree-loader.ts';
import { fileKey } from '../repository/layout.ts';
import type { Repository } from '../repository/repository.ts';
import type { VaultStore } from '../vault.ts';
import { nameAffected } from './affected.ts';
import { checkPacks, checkUnindexed } from './check-packs.ts';
import type { Finding } from '../../finding.ts';
import { affects, Findings, unnamed } from './findings.ts';
import { takeInventory, type Inventory } from './inventory.ts';
import { loadSnapshots } from './load-snapshots.ts';
import { markUsed, type LostBlob, type Marked } from './mark.ts';
import { isLost } from './ranges.ts';
import { examinePacks, readPacks, type PacksRead } from './read-packs.ts';
import { chooser, type ReadData } from '../../read-data.ts';

export interface CheckOptions {
  readData: ReadData;
}

export interface CheckReport {
  /** Empty: the vault is sound, as far as it was looked at. */
  errors: Finding[];
  notes: string[];
  snapshots: number;
  trees: number;
  dataBlobs: number;
  /** Packs the index names. */
  packs: number;
  packsRead: number;
  bytesRead: number;
  /** Ids of packs that are damaged, short or missing. */
  brokenPacks: string[];
  /** Ids of snapshot files that cannot be read. */
  brokenSnapshots: string[];
  suggestRepairIndex: boolean;
  suggestPrune: boolean;
}

/** Faults end it only when the vault as a whole cannot be read (`locked`, `offline` …) or an option is `invalid`. */
export async function check(vault: VaultStore, { readData }: CheckOptions, call: Call): Promise<CheckReport> {
  const choose = chooser(readData);
  call.progress.phase = 'locking';
  await vault.hold(call);
  const { repository } = vault;
  if (readData !== 'none') vault.pool(null).warm();
  const { snapshots, damaged } = await loadSnapshots(repository, call); // before the index: what they use is in it then
  const inventory = await takeInventory(repository, call);
  const findings = new Findings(inventory.table);
  for (const { id, fault } of damaged) findings.add('snapshot', `Snapshot ${shortId(id)} cannot be read: ${fault.message}`);
  await checkKeys(repository, findings, call);
  call.progress.phase = 'checking structure';
  const structure = checkPacks(inventory, findings);
  const packs = choose(readable(inventory)).map(({ id }) => inventory.index.numberOf(id));
  const reading = { repository, inventory, pool: vault.pool(null) };
  const [marked, read] = await together(call, [
    (part) => checkTrees(repository, inventory, snapshots, findings, packs.length === 0 ? part : { ...part, progress: new Progress() }),
    (part) => (packs.length === 0 ? NOTHING_READ : readPacks(reading, packs, part)),
  ]);
  const lost = inventory.damaged.length > 0 || findings.list.some(({ kind }) => kind === 'blob' || kind === 'tree');
  const { notes, suggestRepairIndex, suggestPrune } = checkUnindexed(inventory, lost, structure);
  await examinePacks(reading, read.broken, findings, call);
  findings.summarise();
  if (needsNaming(inventory, findings, marked)) await name(repository, inventory, snapshots, findings, call);
  return {
    errors: findings.list, notes: [...notes, ...read.notes], snapshots: snapshots.length, trees: marked.trees, dataBlobs: marked.dataBlobs, packs: inventory.table.packs,
    packsRead: read.packs, bytesRead: read.bytes, brokenPacks: findings.brokenPacks, brokenSnapshots: damaged.map(({ id }) => id), suggestRepairIndex, suggestPrune,
  };
}

const NOTHING_READ: PacksRead = { packs: 0, bytes: 0, broken: new Map(), notes: [] };

/** Both at the same time: the structure is this thread's work, the data that of the workers. What fails ends the other. */
async function together<A, B>(call: Call, [one, other]: readonly [(part: Call) => Promise<A>, (part: Call) => Promise<B> | B]): Promise<[A, B]> {
  const failed = new AbortController();
  const part = { ...call, progress: call.progress, report: call.report.bind(call), signal: AbortSignal.any([call.signal, failed.signal]) };
  const both = [one(part), Promise.resolve(other(part))] as const;
  for (const half of both) half.catch((error: unknown) => failed.abort(error));
  await Promise.allSettled(both);
  return Promise.all(both);
}

async function checkKeys(repository: Repository, findings: Findings, call: Call): Promise<void> {
  for (const { id } of await repository.list('keys', call)) {
    try {
      const json = await repository.storage.get(fileKey('keys', id), call);
      if (sha256Hex(json) !== id) findings.add('key', `The key file ${shortId(id)} is damaged: its content does not match its name.`);
      else readKeyFile(json);
    } catch (error) {
      if (!(await isLost(repository, error, call))) throw error;
      findings.add('key', `The key file ${shortId(id)} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

async function checkTrees(repository: Repository, { index }: Inventory, snapshots: readonly Snapshot[], findings: Findings, call: Call): Promise<Marked> {
  call.progress.phase = 'checking structure';
  const lost = ({ type, id, fault, malformed }: LostBlob): void => {
    if (fault === null) return findings.single(id, type, unnamed(type, id));
    if (malformed) return findings.single(id, type, `Directory ${shortId(id)} is malformed: ${fault.message}`);
    for (const place of index.ids.findAll(Buffer.from(id, 'hex'), type)) {
      if (!findings.hasPack(index.packOf(place))) findings.pack(index.packOf(place), 'pack', fault.message);
      findings.spoil(place);
    }
  };
  let last = { tree: '', name: '' };
  const entry = (node: StoredEntry, tree: string): void => {
    const reason = nonsense(node, last.tree === tree ? last.name : '');
    last = { tree, name: node.name };
    if (reason !== null) findings.odd(tree, `Directory ${shortId(tree)} has an entry "${showName(node.name)}" ${reason}.`);
  };
  return markUsed({ repository, index }, snapshots.map(({ tree }) => tree), { entry, lost }, call);
}

function nonsense({ name, type, content, subtree }: StoredEntry, before: RawName): string | null {
  if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0')) return 'whose name no file can have';
  if (type === 'file' && content === null) return 'that is a file without a list of content';
  if (type === 'dir' && subtree === null) return 'that is a directory without content';
  return name <= before ? 'that is out of order' : null;
}

/** Packs that are there. */
const readable = ({ index, sizes }: Inventory): { id: string; size: number }[] =>
  index.packs.map((id, pack) => ({ id, size: sizes[pack] })).filter(({ size }) => size >= 0);

/** Whether anything that is damaged is needed by a snapshot. */
function needsNaming({ index }: Inventory, findings: Findings, { used }: Marked): boolean {
  if (findings.used) return true;
  for (let entry = 0; entry < index.count; entry++) {
    if (findings.bad.has(entry) && used.has(index.ids.find(index.ids.idOf(entry), index.ids.typeOf(entry)))) return true;
  }
  return false;
}

async function name(repository: Repository, { index }: Inventory, snapshots: readonly Snapshot[], findings: Findings, call: Call): Promise<void> {
  const trees = new TreeLoader(repository, index);
  const finder = {
    culprit: (id: Uint8Array, type: BlobType) => findings.culprit(id, type),
    odd: (tree: string) => findings.oddity(tree),
    lost: (finding: Finding, snapshot: Snapshot, path: string) => affects(finding, snapshot.id, showName(path)),
  };
  await nameAffected(index, trees, snapshots, finder, call);
}
