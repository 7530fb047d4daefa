/** Reads whole packs back and has workers check every blob in them. */
import type { Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import { shortId } from '../../../base/ids.ts';
import { packKey } from '../repository/layout.ts';
import type { Repository } from '../repository/repository.ts';
import type { Pool } from '../worker/pool.ts';
import type { BlobsInPack } from '../worker/protocol.ts';
import type { Findings } from './findings.ts';
import { inFlight } from './in-flight.ts';
import type { Inventory } from './inventory.ts';
import { isLost, rangesOf, readRange } from './ranges.ts';

/** Packs in memory at once are this many at most: a pack is 16 MiB, and may be 128. */
const MOST_AT_ONCE = 6;

export interface PackReading {
  repository: Repository;
  inventory: Inventory;
  pool: Pool;
}

export interface PacksRead {
  packs: number;
  bytes: number;
  /** Packs that are not what they should be, by number, and why. */
  broken: Map<number, string>;
  notes: string[];
}

/** @param packs by number. Reading goes on where there is damage: `examinePacks` finds out what is lost. */
export async function readPacks(reading: PackReading, packs: readonly number[], call: Call): Promise<PacksRead> {
  const { progress } = call;
  const { sizes } = reading.inventory;
  const read: PacksRead = { packs: 0, bytes: 0, broken: new Map(), notes: [] };
  Object.assign(progress, { phase: 'checking data', totalFiles: packs.length, totalBytes: packs.reduce((sum, pack) => sum + sizes[pack], 0) });
  Object.assign(progress.done, { files: 0, bytes: 0 });
  for await (const pack of inFlight(packs, Math.min(MOST_AT_ONCE, reading.pool.size + 1), (number) => checkPack(reading, number, read, call))) {
    call.signal.throwIfAborted();
    read.packs++;
    read.bytes += sizes[pack];
    Object.assign(progress.done, { files: read.packs, bytes: read.bytes });
  }
  return read;
}

/** A pack that fails is read once more: what a cable or memory got wrong on the way is no damage, though worth a note. */
async function checkPack(reading: PackReading, pack: number, read: PacksRead, call: Call): Promise<number> {
  const first = await problemOf(reading, pack, call);
  if (first === null) return pack;
  const second = await problemOf(reading, pack, call);
  if (second === null) read.notes.push(`${first} A second reading found it whole: the drive, its cable or the memory of this computer is not reliable.`);
  else read.broken.set(pack, second);
  return pack;
}

/** What is wrong with the pack as it was read now; null: nothing. */
async function problemOf({ repository, inventory, pool }: PackReading, pack: number, call: Call): Promise<string | null> {
  call.signal.throwIfAborted();
  const id = inventory.index.packs[pack];
  try {
    const bytes = await repository.storage.get(packKey(id), call);
    const result = await pool.run({ type: 'check', pack: id, bytes }, [bytes.buffer]);
    if (result.type !== 'checked') throw new Fault('bug', 'A worker answered with something else than asked for.');
    if (result.problems.length > 0) return result.problems[0];
    return agreesWithIndex(inventory, pack, result.blobs) ? null : `Pack ${id}: its header and the index name different blobs.`;
  } catch (error) {
    if (!(await isLost(repository, error, call))) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

function agreesWithIndex({ index, table }: Inventory, pack: number, { ids, offsets }: BlobsInPack): boolean {
  const entries = table.entries(pack);
  return entries.length === offsets.length && entries.every((entry, at) => index.offsetOf(entry) === offsets[at] && Buffer.compare(index.ids.idOf(entry), ids.subarray(at * 32, at * 32 + 32)) === 0);
}

/** Reads packs that are damaged blob by blob, as the index names them: what is lost is then known exactly. */
export async function examinePacks({ repository, inventory: { index, table }, pool }: PackReading, broken: PacksRead['broken'], findings: Findings, call: Call): Promise<void> {
  for (const [pack, reason] of broken) {
    const id = index.packs[pack];
    for (const range of rangesOf(index, pack, table.entries(pack))) {
      call.signal.throwIfAborted();
      for (const { entry, sealed } of await readRange({ repository, index, pool }, range, call)) if (sealed === null) findings.spoil(entry);
    }
    findings.pack(pack, 'pack', reason.includes(id) ? reason : `Pack ${shortId(id)}: ${reason}`);
  }
}
