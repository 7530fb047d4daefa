/** How a plan stands, from history alone: nothing is opened for it, so that it may be asked for often. */
import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import type { PlanStatus } from '../../preload/contract/plan.ts';
import type { Plan } from '../../preload/contract/plan-settings.ts';
import { showAddress } from '../storage/address-show.ts';
import { parseAddress, type Address } from '../storage/address.ts';
import type { PlanBackup } from '../state/catalog/runs.ts';
import type { DrivePlaces } from './drive-places.ts';
import type { Services } from './implementer.ts';
import { runOf } from './run.ts';
import { standings } from './transfer-standing.ts';

/** Backups of a plan looked at, at most: a destination that got none of them counts as one without a backup. */
const MOST = 5000;

export async function statusOf(plan: Plan, services: Services): Promise<PlanStatus> {
  const { context, destinations } = services;
  const { runs } = context.catalog;
  const { places, addresses, past } = historyOf(plan, services);
  const last = runs.lastOf(plan.id);
  return {
    plan, running: context.runner.runningOf(plan.id)?.id ?? null, lastRun: last === null ? null : runOf(last),
    lastSuccessAt: past.everywhere, files: past.files, bytes: past.bytes,
    destinations: await Promise.all(places.map(async ({ name, place }, at) => ({
      name, address: addresses[at], lastSuccessAt: past.at.get(addresses[at]) ?? null, available: await isThere(place, context.drivePlaces),
    }))),
    transfers: await Promise.all(standings(plan, services).map(async (standing) => ({ ...standing, available: await isThere(parseAddress(standing.address, destinations.around), context.drivePlaces) }))),
    missing: await missingOf(plan),
  };
}

/** By destination: when it last got all of the plan's sources, RFC 3339. Null: never. */
export function lastSuccesses(plan: Plan, services: Services): Map<string, string | null> {
  const { addresses, past } = historyOf(plan, services);
  return new Map(plan.destinations.map((name, at) => [name, past.at.get(addresses[at]!) ?? null]));
}

interface History {
  places: { name: string; place: Address }[];
  /** Of the places, as results name them. */
  addresses: string[];
  past: Past;
}

function historyOf(plan: Plan, { context, destinations }: Services): History {
  const around = { cwd: context.options.cwd, home: context.options.env.home ?? homedir() };
  const places = plan.destinations.map((name) => ({ name, place: parseAddress(destinations.address(name), around) }));
  const addresses = places.map(({ place }) => showAddress(place));
  return { places, addresses, past: context.catalog.runs.backupsOf(plan.id, (backups) => lookBack(backups, addresses, plan.sources.length)) };
}

interface Past {
  /** By address: when the newest run ended that stored all sources there. */
  at: Map<string, string>;
  /** The newest run that stored them in every destination. */
  everywhere: string | null;
  files: number | null;
  bytes: number | null;
}

/** Reads on only until all is known. */
function lookBack(backups: Iterable<PlanBackup>, addresses: readonly string[], sources: number): Past {
  const past: Past = { at: new Map(), everywhere: null, files: null, bytes: null };
  for (const run of byRun(backups)) {
    const full = new Set(addresses.filter((address) => run.filter(({ destination }) => destination === address).length >= sources));
    for (const address of full) if (!past.at.has(address)) past.at.set(address, run[0].endedAt);
    const [first] = full;
    if (past.files === null && first !== undefined) {
      const stored = run.filter(({ destination }) => destination === first);
      past.files = stored.reduce((sum, { files }) => sum + files, 0);
      past.bytes = stored.reduce((sum, { bytes }) => sum + bytes, 0);
    }
    if (full.size === addresses.length) {
      past.everywhere = run[0].endedAt;
      return past; // older ones have nothing to add
    }
  }
  return past;
}

/** One list a run, each with one backup or more. */
function* byRun(backups: Iterable<PlanBackup>): Generator<[PlanBackup, ...PlanBackup[]]> {
  let run: [PlanBackup, ...PlanBackup[]] | null = null;
  let count = 0;
  for (const backup of backups) {
    if (run !== null && run[0].seq === backup.seq) run.push(backup);
    else {
      if (run !== null) yield run;
      run = [backup];
    }
    if (++count >= MOST) break;
  }
  if (run !== null) yield run;
}

/** Null for what cannot be told without connecting. */
async function isThere(place: Address, drives: DrivePlaces): Promise<boolean | null> {
  if (place.kind === 'local') return exists(place.path);
  if (place.kind !== 'drive') return null;
  const { folder } = await drives.locate(place).catch(() => ({ folder: null })); // away, or not to be told from a copy
  return folder !== null && exists(folder);
}

async function missingOf({ sources }: Plan): Promise<string[]> {
  const paths = sources.flatMap((source) => source.paths);
  const there = await Promise.all(paths.map(exists));
  return paths.filter((_, place) => !there[place]);
}

const exists = (path: string): Promise<boolean> => access(path).then(() => true, () => false);
