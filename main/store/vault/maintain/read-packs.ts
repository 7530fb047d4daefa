/** Reads whole packs back and has workers check every blob in them. */
import type { Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import { shortId } from '../../../base/ids.ts';
import { packKey } from '../repository/layout.ts';
import type { Repository } from '../repository/repository.ts';
import type { Pool } from '../worker/pool.ts';
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
  findings: Findings;
  notes: string[];
}

/** @param packs by number. Returns how much was read. Damage goes to the findings; reading goes on. */
export async function readPacks(reading: PackReading, packs: readonly number[], call: Call): Promise<{ packs: number; bytes: number }> {
  const { progress } = call;
  const { sizes } = reading.inventory;
  const read = { packs: 0, bytes: 0 };
  Object.assign(progress, { phase: 'checking data', totalFiles: packs.length, totalBytes: packs.reduce((sum, pack) => sum + sizes[pack], 0) });
  Object.assign(progress.done, { files: 0, bytes: 0 });
  for await (const pack of inFlight(packs, Math.min(MOST_AT_ONCE, reading.pool.size + 1), (number) => checkPack(reading, number, call))) {
    call.signal.throwIfAborted();
    read.packs++;
    read.bytes += sizes[pack];
    Object.assign(progress.done, { files: read.packs, bytes: read.bytes });
  }
  return read;
}

/** A pack that fails is read once more: what a cable or memory got wrong on the way is no damage, though worth a note. */
async function checkPack(reading: PackReading, pack: number, call: Call): Promise<number> {
  const first = await problemOf(reading, pack, call);
  if (first === null) return pack;
  const second = await problemOf(reading, pack, call);
  if (second === null) reading.notes.push(`${first} A second reading found it whole: the drive, its cable or the memory of this computer is not reliable.`);
  else await examine(reading, pack, second, call);
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

function agreesWithIndex({ index, table }: Inventory, pack: number, blobs: readonly { id: Uint8Array; offset: number }[]): boolean {
  const entries = table.entries(pack);
  return entries.length === blobs.length && blobs.every(({ id, offset }, at) => index.offsetOf(entries[at]) === offset && Buffer.compare(index.ids.idOf(entries[at]), id) === 0);
}

/** Reads a pack that is damaged blob by blob, as the index names them: what is lost is then known exactly. */
async function examine({ repository, inventory, pool, findings }: PackReading, pack: number, reason: string, call: Call): Promise<void> {
  const { index, table } = inventory;
  const id = index.packs[pack];
  for (const range of rangesOf(index, pack, table.entries(pack))) {
    call.signal.throwIfAborted();
    for (const { entry, sealed } of await readRange({ repository, index, pool }, range, call)) if (sealed === null) findings.spoil(entry);
  }
  findings.pack(pack, 'pack', reason.includes(id) ? reason : `Pack ${shortId(id)}: ${reason}`);
}
